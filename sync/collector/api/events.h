// What happened to visitors, on its way to the kiosk in front of them: in memory only, for minutes,
// told once.
//
// Nothing is written to disk: an event names a moment and perhaps a receipt, and is worth nothing
// ten minutes later. A restart of the collector loses those under way, and the kiosk then asks
// nobody, which is what it does before an event.
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "survey-defs/model/timing_visits.h"

namespace afterword::collector {

// Any thread.
class Events {
 public:
  // For `device`. The oldest gives way when kHappeningsMax wait.
  void push(const std::string& device, Happening happening, WallTime now);
  struct Waiting {
    Happening happening;
    WallTime since;
  };
  // All that wait for it and are young enough; they are gone from here.
  std::vector<Waiting> take(const std::string& device, WallTime now);
  // Those that were taken and not told after all: as old as they were, before what came since.
  void give_back(const std::string& device, std::vector<Waiting> taken);
  bool any(const std::string& device) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::deque<Waiting>> waiting_;  // by device
};

std::vector<Happening> happenings(const std::vector<Events::Waiting>& taken);

}  // namespace afterword::collector
