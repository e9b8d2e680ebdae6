#include "kiosk/ui/screens/tiles.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

bool shows_as_chosen(const Page& page, const std::string& name, bool chosen) {
  return page.state.pending ? page.state.pending->name == name : chosen;
}

void take_choice(Page& page, const QuestionView& view, const std::string& name, Intent intent) {
  if (view.needs_next) {
    page.say(std::move(intent));
    return;
  }
  const auto* const choice = std::get_if<Choose>(&intent);
  page.say(Pressed{choice != nullptr ? choice->option : std::string()});
  page.state.pending = PendingChoice{name, std::move(intent), page.kit.now()};
  page.kit.again_now();
}

TileState tile(Page& page, const QuestionView& view, const std::string& name, Rect rect,
               float radius_du, bool chosen, float gap_px, bool tick, Intent intent) {
  const TileState state =
      draw_tile(page.kit, name, rect, radius_du, shows_as_chosen(page, name, chosen), gap_px, tick);
  if (state.tapped) take_choice(page, view, name, std::move(intent));
  return state;
}

}  // namespace

TileState answer_tile(Page& page, const QuestionView& view, const OptionView& option, Rect rect,
                      float radius_du, float gap_px, bool tick) {
  const bool listed = view.kind == QuestionKind::choice || view.kind == QuestionKind::choices;
  return tile(page, view, (listed ? "option:" : "answer:") + option.id, rect, radius_du,
              option.chosen, gap_px, tick, Choose{option.id});
}

TileState not_applicable_tile(Page& page, const QuestionView& view, Rect rect, float radius_du,
                              float gap_px, bool tick) {
  return tile(page, view, "not_applicable", rect, radius_du, view.not_applicable_chosen, gap_px,
              tick, ChooseNotApplicable{});
}

std::string answer_words(const Page& page, const OptionView& option) {
  if (!option.words.empty()) return option.words;
  if (option.id == "yes") return page.kit.words().get("yes");
  if (option.id == "no") return page.kit.words().get("no");
  return option.id;
}

std::string not_applicable_words(const Page& page, const QuestionView& view) {
  return view.not_applicable.empty() ? page.kit.words().get("not_applicable") : view.not_applicable;
}

void draw_dashed(Page& page, const TileState& tile, Point center, float radius) {
  const Colors& colors = page.kit.colors();
  const Color none{0, 0, 0, 0};
  const bool filled = tile.chosen && !colors.outlined;
  page.kit.paint().not_applicable(center, radius, tile.chosen ? tile.ink : tile.ink2,
                                  filled ? colors.marigold_soft : none);
}

Rect answer_band(const Page& page) {
  const Measures at = measures(page);
  const float width = std::min(at.inner_width, page.kit.units().mm(kBandMostMm));
  return {(page.width() - width) / 2, at.tiles_bottom, width, 0};
}

void not_applicable_bar(Page& page, const QuestionView& view, Rect rect) {
  const TileState tile = not_applicable_tile(page, view, rect, 28, gap_of(page, 14));
  const float radius = std::min(page.du(40), tile.rect.height * 0.34F), gap = page.du(22),
              pad = page.du(28);
  const float width_most = tile.rect.width - 2 * pad - 2 * radius - gap;
  const TextSpec words = fitted(page, not_applicable_words(page, view), Type::answer,
                                {26, 24, 22, 20}, width_most, 3, tile.rect.height - page.du(16));
  const float width = page.kit.paint().glyphs().measure(words).width;
  const float x = tile.rect.x + (tile.rect.width - 2 * radius - gap - width) / 2;
  draw_dashed(page, tile, {x + radius, tile.rect.center().y}, radius);
  page.kit.paint().text_in({x + 2 * radius + gap, tile.rect.y, width + 1, tile.rect.height}, words,
                           tile.ink);
}

bool half_of_small(const Page& page) {
  return page.small() && reach_top(page) >= page.height() / 2;
}

bool words_fit(const Page& page, const QuestionView& view, Type type, float width_px, int lines,
               float share) {
  const auto fits = [&](const std::string& text) {
    TextSpec spec = page.kit.spec_eased(text, type, 0, share);
    spec.width_px = width_px;
    const TextSize size = page.kit.paint().glyphs().measure(spec);
    return !size.overflows && size.lines <= lines;
  };
  return std::all_of(view.options.begin(), view.options.end(),
                     [&](const OptionView& option) { return fits(answer_words(page, option)); }) &&
         (!view.offers_not_applicable || fits(not_applicable_words(page, view)));
}

namespace {

void draw_bar(Page& page, const std::string& text, const TileState& tile, Rect sign) {
  const float x = sign.right() + page.du(12);
  const Rect words{x, tile.rect.y, tile.rect.right() - page.du(14) - x, tile.rect.height};
  page.kit.paint().text_in(
      words, label(page, text, Type::answer, words.width, words.height - page.du(10)), tile.ink);
}

}  // namespace

float answer_grid(Page& page, const QuestionView& view, int columns, float most, bool draw,
                  const DrawSign& sign) {
  const std::size_t tiles = view.options.size() + (view.offers_not_applicable ? 1 : 0);
  const Rect band = answer_band(page);
  const float gap = gap_of(page, 12);
  const auto count = static_cast<float>(columns);
  const float rows = std::ceil(static_cast<float>(tiles) / count);
  const float width = (band.width - (count - 1) * gap) / count;
  const float height =
      std::clamp((most - (rows - 1) * gap) / rows, page.kit.units().mm(kAnswerLeastMm),
                 std::max(page.du(136), page.kit.units().mm(kAnswerLeastMm)));
  const float top = band.y - rows * height - (rows - 1) * gap;
  if (!draw) return top;
  for (std::size_t i = 0; i < tiles; ++i) {
    const auto column = static_cast<float>(i % static_cast<std::size_t>(columns));
    const auto row = static_cast<float>(i / static_cast<std::size_t>(columns));
    const Rect rect{band.x + column * (width + gap), top + row * (height + gap), width, height};
    const bool answer = i < view.options.size();
    const TileState tile = answer ? answer_tile(page, view, view.options[i], rect, 26, gap, false)
                                  : not_applicable_tile(page, view, rect, 26, gap, false);
    const float side = std::min(page.du(88), tile.rect.height * 0.7F);
    const Rect square{tile.rect.x + page.du(16), tile.rect.center().y - side / 2, side, side};
    if (answer)
      sign(view.options[i], tile, square);
    else
      draw_dashed(page, tile, square.center(), side / 2);
    if (tile.chosen)
      draw_tick(page.kit, {square.right() - side * 0.1F, square.y + side * 0.1F},
                std::min(page.du(36), side * 0.4F));
    draw_bar(page, answer ? answer_words(page, view.options[i]) : not_applicable_words(page, view),
             tile, square);
  }
  return top;
}

}  // namespace afterword::kiosk
