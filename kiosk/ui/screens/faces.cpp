// Five faces or five stars, and "doesn't apply" as the sixth tile of the same size.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

// Of words from a tile's edges; small panels have no more to give.
float words_inset(const Page& page) { return page.du(page.small() ? 5 : 12); }

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

// `share` of the tile's height at the most.
Picture picture_of(const Page& page, Rect tile, float share = 0.24F) {
  Picture out;
  // Larger words take of the picture's room.
  const bool larger = page.kit.units().type.control > 1;
  const float pad = page.du(page.portrait() ? 32 : 36);
  const float radius = std::min({page.du(63), (tile.width - page.du(32)) / 2,
                                 tile.height * (larger ? std::min(share, 0.19F) : share)});
  out.radius = radius;
  out.center = {tile.center().x,
                tile.y + std::min(pad, tile.height * (larger ? 0.07F : 0.13F)) + radius};
  const float below = out.center.y + radius + page.du(4);
  const float inset = words_inset(page);
  out.words = {tile.x + inset, below, tile.width - 2 * inset, tile.bottom() - below};
  return out;
}

// All in one line where a little smaller letters allow it; 0: each as it fits.
float one_line_size(const Page& page, const QuestionView& view, float width) {
  if (page.kit.units().type.control > 1 || view.scale != ScaleKind::faces5) return 0;
  for (const float size : {24.0F, 23.0F, 22.0F, 21.0F, 20.0F}) {
    const bool all =
        std::all_of(view.options.begin(), view.options.end(), [&](const OptionView& option) {
          const TextSpec spec = page.kit.spec(option.words, Type::answer, size);
          return page.kit.paint().glyphs().measure(spec).width <= width;
        });
    if (all) return size;
  }
  return 0;
}

void draw_words(Page& page, const std::string& text, Rect rect, Color ink, float size_du = 0) {
  const TextSpec words =
      size_du > 0 ? fitted(page, text, Type::answer, {size_du}, rect.width, 1)
                  : label(page, text, Type::answer, rect.width, rect.height - page.du(8));
  page.kit.paint().text_in(rect, words, ink, Align::center);
}

void draw_step_sign(Page& page, const QuestionView& view, const OptionView& option,
                    const TileState& tile, Point center, float radius) {
  const Colors& colors = page.kit.colors();
  const int step = step_of(option);
  if (view.scale == ScaleKind::faces5) {
    page.kit.paint().face(center, radius, step,
                          tile.chosen ? colors.marigold : colors.marigold_soft, tile.ink,
                          colors.outlined);
    return;
  }
  const bool lit = step <= chosen_step(page, view);
  Color fill = lit ? colors.marigold : colors.marigold_soft;
  if (tile.chosen && colors.outlined) fill = tile.ink;  // yellow on yellow would be lost
  const Color edge = tile.chosen ? tile.ink : lit ? colors.ink : colors.line2;
  page.kit.paint().star(center, radius, fill, edge, page.du(3));
}

bool has_named_ends(const QuestionView& view) {
  return view.scale == ScaleKind::stars5 && !(view.low_end + view.high_end).empty();
}

// In the first and the last tile; larger words stand below the row, as those of 0 to 10.
bool named_in_tiles(const Page& page, const QuestionView& view) {
  return has_named_ends(view) && page.kit.units().type.control <= 1 && !half_of_small(page);
}

void draw_step(Page& page, const QuestionView& view, const OptionView& option, Rect rect,
               float gap) {
  const TileState tile = answer_tile(page, view, option, rect, 28, gap, false);
  // Stars whose ends are named have two lines more below them.
  const bool named = named_in_tiles(page, view);
  const float larger = page.kit.units().type.control;
  const Picture picture = picture_of(page, tile.rect, named ? 0.19F / larger : 0.24F);
  draw_step_sign(page, view, option, tile, picture.center, picture.radius);
  draw_tick(page.kit, tile);
  if (view.scale == ScaleKind::faces5) {
    draw_words(page, option.words, picture.words, tile.ink,
               one_line_size(page, view, picture.words.width));
    return;
  }
  const std::string number = page.kit.words().digits(option.words);
  if (!named) {
    draw_words(page, number, picture.words, tile.ink);
    return;
  }
  Rect line = picture.words;
  line.height = page.du(40 * larger);
  draw_words(page, number, line, tile.ink);
  Rect end = picture.words;
  end.y += line.height;
  end.height -= line.height + page.du(6);
  const bool low = &option == &view.options.front(), high = &option == &view.options.back();
  const TextSpec words = fitted(page,
                                low    ? view.low_end
                                : high ? view.high_end
                                       : "",
                                Type::label_long, {20, 18}, end.width, 3, end.height);
  page.kit.paint().text_in(end, words, tile.ink2, Align::center, false);
}

}  // namespace

float faces_and_stars(Page& page, const QuestionView& view, float most, bool draw) {
  Rect band = answer_band(page);
  if (has_named_ends(view) && !named_in_tiles(page, view)) {
    const float ends = ends_height(page);
    if (draw) draw_ends(page, view, {band.x, band.y - ends + page.du(6), band.width,
                                     ends - page.du(6)});
    band.y -= ends;
    most -= ends;
  }
  const float least = page.kit.units().mm(kAnswerLeastMm);
  const auto count = static_cast<float>(view.options.size());
  const bool with_na = view.offers_not_applicable;
  const bool upright = page.portrait();
  const float gap = gap_of(page, upright ? 11 : 14), na_gap = gap_of(page, upright ? 21 : 32);
  const float columns = count + (with_na && !upright ? 1 : 0);
  const float gaps = with_na && !upright ? (count - 1) * gap + na_gap : (count - 1) * gap;
  // Without "doesn't apply" the tiles keep the width they would have with it.
  const float width = (band.width - gaps) / std::max(columns, upright ? 5.0F : 6.0F);
  const bool faces = view.scale == ScaleKind::faces5;
  const bool larger = page.kit.units().type.control > 1;
  // Upright they stay side by side; words give way.
  const bool row = width >= least &&
                   (!larger || !faces || upright || half_of_small(page) ||
                    words_fit(page, view, Type::answer, width - 2 * words_inset(page), 3, 0.66F));
  if (!row)
    return answer_grid(page, view, upright ? 2 : 3, most, draw,
                       [&](const OptionView& option, const TileState& tile, Rect square) {
                         draw_step_sign(page, view, option, tile, square.center(),
                                        square.width / 2);
                       });

  const float na_share = upright && with_na ? 157.0F / (157 + 244) : 0;
  const float inner = most - (na_share > 0 ? na_gap : 0);
  const float height = std::clamp(inner * (1 - na_share), least, page.du(upright ? 244 : 284));
  const float na_height = std::clamp(inner * na_share, least, page.du(157));
  const float bottom = band.y - (na_share > 0 ? na_height + na_gap : 0);
  const float top = bottom - height;
  if (!draw) return top;
  float x = band.x;
  for (const OptionView& option : view.options) {
    draw_step(page, view, option, {x, top, width, height}, gap);
    x += width + gap;
  }
  if (!with_na) return top;
  if (upright) {
    not_applicable_bar(page, view, {band.x, band.y - na_height, band.width, na_height});
    return top;
  }
  x += na_gap - gap;
  const TileState tile = not_applicable_tile(page, view, {x, top, width, height}, 28, gap, false);
  const Picture picture = picture_of(page, tile.rect);
  draw_dashed(page, tile, picture.center, picture.radius);
  draw_tick(page.kit, tile);
  draw_words(page, not_applicable_words(page, view), picture.words, tile.ink);
  return top;
}

}  // namespace afterword::kiosk
