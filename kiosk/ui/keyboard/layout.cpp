#include "kiosk/ui/keyboard/layout.h"

#include <cassert>

#include "kiosk/ui/keyboard/letters.h"
#include "sync/base/core/utf8.h"

namespace afterword::kiosk {

double width_of(const KeyRow& row) {
  double width = 0;
  for (const TouchKey& key : row) width += key.width;
  return width;
}

TouchKey key_gap(double width) {
  TouchKey key;
  key.role = KeyRole::gap;
  key.width = width;
  return key;
}

KeyRow centred(KeyRow keys, double columns) {
  const double left = columns - width_of(keys);
  if (left > 0) {
    keys.insert(keys.begin(), key_gap(left / 2));
    keys.push_back(key_gap(left / 2));
  }
  return keys;
}

const KeyPage& KeyboardLayout::page(KeyPageId id) const {
  const auto found = std::find_if(pages.begin(), pages.end(),
                                  [id](const KeyPage& candidate) { return candidate.id == id; });
  assert(found != pages.end());
  return *found;
}

std::string key_label(std::string_view text) {
  if (!text.empty() && is_combining(code_point_at(text, 0).value)) {
    return "\u25CC" + std::string(text);
  }
  return std::string(text);
}

}  // namespace afterword::kiosk
