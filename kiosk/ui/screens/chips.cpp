#include "kiosk/ui/screens/chips.h"

#include <algorithm>
#include <numeric>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

constexpr float kChip = 72, kChipGap = 8;

Button chip_button(const CommentView& view, std::size_t index) {
  return {.name = "chip:" + std::to_string(index),
          .words = view.chips[index],
          .type = Type::hint,
          .weight = 500};
}

float chip_width(Page& page, const CommentView& view, std::size_t index) {
  return button_width(page.kit, chip_button(view, index)) - page.du(12);
}

// As they want to be, or in one row of that width all by the same share, so that long words keep
// more; none is narrower than a finger.
std::vector<float> chip_widths(Page& page, const CommentView& view, float row_width) {
  std::vector<float> widths;
  for (std::size_t i = 0; i < view.chips.size(); ++i) widths.push_back(chip_width(page, view, i));
  if (page.portrait() || chips_width(page, view) <= row_width) return widths;
  const float least = page.kit.units().mm(kLeastMm);
  float room = row_width - chip_gap(page) * static_cast<float>(widths.size() - 1);
  float wanted = std::accumulate(widths.begin(), widths.end(), 0.0F);
  // The shortest first: what the least width takes is missing to longer ones.
  std::vector<std::size_t> order(widths.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return widths[a] < widths[b]; });
  for (const std::size_t i : order) {
    const float natural = widths[i];
    widths[i] = std::max(least, natural * room / std::max(1.0F, wanted));
    room -= widths[i];
    wanted -= natural;
  }
  return widths;
}

}  // namespace

float chip_gap(const Page& page) { return gap_of(page, kChipGap); }

float chip_row(const Page& page) { return std::max(page.du(kChip), page.kit.units().mm(kLeastMm)); }

float chips_width(Page& page, const CommentView& view) {
  const float gap = chip_gap(page);
  float all = 0;
  for (std::size_t i = 0; i < view.chips.size(); ++i)
    all += chip_width(page, view, i) + (i > 0 ? gap : 0);
  return all;
}

float chips_height(Page& page, const CommentView& view, float width) {
  const float gap = chip_gap(page), row = chip_row(page);
  float x = 0, height = view.chips.empty() ? 0 : row;
  for (std::size_t i = 0; i < view.chips.size(); ++i) {
    const float chip = chip_width(page, view, i);
    if (x > 0 && x + chip > width) {
      x = 0;
      height += row + gap;
    }
    x += chip + gap;
  }
  return height;
}

void draw_chips(Page& page, const CommentView& view, TextEdit& edit, Rect rect) {
  const float gap = chip_gap(page), row = chip_row(page);
  const std::vector<float> widths = chip_widths(page, view, rect.width);
  Rect next{rect.x, rect.y, 0, row};
  for (std::size_t i = 0; i < view.chips.size(); ++i) {
    next.width = std::min(widths[i], rect.width);
    if (next.x > rect.x && next.right() > rect.right() + 1)
      next = {rect.x, next.y + row + gap, next.width, row};
    if (draw_button(page.kit, chip_button(view, i), next, gap))
      edit.insert_noun(view.chips[i], page.kit.words().get("chip_separator"));
    next.x += next.width + gap;
  }
}

}  // namespace afterword::kiosk
