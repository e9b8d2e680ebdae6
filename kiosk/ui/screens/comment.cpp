// A question in the person's own words: text box, chips and keyboard. The answer that led here is
// said again beside it.
#include <cmath>

#include "kiosk/ui/screens/candidates.h"
#include "kiosk/ui/screens/parts.h"
#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

constexpr float kMargin = 24, kChip = 72, kChipGap = 8, kSide = 220;
constexpr Ms kTypingPause{1000};

Writing& writing_of(Page& page, const CommentView& view) {
  Ui::State& state = page.state;
  if (state.writing) return *state.writing;
  std::vector<std::string> languages{page.around().language};
  for (const LanguageChoice& choice : page.around().languages)
    if (choice.tag != page.around().language) languages.push_back(choice.tag);
  std::vector<Error> troubles;  // a missing layout shows as the Latin one
  state.writing = std::make_unique<Writing>(
      page.kit.paint().glyphs(), build_keyboards(languages, troubles), state.input_methods);
  Writing& begun = *state.writing;
  begun.box.on_keys([&begun](const KeyAction& action) {
    begun.composer.apply(action, begun.keys.language(), begun.box.edit());
  });
  state.writing->box.begin(view.draft);
  state.writing->keys.begin(page.around().language);
  state.writing->kept = view.draft;
  state.writing->changes = state.writing->box.edit().changes();
  return *state.writing;
}

// What is written, and what was being composed.
std::string finished(Writing& writing) {
  writing.composer.finish(writing.box.edit());
  return writing.box.edit().text();
}

// Says what is written so far once the fingers rest.
void keep_draft(Page& page, Writing& writing) {
  const std::uint64_t changes = writing.box.edit().changes();
  if (changes != writing.changes) writing.changed = page.kit.now();
  writing.changes = changes;
  if (!writing.changed) return;
  const MonoTime due = *writing.changed + kTypingPause;
  if (page.kit.now() < due) {
    page.kit.again_at(due);
    return;
  }
  writing.changed.reset();
  std::string text = writing.box.edit().text();
  if (text == writing.kept) return;
  wipe(writing.kept);
  writing.kept = text;
  page.say(KeepDraft{std::move(text)});
}

void draw_sign(Page& page, const CommentView& view, Point center, float radius) {
  Painter& paint = page.kit.paint();
  const Colors& colors = page.kit.colors();
  const int step = static_cast<int>(view.about->id.empty() ? 0 : view.about->id[0] - '0');
  if (*view.about_scale == ScaleKind::faces5)
    paint.face(center, radius, step, colors.marigold_soft, colors.ink, colors.outlined);
  else
    paint.star(center, radius, colors.marigold, colors.ink, page.du(2));
}

bool has_sign(const CommentView& view) {
  return view.about_scale == ScaleKind::faces5 || view.about_scale == ScaleKind::stars5;
}

// "Fitting rooms: you chose Poor", ending at the rectangle's end; begins there if `from_start`.
// Returns its width.
float draw_about(Page& page, const CommentView& view, Rect rect, bool from_start) {
  if (!view.about) return 0;
  Kit& kit = page.kit;
  const Strings& words = kit.words();
  const std::string answer = words.digits(answer_words(page, *view.about));
  const std::string text =
      view.about_topic.empty()
          ? words.get("you_chose", {{"answer", answer}})
          : words.get("you_chose_for", {{"topic", view.about_topic}, {"answer", answer}});
  TextSpec spec = kit.spec(text, Type::hint);
  spec.base = kit.colors().ink2;
  if (const std::size_t at = text.rfind(answer); at != std::string::npos)
    spec.spans = {{at, at + answer.size(), 600, kit.colors().ink}};
  const float sign = has_sign(view) ? page.du(48 + 14) : 0;
  const float most = rect.width - sign;
  if (kit.paint().glyphs().measure(spec).width > most) {
    spec = fitted(page, text, Type::label, {20, 18}, most, 2, rect.height);
    spec.weight = 400;
  }
  const float width = std::min(most, kit.paint().glyphs().measure(spec).width);
  const float x = from_start ? rect.x : rect.right() - width - sign;
  if (sign > 0) draw_sign(page, view, {x + page.du(24), rect.center().y}, page.du(24));
  kit.paint().text_in({x + sign, rect.y, width + 1, rect.height}, spec, kit.colors().ink2);
  return width + sign;
}

Button chip_button(const CommentView& view, std::size_t index) {
  return {.name = "chip:" + std::to_string(index),
          .words = view.chips[index],
          .type = Type::hint,
          .weight = 500};
}

float chip_width(Page& page, const CommentView& view, std::size_t index) {
  return button_width(page.kit, chip_button(view, index)) - page.du(12);
}

// Of all rows, where they may stand in several.
float chips_height(Page& page, const CommentView& view, float width) {
  const float gap = page.du(kChipGap), row = page.du(kChip);
  float x = 0, height = view.chips.empty() ? 0 : row;
  for (std::size_t i = 0; i < view.chips.size(); ++i) {
    const float chip = chip_width(page, view, i);
    if (x > 0 && x + chip > width) {
      x = 0;
      height += row + gap;
    }
    x += chip + gap;
  }
  return height;
}

struct Layout {
  Rect title, about, box, done, skip, back, language, aids, chips, note, tray;
};

Layout lay_out(Page& page, const CommentView& view, Writing& writing) {
  Layout at;
  const float margin = page.du(page.portrait() ? 48 : kMargin), side = page.du(kSide);
  const float inner = page.width() - 2 * margin, gap = page.du(12);
  const float tray = writing.keys.height(page.kit);
  at.tray = {0, page.height() - tray, page.width(), tray};
  const float chips_bottom = at.tray.y - gap;
  const float chip_row = page.du(kChip);
  if (page.portrait()) {
    const float row = page.du(80), signs = page.du(88) * static_cast<float>(aids_offered(page));
    at.note = {margin, chips_bottom - row, inner - signs - page.du(16), row};
    at.aids = {margin + inner - signs, at.note.y, signs, row};
    const float buttons = at.note.y - gap - page.du(83);
    const float count = view.can_go_back ? 3 : 2;
    const float width = (inner - (count - 1) * gap) / count;
    at.back = {margin, buttons, width, page.du(83)};
    at.skip = at.back.moved(view.can_go_back ? width + gap : 0, 0);
    at.done = at.skip.moved(width + gap, 0);
    const float chips = chips_height(page, view, inner);
    at.chips = {margin, buttons - gap - chips, inner, chip_row};
    const float box_bottom = view.chips.empty() ? buttons - gap : at.chips.y - gap;
    const float box = TextBox::height_for_lines(page.kit, 4);
    at.box = {margin, box_bottom - box, inner, box};
    at.title = {margin, page.du(300), inner, page.du(200)};
    at.about = {margin, at.box.y - page.du(72), inner, page.du(56)};
    const float language = language_button_width(page);
    at.language = {page.width() - margin - language, page.du(12), language, page.du(72)};
    return at;
  }
  at.back = {margin, page.du(14), 0, page.du(72)};
  at.aids = {page.width() / 2, page.du(14), page.width() / 2 - margin, page.du(72)};
  at.title = {margin + page.du(5), page.du(94), inner - page.du(10), page.du(62)};
  at.chips = {margin, chips_bottom - chip_row, inner - page.du(258), chip_row};
  at.note = {page.width() - margin - page.du(250), at.chips.y, page.du(250), chip_row};
  const float top = page.du(168), bottom = at.chips.y - gap;
  at.box = {margin, top, inner - side - page.du(16), bottom - top};
  const float half = (at.box.height - gap) / 2;
  at.done = {page.width() - margin - side, top, side, half + page.du(5)};
  at.skip = {at.done.x, at.done.bottom() + gap, side, half - page.du(5)};
  return at;
}

void draw_back(Page& page, const CommentView& view, Rect rect) {
  if (!view.can_go_back) return;
  const Button back{.name = "back",
                    .words = page.kit.words().get("back"),
                    .type = Type::hint,
                    .weight = 600,
                    .before = Icon::back};
  if (draw_button(page.kit, back, rect, page.du(8))) page.say(Back{finished(*page.state.writing)});
}

void draw_top(Page& page, const CommentView& view, Layout& at) {
  Kit& kit = page.kit;
  if (page.portrait()) {
    const float margin = at.title.x;
    draw_masthead(page, kit.colors().accent_text, kit.colors().ink, kit.colors().ink2);
    draw_progress(page, view.progress, {margin, page.du(255)}, true);
    draw_practice(page, {0, page.du(150), page.width() - margin, page.du(60)}, Align::end);
  } else {
    if (view.can_go_back)
      at.back.width = button_width(kit, {.words = kit.words().get("back"),
                                         .type = Type::hint,
                                         .weight = 600,
                                         .before = Icon::back}) -
                      page.du(8);
    const float language = language_button_width(page);
    at.language = {at.back.right() + page.du(view.can_go_back ? 12 : 0), page.du(14), language,
                   page.du(72)};
    const float progress = draw_progress(
        page, view.progress,
        {std::max(page.width() / 2, at.language.right() + page.du(190)), page.du(50)}, false);
    const float left = at.language.right() + page.du(16);
    draw_practice(page, {left, page.du(14), progress - left - page.du(32), page.du(72)},
                  Align::start);
  }
  draw_back(page, view, at.back);
  // What was typed comes along.
  if (kit.hits().tapped("language")) page.say(KeepDraft{finished(*page.state.writing)});
  draw_language_button(page, at.language);
  draw_aid_signs(page, at.aids);
}

void draw_title(Page& page, const CommentView& view, const Layout& at) {
  Kit& kit = page.kit;
  if (page.portrait()) {
    const TextSpec title =
        fitted(page, view.text, Type::question, {60, 52, 46, 40}, at.title.width, 4);
    kit.paint().text_in(at.title, title, kit.colors().ink, Align::start, false);
    draw_about(page, view, at.about, true);
    return;
  }
  Rect rest = at.title;
  rest.x += rest.width * 0.45F;
  rest.width -= rest.width * 0.45F;
  const float about = draw_about(page, view, rest, false);
  const float width = at.title.width - (about > 0 ? about + page.du(24) : 0);
  kit.paint().text_in(at.title,
                      fitted(page, view.text, Type::title, {46, 42, 38, 34, 30, 26}, width, 2,
                             at.title.height + page.du(8)),
                      kit.colors().ink);
}

// In rows where there is room for them (upright), else in one row, all of one width if they would not
// fit with their own.
void draw_chips(Page& page, const CommentView& view, Writing& writing, const Layout& at) {
  const float gap = page.du(kChipGap), row = page.du(kChip);
  const auto count = static_cast<float>(view.chips.size());
  float all = -gap;
  for (std::size_t i = 0; i < view.chips.size(); ++i) all += chip_width(page, view, i) + gap;
  const bool squeezed = !page.portrait() && all > at.chips.width;
  Rect next{at.chips.x, at.chips.y, 0, row};
  for (std::size_t i = 0; i < view.chips.size(); ++i) {
    next.width = squeezed ? (at.chips.width - (count - 1) * gap) / count
                          : std::min(chip_width(page, view, i), at.chips.width);
    if (!squeezed && next.x > at.chips.x && next.right() > at.chips.right() + 1)
      next = {at.chips.x, next.y + row + gap, next.width, row};
    if (draw_button(page.kit, chip_button(view, i), next, gap))
      writing.box.edit().insert_noun(view.chips[i], page.kit.words().get("chip_separator"));
    next.x += next.width + gap;
  }
}

void draw_note(Page& page, const Layout& at) {
  Kit& kit = page.kit;
  const float icon = page.du(24), gap = page.du(10);
  TextSpec note = kit.spec(kit.words().get("leave_out_names"), Type::note);
  note.width_px = at.note.width - icon - gap;
  note.balance = true;
  const float width = std::min(note.width_px, kit.paint().glyphs().measure(note).width);
  const float x = page.portrait() ? at.note.x : at.note.right() - width - icon - gap;
  kit.paint().icon(Icon::shield, {x + icon / 2, at.note.center().y}, icon, kit.colors().ink2, 1.8F);
  kit.paint().text_in({x + icon + gap, at.note.y, width + 1, at.note.height}, note,
                      kit.colors().ink2);
}

void draw_buttons(Page& page, Writing& writing, const Layout& at) {
  Kit& kit = page.kit;
  const Strings& words = kit.words();
  const Button done{
      .name = "done", .words = words.get("done"), .look = ButtonLook::main, .size_du = 28};
  const Button skip{.name = "skip", .words = words.get("skip"), .after = Icon::skip};
  const float gap = page.du(12);
  if (draw_button(kit, done, at.done, gap)) page.say(SubmitComment{finished(writing)});
  if (draw_button(kit, skip, at.skip, gap)) page.say(Skip{finished(writing)});
}

}  // namespace

void draw_comment(Page& page, const CommentView& view) {
  Writing& writing = writing_of(page, view);
  Layout at = lay_out(page, view, writing);
  page.kit.paint().fill({0, 0, page.width(), page.height()}, page.kit.colors().paper);
  begin_sheet(page);
  draw_top(page, view, at);
  draw_title(page, view, at);
  const Rect bar{at.box.x, at.chips.y, page.width() - 2 * at.box.x, page.du(kChip)};
  if (!draw_candidates(page, writing, bar)) {
    draw_chips(page, view, writing, at);
    draw_note(page, at);
  }
  draw_buttons(page, writing, at);
  writing.box.draw(page.kit, at.box);
  for (const KeyAction& action :
       writing.keys.draw(page.kit, at.tray, writing.box.edit().sentence_start()))
    writing.composer.apply(action, writing.keys.language(), writing.box.edit());
  keep_draft(page, writing);
}

}  // namespace afterword::kiosk
