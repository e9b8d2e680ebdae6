// Around a visit: "Have you finished?", the friendly ends before any question, and help instead of a
// rating.
#include "kiosk/ui/screens/parts.h"
#include "kiosk/ui/screens/words.h"

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
  const float gap = gap_of(page, 14);
  const float band = std::min(at.inner_width, kit.units().mm(700));
  const bool upright = page.portrait();
  const float width = upright ? band : (band - (count - 1) * gap) / count;
  const float height = upright ? std::min(page.du(157), (at.answers_most - (count - 1) * gap) / count)
                               : std::min(page.du(236), at.answers_most);
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

// A cover with a title, a sentence or two, and one button that ends it.
void draw_saying(Page& page, const TitleAndText& saying) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const Strings& words = kit.words();
  const Measures at = measures(page);
  draw_cover(page);
  const Mark mark = cover_mark(page);
  kit.paint().comma(mark.center, mark.radius, colors.cover_raised);
  begin_sheet(page);
  const float brand = draw_masthead(page, colors.marigold, colors.cover_text, colors.cover_text2);
  const float left = brand + page.du(24);
  draw_practice(page, {left, page.du(12), page.width() - at.margin - left, page.du(72)},
                Align::end);
  draw_message(page, words.get(saying.title), words.get(saying.text));
  const Button finish{.name = "finish", .words = words.get("finish"), .look = ButtonLook::start};
  const float wide = std::max(page.du(200), button_width(kit, finish));
  const float button = page.width() - at.margin - wide;
  if (draw_button(kit, finish, {button, at.buttons_top, wide, at.button_height}))
    page.say(Finish{});
  draw_foot(page, at.margin - page.du(18), button);
}

}  // namespace

void draw_finished(Page& page, const FinishedView&) {
  const Colors& colors = page.kit.colors();
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  const std::initializer_list<Choice> choices{{"now", "finished_now", FinishedNow{}},
                                              {"later", "finished_later", NotYet{}},
                                              {"not_today", "finished_not_today", NotToday{}}};
  draw_asked(page, "", page.kit.words().get("finished_title"), "",
             draw_choices(page, choices, false));
  draw_choices(page, choices, true);
  draw_bottom_bar(page, {false, false, false});
  if (!page.portrait()) draw_language_on_top(page);
}

void draw_farewell(Page& page, const FarewellView& view) {
  draw_saying(page, words_of(view.kind));
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
    const float width = std::min(button_width(kit, type), rect.width);
    const float height = std::max(page.du(72), kit.units().mm(kLeastMm));
    const Rect pill{rect.right() - width, rect.center().y - height / 2, width, height};
    // The mark may lie behind it.
    kit.paint().rounded(pill, height / 2, kit.colors().cover_band);
    if (draw_button(kit, type, pill, gap_of(page, 12))) page.say(OpenReceipt{});
    return;
  }
  const float pad = page.du(24);
  const TextSpec words = fitted(page, strings.get("receipt_read"), Type::label, {20, 19, 18},
                                rect.width - 2 * pad, 2, page.du(76));
  const TextSize size = kit.paint().glyphs().measure(words);
  const float width = size.width + 2 * pad;
  const float height = std::max(page.du(48), size.height + page.du(12));
  const Rect pill{rect.right() - width, rect.center().y - height / 2, width, height};
  kit.paint().rounded(pill, page.du(24), kit.colors().marigold_soft);
  kit.paint().text_in(pill.grown(-pad + 1, 0), words, kit.colors().ink, Align::center);
}

namespace {

// In as few rows of one length as their number allows.
std::vector<std::string> even_rows(const std::string& keys, std::size_t columns_most) {
  const std::size_t rows = (keys.size() + columns_most - 1) / columns_most;
  const std::size_t columns = (keys.size() + rows - 1) / rows;
  std::vector<std::string> out;
  for (std::size_t at = 0; at < keys.size(); at += columns) out.push_back(keys.substr(at, columns));
  return out;
}

// As on a typewriter where four rows have room, else in the order of the alphabet.
std::vector<std::string> receipt_rows(const Page& page, bool letters, float width, float height,
                                      float gap) {
  if (!letters && page.portrait()) return {"123", "456", "789", "0"};
  if (!letters) return {"1234567890"};
  const std::string all = "1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  if (page.portrait()) return even_rows(all, 9);
  const float least = page.kit.units().mm(kLeastMm);
  if ((height - 3 * gap) / 4 >= least)
    return {"1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"};
  return even_rows(all, static_cast<std::size_t>((width + gap) / (least + gap)));
}

// Numbers run from left to right in every language.
void draw_receipt_keys(Page& page, const ReceiptView& view, float top, float bottom) {
  Kit& kit = page.kit;
  const bool mirrored = kit.paint().set_mirrored(false);
  const float gap = gap_of(page, 8), inner = page.width() - 2 * page.du(24);
  const auto rows = receipt_rows(page, view.letters, inner, bottom - top, gap);
  const auto count = static_cast<float>(rows.size());
  const float height =
      std::min((bottom - top - (count - 1) * gap) / count, page.du(view.letters ? 92 : 132));
  std::size_t columns = 1;
  for (const std::string& row : rows) columns = std::max(columns, row.size());
  const auto across = static_cast<float>(columns);
  const float width =
      std::min((inner - (across - 1) * gap) / across, page.du(page.portrait() ? 170 : 112));
  float y = bottom - count * height - (count - 1) * gap;
  for (const std::string& row : rows) {
    const auto keys = static_cast<float>(row.size());
    float x = (page.width() - keys * width - (keys - 1) * gap) / 2;
    for (const char letter : row) {
      const std::string key(1, letter);
      const TileState tile =
          draw_tile(kit, "receipt:" + key, {x, y, width, height}, 18, false, gap);
      kit.paint().text_in(tile.rect, kit.spec_eased(key, Type::number_scale, 34, 0.5F, "en"),
                          view.full ? kit.colors().ink2 : kit.colors().ink, Align::center);
      if (tile.tapped) page.say(ReceiptKey{key});
      x += width + gap;
    }
    y += height + gap;
  }
  kit.paint().set_mirrored(mirrored);
}

// Back, what takes the last letter away, and Next; the aids between them.
void draw_receipt_foot(Page& page, const ReceiptView& view) {
  Kit& kit = page.kit;
  const Measures at = measures(page);
  const float gap = gap_of(page, 12);
  const Button back{.name = "back", .words = kit.words().get("back"), .before = Icon::back};
  const Button next{.name = "next",
                    .words = kit.words().get("next"),
                    .look = ButtonLook::main,
                    .after = Icon::next,
                    .enabled = !view.typed.empty()};
  Rect rect{at.margin, at.buttons_top, button_width(kit, back), at.button_height};
  const float left = rect.right();
  if (draw_button(kit, back, rect, gap)) page.say(CloseReceipt{});
  rect.width = button_width(kit, next);
  rect.x = page.width() - at.margin - rect.width;
  if (draw_button(kit, next, rect, gap)) page.say(Next{});
  rect.width = page.du(120);
  rect.x -= gap + rect.width;
  const TileState erase = draw_tile(kit, "receipt:erase", rect, 40, false, gap);
  // A code is typed from left to right.
  const bool mirrored = kit.paint().set_mirrored(false);
  const Rect drawn = mirrored ? erase.rect.mirrored(page.width()) : erase.rect;
  kit.paint().icon(Icon::backspace, drawn.center(), page.du(32), kit.colors().ink);
  kit.paint().set_mirrored(mirrored);
  if (erase.tapped) page.say(ReceiptKey{"erase"});
  draw_foot(page, left, rect.x);
}

}  // namespace

void draw_receipt(Page& page, const ReceiptView& view) {
  Kit& kit = page.kit;
  Painter& paint = kit.paint();
  const Colors& colors = kit.colors();
  const Measures at = measures(page);
  draw_paper(page);
  begin_sheet(page);
  draw_masthead(page, colors.accent_text, colors.ink, colors.ink2);
  const float end = draw_asked(page, "", kit.words().get("receipt_type_title"), "",
                               page.portrait() ? page.height() * 0.36F : page.du(190));
  const float high = page.du(76);
  const Rect field{at.margin, end + page.du(8), std::min(at.inner_width, page.du(700)), high};
  paint.rounded(field, page.du(18), colors.sheet);
  paint.ring(field, page.du(18), page.du(2), colors.line2);
  TextSpec typed = kit.spec_eased(view.typed.empty() ? " " : view.typed, Type::number_scale,
                                        38, 0.5F, "en");
  typed.secret = true;
  paint.text_in({field.x + page.du(24), field.y, field.width - page.du(48), high}, typed,
                colors.ink);
  const float top = std::max(field.bottom() + page.du(16), reach_top(page));
  draw_receipt_keys(page, view, top, at.tiles_bottom);
  draw_receipt_foot(page, view);
}

}  // namespace afterword::kiosk
