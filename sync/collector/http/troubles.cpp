#include "sync/collector/http/troubles.h"

#include <fmt/format.h>

namespace afterword::collector {

void Troubles::say(Trouble kind, std::string_view line) {
  static constexpr Ms kOnceIn{60'000};
  if (!notice_) return;
  std::uint64_t untold = 0;
  {
    const std::lock_guard lock(mutex_);
    Told& told = told_[static_cast<std::size_t>(kind)];
    const MonoTime now = clock_.mono();
    if (told.ever && now - told.at < kOnceIn) {
      ++told.since;
      return;
    }
    untold = std::exchange(told.since, 0);
    told.ever = true;
    told.at = now;
  }
  notice_(untold == 0 ? std::string(line)
                      : fmt::format("{} ({} more like it since it was last told)", line, untold));
}

}  // namespace afterword::collector
