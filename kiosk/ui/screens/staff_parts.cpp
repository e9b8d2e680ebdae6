#include "kiosk/ui/screens/staff_parts.h"

#include <cmath>

namespace afterword::kiosk {
namespace {

using Do = StaffIntent::Do;

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

// Returns where the last one ends.
float draw_tabs(Page& page, const StaffView& view, float x, float middle) {
  Kit& kit = page.kit;
  const float height = std::max(page.du(72), kit.units().mm(12));
  for (const Tab& tab : kTabs) {
    const bool here = tab.page == view.page;
    const TextSpec words = tab_words(page, tab, here);
    const float width = kit.paint().glyphs().measure(words).width;
    const Rect at{x, middle - height / 2, width, height};
    kit.paint().text_in(at, words, here ? kit.colors().ink : kit.colors().ink2);
    if (here)
      kit.paint().rounded({x, middle + page.du(26), width, page.du(4)}, page.du(2),
                          kit.colors().marigold);
    const float reach = std::max(page.du(14), (kit.units().mm(12) - width) / 2);
    kit.target(tab.name, at.grown(reach, 0), 0, true, page.du(16));
    if (kit.hits().tapped(tab.name)) page.say(StaffIntent{tab.intent});
    x += width + 2 * reach;
  }
  return x;
}

// Its end is at `right`.
void draw_sync(Page& page, const SyncView& sync, float right, float middle, float width_most) {
  Kit& kit = page.kit;
  TextSpec words = kit.spec(sync_words(page, sync), Type::label, 19);
  words.weight = 500;
  words.width_px = std::max(width_most - page.du(68), page.du(160));
  const TextSize size = kit.paint().glyphs().measure(words);
  const float height = std::max(page.du(56), size.height + page.du(12));
  const float width = size.width + page.du(68);
  const Rect pill{right - width, middle - height / 2, width, height};
  kit.paint().rounded(pill, std::min(height / 2, page.du(28)), kit.colors().paper2);
  kit.paint().icon(Icon::sync, {pill.x + page.du(33), middle}, page.du(24), kit.colors().ink, 1.8F);
  kit.paint().text_in({pill.x + page.du(53), pill.y, size.width, height}, words, kit.colors().ink);
}

}  // namespace

std::string sync_words(const Page& page, const SyncView& sync) {
  const Strings& words = page.kit.words();
  const std::string time = words.digits(sync.synced_at);
  switch (sync.state) {
    case SyncView::State::needs_person:
      return words.count("sync_person", sync.waiting);
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
  const bool upright = page.portrait();
  const float margin = page.du(32), middle = page.du(43);
  paint.comma({margin + page.du(13), page.du(paint.mirrored() ? 48 : 39)}, page.du(13),
              colors.spruce);
  const TextSpec desk = kit.spec(kit.words().get("staff_desk"), Type::label);
  const float desk_width = paint.glyphs().measure(desk).width;
  float x = margin + page.du(42);
  paint.text_in({x, 0, desk_width, 2 * middle}, desk, colors.ink);
  x += desk_width + page.du(12);
  TextSpec place = kit.spec(page.around().place, Type::label);
  place.weight = 400;
  const float place_width = paint.glyphs().measure(place).width;
  paint.text_in({x, 0, place_width, 2 * middle}, place, colors.ink2);
  x += place_width;
  const float second = page.du(86 + 40);
  if (upright) {
    draw_tabs(page, view, margin + page.du(14), second);
  } else {
    x = draw_tabs(page, view, std::max(x + page.du(40), page.width() * 0.337F), middle);
  }
  const Button out{.name = "sign_out",
                   .words = kit.words().get("staff_sign_out"),
                   .type = Type::label,
                   .size_du = 19,
                   .weight = 500};
  const float out_width = button_width(kit, out);
  const float out_height = std::max(page.du(64), kit.units().mm(12));
  const float right = page.width() - margin;
  const float out_middle = upright ? second : middle;
  if (draw_button(kit, out, {right - out_width, out_middle - out_height / 2, out_width, out_height},
                  page.du(12)))
    page.say(StaffIntent{Do::lock});
  if (upright)
    draw_sync(page, view.sync, right, middle, right - x - page.du(16));
  else
    draw_sync(page, view.sync, right - out_width - page.du(14), middle,
              right - out_width - page.du(14) - x);
  const float top = page.du(upright ? 86 + 80 : 87);
  return {margin, top, page.width() - 2 * margin, page.height() - top - page.du(31)};
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
