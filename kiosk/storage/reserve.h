// A file that only takes room, given up when the disk is full: its first half so that the answer under way goes
// through, all of it so that the kiosk starts (opening the database moves its log over, which needs room). It is
// made again when twice its size is free.
//
// Threads: the store thread. Errors: none; what happens is logged.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "sync/base/core/clock.h"
#include "sync/base/core/result.h"
#include "sync/base/log/log.h"

namespace afterword::kiosk {

inline constexpr int kReserveMib = 8, kReserveMibMost = 1024;
inline constexpr Ms kReserveEvery{60'000};

class Reserve {
 public:
  // In `folder`, as the file `reserve`. No bytes: none, and one that is there goes.
  Reserve(const std::string& folder, std::int64_t bytes, const Clock& clock, Log& log)
      : path_(folder + "/reserve"), bytes_(bytes), clock_(clock), log_(log), trouble_(log, "disk") {}

  enum class Part { half, all };
  // True: there is more room than before, so what failed may be tried again. False: it had been given up.
  bool give_up(Part part);
  // Since it was given up and until it is whole again: what is left must be used with care.
  bool is_given_up() const { return given_up_; }
  // Makes it where it is not there as a whole and there is room. Looks at most every kReserveEvery.
  void make_if_due();

 private:
  const std::string path_;
  const std::int64_t bytes_;
  const Clock& clock_;
  Log& log_;
  OnceInAWhile trouble_;
  std::optional<MonoTime> looked_at_;
  bool given_up_ = false;
};

// Writes. Where the disk is full it is tried again at once, because the database moves its log over then and uses
// that room anew, and once more when the reserve was given up.
template <class Write>
Result<> with_room(Reserve& reserve, Write write) {
  auto done = write();
  const auto is_full = [&done] { return !done && done.error().failure == Failure::disk_full; };
  if (is_full()) done = write();
  if (is_full() && reserve.give_up(Reserve::Part::half)) done = write();
  return done;
}

}  // namespace afterword::kiosk
