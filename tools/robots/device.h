// What a robot answers at: an enrolled kiosk without a screen. The way of an answer is the real
// one; only where it waits differs.
//
// Threads: one.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "kiosk/session/session.h"
#include "sync/base/log/log.h"
#include "sync/client/poll_machine.h"

namespace afterword::robots {

class Device {
 public:
  virtual ~Device() = default;

  virtual Result<> save_draft(const kiosk::Recording& recording, Partial partial) = 0;
  // Durable as far as this device is. Gives the recording as it was stored: redacted.
  virtual Result<kiosk::Recording> keep(kiosk::Recording recording) = 0;
  virtual Result<> drop_draft() = 0;
  virtual Result<> count(const std::string& survey, const std::string& name) = 0;

  virtual Result<std::vector<Survey>> surveys() = 0;
  virtual Health health() = 0;
  // For the machines; references into this device.
  virtual SyncParts parts(const Clock& clock, Random& random) = 0;
  virtual const Enrolment& enrolment() const = 0;
};

struct DeviceWorld {
  const Clock& clock;
  Random& random;
  Log& log;
  std::string boot;
  std::string app_version;
};

// In memory: gone with the program.
std::unique_ptr<Device> make_memory_device(const Enrolment& enrolment, const DeviceWorld& world);
// In a kiosk's own store, in `folder`.
Result<std::unique_ptr<Device>> make_stored_device(const Enrolment& enrolment,
                                                   const std::string& folder,
                                                   const DeviceWorld& world);

// The same one again, as its folder holds it.
Result<std::unique_ptr<Device>> open_stored_device(const std::string& folder,
                                                   const DeviceWorld& world);

}  // namespace afterword::robots
