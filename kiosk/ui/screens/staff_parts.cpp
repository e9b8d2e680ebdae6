#include "kiosk/ui/screens/staff_parts.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

using Do = StaffIntent::Do;

constexpr float kTabGap = 8, kSyncLeast = 228;

struct Tab {
  const char *name, *words;
  StaffView::Page page;
  Do intent;
};
constexpr Tab kTabs[] = {
    {"tab:desk", "staff_tab_desk", StaffView::Page::interaction, Do::show_desk},
    {"tab:today", "staff_tab_today", StaffView::Page::today, Do::show_today},
    {"tab:help", "staff_tab_help", StaffView::Page::help, Do::show_help},
};

TextSpec tab_words(Page& page, const Tab& tab, bool here) {
  TextSpec words = page.kit.spec(page.kit.words().get(tab.words), Type::label);
  words.weight = here ? 600 : 500;
  return words;
}

float tab_width(Page& page, const Tab& tab) {
  const float words = page.kit.paint().glyphs().measure(tab_words(page, tab, true)).width;
  return std::max(words + page.du(28), page.kit.units().mm(kLeastMm));
}

float tabs_width(Page& page) {
  float width = -gap_of(page, kTabGap);
  for (const Tab& tab : kTabs) width += tab_width(page, tab) + gap_of(page, kTabGap);
  return width;
}

void draw_tabs(Page& page, const StaffView& view, float x, float middle) {
  Kit& kit = page.kit;
  const float height = std::max(page.du(72), kit.units().mm(kLeastMm)), gap = gap_of(page, kTabGap);
  for (const Tab& tab : kTabs) {
    const bool here =
        tab.page ==
        (view.page == StaffView::Page::stars ? StaffView::Page::interaction : view.page);
    const Rect at{x, middle - height / 2, tab_width(page, tab), height};
    kit.paint().text_in(at, tab_words(page, tab, here), here ? kit.colors().ink : kit.colors().ink2,
                        Align::center);
    if (here)
      kit.paint().rounded(
          {at.x + page.du(14), middle + page.du(26), at.width - page.du(28), page.du(4)},
          page.du(2), kit.colors().marigold);
    kit.target(tab.name, at, gap, true, page.du(16));
    if (kit.hits().tapped(tab.name)) page.say(StaffIntent{tab.intent});
    x += at.width + gap;
  }
}

TextSpec sync_text(Page& page, const SyncView& sync) {
  TextSpec words = page.kit.spec(sync_words(page, sync), Type::label, 19);
  words.weight = 500;
  return words;
}

// In one line.
float sync_width(Page& page, const SyncView& sync) {
  const float words = page.kit.paint().glyphs().measure(sync_text(page, sync)).width;
  return std::max(std::ceil(words) + page.du(70), page.du(kSyncLeast));
}

// Its end is at `right`.
void draw_sync(Page& page, const SyncView& sync, float right, float middle, float width_most) {
  Kit& kit = page.kit;
  TextSpec words = sync_text(page, sync);
  words.width_px = std::max(width_most, page.du(kSyncLeast)) - page.du(68);
  const TextSize size = kit.paint().glyphs().measure(words);
  const float height = std::max(page.du(56), size.height + page.du(12));
  const float width = size.width + page.du(68);
  const Rect pill{right - width, middle - height / 2, width, height};
  kit.paint().rounded(pill, std::min(height / 2, page.du(28)), kit.colors().paper2);
  kit.paint().icon(Icon::sync, {pill.x + page.du(33), middle}, page.du(24), kit.colors().ink, 1.8F);
  kit.paint().text_in({pill.x + page.du(53), pill.y, size.width, height}, words, kit.colors().ink);
}

Button small_button(const char* name, const std::string& words) {
  return {.name = name, .words = words, .type = Type::label, .size_du = 19, .weight = 500};
}

// The language and the way out, ending at `right`. Returns where they begin.
float draw_ways_out(Page& page, float right, float middle, bool draw) {
  Kit& kit = page.kit;
  const float height = std::max(page.du(64), kit.units().mm(kLeastMm)), gap = gap_of(page, 12);
  std::vector<Button> buttons{small_button("sign_out", kit.words().get("staff_sign_out"))};
  if (page.around().languages.size() > 1) {
    buttons.push_back(small_button("language", own_name(page.around().language)));
    buttons.back().before = Icon::globe;
  }
  for (const Button& button : buttons) {
    const float width = button_width(kit, button) - page.du(20);
    right -= width;
    if (draw && draw_button(kit, button, {right, middle - height / 2, width, height}, gap))
      page.say(button.name == "language" ? Intent(OpenLanguages{}) : Intent(StaffIntent{Do::lock}));
    right -= gap;
  }
  return right;
}

}  // namespace

std::string sync_words(const Page& page, const SyncView& sync) {
  const Strings& words = page.kit.words();
  const std::string time = words.digits(sync.synced_at);
  switch (sync.state) {
    case SyncView::State::needs_person:
      return words.count("sync_person", sync.waiting);
    case SyncView::State::damaged:
      return words.get("sync_damaged");
    case SyncView::State::trust_over:
      return words.get("sync_trust_over");
    case SyncView::State::key_missing:
      return words.count("sync_key", sync.waiting);
    case SyncView::State::offline:
      return words.count("sync_offline", sync.waiting);
    case SyncView::State::waiting:
      if (time.empty()) return words.count("sync_first", sync.waiting);
      return words.count("sync_waiting", sync.waiting, {{"time", time}});
    case SyncView::State::all_sent:
      break;
  }
  if (time.empty()) return words.count("sync_first", sync.waiting);
  return words.get("sync_all_sent", {{"time", time}});
}

Rect staff_frame(Page& page, const StaffView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  paint.fill({0, 0, page.width(), page.height()}, colors.paper);
  const float margin = page.du(32), middle = page.du(page.small() ? 40 : 43), gap = page.du(14);
  const float right = page.width() - margin;
  paint.comma({margin + page.du(13), middle + page.du(paint.mirrored() ? 5 : -4)}, page.du(13),
              colors.spruce);
  const TextSpec desk = kit.spec(kit.words().get("staff_desk"), Type::label);
  TextSpec place = kit.spec(page.around().place, Type::label);
  place.weight = 400;
  const float desk_width = paint.glyphs().measure(desk).width;
  const float named = desk_width + page.du(12) + paint.glyphs().measure(place).width;
  // One row holds it all, or all but whose desk it is; else there are two.
  const float left = margin + page.du(42), tabs = tabs_width(page);
  const float room = draw_ways_out(page, right, middle, false) - left - tabs - 2 * gap;
  const bool two_rows = room < page.du(kSyncLeast);
  const float sync = sync_width(page, view.sync);
  const bool says_where = two_rows || room >= sync + named + page.du(40);
  if (says_where) {
    paint.text_in({left, 0, desk_width, 2 * middle}, desk, colors.ink);
    paint.text_in({left + desk_width + page.du(12), 0, named, 2 * middle}, place, colors.ink2);
  }
  const float second = two_rows ? 3 * middle : middle;
  float tabs_left = two_rows ? margin : left;
  if (!two_rows && says_where)
    tabs_left =
        std::max(left + named + page.du(40), std::min(page.width() * 0.337F, left + room - sync));
  draw_tabs(page, view, tabs_left, second);
  const float end = draw_ways_out(page, right, second, true);
  if (two_rows)
    draw_sync(page, view.sync, right, middle, right - left - named - gap);
  else
    draw_sync(page, view.sync, end, middle, end - tabs_left - tabs - gap);
  const float top = 2 * middle + (two_rows ? 2 * middle + page.du(2) : page.du(1));
  return {margin, top, page.width() - 2 * margin,
          page.height() - top - page.du(page.small() ? 14 : 31)};
}

void staff_sheet(Page& page, Rect rect) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const float radius = page.du(32);
  const ShadowLayer layers[] = {{2, 4, colors.ink, 0.04F}, {10, 28, colors.ink, 0.07F}};
  paint.shadow(rect, radius, layers);
  paint.rounded(rect, radius, colors.sheet);
  paint.outline(rect, radius, page.du(1.5F), colors.line);
}

bool staff_tile(Page& page, const std::string& name, const std::string& words, Rect rect,
                bool chosen, Type type, float gap_px) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const float radius = page.du(26), pressed = kit.pressed_share(name);
  paint.rounded(rect, radius,
                chosen ? colors.selected_fill : mix(colors.sheet, colors.pressed_fill, pressed));
  if (chosen)
    paint.ring(rect, radius, page.du(4), colors.ink);
  else
    paint.ring(rect, radius, page.du(2), mix(colors.line, colors.line2, pressed));
  const float tick = chosen ? page.du(32) : 0;
  TextSpec text = label(page, words, type, rect.width - page.du(16) - tick, rect.height);
  text.weight = 500;
  const float width = paint.glyphs().measure(text).width;
  const float left = rect.x + (rect.width - width - tick) / 2;
  if (chosen)
    paint.icon(Icon::tick, {left + page.du(10), rect.center().y}, page.du(24), colors.ink, 2.4F);
  paint.text_in({left + tick, rect.y, width, rect.height}, text, colors.ink, Align::center);
  kit.target(name, rect, gap_px, true, radius);
  return kit.hits().tapped(name);
}

void draw_staff(Page& page, const StaffView& view) {
  switch (view.page) {
    case StaffView::Page::pin:
      return draw_staff_pin(page, view);
    case StaffView::Page::interaction:
      return draw_staff_interaction(page, view);
    case StaffView::Page::today:
      return draw_staff_today(page, view);
    case StaffView::Page::help:
      return draw_staff_help(page, view);
    case StaffView::Page::stars:
      return draw_staff_stars(page, view);
    case StaffView::Page::give_back:
      return draw_give_back(page);
  }
}

std::string clock_words(const Page& page, std::int64_t seconds) {
  const std::int64_t hours = seconds / 3600;
  const std::string text =
      hours > 0 ? fmt::format("{}:{:02}:{:02}", hours, seconds / 60 % 60, seconds % 60)
                : fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return page.kit.words().digits(text);
}

}  // namespace afterword::kiosk
