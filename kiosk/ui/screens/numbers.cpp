// Scales of numbers: 0 to 10 with its ends named, and seven steps with words of their own.
#include <cmath>

#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

void draw_number(Page& page, const OptionView& option, Rect rect, Type type, Color ink) {
  page.kit.paint().text_in(rect, page.kit.spec(page.kit.words().digits(option.id), type), ink,
                           Align::center);
}

// "0  Not at all likely" at the start, "10  Extremely likely" at the end, a line between.
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
  return page.du(68 * std::min(1.2F, page.kit.units().type.control));
}

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

// "Doesn't apply" as the twelfth of twelve: the circle above its words.
void draw_small_not_applicable(Page& page, const QuestionView& view, Rect rect, float gap) {
  const TileState tile = not_applicable_tile(page, view, rect, 24, gap, false);
  const float radius = std::min(page.du(22), tile.rect.height * 0.2F), pad = page.du(8);
  const Point center{tile.rect.center().x, tile.rect.y + page.du(12) + radius};
  draw_dashed(page, tile, center, radius);
  const float top = center.y + radius + page.du(4);
  const Rect words{tile.rect.x + pad, top, tile.rect.width - 2 * pad,
                   tile.rect.bottom() - page.du(6) - top};
  page.kit.paint().text_in(words,
                           fitted(page, not_applicable_words(page, view), Type::label_long,
                                  {20, 18}, words.width, 3, words.height),
                           tile.ink, Align::center);
}

// 0 to 5 over 6 to 10; "doesn't apply" follows, of the size of one answer.
float ten_in_two_rows(Page& page, const QuestionView& view, float most, bool draw) {
  const Rect band = answer_band(page);
  const float least = page.kit.units().mm(kAnswerLeastMm);
  const float gap = gap_of(page, 8), ends = ends_height(page);
  const std::size_t count = view.options.size(), half = (count + 1) / 2;
  const float height = std::clamp((most - ends - gap) / 2, least, std::max(least, page.du(124)));
  const float top = band.y - ends - 2 * height - gap;
  if (!draw) return top;
  const Rect first{band.x, top, band.width, height};
  draw_row(page, view, 0, half, half, first, gap);
  draw_row(page, view, half, count, half, first.moved(0, height + gap), gap);
  if (view.offers_not_applicable) {
    const auto columns = static_cast<float>(half);
    const float width = (band.width - (columns - 1) * gap) / columns;
    draw_small_not_applicable(page, view, {band.right() - width, top + height + gap, width, height},
                              gap);
  }
  draw_ends(page, view, {band.x, band.y - ends + page.du(8), band.width, ends - page.du(8)});
  return top;
}

}  // namespace

// One row where a tile is as wide as a thumb, else 0 to 5 over 6 to 10.
float zero_to_ten(Page& page, const QuestionView& view, float most, bool draw) {
  const bool upright = page.portrait();
  const Rect band = answer_band(page);
  const Units& units = page.kit.units();
  const float gap = gap_of(page, 8), ends = ends_height(page);
  const auto count = static_cast<float>(view.options.size());
  const float one_row = (band.width - (count - 1) * gap) / count;
  const float least = units.mm(upright ? kAnswerLeastMm : kScaleLeastMm);
  if (one_row < least || one_row < page.du(64) || units.type.control > 1)
    return ten_in_two_rows(page, view, most, draw);

  const float na_rows = view.offers_not_applicable ? 2 : 1;
  const float foot = page.du(upright || !view.offers_not_applicable ? 0 : 8);
  const float height = std::clamp((most - ends - foot) / na_rows, units.mm(kAnswerLeastMm),
                                  std::max(units.mm(kAnswerLeastMm), page.du(124)));
  const float na_height = view.offers_not_applicable ? height : 0;
  const float na_top = band.y - foot - na_height;
  const float top = na_top - ends - height;
  if (!draw) return top;
  draw_row(page, view, 0, view.options.size(), view.options.size(),
           {band.x, top, band.width, height}, gap);
  draw_ends(page, view, {band.x, top + height, band.width, ends - page.du(8)});
  if (view.offers_not_applicable) {
    const float width = upright ? band.width : std::min(band.width, page.du(416));
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
    const bool column = rows * least + (rows - 1) * gap_of(page, 12) <= most;
    return answer_grid(page, view, column ? 1 : 2, most, draw, sign);
  }
  const float gap = gap_of(page, 12), na_gap = gap_of(page, 24);
  const float width = (band.width - (steps - 1) * gap - na_gap) / (steps + 1);
  const bool larger = units.type.control > 1;
  const bool row = width >= least &&
                   (!larger || words_fit(page, view, Type::label_long, width - page.du(20), 3));
  if (!row) return answer_grid(page, view, 4, most, draw, sign);

  const float height = std::clamp(most, std::max(least, page.du(200)), page.du(236));
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
