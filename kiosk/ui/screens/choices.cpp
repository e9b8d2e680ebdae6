// Answers in words: yes and no, one of several, several of several. "Doesn't apply" is the last tile
// of the same grid.
#include <cmath>

#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

struct Grid {
  int columns = 4, rows = 1;
  float width = 0, height = 0, gap = 0, left = 0, top = 0;
  Rect cell(std::size_t index) const {
    const auto column = static_cast<float>(index % static_cast<std::size_t>(columns));
    const auto row = static_cast<float>(index / static_cast<std::size_t>(columns));
    return {left + column * (width + gap), top + row * (height + gap), width, height};
  }
};

int columns_for(std::size_t tiles, bool upright) {
  if (upright) return tiles <= 3 ? 1 : 2;
  if (tiles <= 4) return static_cast<int>(tiles);
  return tiles <= 6 ? 3 : 4;
}

Grid grid_of(const Page& page, std::size_t tiles, int columns, float height_wanted, float most) {
  const Rect band = answer_band(page);
  Grid grid;
  grid.columns = std::max(1, columns);
  grid.rows = (static_cast<int>(tiles) + grid.columns - 1) / grid.columns;
  grid.gap = gap_of(page, 14);
  grid.left = band.x;
  grid.width = (band.width - static_cast<float>(grid.columns - 1) * grid.gap) /
               static_cast<float>(grid.columns);
  const auto rows = static_cast<float>(grid.rows);
  grid.height = std::min(height_wanted, (most - (rows - 1) * grid.gap) / rows);
  return grid;
}

// More columns where rows would become lower than a finger; many rows become lower, so that the
// question keeps its place.
Grid grid_for(const Page& page, std::size_t tiles, float height_wanted, float most) {
  const float least = page.kit.units().mm(kAnswerLeastMm);
  const int columns = columns_for(tiles, page.portrait());
  const int columns_most = columns + (page.portrait() ? 1 : 2);
  Grid grid = grid_of(page, tiles, columns, height_wanted, most);
  for (int wider = columns + 1; grid.height < least && wider <= columns_most; ++wider)
    grid = grid_of(page, tiles, wider, height_wanted, most);
  const bool many = tiles > 8;  // more than seven options
  grid.height = std::max(grid.height, page.kit.units().mm(many ? kScaleLeastMm : kAnswerLeastMm));
  const auto rows = static_cast<float>(grid.rows);
  grid.top = measures(page).tiles_bottom - rows * grid.height - (rows - 1) * grid.gap;
  return grid;
}

// A box for several, a circle for one; filled with a tick when chosen.
void draw_box(Page& page, const QuestionView& view, bool chosen, Point center) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const float half = page.du(20);
  const Rect box{center.x - half, center.y - half, 2 * half, 2 * half};
  const float radius = view.kind == QuestionKind::choices ? page.du(12) : half;
  if (!chosen) {
    paint.ring(box, radius, page.du(2.5F), colors.line2);
    return;
  }
  paint.rounded(box, radius, colors.on_selected);
  paint.icon(Icon::tick, center, page.du(26), colors.outlined ? colors.selected_fill : colors.sheet,
             3);
}

// The sign above its words, or beside them where the tile is low.
void draw_option(Page& page, const QuestionView& view, const OptionView* option, Rect rect,
                 float gap) {
  const TileState tile = option != nullptr ? answer_tile(page, view, *option, rect, 26, gap, false)
                                           : not_applicable_tile(page, view, rect, 26, gap, false);
  const bool low = rect.height < page.du(140 * page.kit.units().type.control);
  // Words that are larger, or on a small panel, need the room around them.
  const bool dense = page.small() || page.kit.units().type.control > 1;
  const float pad = page.du(dense ? 20 : 24), sign = page.du(dense ? 34 : 40);
  const Point center{tile.rect.x + pad + sign / 2,
                     low ? tile.rect.center().y : tile.rect.y + page.du(22) + sign / 2};
  if (option != nullptr)
    draw_box(page, view, tile.chosen, center);
  else
    draw_dashed(page, tile, center, sign / 2 + page.du(1));
  Rect words{tile.rect.x + pad, center.y + sign / 2 + page.du(6), tile.rect.width - 2 * pad, 0};
  words.height = tile.rect.bottom() - page.du(22) - words.y;
  if (low)
    words = {center.x + sign / 2 + page.du(dense ? 12 : 16), tile.rect.y + page.du(6), 0,
             tile.rect.height - page.du(12)};
  if (low) words.width = tile.rect.right() - page.du(dense ? 8 : 12) - words.x;
  const TextSpec text = label(
      page, option != nullptr ? answer_words(page, *option) : not_applicable_words(page, view),
      Type::answer, words.width, words.height);
  const float height = page.kit.paint().glyphs().measure(text).height;
  if (!low) words = {words.x, words.bottom() - height, words.width, height};
  page.kit.paint().text_in(words, text, tile.ink);
}

}  // namespace

float choices(Page& page, const QuestionView& view, float most, bool draw) {
  const std::size_t tiles = view.options.size() + (view.offers_not_applicable ? 1 : 0);
  const Grid grid = grid_for(page, tiles, page.du(172), most);
  if (!draw) return grid.top;
  for (std::size_t i = 0; i < view.options.size(); ++i)
    draw_option(page, view, &view.options[i], grid.cell(i), grid.gap);
  if (view.offers_not_applicable)
    draw_option(page, view, nullptr, grid.cell(view.options.size()), grid.gap);
  return grid.top;
}

// Two large words and the circle, side by side.
float yes_no(Page& page, const QuestionView& view, float most, bool draw) {
  const std::size_t tiles = view.options.size() + (view.offers_not_applicable ? 1 : 0);
  // "Doesn't apply" stands a little apart.
  const bool upright = page.portrait();
  const float apart =
      view.offers_not_applicable ? gap_of(page, upright ? 21 : 32) - gap_of(page, 14) : 0;
  Grid grid = grid_for(page, tiles, page.du(upright ? 157 : 236), most - (upright ? apart : 0));
  if (grid.rows == 1)
    grid.width -= apart / static_cast<float>(tiles);
  else
    grid.top -= apart;
  if (!draw) return grid.top;
  for (std::size_t i = 0; i < view.options.size(); ++i) {
    const TileState tile = answer_tile(page, view, view.options[i], grid.cell(i), 28, grid.gap);
    page.kit.paint().text_in(tile.rect,
                             fitted(page, answer_words(page, view.options[i]), Type::number_scale,
                                    {40, 34, 28, 24}, tile.rect.width - page.du(32), 2),
                             tile.ink, Align::center);
  }
  if (view.offers_not_applicable) {
    Rect last = grid.cell(view.options.size());
    if (grid.rows == 1)
      last.x = answer_band(page).right() - last.width;
    else
      last.y = answer_band(page).y - last.height;
    not_applicable_bar(page, view, last);
  }
  return grid.top;
}

}  // namespace afterword::kiosk
