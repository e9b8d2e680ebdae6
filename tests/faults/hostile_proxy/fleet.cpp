#include "tests/faults/hostile_proxy/fleet.h"

#include <doctest/doctest.h>
#include <signal.h>

#include <algorithm>
#include <sstream>

namespace afterword::test {

Fleet::Fleet(World& world, const FleetOptions& options, const std::string& url)
    : world_(world), options_(options), url_(url) {
  kiosks_.resize(static_cast<std::size_t>(options.kiosks));
  for (std::size_t i = 0; i < kiosks_.size(); ++i) {
    kiosks_[i].code = world_.enrol_code();
    start(i);
  }
  // Enrolled before anything breaks: a code is good once, and lost with a lost reply.
  for (const Kiosk& kiosk : kiosks_)
    REQUIRE_MESSAGE(!kiosk.lives.back()->wait_for_line("device").empty(),
                    kiosk.lives.back()->err());
}

std::string Fleet::folder(std::size_t kiosk) const {
  return world_.file("kiosk-" + std::to_string(kiosk));
}

void Fleet::start(std::size_t at) {
  Kiosk& kiosk = kiosks_[at];
  std::filesystem::create_directories(folder(at));
  kiosk.lives.push_back(std::make_unique<Process>(
      std::vector<std::string>{program("tests/fault-kiosk"), folder(at), kiosk.code, url_,
                               options_.survey, std::to_string(options_.responses),
                               std::to_string(options_.seed * 1000 + at),
                               std::to_string(options_.pace_ms)},
      world_.folder(), fmt::format("kiosk-{}-{}", at, kiosk.lives.size())));
}

void Fleet::bounce(std::size_t at, bool hard) {
  Process& process = *kiosks_[at].lives.back();
  process.signal(hard ? SIGKILL : SIGTERM);
  const Finished finished = process.wait();
  CHECK_MESSAGE(finished.exit_code == (hard ? 128 + SIGKILL : 0), finished.err);
  start(at);
}

bool Fleet::all_said(const std::string& line) const {
  return std::all_of(kiosks_.begin(), kiosks_.end(), [&line](const Kiosk& kiosk) {
    return kiosk.lives.back()->out().find("\n" + line + "\n") != std::string::npos;
  });
}

void Fleet::stop() {
  for (Kiosk& kiosk : kiosks_) kiosk.lives.back()->signal(SIGTERM);
  for (Kiosk& kiosk : kiosks_) {
    const Finished finished = kiosk.lives.back()->wait();
    CHECK_MESSAGE(finished.exit_code == 0, finished.err);
  }
}

Fleet::Told Fleet::told() const {
  Told told;
  for (const Kiosk& kiosk : kiosks_) {
    std::string device;
    for (const auto& life : kiosk.lives) {
      std::istringstream lines(life->out());
      for (std::string word, line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::int64_t number = 0;
        words >> word;
        if (word == "device") words >> device;
        if (word == "sent" && words >> number) told.sent += number;
        if (word == "answered" && words >> number) told.answered += number;
        if (word == "kept" && words >> number) words >> told.kept[{device, number}];
      }
    }
    told.devices.push_back(device);
  }
  return told;
}

std::string Fleet::trouble() const {
  std::string out;
  for (const Kiosk& kiosk : kiosks_)
    for (const auto& life : kiosk.lives) out += life->err();
  return out;
}

}  // namespace afterword::test
