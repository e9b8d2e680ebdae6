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
  // All that wait for it and are young enough; they are gone from here.
  std::vector<Happening> take(const std::string& device, WallTime now);
  bool any(const std::string& device) const;

 private:
  struct Waiting {
    Happening happening;
    WallTime since;
  };
  mutable std::mutex mutex_;
  std::map<std::string, std::deque<Waiting>> waiting_;  // by device
};

}  // namespace afterword::collector
