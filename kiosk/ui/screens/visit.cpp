// Around a visit: "Have you finished?", the friendly ends before any question, and help instead of a
// rating.
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {
namespace {

struct Choice {
  const char* name;
  const char* words;
  Intent intent;
};

// Where the tiles begin; three of one size, since none is better than another.
float draw_choices(Page& page, std::initializer_list<Choice> choices, bool draw) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  const auto count = static_cast<float>(choices.size());
  const float gap = page.du(14);
  const float band = std::min(at.inner_width, kit.units().mm(700));
  const bool upright = page.portrait();
  const float width = upright ? band : (band - (count - 1) * gap) / count;
  const float height = page.du(upright ? 157 : 236);
  const float left = (page.width() - band) / 2;
  const float top = at.tiles_bottom - (upright ? count * height + (count - 1) * gap : height);
  if (!draw) return top;
  float x = left, y = top;
  for (const Choice& choice : choices) {
    const TileState tile = draw_tile(kit, choice.name, {x, y, width, height}, 28, false, gap);
    kit.paint().text_in(
        tile.rect,
        fitted(page, kit.words().get(choice.words), Type::number_scale, {36, 32, 28, 24, 20},
               tile.rect.width - page.du(48), 3, tile.rect.height - page.du(24)),
        kit.colors().ink, Align::center);
    if (tile.tapped) page.say(choice.intent);
    (upright ? y : x) += (upright ? height : width) + gap;
  }
  return top;
}

struct Saying {
  const char* title;
  const char* text;
};

Saying saying_of(FarewellView::Kind kind) {
  switch (kind) {
    case FarewellView::Kind::not_yet:
      return {"later_title", "later_text"};
    case FarewellView::Kind::asked_before:
      return {"asked_before_title", "asked_before_text"};
    case FarewellView::Kind::receipt_unread:
      return {"receipt_unread_title", "receipt_unread_text"};
    case FarewellView::Kind::not_today:
      break;
  }
  return {"not_today_title", "not_today_text"};
}

// A cover with a title, a sentence or two, and one button that ends it.
void draw_saying(Page& page, const Saying& saying) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Strings& words = kit.words();
  const Measures at = measures(page);
  draw_cover(page);
  const Mark mark = cover_mark(page);
  paint.comma(mark.center, mark.radius, colors.cover_raised);
  begin_sheet(page);
  draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2);
  const float width = page.portrait() ? at.inner_width : page.du(760);
  const TextSpec title =
      fitted(page, words.get(saying.title), Type::display, {78, 70, 62, 54, 46}, width, 3);
  TextSpec text = kit.spec(words.get(saying.text), Type::body);
  text.width_px = width;
  text.balance = true;
  const float height = paint.glyphs().measure(title).height;
  float y = page.portrait() ? page.height() * 0.56F : page.height() / 2 - height;
  paint.text_in({at.margin, y, width, 0}, title, colors.cover_text, Align::start, false);
  y += height + page.du(24);
  paint.text_in({at.margin, y, width, 0}, text, colors.cover_text2, Align::start, false);
  const Button finish{.name = "finish", .words = words.get("finish"), .look = ButtonLook::start};
  const float wide = std::max(page.du(200), button_width(kit, finish));
  if (draw_button(kit, finish,
                  {page.width() - at.margin - wide, at.buttons_top, wide, at.button_height}))
    page.say(Finish{});
  draw_practice(page, {at.margin, at.buttons_top, at.inner_width / 2, at.button_height},
                Align::start);
  draw_language(page, {at.margin, at.buttons_top, at.inner_width, at.button_height});
}

}  // namespace

void draw_finished(Page& page, const FinishedView&) {
  const Colors& colors = page.kit.colors();
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.spruce, colors.ink, colors.ink2);
  const std::initializer_list<Choice> choices{{"now", "finished_now", FinishedNow{}},
                                              {"later", "finished_later", NotYet{}},
                                              {"not_today", "finished_not_today", NotToday{}}};
  draw_asked(page, "", page.kit.words().get("finished_title"), "",
             draw_choices(page, choices, false));
  draw_choices(page, choices, true);
  draw_bottom_bar(page, {false, false, false});
  if (page.portrait()) return;
  const float width = language_button_width(page);
  draw_language_button(page, {page.width() - at.margin - width, page.du(12), width, page.du(72)});
}

void draw_farewell(Page& page, const FarewellView& view) {
  draw_saying(page, saying_of(view.kind));
}

void draw_help(Page& page, const HelpView&) { draw_saying(page, {"help_title", "help_text"}); }

void draw_receipt_word(Page& page, const WelcomeView& view, Rect rect) {
  Kit& kit = page.kit;
  const Strings& strings = kit.words();
  if (!view.receipt_read) {
    const Button type{.name = "receipt",
                      .words = strings.get("receipt_type"),
                      .look = ButtonLook::cover,
                      .type = Type::hint};
    const float width = button_width(kit, type), height = page.du(64);
    if (draw_button(kit, type, {rect.right() - width, rect.center().y - height / 2, width, height}))
      page.say(OpenReceipt{});
    return;
  }
  const TextSpec words = kit.spec(strings.get("receipt_read"), Type::label);
  const float width = kit.paint().glyphs().measure(words).width + page.du(48);
  const float height = page.du(48);
  const Rect pill{rect.right() - width, rect.center().y - height / 2, width, height};
  kit.paint().rounded(pill, height / 2, kit.colors().marigold_soft);
  kit.paint().text_in(pill, words, kit.colors().ink, Align::center);
}

namespace {

// Rows of keys; numbers run from left to right in every language.
void draw_receipt_keys(Page& page, const ReceiptView& view, float top, float bottom) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  std::vector<std::string> rows{"1234567890"};
  if (page.portrait() && !view.letters) rows = {"123", "456", "789", "0"};
  if (view.letters) {
    rows.insert(rows.end(), {"QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"});
    if (page.portrait()) rows = {"12345", "67890", "ABCDEF", "GHIJKL", "MNOPQR", "STUVWX", "YZ"};
  }
  const bool mirrored = kit.paint().set_mirrored(false);
  const float gap = page.du(10);
  const auto count = static_cast<float>(rows.size());
  const float height =
      std::min((bottom - top - (count - 1) * gap) / count, page.du(view.letters ? 92 : 132));
  constexpr float kErase = 1.5F;  // keys wide, behind the last row
  float columns = static_cast<float>(rows.back().size()) + kErase;
  for (const std::string& row : rows) columns = std::max(columns, static_cast<float>(row.size()));
  const float width = std::min((at.inner_width - (columns - 1) * gap) / columns,
                               page.du(page.portrait() ? 170 : 112));
  float y = bottom - count * height - (count - 1) * gap;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const bool last = r + 1 == rows.size();
    const float keys = static_cast<float>(rows[r].size()) + (last ? kErase : 0);
    float x = (page.width() - keys * width - (keys - 1) * gap) / 2;
    for (const char letter : rows[r]) {
      const std::string key(1, letter);
      const TileState tile =
          draw_tile(kit, "receipt:" + key, {x, y, width, height}, 18, false, gap);
      kit.paint().text_in(tile.rect, kit.spec_in(key, Type::number_scale, "en", 34),
                          view.full ? kit.colors().ink2 : kit.colors().ink, Align::center);
      if (tile.tapped) page.say(ReceiptKey{key});
      x += width + gap;
    }
    if (last) {
      const TileState tile =
          draw_tile(kit, "receipt:erase", {x, y, width * kErase, height}, 18, false, gap);
      kit.paint().icon(Icon::backspace, tile.rect.center(), page.du(32), kit.colors().ink);
      if (tile.tapped) page.say(ReceiptKey{"erase"});
    }
    y += height + gap;
  }
  kit.paint().set_mirrored(mirrored);
}

}  // namespace

void draw_receipt(Page& page, const ReceiptView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.spruce, colors.ink, colors.ink2);
  const float end = draw_asked(page, "", kit.words().get("receipt_type_title"), "",
                               page.portrait() ? page.height() * 0.36F : page.du(190));
  const float high = page.du(76);
  const Rect field{at.margin, end + page.du(8), std::min(at.inner_width, page.du(700)), high};
  paint.rounded(field, page.du(18), colors.sheet);
  paint.ring(field, page.du(18), page.du(2), colors.line2);
  TextSpec typed = kit.spec_in(view.typed.empty() ? " " : view.typed, Type::number_scale, "en", 38);
  typed.secret = true;
  paint.text_in({field.x + page.du(24), field.y, field.width - page.du(48), high}, typed,
                colors.ink);
  draw_receipt_keys(page, view, field.bottom() + page.du(16), at.tiles_bottom);
  draw_language(page, {at.margin, at.buttons_top, at.inner_width, at.button_height});
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  if (draw_button(kit, back,
                  {at.margin, at.buttons_top, button_width(kit, back), at.button_height}))
    page.say(CloseReceipt{});
  const Button next{.name = "next",
                    .words = kit.words().get("next"),
                    .look = ButtonLook::main,
                    .after = Icon::next,
                    .enabled = !view.typed.empty()};
  const float width = button_width(kit, next);
  if (draw_button(kit, next,
                  {page.width() - at.margin - width, at.buttons_top, width, at.button_height}))
    page.say(Next{});
}

}  // namespace afterword::kiosk
