#include "kiosk/ui/scanner.h"

#include <utility>

namespace afterword::kiosk {

std::optional<std::string> Scanner::take(const InputEvent& event) {
  if (const auto* letters = std::get_if<TextEvent>(&event)) {
    if (letters->time - last_ > kScanGap) burst_.clear();
    last_ = letters->time;
    // One that is too long stays too long until it pauses.
    if (burst_.size() <= kScanMost) burst_ += letters->text;
    return std::nullopt;
  }
  const auto* key = std::get_if<KeyEvent>(&event);
  if (key == nullptr) return std::nullopt;
  const std::string burst = std::exchange(burst_, {});
  const bool ends = key->key == NamedKey::enter && key->time - last_ <= kScanGap;
  if (!ends || burst.size() < kScanLeast || burst.size() > kScanMost) return std::nullopt;
  return burst;
}

}  // namespace afterword::kiosk
