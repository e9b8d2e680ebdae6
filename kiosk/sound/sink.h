// Where samples go to be heard: one channel, signed 16 bits, kSampleRate a second.
//
// Threads: one at a time. Errors: unavailable, when there is no sound card, or it is taken away.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "sync/base/core/clock.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

inline constexpr int kSampleRate = 22'050;  // espeak-ng's own

using Samples = std::span<const std::int16_t>;

class Sink {
 public:
  virtual ~Sink() = default;

  // Takes them in behind what is playing; waits at most as long as its buffer is (a tenth of a
  // second). Opens the device if it is closed.
  virtual Result<> write(Samples samples) = 0;
  // How long until the last sample written has been heard; 0 if nothing plays.
  virtual Ms left() = 0;
  // Silent at once: what was written and not heard yet is gone.
  virtual void drop() = 0;
  // Gives the device back, for as long as nothing is to be heard.
  virtual void close() = 0;
};

// The loudspeaker or headphones that ALSA calls `device` ("default"); what that is the machine's
// asound.conf says.
std::unique_ptr<Sink> alsa_sink(std::string device = "default");

}  // namespace afterword::kiosk
