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
    if (width(*end) > most) *end = label(page, end->text, Type::label_long, most, page.du(54));

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

void draw_row(Page& page, const QuestionView& view, std::size_t first, std::size_t last, Rect row,
              float gap) {
  const auto count = static_cast<float>(last - first);
  const float width = (row.width - (count - 1) * gap) / count;
  for (std::size_t i = first; i < last; ++i) {
    const float x = row.x + static_cast<float>(i - first) * (width + gap);
    const TileState tile =
        answer_tile(page, view, view.options[i], {x, row.y, width, row.height}, 24, gap);
    draw_number(page, view.options[i], tile.rect, Type::number_scale, tile.ink);
  }
}

}  // namespace

// One row where a tile is as wide as a thumb, else 0 to 5 over 6 to 10.
float zero_to_ten(Page& page, const QuestionView& view, bool draw) {
  const Measures at = measures(page);
  const bool upright = page.portrait();
  const auto count = view.options.size();
  const float band = std::min(at.inner_width, page.kit.units().mm(700));
  const float left = (page.width() - band) / 2;
  const float gap = page.du(8), tile_height = page.du(124), ends_height = page.du(68);
  const float least = page.kit.units().mm(upright ? kAnswerLeastMm : kScaleLeastMm);
  const float one_row = (band - static_cast<float>(count - 1) * gap) / static_cast<float>(count);
  const bool two_rows = one_row < least || one_row < page.du(64);
  const float na_height = view.offers_not_applicable ? tile_height : 0;
  const float na_top = at.tiles_bottom - page.du(upright ? 0 : 8) - na_height;
  const float rows = two_rows ? 2 * tile_height + gap : tile_height;
  const float top = na_top - ends_height - rows;
  if (!draw) return top;
  const Rect first{left, top, band, tile_height};
  if (two_rows) {
    const std::size_t half = (count + 1) / 2;
    draw_row(page, view, 0, half, first, gap);
    draw_row(page, view, half, count, first.moved(0, tile_height + gap), gap);
  } else {
    draw_row(page, view, 0, count, first, gap);
  }
  draw_ends(page, view, {left, top + rows, band, ends_height - page.du(8)});
  if (view.offers_not_applicable) {
    const float width = upright ? band : page.du(416);
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
  const Point middle{tile.rect.center().x, tile.rect.y + page.du(66)};
  if (option != nullptr)
    draw_number(page, *option, {tile.rect.x, middle.y - number, tile.rect.width, 2 * number},
                Type::number, tile.ink);
  else
    draw_dashed(page, tile, middle, page.du(30.5F));
  const float top = tile.rect.y + page.du(114);
  const float width = tile.rect.width - 2 * pad, height = tile.rect.bottom() - top - pad;
  TextSpec words =
      fitted(page, option != nullptr ? option->words : not_applicable_words(page, view),
             Type::label_long, {20, 19, 18}, width, 4, height);
  page.kit.paint().text_in({tile.rect.x + pad, top, width, height}, words, tile.ink, Align::center,
                           false);
}

// Upright: a column, each a bar with its number beside its words.
void draw_agree_bar(Page& page, const QuestionView& view, const OptionView& option, Rect rect,
                    float gap) {
  const TileState tile = answer_tile(page, view, option, rect, 24, gap);
  const float number = page.du(96);
  draw_number(page, option, {tile.rect.x, tile.rect.y, number, tile.rect.height},
              Type::number_scale, tile.ink);
  const float width = tile.rect.width - number - page.du(64);
  page.kit.paint().text_in({tile.rect.x + number, tile.rect.y, width, tile.rect.height},
                           label(page, option.words, Type::answer, width, tile.rect.height),
                           tile.ink);
}

float agree_column(Page& page, const QuestionView& view, bool draw) {
  const Measures at = measures(page);
  const auto count = static_cast<float>(view.options.size() + (view.offers_not_applicable ? 1 : 0));
  const float gap = page.du(10);
  const float space = at.tiles_bottom - page.height() * 0.44F - page.du(11);
  const float height = std::clamp((space - (count - 1) * gap) / count, page.du(68), page.du(96));
  const float top = at.tiles_bottom - count * height - (count - 1) * gap -
                    (view.offers_not_applicable ? page.du(11) : 0);
  if (!draw) return top;
  float y = top;
  for (const OptionView& option : view.options) {
    draw_agree_bar(page, view, option, {at.margin, y, at.inner_width, height}, gap);
    y += height + gap;
  }
  if (view.offers_not_applicable)
    not_applicable_bar(page, view, {at.margin, y + page.du(11), at.inner_width, height});
  return top;
}

}  // namespace

float agree(Page& page, const QuestionView& view, bool draw) {
  if (page.portrait()) return agree_column(page, view, draw);
  const Measures at = measures(page);
  const auto steps = static_cast<float>(view.options.size());
  const float gap = page.du(12), na_gap = page.du(24), height = page.du(236);
  const float band = std::min(at.inner_width, page.kit.units().mm(700));
  const float left = (page.width() - band) / 2;
  const float width = (band - (steps - 1) * gap - na_gap) / (steps + 1);
  const float top = at.tiles_bottom - height;
  if (!draw) return top;
  float x = left;
  for (const OptionView& option : view.options) {
    draw_agree_tile(page, view, &option, {x, top, width, height}, gap);
    x += width + gap;
  }
  if (view.offers_not_applicable)
    draw_agree_tile(page, view, nullptr, {x + na_gap - gap, top, width, height}, gap);
  return top;
}

}  // namespace afterword::kiosk
