#include "sync/base/core/clock.h"

namespace afterword {

MonoTime SystemClock::mono() const {
  return {
      std::chrono::duration_cast<Ms>(std::chrono::steady_clock::now().time_since_epoch()).count()};
}
WallTime SystemClock::wall() const {
  return {
      std::chrono::duration_cast<Ms>(std::chrono::system_clock::now().time_since_epoch()).count()};
}

}  // namespace afterword
