// Kiosks without screens, started, killed and started again; and what they were told.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "sync/base/core/random.h"
#include "tests/faults/wire/kept.h"
#include "tests/whole/world.h"

namespace afterword::test {

struct FleetOptions {
  int kiosks = 20;
  std::int64_t responses = 0;  // from each
  std::uint64_t seed = 1;
  std::int64_t pace_ms = 0;
  std::string survey;  // file
};

class Fleet {
 public:
  // `url`: by which they reach the collector.
  Fleet(World& world, const FleetOptions& options, const std::string& url);

  // Ends one of them, now or in good order, and starts it again.
  void bounce(std::size_t kiosk, bool hard);
  // All of them, since their last start.
  bool recorded() const { return all_said("recorded"); }
  bool settled() const { return all_said("settled"); }
  void stop();           // in good order
  std::size_t size() const { return kiosks_.size(); }
  std::string folder(std::size_t kiosk) const;

  struct Told {
    std::map<Number, std::string> kept;  // the hash of the response's JSON, in hex
    std::vector<std::string> devices;    // by kiosk
    std::int64_t sent = 0;               // records that went out, again and again
    std::int64_t answered = 0;           // ... in a request that got a success
  };
  // What all of them said, over all their lives. When they have stopped.
  Told told() const;
  std::string trouble() const;  // what they wrote to standard error

 private:
  struct Kiosk {
    std::vector<std::unique_ptr<Process>> lives;
    std::string code;
  };
  void start(std::size_t kiosk);
  bool all_said(const std::string& line) const;

  World& world_;
  const FleetOptions options_;
  const std::string url_;
  std::vector<Kiosk> kiosks_;
};

}  // namespace afterword::test
