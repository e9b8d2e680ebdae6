#include "sync/base/core/clock.h"

#include <ctime>

namespace afterword {

MonoTime SystemClock::mono() const {
  // Not steady_clock, which stands still while the machine sleeps: the boot would be the same, and
  // what was recorded before would count as that much younger.
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return {Ms{std::chrono::seconds(now.tv_sec)}.count() + now.tv_nsec / 1'000'000};
}
WallTime SystemClock::wall() const {
  return {
      std::chrono::duration_cast<Ms>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

}  // namespace afterword
