// One open interaction, and the shop's day beside it.
#include <cmath>

#include "kiosk/ui/screens/staff_parts.h"

namespace afterword::kiosk {
namespace {

using Do = StaffIntent::Do;

struct CategoryName {
  std::string_view id;
  const char* words;
};
constexpr CategoryName kCategoryNames[] = {
    {"return", "category_return"},       {"pickup", "category_pickup"},
    {"advice", "category_advice"},       {"repair", "category_repair"},
    {"complaint", "category_complaint"}, {"payment", "category_payment"},
    {"delivery", "category_delivery"},   {"other", "category_other"},
};

// The shop's own words, else the interface's, else the id.
std::string words_of(const Page& page, const CategoryView& category) {
  if (!category.words.empty()) return category.words;
  for (const CategoryName& name : kCategoryNames)
    if (name.id == category.id) return page.kit.words().get(name.words);
  return category.id;
}

float heading(Page& page, const char* key, Rect rect) {
  TextSpec text = page.kit.spec(page.kit.words().get(key), Type::label);
  text.width_px = rect.width;
  return page.kit.paint().text_in(rect, text, page.kit.colors().ink, Align::start, false).height;
}

// The clock, since when, and the way out. Returns where it ends.
float draw_timer(Page& page, const InteractionView& view, Rect rect) {
  Kit& kit = page.kit;
  const float high = std::max(page.du(76), kit.units().mm(12.05F));
  const TextSpec time = page.small() ? kit.spec(clock_words(page, view.seconds), Type::timer, 60)
                                     : kit.spec(clock_words(page, view.seconds), Type::timer);
  const TextSize size = kit.paint().glyphs().measure(time);
  const float height = page.small() ? high : page.du(112);
  kit.paint().text_in({rect.x, rect.y, size.width, height}, time, kit.colors().ink);
  const Button cancel{.name = "cancel",
                      .words = kit.words().get("staff_cancel"),
                      .type = Type::label,
                      .size_du = 20};
  const bool upright = page.portrait();
  const float wide = std::min(button_width(kit, cancel), rect.width * (upright ? 0.5F : 0.46F));
  const float down = page.du(page.small() ? 0 : 6);
  if (draw_button(kit, cancel,
                  {rect.right() - wide, rect.y + (height - high) / 2 + down, wide, high},
                  page.du(16)))
    page.say(StaffIntent{Do::cancel});
  const float left = rect.x + size.width + page.du(24);
  const float room = std::max(1.0F, rect.right() - wide - page.du(16) - left);
  TextSpec since =
      fitted(page, kit.words().get("staff_since", {{"time", kit.words().digits(view.since)}}),
             Type::label, {20, 18, 17}, room, 3, height);
  since.weight = 400;
  // Whoever looks at the clock can do without it.
  if (!since.break_words)
    kit.paint().text_in({left, rect.y + down, room, height}, since, kit.colors().ink2);
  return rect.y + height;
}

void draw_categories(Page& page, const InteractionView& view, Rect rect, int columns) {
  const float gap = gap_of(page, 10);
  const auto count = static_cast<int>(view.categories.size());
  const int rows = std::max(1, (count + columns - 1) / columns);
  const float width =
      (rect.width - static_cast<float>(columns - 1) * gap) / static_cast<float>(columns);
  const float height =
      (rect.height - static_cast<float>(rows - 1) * gap) / static_cast<float>(rows);
  for (int i = 0; i < count; ++i) {
    const CategoryView& category = view.categories[static_cast<std::size_t>(i)];
    const Rect cell{rect.x + static_cast<float>(i % columns) * (width + gap),
                    rect.y + static_cast<float>(i / columns) * (height + gap), width, height};
    if (staff_tile(page, "category:" + category.id, words_of(page, category), cell, category.chosen,
                   Type::hint, gap))
      page.say(StaffIntent{Do::category, category.id});
  }
}

void draw_solved(Page& page, const InteractionView& view, Rect rect) {
  const Strings& words = page.kit.words();
  const float gap = gap_of(page, 10);
  const float width = (rect.width - 2 * gap) / 3;
  const struct {
    Solved solved;
    std::string words;
  } choices[] = {{Solved::yes, words.get("yes")},
                 {Solved::no, words.get("staff_solved_no")},
                 {Solved::too_early, words.get("staff_too_early")}};
  float x = rect.x;
  for (const auto& choice : choices) {
    const std::string word(name(choice.solved));
    if (staff_tile(page, "solved:" + word, choice.words, {x, rect.y, width, rect.height},
                   view.solved == choice.solved, Type::answer, gap))
      page.say(StaffIntent{Do::solved, word});
    x += width + gap;
  }
}

void draw_closing(Page& page, const InteractionView& view, Rect rect) {
  Kit& kit = page.kit;
  const float gap = gap_of(page, 14);
  const float left = (rect.width - gap) * 0.592F;
  Button hand{.name = "hand_over",
              .words = kit.words().get("staff_hand_over"),
              .look = ButtonLook::main,
              .size_du = 28,
              .before = Icon::hand};
  hand.enabled = view.complete && view.can_hand_over;
  for (const float size : {28.0F, 24.0F, 21.0F}) {
    hand.size_du = size;
    if (button_width(kit, hand) <= left + page.du(24)) break;
  }
  Button close{.name = "close", .words = kit.words().get("staff_close"), .size_du = 22};
  close.enabled = view.complete;
  if (draw_button(kit, hand, {rect.x, rect.y, left, rect.height}, gap))
    page.say(StaffIntent{Do::hand_over});
  if (draw_button(kit, close, {rect.x + left + gap, rect.y, rect.width - left - gap, rect.height},
                  gap))
    page.say(StaffIntent{Do::close});
}

void draw_open(Page& page, const InteractionView& view, Rect rect) {
  Kit& kit = page.kit;
  const bool upright = page.portrait(), small = page.small();
  const int columns = upright ? 3 : 4;
  const int rows = std::max(1, (static_cast<int>(view.categories.size()) + columns - 1) / columns);
  const float least = kit.units().mm(12.05F), gap = gap_of(page, 10);
  const float ends = std::max(page.du(small ? 72 : 104), kit.units().mm(13.5F));
  const float solved = std::max(page.du(small ? 72 : 90), small ? least : kit.units().mm(13.5F));
  const float below_heading = page.du(small ? 4 : 12), section = page.du(small ? 6 : 24);
  const float note = page.du(small ? 28 : 54);
  float y = draw_timer(page, view, rect) + page.du(small ? 2 : 18);
  y += heading(page, "staff_about", {rect.x, y, rect.width, 0}) + below_heading;
  const float below = section + page.du(30) + below_heading + solved + note + ends;
  const float room = rect.bottom() - below - y;
  const auto count = static_cast<float>(rows);
  const float tile = std::clamp((room - (count - 1) * gap) / count, least,
                                std::max(least, page.du(upright ? 96 : 72)));
  const float tiles = count * tile + (count - 1) * gap;
  draw_categories(page, view, {rect.x, y, rect.width, tiles}, columns);
  y += tiles + section;
  y += heading(page, "staff_solved", {rect.x, y, rect.width, 0}) + below_heading;
  draw_solved(page, view, {rect.x, y, rect.width, solved});
  y += solved;
  const char* const why = !view.complete        ? "staff_choose_both"
                          : !view.can_hand_over ? "staff_no_survey"
                                                : nullptr;
  if (why != nullptr) {
    const TextSpec text = fitted(page, kit.words().get(why), Type::note, {kStaffNoteDu}, rect.width,
                                 2, rect.bottom() - ends - y);
    kit.paint().text_in({rect.x, y, rect.width, rect.bottom() - ends - y}, text, kit.colors().ink2);
  }
  draw_closing(page, view, {rect.x, rect.bottom() - ends, rect.width, ends});
}

// At the foot: a way to thank a colleague, or that it was passed on.
void draw_thanking(Page& page, const InteractionView& view, Rect rect) {
  Kit& kit = page.kit;
  if (view.star_given) {
    const TextSpec said =
        fitted(page, kit.words().get("star_given"), Type::hint, {22, 20, 18}, rect.width, 2);
    kit.paint().text_in(rect, said, kit.colors().ink2, Align::center);
  }
  if (!view.offers_star) return;
  const Button thank{.name = "thank", .words = kit.words().get("staff_star"), .size_du = 22};
  const float width = std::min(rect.width, button_width(kit, thank));
  if (draw_button(kit, thank, {rect.center().x - width / 2, rect.y, width, rect.height}))
    page.say(StaffIntent{Do::show_stars});
}

void draw_none(Page& page, const InteractionView& view, Rect rect) {
  Kit& kit = page.kit;
  const Button open{.name = "open",
                    .words = kit.words().get("staff_open"),
                    .look = ButtonLook::main,
                    .size_du = 32};
  const float width =
      std::min(rect.width, std::max(page.du(380), button_width(kit, open) + page.du(48)));
  const float height = page.du(120);
  const TextSpec hint =
      fitted(page, kit.words().get("staff_open_hint"), Type::hint, {22, 20}, rect.width, 3);
  const float text = kit.paint().glyphs().measure(hint).height;
  const float top = rect.center().y - (height + page.du(24) + text) / 2;
  if (draw_button(kit, open, {rect.center().x - width / 2, top, width, height}))
    page.say(StaffIntent{Do::open});
  kit.paint().text_in({rect.x, top + height + page.du(24), rect.width, 0}, hint, kit.colors().ink2,
                      Align::center, false);
  const float foot = std::max(page.du(80), kit.units().mm(13.5F));
  draw_thanking(page, view, {rect.x, rect.bottom() - foot - page.du(8), rect.width, foot});
}

}  // namespace

void draw_staff_interaction(Page& page, const StaffView& view) {
  const Rect body = staff_frame(page, view);
  begin_sheet(page);
  const bool small = page.small();
  const float gap = page.du(small ? 12 : 18);
  const float side = page.portrait() ? 0 : page.du(small ? 342 : 402);
  const Rect sheet{body.x, body.y, body.width - side - (side > 0 ? gap : 0), body.height};
  staff_sheet(page, sheet);
  const Rect inside = sheet.grown(-page.du(small ? 20 : 32), -page.du(small ? 8 : 16));
  const Rect lower{inside.x, inside.y, inside.width, inside.height - page.du(small ? 4 : 16)};
  if (view.interaction.open)
    draw_open(page, view.interaction, lower);
  else
    draw_none(page, view.interaction, inside);
  if (side <= 0) return;
  const Rect beside{sheet.right() + gap, body.y, side, body.height};
  staff_sheet(page, beside);
  draw_scores(page, view.today, beside.grown(-page.du(small ? 20 : 33), -page.du(small ? 14 : 22)),
              false);
}

}  // namespace afterword::kiosk
