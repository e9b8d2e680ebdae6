#include "kiosk/appliance/watchdog.h"

#include <algorithm>

namespace afterword::kiosk {

Watchdog::Part Watchdog::add(std::string name, Ms patience, MonoTime now) {
  parts_.push_back({std::move(name), patience, now, true});
  return parts_.size() - 1;
}

void Watchdog::remove(Part part) { parts_.at(part).there = false; }

void Watchdog::beat(Part part, MonoTime at) {
  Known& known = parts_.at(part);
  known.last = std::max(known.last, at);
}

std::string Watchdog::silent(MonoTime now) const {
  std::string words;
  for (const Known& part : parts_) {
    const Ms gone = now - part.last;
    if (!part.there || gone <= part.patience) continue;
    words +=
        fmt::format("{}{} for {} s", words.empty() ? "" : ", ", part.name, gone.count() / 1000);
  }
  return words;
}

}  // namespace afterword::kiosk
