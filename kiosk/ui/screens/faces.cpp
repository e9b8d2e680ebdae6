// Five faces or five stars, and "doesn't apply" as the sixth tile of the same size.
#include <charconv>
#include <cmath>

#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

int step_of(const OptionView& option) {
  int step = 0;
  std::from_chars(option.id.data(), option.id.data() + option.id.size(), step);
  return step;
}

// The step that is on show or was chosen; 0 for none.
int chosen_step(const Page& page, const QuestionView& view) {
  for (const OptionView& option : view.options) {
    const bool shown =
        page.state.pending ? page.state.pending->name == "answer:" + option.id : option.chosen;
    if (shown) return step_of(option);
  }
  return 0;
}

struct Picture {
  Point center;
  float radius = 0;
  Rect words;  // where they go
};

Picture picture_of(const Page& page, Rect tile) {
  Picture out;
  const float pad = page.du(page.portrait() ? 32 : 36);
  const float radius = std::min({page.du(63), (tile.width - page.du(32)) / 2, tile.height * 0.24F});
  out.radius = radius;
  out.center = {tile.center().x, tile.y + std::min(pad, tile.height * 0.13F) + radius};
  const float below = out.center.y + radius + page.du(4);
  out.words = {tile.x + page.du(5), below, tile.width - page.du(10), tile.bottom() - below};
  return out;
}

void draw_words(Page& page, const std::string& text, Rect rect, Color ink) {
  const TextSpec words = label(page, text, Type::answer, rect.width, rect.height - page.du(8));
  page.kit.paint().text_in(rect, words, ink, Align::center);
}

void draw_step(Page& page, const QuestionView& view, const OptionView& option, Rect rect,
               float gap) {
  const Colors& colors = page.kit.colors();
  const TileState tile = answer_tile(page, view, option, rect, 28, gap);
  const Picture picture = picture_of(page, tile.rect);
  const int step = step_of(option);
  if (view.scale == ScaleKind::faces5) {
    page.kit.paint().face(picture.center, picture.radius, step,
                          tile.chosen ? colors.marigold : colors.marigold_soft, tile.ink,
                          colors.outlined);
    draw_words(page, option.words, picture.words, tile.ink);
    return;
  }
  const bool lit = step <= chosen_step(page, view);
  page.kit.paint().star(picture.center, picture.radius,
                        lit ? colors.marigold : colors.marigold_soft,
                        tile.chosen ? tile.ink
                        : lit       ? colors.ink
                                    : colors.line2,
                        page.du(3));
  const std::string number = page.kit.words().digits(option.words);
  if (view.low_end.empty() && view.high_end.empty()) {
    draw_words(page, number, picture.words, tile.ink);
    return;
  }
  Rect line = picture.words;
  line.height = page.du(48);
  draw_words(page, number, line, tile.ink);
  Rect end = picture.words;
  end.y += page.du(46);
  end.height -= page.du(54);
  const bool low = &option == &view.options.front(), high = &option == &view.options.back();
  const TextSpec words = fitted(page,
                                low    ? view.low_end
                                : high ? view.high_end
                                       : "",
                                Type::label_long, {20, 18}, end.width, 3, end.height);
  page.kit.paint().text_in(end, words, tile.ink2, Align::center, false);
}

}  // namespace

float faces_and_stars(Page& page, const QuestionView& view, bool draw) {
  const Measures at = measures(page);
  const auto count = static_cast<float>(view.options.size());
  const bool with_na = view.offers_not_applicable;
  const bool upright = page.portrait();
  const float gap = page.du(upright ? 11 : 14), na_gap = page.du(upright ? 21 : 32);
  const float na_height = page.du(157);
  const float band = std::min(at.inner_width, page.kit.units().mm(700));
  const float left = (page.width() - band) / 2;
  const float bottom = upright && with_na ? at.tiles_bottom - na_height - na_gap : at.tiles_bottom;
  const float columns = count + (with_na && !upright ? 1 : 0);
  const float gaps = with_na && !upright ? (count - 1) * gap + na_gap : (count - 1) * gap;
  // Without "doesn't apply" the tiles keep the width they would have with it.
  const float width = (band - gaps) / std::max(columns, upright ? 5.0F : 6.0F);
  const float height = page.du(upright ? 244 : 284);
  const float top = bottom - height;
  if (!draw) return top;
  float x = left;
  for (const OptionView& option : view.options) {
    draw_step(page, view, option, {x, top, width, height}, gap);
    x += width + gap;
  }
  if (!with_na) return top;
  if (upright) {
    not_applicable_bar(page, view, {left, at.tiles_bottom - na_height, band, na_height});
    return top;
  }
  x += na_gap - gap;
  const TileState tile = not_applicable_tile(page, view, {x, top, width, height}, 28, gap);
  const Picture picture = picture_of(page, tile.rect);
  draw_dashed(page, tile, picture.center, picture.radius);
  draw_words(page, not_applicable_words(page, view), picture.words, tile.ink);
  return top;
}

}  // namespace afterword::kiosk
