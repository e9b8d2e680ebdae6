#include "kiosk/ui/screens/tiles.h"

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

void not_applicable_bar(Page& page, const QuestionView& view, Rect rect) {
  const TileState tile = not_applicable_tile(page, view, rect, 28, page.du(14));
  const float radius = std::min(page.du(32), tile.rect.height * 0.34F), gap = page.du(22),
              pad = page.du(28);
  const float width_most = tile.rect.width - 2 * pad - 2 * radius - gap;
  TextSpec words = fitted(page, not_applicable_words(page, view), Type::answer, {26, 24, 22, 20},
                          width_most, 3, tile.rect.height - page.du(16));
  const float width = page.kit.paint().glyphs().measure(words).width;
  const float x = tile.rect.x + (tile.rect.width - 2 * radius - gap - width) / 2;
  draw_dashed(page, tile, {x + radius, tile.rect.center().y}, radius);
  page.kit.paint().text_in({x + 2 * radius + gap, tile.rect.y, width + 1, tile.rect.height}, words,
                           tile.ink);
}

}  // namespace afterword::kiosk
