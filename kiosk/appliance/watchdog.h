// Whether the kiosk as a whole gets on with its work: the service manager's watchdog is fed only
// while every part proves it.
//
// A part (the screen, the store, each loop of the sync) reports a beat whenever it comes round.
// Having nothing to do is progress: an idle part still comes round. A part that hangs (a disk that
// does not answer, a display that does not take a frame) reports none, and after its patience the
// dog is not fed any more, so that the service manager starts the kiosk anew.
//
// Threads: one at a time; the caller brings the beats together.
#pragma once
#include <string>
#include <vector>

#include "sync/base/core/clock.h"

namespace afterword::kiosk {

class Watchdog {
 public:
  using Part = std::size_t;

  // `patience`: how long the part may be silent. It counts as having beaten at `now`.
  Part add(std::string name, Ms patience, MonoTime now);
  // A part that is not there any more (the sync of a kiosk whose enrolment ended) is not asked.
  void remove(Part part);
  // An older beat than one known changes nothing.
  void beat(Part part, MonoTime at);

  // Parts that are silent beyond their patience, in words: "store for 21 s". Empty: feed.
  std::string silent(MonoTime now) const;

 private:
  struct Known {
    std::string name;
    Ms patience{0};
    MonoTime last;
    bool there = true;
  };
  std::vector<Known> parts_;
};

}  // namespace afterword::kiosk
