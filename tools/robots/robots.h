// Virtual kiosks: enrol, fetch the surveys, answer them, send everything, and say what was sent.
//
// One after the other in the calling thread. Everything that decides an answer comes from `seed`:
// the same seed, codes and definitions give the same answers. Keys come from `random`.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"
#include "sync/base/core/result.h"
#include "sync/base/log/log.h"
#include "tools/robots/sent.h"

namespace afterword::robots {

// With at most this many kiosks each has a real store on disk.
inline constexpr std::size_t kRealStoresMax = 8;

struct RobotOptions {
  int responses = 10;  // kept ones, from each kiosk; 1 to 1,000,000
  std::uint64_t seed = 1;
  std::optional<std::string> survey;  // only this one; else those of the kiosk's touchpoint
  std::string scratch;                // a folder that exists, for real stores; empty: memory always
  int misuse_percent = 0;             // how many of them are hasty
  std::string app_version = "robots";
};

struct RobotWorld {
  const Clock& clock;
  Random& random;  // for keys: crypto's SystemRandom
  Log& log;
  // Called now and then with the number of responses delivered so far; may be empty.
  std::function<void(std::int64_t)> progress;
};

// Gives the "URL#CODE" (good for one kiosk, for ten minutes) for kiosk `number`, from 0.
using CodeSource = std::function<Result<std::string>(std::size_t number)>;

// Asks for each code when its kiosk is about to enrol. Returns when the collector has answered for
// every response.
// Errors: those of enrolment; not_found (nothing to answer at a kiosk's touchpoint); unavailable
// (the collector takes nothing for two minutes, or refuses).
Result<Sent> run_robots(std::size_t kiosks, const CodeSource& code, const RobotOptions& options,
                        const RobotWorld& world);

}  // namespace afterword::robots
