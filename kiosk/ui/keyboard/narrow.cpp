#include <cmath>

#include "kiosk/ui/keyboard/layout.h"

namespace afterword::kiosk {
namespace {

// What stands beside the letters; space, caret and language keys have the bottom row.
bool is_aside(KeyRole role) {
  return role == KeyRole::shift || role == KeyRole::delete_back || role == KeyRole::enter ||
         role == KeyRole::page;
}

// The space bar gives way, then everything that is wider than one.
KeyRow narrowed_bottom(KeyRow row, double columns) {
  double over = width_of(row) - columns;
  const auto take = [&](TouchKey& key, double least) {
    const double given = std::clamp(key.width - least, 0.0, std::max(0.0, over));
    key.width -= given;
    over -= given;
  };
  for (TouchKey& key : row)
    if (key.role == KeyRole::space) take(key, 2);
  for (TouchKey& key : row)
    if (key.role == KeyRole::gap) take(key, 0);
  for (TouchKey& key : row) take(key, 1);
  for (TouchKey& key : row)
    if (key.role == KeyRole::space) key.width += columns - width_of(row);
  return row;
}

}  // namespace

KeyPage narrowed(const KeyPage& page, double columns) {
  if (page.columns <= columns || page.rows.empty()) return page;
  columns = std::floor(columns);
  KeyPage out;
  out.id = page.id;
  out.columns = columns;
  std::vector<std::vector<TouchKey>> rows;
  std::vector<TouchKey> aside, all;
  bool fit = true;
  // A keyboard for codes has no bottom row: no space, and letters in its last row as well.
  const bool has_bottom =
      std::any_of(page.rows.back().begin(), page.rows.back().end(),
                  [](const TouchKey& key) { return key.role == KeyRole::space; });
  for (std::size_t i = 0; i + (has_bottom ? 1 : 0) < page.rows.size(); ++i) {
    std::vector<TouchKey> texts;
    for (const TouchKey& key : page.rows[i]) {
      if (is_aside(key.role)) aside.push_back(key);
      if (key.role == KeyRole::text) texts.push_back(key);
    }
    for (TouchKey& key : texts) key.width = 1;
    fit = fit && static_cast<double>(texts.size()) <= columns;
    all.insert(all.end(), texts.begin(), texts.end());
    rows.push_back(std::move(texts));
  }
  if (!fit) {
    // Rows of about the same length, in the same order.
    const auto count = static_cast<double>(all.size());
    const double lines = std::ceil(count / columns);
    const auto each = static_cast<std::size_t>(std::ceil(count / lines));
    rows.clear();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (i % each == 0) rows.emplace_back();
      rows.back().push_back(all[i]);
    }
  }
  for (std::vector<TouchKey>& row : rows)
    if (!row.empty()) out.rows.push_back(centred(std::move(row), columns));
  if (!aside.empty()) {
    // Shift, or the way to the other page, at the start, as on a wide one.
    std::stable_partition(aside.begin(), aside.end(), [](const TouchKey& key) {
      return key.role == KeyRole::shift || key.role == KeyRole::page;
    });
    for (TouchKey& key : aside) key.width = columns / static_cast<double>(aside.size());
    out.rows.push_back(std::move(aside));
  }
  if (has_bottom) out.rows.push_back(narrowed_bottom(page.rows.back(), columns));
  return out;
}

KeyboardLayout narrowed(const KeyboardLayout& layout, double columns) {
  KeyboardLayout out = layout;
  for (KeyPage& page : out.pages) page = narrowed(page, columns);
  return out;
}

}  // namespace afterword::kiosk
