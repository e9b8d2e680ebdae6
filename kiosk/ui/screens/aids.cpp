// The aids: what makes the screen easier for this one person, as buttons that are on or off.
#include <algorithm>
#include <cmath>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

constexpr float kAidGapDu = 8, kAidPadDu = 18, kAidLeastMm = 12.05F;

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
  return page.around().offers_aids && (aid != Aid::read_aloud || page.around().can_speak);
}

// What tapping one asks for; nothing for the button that opens the sheet.
struct AidButton {
  Button button;
  std::optional<Intent> intent;
};

ButtonLook bar_look(const Page& page) {
  return page.state.on_cover ? ButtonLook::cover_quiet : ButtonLook::quiet;
}

std::vector<AidButton> aid_buttons(const Page& page, ButtonLook look) {
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
  return out;
}

// One button in the place of all aids; on if one of them is.
AidButton folded(const Page& page, ButtonLook look) {
  Button button{.name = "aids", .words = page.kit.words().get("aids"), .look = look};
  button.type = Type::nav;
  button.before = Icon::large_text;
  Aids aids = page.around().aids;
  button.on = std::any_of(std::begin(kAids), std::end(kAids), [&](const AidSign& sign) {
    return offered(page, sign.aid) && aids[sign.aid];
  });
  return {std::move(button), std::nullopt};
}

void add_language(const Page& page, ButtonLook look, std::vector<AidButton>& out) {
  if (page.around().languages.size() < 2) return;
  Button button{.name = "language", .words = own_name(page.around().language), .look = look};
  button.type = Type::nav;
  button.before = Icon::globe;
  out.push_back({std::move(button), OpenLanguages{}});
}

void take(Page& page, AidButton& aid) {
  if (aid.intent) {
    page.say(std::move(*aid.intent));
    return;
  }
  page.state.aids_open = true;
  page.kit.hits().lead_to(kAids[0].name);
  page.kit.again_now();
}

struct Row {
  std::vector<Rect> rects;
  int step = 0;      // how far all their words give way
  bool fits = true;  // each can be hit, and read from where people stand
};

// The first way in which all of them have room.
int shared_step(Kit& kit, const std::vector<AidButton>& aids, const std::vector<Rect>& rects) {
  int step = 0, before = -1;
  while (step != before) {
    before = step;
    for (std::size_t i = 0; i < aids.size(); ++i) {
      Button button = aids[i].button;
      button.step = step;
      step = std::max(step, button_step(kit, button, rects[i]));
    }
  }
  return step;
}

// As wide as they want to be where there is room, else all of one width.
Row lay_out_row(Page& page, const std::vector<AidButton>& aids, Rect rect, Align align) {
  Kit& kit = page.kit;
  const float gap = gap_of(page, kAidGapDu), count = static_cast<float>(aids.size());
  std::vector<float> widths;
  float all = (count - 1) * gap;
  for (const AidButton& aid : aids) {
    widths.push_back(std::max(button_width(kit, aid.button) - page.du(2 * (32 - kAidPadDu)),
                              kit.units().mm(kAidLeastMm)));
    all += widths.back();
  }
  const bool wanted = all <= rect.width;
  const float equal = (rect.width - (count - 1) * gap) / count;
  float x = rect.x;
  if (wanted && align == Align::center) x += (rect.width - all) / 2;
  if (wanted && align == Align::end) x += rect.width - all;
  Row row;
  for (std::size_t i = 0; i < aids.size(); ++i) {
    row.rects.push_back({x, rect.y, wanted ? widths[i] : equal, rect.height});
    x += row.rects.back().width + gap;
  }
  row.step = shared_step(kit, aids, row.rects);
  row.fits = wanted || equal >= kit.units().mm(kAidLeastMm);
  for (std::size_t i = 0; i < aids.size() && row.fits; ++i) {
    Button button = aids[i].button;
    button.step = row.step;
    row.fits = button_fits(kit, button, row.rects[i]);
  }
  return row;
}

void draw_row(Page& page, std::vector<AidButton> aids, const Row& row) {
  for (std::size_t i = 0; i < aids.size(); ++i) {
    aids[i].button.step = row.step;
    if (draw_button(page.kit, aids[i].button, row.rects[i], gap_of(page, kAidGapDu)))
      take(page, aids[i]);
  }
}

}  // namespace

int aid_signs(const Page& page) {
  return (aids_folded_to_sign(page) ? 1
                                    : static_cast<int>(aid_buttons(page, ButtonLook::quiet).size())) +
         (page.around().languages.size() > 1 ? 1 : 0);
}

void draw_aids(Page& page, Rect rect, Align align, bool with_language) {
  const ButtonLook look = bar_look(page);
  std::vector<AidButton> aids = aid_buttons(page, look);
  if (with_language) add_language(page, look, aids);
  Row row = lay_out_row(page, aids, rect, align);
  if (page.around().offers_aids && (page.state.aids_open || !row.fits)) {
    aids = {folded(page, look)};
    if (with_language) add_language(page, look, aids);
    row = lay_out_row(page, aids, rect, align);
  }
  draw_row(page, std::move(aids), row);
}

float folded_aids_width(Page& page, bool with_language) {
  std::vector<AidButton> aids{folded(page, bar_look(page))};
  if (with_language) add_language(page, bar_look(page), aids);
  float width = 0;
  for (const AidButton& aid : aids)
    width += button_width(page.kit, aid.button) + gap_of(page, kAidGapDu);
  return width;
}

void draw_language(Page& page, Rect rect, Align align) {
  std::vector<AidButton> buttons;
  add_language(page, bar_look(page), buttons);
  const Row row = lay_out_row(page, buttons, rect, align);
  draw_row(page, std::move(buttons), row);
}

void draw_aid_tiles(Page& page, Rect rect) {
  std::vector<AidButton> aids = aid_buttons(page, ButtonLook::cover_tile);
  const float gap = gap_of(page, kAidGapDu), count = static_cast<float>(aids.size());
  const float width = (rect.width - (count - 1) * gap) / count;
  Row row;
  for (AidButton& aid : aids) {
    aid.button.type = Type::label;
    aid.button.weight = 500;
    row.rects.push_back({rect.x + static_cast<float>(row.rects.size()) * (width + gap), rect.y,
                         width, rect.height});
  }
  row.step = shared_step(page.kit, aids, row.rects);
  draw_row(page, std::move(aids), row);
}

bool aids_folded_to_sign(const Page& page) { return page.small() || page.state.aids_open; }

void draw_aid_signs(Page& page, Rect rect) {
  std::vector<AidButton> aids = aids_folded_to_sign(page)
                                    ? std::vector<AidButton>{folded(page, ButtonLook::quiet)}
                                    : aid_buttons(page, ButtonLook::quiet);
  add_language(page, ButtonLook::quiet, aids);
  const float gap = gap_of(page, kAidGapDu), count = static_cast<float>(aids.size());
  const float width = std::min(std::max(page.du(80), page.kit.units().mm(kAidLeastMm)),
                               (rect.width - (count - 1) * gap) / count);
  float x = rect.right() - count * width - (count - 1) * gap;
  for (AidButton& aid : aids) {
    const Icon icon = *aid.button.before;
    const bool on = aid.button.on;
    const std::string words = std::exchange(aid.button.words, {});
    aid.button.before.reset();
    const Rect at{x, rect.y, width, rect.height};
    if (draw_button(page.kit, aid.button, at, gap)) take(page, aid);
    page.kit.hits().name_last(words);
    const Colors& colors = page.kit.colors();
    page.kit.paint().icon(icon, at.center(), page.du(30), on ? colors.sheet : colors.ink, 2);
    x += width + gap;
  }
}

void draw_aid_sheet(Page& page) {
  Kit& kit = page.kit;
  const bool beside = kit.hits().tapped("elsewhere");
  kit.hits().cover();
  const Rect all{0, 0, page.width(), page.height()};
  kit.paint().fill(all, kit.colors().veil);
  kit.target("elsewhere", all);

  std::vector<AidButton> aids = aid_buttons(page, ButtonLook::plain);
  for (AidButton& aid : aids) aid.button.type = Type::button;
  const int columns = page.portrait() ? 2 : 3;
  const int rows = (static_cast<int>(aids.size()) + columns) / columns;  // one more: the way out
  const float gap = gap_of(page, 14), pad = page.du(page.small() ? 28 : 40);
  const float height = std::max(page.du(80), kit.units().mm(13.5F));
  const float width = std::min(all.width - 2 * page.du(32), page.du(1180));
  const float cell = (width - 2 * pad - static_cast<float>(columns - 1) * gap) /
                     static_cast<float>(columns);
  const float grid = static_cast<float>(rows) * (height + gap) - gap;
  const float most = all.height / 2 - page.du(24);
  const TextSpec title =
      fitted(page, kit.words().get("aids"), Type::title, {46, 40, 34, 28}, width - 2 * pad, 2,
             most - 2 * pad - grid - page.du(16));
  const float title_height = kit.paint().glyphs().measure(title).height + page.du(16);
  const float card_height = std::max(2 * pad + title_height + grid, std::min(most, page.du(340)));
  const Rect card{(all.width - width) / 2, all.height - card_height - page.du(16), width,
                  card_height};
  draw_card(kit, card, 40, kit.colors().paper);
  kit.paint().text_in({card.x + pad, card.y + pad, width - 2 * pad, 0}, title, kit.colors().ink,
                      Align::start, false);
  const auto place = [&](int index) {
    const auto column = static_cast<float>(index % columns);
    const auto row = static_cast<float>(index / columns);
    return Rect{card.x + pad + column * (cell + gap),
                card.bottom() - pad - grid + row * (height + gap), cell, height};
  };
  for (std::size_t i = 0; i < aids.size(); ++i)
    if (draw_button(kit, aids[i].button, place(static_cast<int>(i)), gap)) take(page, aids[i]);
  const Button close{
      .name = "aids:close", .words = kit.words().get("done"), .look = ButtonLook::main};
  if (draw_button(kit, close, place(rows * columns - 1), gap) || beside) {
    page.state.aids_open = false;
    kit.again_now();
  }
}

}  // namespace afterword::kiosk
