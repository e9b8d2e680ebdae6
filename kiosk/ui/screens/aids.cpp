// The aids: what makes the screen easier for this one person, as buttons that are on or off.
#include <cmath>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

constexpr float kAidGapDu = 8, kAidPadDu = 18;

struct AidSign {
  Aid aid;
  const char* name;  // of its target
  const char* words;
  Icon icon;
};
constexpr AidSign kAids[] = {
    {Aid::high_contrast, "aid:high_contrast", "aid_high_contrast", Icon::contrast},
    {Aid::larger_text, "aid:larger_text", "aid_larger_text", Icon::large_text},
    {Aid::read_aloud, "aid:read_aloud", "aid_read_aloud", Icon::speaker},
    {Aid::low_reach, "aid:low_reach", "aid_low_reach", Icon::reach},
};

bool offered(const Page& page, Aid aid) {
  return aid != Aid::read_aloud || page.around().can_speak;
}

struct AidButton {
  Button button;
  Intent intent;
};

std::vector<AidButton> aid_buttons(const Page& page, ButtonLook look, bool with_language) {
  std::vector<AidButton> out;
  Aids aids = page.around().aids;
  for (const AidSign& sign : kAids) {
    if (!offered(page, sign.aid)) continue;
    Button button{.name = sign.name, .words = page.kit.words().get(sign.words), .look = look};
    button.type = Type::nav;
    button.before = sign.icon;
    button.on = aids[sign.aid];
    out.push_back({std::move(button), ToggleAid{sign.aid}});
  }
  if (with_language && page.around().languages.size() > 1) {
    Button button{.name = "language", .words = own_name(page.around().language), .look = look};
    button.type = Type::nav;
    button.before = Icon::globe;
    out.push_back({std::move(button), OpenLanguages{}});
  }
  return out;
}

// As wide as they want to be where there is room, else all of one width.
void draw_row(Page& page, std::vector<AidButton> aids, Rect rect, Align align) {
  if (aids.empty()) return;
  Kit& kit = page.kit;
  const float gap = gap_of(page, kAidGapDu), count = static_cast<float>(aids.size());
  std::vector<float> widths;
  float all = (count - 1) * gap;
  for (const AidButton& aid : aids) {
    widths.push_back(button_width(kit, aid.button) - page.du(2 * (32 - kAidPadDu)));
    all += widths.back();
  }
  const bool wanted = all <= rect.width;
  const float equal = (rect.width - (count - 1) * gap) / count;
  float x = rect.x;
  if (wanted && align == Align::center) x += (rect.width - all) / 2;
  if (wanted && align == Align::end) x += rect.width - all;
  int step = 0;
  for (std::size_t i = 0; i < aids.size(); ++i) {
    const Rect at{x, rect.y, wanted ? widths[i] : equal, rect.height};
    step = std::max(step, button_step(kit, aids[i].button, at));
  }
  for (std::size_t i = 0; i < aids.size(); ++i) {
    const float width = wanted ? widths[i] : equal;
    aids[i].button.step = step;
    if (draw_button(kit, aids[i].button, {x, rect.y, width, rect.height}, gap))
      page.say(std::move(aids[i].intent));
    x += width + gap;
  }
}

}  // namespace

int aids_offered(const Page& page) {
  const auto aids = std::count_if(std::begin(kAids), std::end(kAids),
                                  [&](const AidSign& sign) { return offered(page, sign.aid); });
  return static_cast<int>(aids) + (page.around().languages.size() > 1 ? 1 : 0);
}

void draw_aids(Page& page, Rect rect, Align align, bool with_language) {
  const ButtonLook look = page.state.on_cover ? ButtonLook::cover_quiet : ButtonLook::quiet;
  draw_row(page, aid_buttons(page, look, with_language), rect, align);
}

void draw_language(Page& page, Rect rect, Align align) {
  const ButtonLook look = page.state.on_cover ? ButtonLook::cover_quiet : ButtonLook::quiet;
  std::vector<AidButton> buttons = aid_buttons(page, look, true);
  if (page.around().languages.size() < 2) return;
  buttons.erase(buttons.begin(), buttons.end() - 1);
  draw_row(page, std::move(buttons), rect, align);
}

void draw_aid_tiles(Page& page, Rect rect) {
  std::vector<AidButton> aids = aid_buttons(page, ButtonLook::cover_tile, false);
  const float gap = gap_of(page, kAidGapDu), count = static_cast<float>(aids.size());
  const float width = (rect.width - (count - 1) * gap) / count;
  int step = 0;
  for (AidButton& aid : aids) {
    aid.button.type = Type::label;
    aid.button.weight = 500;
    step = std::max(step, button_step(page.kit, aid.button, {rect.x, rect.y, width, rect.height}));
  }
  float x = rect.x;
  for (AidButton& aid : aids) {
    aid.button.step = step;
    if (draw_button(page.kit, aid.button, {x, rect.y, width, rect.height}, gap))
      page.say(std::move(aid.intent));
    x += width + gap;
  }
}

void draw_aid_signs(Page& page, Rect rect) {
  std::vector<AidButton> aids = aid_buttons(page, ButtonLook::quiet, true);
  const float gap = gap_of(page, kAidGapDu), count = static_cast<float>(aids.size());
  const float width = std::min(page.du(80), (rect.width - (count - 1) * gap) / count);
  float x = rect.right() - count * width - (count - 1) * gap;
  for (AidButton& aid : aids) {
    const Icon icon = *aid.button.before;
    const bool on = aid.button.on;
    const std::string words = std::exchange(aid.button.words, {});
    aid.button.before.reset();
    const Rect at{x, rect.y, width, rect.height};
    if (draw_button(page.kit, aid.button, at, gap)) page.say(std::move(aid.intent));
    page.kit.hits().name_last(words);
    const Colors& colors = page.kit.colors();
    page.kit.paint().icon(icon, at.center(), page.du(30), on ? colors.sheet : colors.ink, 2);
    x += width + gap;
  }
}

}  // namespace afterword::kiosk
