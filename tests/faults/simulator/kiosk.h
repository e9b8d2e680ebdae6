// A kiosk: the real store and the real sync machines on a machine that can go down, and the people
// in front of it.
//
// Threads: one.
#pragma once
#include <memory>
#include <optional>

#include "kiosk/storage/store_ports.h"
#include "sync/base/log/log.h"
#include "sync/client/poll_machine.h"
#include "sync/client/upload_machine.h"
#include "tests/faults/simulator/centre.h"
#include "tests/faults/simulator/network.h"
#include "tools/robots/person.h"

namespace afterword::simulator {

// What all kiosks of a world share.
struct Surroundings {
  Schedule& schedule;
  Trace& trace;
  Oracle& oracle;
  Network& network;
  Centre& centre;
  Weakness weakness = Weakness::none;
};

// An answer that can be taken back: what stands on the slip of paper.
struct Slip {
  Place place;
  std::string store, code;
  Day day;
};

class Kiosk {
 public:
  Kiosk(const Surroundings& around, int number, const std::string& folder, std::uint64_t seed,
        const test::Storage& storage);
  ~Kiosk();

  int number() const { return number_; }
  const std::string& device() const { return device_; }  // empty before enrolment

  // Starts the program; what is enrolled begins to sync. It may go down while it does so.
  void start();
  void shut_down();  // as it should be
  bool up() const { return running_ != nullptr; }
  void on_fall(std::function<void()> fallen) { fallen_ = std::move(fallen); }

  // Asks for a code and uses it. It may fail; then try again later.
  void enrol(const std::string& store, const std::string& touchpoint);

  // Somebody comes and answers; it takes a while. `with_code`: and is given a code to take it back.
  void visit(bool with_code);
  bool busy() const { return visiting_; }
  std::vector<Slip> take_slips() { return std::exchange(slips_, {}); }

  void arm(Down how) { machine_.arm(how); }
  void fall_if_armed();
  void fill_disk();
  void heal_disk();
  MachineClock& clock() { return clock_; }
  // What it does by itself now and then: forgets what is old, tries its disk.
  void idle();

  // For the oracle. Only while up().
  kiosk::StoreCore& store();
  bool settled();  // nothing waits, everything offered is here
  std::string trouble();

 private:
  struct Running;
  struct Loop;
  void step(const std::function<void()>& work, const std::function<void()>& then = {});
  void fall();
  void begin_syncing();
  void turn(Loop& loop);
  void heard(Loop& loop, const Result<HttpReply>& reply);
  void send(Loop& loop, Outgoing outgoing);
  void refresh_surveys();
  std::string boot() const;
  Place next_place();
  void save_draft(const kiosk::Recording& recording, Partial partial);
  void keep(kiosk::Recording recording);
  void delete_sent(std::int64_t first, std::int64_t last);
  void delete_what_was_sent();
  void believe(const std::string& batch, const Result<HttpReply>& reply);

  const Surroundings around_;
  const int number_;
  MachineClock clock_;
  SeededRandom random_;
  SilentLog log_;
  Machine machine_;
  std::string device_;
  std::unique_ptr<Running> running_;
  std::int64_t life_ = 0;
  int boots_ = 0;
  bool cold_ = true;  // the machine was off
  bool visiting_ = false;
  bool full_ = false;        // the disk
  bool disk_fails_ = false;  // as the program has seen it
  std::vector<Slip> slips_;
  std::function<void()> fallen_;
};

}  // namespace afterword::simulator
