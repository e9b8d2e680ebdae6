// How many numbers each device has had lost since the day began: each becomes a row, so there is a limit (kLostADay).
// In memory alone; a restart begins anew. Threads: the writer's.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "sync/base/core/day.h"

namespace afterword::collector {

struct LostNumbers {
  std::string device;
  std::int64_t log = 1, first = 1, last = 0;
};

class LostToday {
 public:
  // Those that were counted before are not counted again: their transaction was undone, and they are declared anew.
  bool may_lose(const LostNumbers& numbers, WallTime now);
  void count(const LostNumbers& numbers, WallTime now);

 private:
  struct OfDay {
    Day day{};
    std::int64_t so_far = 0;
    std::map<std::int64_t, std::int64_t> counted_to;  // of each log, the last that was counted
    std::int64_t uncounted(const LostNumbers& numbers) const;
  };
  OfDay& of_day(const LostNumbers& numbers, WallTime now);

  std::map<std::string, OfDay> devices_;
};

}  // namespace afterword::collector
