// Scales of numbers: 0 to 10 with its ends named, and seven steps with words of their own.
#include <cmath>

#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

void draw_number(Page& page, const OptionView& option, Rect rect, Type type, Color ink) {
  // In the line of a low tile, too.
  const TextSpec number =
      fitted(page, page.kit.words().digits(option.id), type,
             {style_of(type).size_du, 40, 34, 28, 24}, rect.width, 1, rect.height);
  page.kit.paint().text_in(rect, number, ink, Align::center);
}

}  // namespace

void draw_ends(Page& page, const QuestionView& view, Rect rect) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const float number_gap = page.du(12), pad = page.du(4);
  const auto words = [&](const std::string& text) {
    TextSpec spec = kit.spec(text, Type::hint);
    spec.weight = 500;
    return spec;
  };
  const auto width = [&](const TextSpec& spec) { return paint.glyphs().measure(spec).width; };
  const TextSpec low_number = words(kit.words().digits(view.options.front().id));
  const TextSpec high_number = words(kit.words().digits(view.options.back().id));
  const float most = (rect.width - 2 * pad) / 2 - page.du(60);
  TextSpec low = words(view.low_end), high = words(view.high_end);
  for (TextSpec* const end : {&low, &high})
    if (width(*end) > most) *end = label(page, end->text, Type::label_long, most, rect.height);

  float left = rect.x + pad, right = rect.right() - pad;
  const auto put = [&](float x, const TextSpec& spec) {
    paint.text_in({x, rect.y, width(spec) + 1, rect.height}, spec, kit.colors().ink);
  };
  put(left, low_number);
  left += width(low_number) + number_gap;
  put(left, low);
  left += width(low) + page.du(20);
  right -= width(high);
  put(right, high);
  right -= width(high_number) + number_gap;
  put(right, high_number);
  right -= page.du(22);
  if (right > left + page.du(24))
    paint.fill({left, rect.center().y, right - left, page.du(2)}, kit.colors().line);
}

float ends_height(const Page& page) {
  if (half_of_small(page)) return page.du(40);
  const bool half = reach_top(page) >= page.height() / 2;  // there is no room for more
  return page.du(68 * (half ? 1 : std::min(1.2F, page.kit.units().type.control)));
}

namespace {

// As many tiles as a row of `columns` has.
void draw_row(Page& page, const QuestionView& view, std::size_t first, std::size_t last,
              std::size_t columns, Rect row, float gap) {
  const auto count = static_cast<float>(columns);
  const float width = (row.width - (count - 1) * gap) / count;
  for (std::size_t i = first; i < last; ++i) {
    const float x = row.x + static_cast<float>(i - first) * (width + gap);
    const TileState tile =
        answer_tile(page, view, view.options[i], {x, row.y, width, row.height}, 24, gap);
    draw_number(page, view.options[i], tile.rect, Type::number_scale, tile.ink);
  }
}

}  // namespace

namespace {

// 0 to 5 over 6 to 10; "doesn't apply" follows on a line of its own.
struct TwoRows {
  float top = 0, height = 0, gap = 0;
  Rect band;
  std::size_t half = 0;
};

TwoRows two_rows(Page& page, const QuestionView& view, float most) {
  const Units& units = page.kit.units();
  const float least = units.mm(kAnswerLeastMm), ends = ends_height(page);
  const float rows = view.offers_not_applicable ? 3 : 2;
  TwoRows out;
  out.band = answer_band(page);
  out.gap = gap_of(page, 8);
  out.half = (view.options.size() + 1) / 2;
  out.height =
      std::clamp((most - ends - (rows - 1) * out.gap) / rows,
                 rows > 2 ? units.mm(kScaleLeastMm) : least, std::max(least, page.du(124)));
  out.top = out.band.y - ends - rows * out.height - (rows - 1) * out.gap;
  return out;
}

float ten_in_two_rows(Page& page, const QuestionView& view, const TwoRows& at, bool draw) {
  if (!draw) return at.top;
  const float ends = ends_height(page), step = at.height + at.gap;
  const Rect first{at.band.x, at.top, at.band.width, at.height};
  draw_row(page, view, 0, at.half, at.half, first, at.gap);
  draw_row(page, view, at.half, view.options.size(), at.half, first.moved(0, step), at.gap);
  const float foot = at.top + 2 * at.height + at.gap;
  // The high end's words end under the last number.
  const auto columns = static_cast<float>(at.half);
  const auto missing = static_cast<float>(2 * at.half - view.options.size());
  const float shorter = missing * (at.band.width + at.gap) / columns;
  draw_ends(page, view, {at.band.x, foot + page.du(4), at.band.width - shorter, ends - page.du(8)});
  if (view.offers_not_applicable)
    not_applicable_bar(page, view, {at.band.x, at.band.y - at.height, at.band.width, at.height});
  return at.top;
}

}  // namespace

// One row where a tile is as wide as a thumb, else 0 to 5 over 6 to 10.
float zero_to_ten(Page& page, const QuestionView& view, float most, bool draw) {
  const bool upright = page.portrait(), half = half_of_small(page);
  Rect band = answer_band(page);
  const Units& units = page.kit.units();
  const float gap = gap_of(page, 8), ends = ends_height(page);
  const auto count = static_cast<float>(view.options.size());
  const auto width_in = [&](const Rect& row) { return (row.width - (count - 1) * gap) / count; };
  const float least = units.mm(upright ? kAnswerLeastMm : kScaleLeastMm);
  const bool narrow = width_in(band) < least || width_in(band) < page.du(64);
  if (narrow || units.type.control > 1) {
    // On a small panel one row may reach nearer to the edges, where two have no room.
    if (narrow && !upright) band = band.grown(page.du(24), 0);
    if (upright || width_in(band) < least)
      return ten_in_two_rows(page, view, two_rows(page, view, most), draw);
  }

  const float na_rows = view.offers_not_applicable ? 2 : 1;
  const float foot = page.du(upright || half || !view.offers_not_applicable ? 0 : 8);
  const float lowest = units.mm(half ? kScaleLeastMm : kAnswerLeastMm);
  const float height = std::clamp((most - ends - foot) / na_rows, lowest,
                                  std::max(lowest, page.du(124)));
  const float na_height = view.offers_not_applicable ? height : 0;
  const float na_top = band.y - foot - na_height;
  const float top = na_top - ends - height;
  if (!draw) return top;
  draw_row(page, view, 0, view.options.size(), view.options.size(),
           {band.x, top, band.width, height}, gap);
  draw_ends(page, view, {band.x, top + height, band.width, ends - page.du(half ? 2 : 8)});
  if (view.offers_not_applicable) {
    const float width =
        upright ? band.width
                : std::min(band.width, page.du(416 * std::max(1.0F, units.type.control * 1.2F)));
    not_applicable_bar(page, view, {(page.width() - width) / 2, na_top, width, na_height});
  }
  return top;
}

namespace {

void draw_agree_tile(Page& page, const QuestionView& view, const OptionView* option, Rect rect,
                     float gap) {
  const float number = page.du(54), pad = page.du(10);
  const TileState tile = option != nullptr ? answer_tile(page, view, *option, rect, 26, gap)
                                           : not_applicable_tile(page, view, rect, 26, gap);
  const float head = tile.rect.height * 0.28F;
  const Point middle{tile.rect.center().x, tile.rect.y + head};
  if (option != nullptr)
    draw_number(page, *option, {tile.rect.x, middle.y - number, tile.rect.width, 2 * number},
                Type::number, tile.ink);
  else
    draw_dashed(page, tile, middle, page.du(30.5F));
  const float top = tile.rect.y + head + page.du(48);
  const float width = tile.rect.width - 2 * pad, height = tile.rect.bottom() - top - pad;
  TextSpec words =
      fitted(page, option != nullptr ? option->words : not_applicable_words(page, view),
             Type::label_long, {20, 19, 18}, width, 4, height);
  page.kit.paint().text_in({tile.rect.x + pad, top, width, height}, words, tile.ink, Align::center,
                           false);
}

}  // namespace

// Seven tiles in a row with their words below the number; a column upright; else bars in a grid.
float agree(Page& page, const QuestionView& view, float most, bool draw) {
  const Rect band = answer_band(page);
  const Units& units = page.kit.units();
  const float least = units.mm(kAnswerLeastMm);
  const auto steps = static_cast<float>(view.options.size());
  const auto sign = [&](const OptionView& option, const TileState& tile, Rect square) {
    draw_number(page, option, square, Type::number_scale, tile.ink);
  };
  if (page.portrait()) {
    const float rows = steps + (view.offers_not_applicable ? 1 : 0);
    const auto high = [&](float lines) { return lines * least + (lines - 1) * gap_of(page, 12); };
    const int columns = high(rows) <= most ? 1 : high(std::ceil(rows / 2)) <= most ? 2 : 3;
    return answer_grid(page, view, columns, most, draw, sign);
  }
  const float gap = gap_of(page, 12), na_gap = gap_of(page, 24);
  const float width = (band.width - (steps - 1) * gap - na_gap) / (steps + 1);
  const bool larger = units.type.control > 1;
  const bool row = width >= least &&
                   (!larger || half_of_small(page) ||
                    words_fit(page, view, Type::label_long, width - page.du(20), 3));
  if (!row) return answer_grid(page, view, 4, most, draw, sign);

  const float lowest = std::max(least, page.du(half_of_small(page) ? 0 : 200));
  const float height = std::clamp(most, lowest, page.du(236));
  const float top = band.y - height;
  if (!draw) return top;
  float x = band.x;
  for (const OptionView& option : view.options) {
    draw_agree_tile(page, view, &option, {x, top, width, height}, gap);
    x += width + gap;
  }
  if (view.offers_not_applicable)
    draw_agree_tile(page, view, nullptr, {x + na_gap - gap, top, width, height}, gap);
  return top;
}

}  // namespace afterword::kiosk
