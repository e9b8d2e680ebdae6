// A question in the person's own words: text box, chips and keyboard. The answer that led here is
// said again beside it.
#include <cmath>

#include "kiosk/ui/screens/candidates.h"
#include "kiosk/ui/screens/chips.h"
#include "kiosk/ui/screens/parts.h"
#include "kiosk/ui/screens/tiles.h"

namespace afterword::kiosk {
namespace {

constexpr float kSheetMargin = 24, kSide = 220;
constexpr Ms kTypingPause{1000};

Writing& writing_of(Page& page, const CommentView& view) {
  Ui::State& state = page.state;
  if (state.writing) return *state.writing;
  std::vector<std::string> languages{page.around().language};
  for (const LanguageChoice& choice : page.around().languages)
    if (choice.tag != page.around().language) languages.push_back(choice.tag);
  state.writing = std::make_unique<Writing>(page.kit.paint().glyphs(), state.keyboards,
                                            std::move(languages), state.input_methods);
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

struct Layout {
  Rect title, about, box, done, skip, back, aids, chips, note, tray;
  std::optional<Rect> candidates;  // in the place of the buttons
  Point progress;
  bool shows_chips = true, shows_progress = true, progress_from_start = false;
  bool in_bar = false;  // the question stands in the top bar
};

// Upright: from the keyboard upwards.
Layout lay_out_upright(Page& page, const CommentView& view, Writing& writing) {
  Layout at;
  const Units& units = page.kit.units();
  const float reach = reach_top(page);
  // Where everything is to be low, a little closer.
  const float margin = page.du(48), inner = page.width() - 2 * margin;
  const float gap = gap_of(page, reach > 0 ? 8 : 12);
  const float row = reach > 0 ? std::max(page.du(64), units.mm(kLeastMm))
                              : std::max(page.du(80), units.mm(kButtonLeastMm));
  const float keys_most =
      reach > 0 ? page.height() - reach - 2 * row - 3 * gap : page.height() * 0.42F;
  writing.keys.fit(page.kit, page.width(), std::min(page.du(600), keys_most));
  const float tray = writing.keys.height(page.kit);
  at.tray = {0, page.height() - tray, page.width(), tray};
  const float signs = (page.du(80) + gap) * static_cast<float>(aid_signs(page)) - gap;
  at.note = {margin, at.tray.y - gap - row, inner - signs - page.du(16), row};
  at.aids = {margin + inner - signs, at.note.y, signs, row};
  const float buttons = at.note.y - gap - row;
  const float count = view.can_go_back ? 3 : 2;
  const float width = (inner - (count - 1) * gap) / count;
  at.back = {margin, buttons, width, row};
  at.skip = at.back.moved(view.can_go_back ? width + gap : 0, 0);
  at.done = at.skip.moved(width + gap, 0);
  const float chips = chips_height(page, view, inner);
  at.chips = {margin, buttons - gap - chips, inner, chip_row(page)};
  // The words that ask come first: for them chips and the answer given give way, and the box keeps
  // three lines.
  const float least = TextBox::height_for_lines(page.kit, 3);
  const float wanted = TextBox::height_for_lines(page.kit, 4);
  const float title_least = page.du(120 * units.type.control);
  const float about_wanted = view.about ? page.du(72) : 0;
  at.shows_chips = !view.chips.empty() && at.chips.y >= reach_top(page) &&
                   at.chips.y - gap - least - title_least >= page.du(110);
  const float box_bottom = (at.shows_chips ? at.chips.y : buttons) - gap;
  const bool fits_about = box_bottom - least - title_least - about_wanted >= page.du(110);
  const float about = fits_about ? about_wanted : 0;
  const float box = std::clamp(box_bottom - page.du(300 + 150) - about, least, wanted);
  at.box = {margin, box_bottom - box, inner, box};
  at.about = {margin, at.box.y - about, inner, about > 0 ? page.du(56) : 0};
  const float title_bottom = at.box.y - about - page.du(12);
  const bool roomy = title_bottom - page.du(300) >= page.du(110);
  const float top = page.du(roomy ? 300 : 110);
  at.title = {margin, top, inner, title_bottom - top};
  at.progress = {margin, page.du(255)};
  at.shows_progress = roomy;
  return at;
}

// What chips leave of their row, or below the question where that is too little.
void place_note_of_bar(Page& page, const CommentView& view, Layout& at, float inner) {
  const float chips = chips_width(page, view);
  if (chips <= at.chips.width) {
    const float left = at.chips.x + (chips > 0 ? chips + page.du(24) : 0);
    at.note = {left, at.chips.y, at.chips.x + inner - left, at.chips.height};
  } else {
    at.note = {};
    at.chips.width = inner;
  }
}

// On a low screen the question stands in the top bar, and Skip beside the chips.
Layout lay_out(Page& page, const CommentView& view, Writing& writing) {
  if (page.portrait()) return lay_out_upright(page, view, writing);
  Layout at;
  const Units& units = page.kit.units();
  const float margin = page.du(kSheetMargin), side = page.du(kSide);
  const float inner = page.width() - 2 * margin, gap = gap_of(page, page.small() ? 8 : 12);
  const float chip = chip_row(page);
  const bool low = top_out_of_reach(page);
  const float row_gap = chip_gap(page);
  // Larger letters take of the keys' room, as far as fingers allow.
  const float keys = units.type.control > 1
                         ? std::max(page.du(346), 4 * units.mm(kButtonLeastMm) + page.du(50))
                         : page.du(370);
  const float keys_most = low            ? page.height() - reach_top(page) - chip - row_gap
                          : page.small() ? page.du(300)
                                         : std::min(page.du(370), keys);
  writing.keys.fit(page.kit, page.width(), std::min(page.du(430), keys_most));
  const float tray = writing.keys.height(page.kit);
  at.tray = {0, page.height() - tray, page.width(), tray};
  const float bar = std::max(page.du(72), units.mm(kLeastMm));
  const float bar_top = page.du(page.small() ? 3 : 14);
  at.back = {margin, bar_top, 0, bar};
  at.aids = {page.width() / 2, bar_top, page.width() / 2 - margin, bar};
  at.progress = {page.width() / 2, bar_top + bar / 2};
  at.title = {margin + page.du(5), page.du(94), inner - page.du(10), page.du(62)};
  at.chips = {margin, at.tray.y - gap - chip, inner - page.du(258), chip};
  at.note = {page.width() - margin - page.du(250), at.chips.y, page.du(250), chip};
  at.shows_chips = !view.chips.empty();
  float top = page.du(168), bottom = at.chips.y - gap;
  if (low) {
    // All buttons in one row above the keyboard; what is above it is only to be read.
    const Rect bar_row{margin, at.tray.y - row_gap - chip, inner, chip};
    const auto signs = static_cast<float>(aid_signs(page));
    const float aids = signs * (chip + row_gap) - row_gap;
    const float third = (inner - aids - 3 * gap) / 3;
    at.back = {bar_row.x, bar_row.y, third, chip};
    at.aids = {bar_row.x + third + gap, bar_row.y, aids, chip};
    at.skip = {at.aids.right() + gap, bar_row.y, third, chip};
    at.done = {at.skip.right() + gap, bar_row.y, third, chip};
    at.chips = {margin, bar_row.y - gap - chip, inner, chip};
    const bool reached = at.chips.y >= reach_top(page);
    at.shows_chips = !view.chips.empty() && reached;
    // While letters wait for a choice there is nothing else to do.
    if (!reached) at.candidates = bar_row;
    at.title.y = page.du(80);
    at.note = {page.width() - margin - page.du(420), page.du(14), page.du(420), bar};
    at.progress = {margin, page.du(14) + bar / 2};
    at.progress_from_start = true;
    top = page.du(152);
    bottom = (at.shows_chips ? at.chips.y : bar_row.y) - gap;
    at.box = {margin, top, inner, bottom - top};
    return at;
  }
  const float three_lines = 3 * page.kit.spec("", Type::typed).line_px;
  if (bottom - top < three_lines - page.du(6)) {
    at.shows_progress = false;
    at.in_bar = true;
    place_note_of_bar(page, view, at, inner);
    top = at.back.bottom() + gap_of(page, 8);
  }
  at.box = {margin, top, inner - side - page.du(16), bottom - top};
  at.done = {page.width() - margin - side, top, side, 0};
  const float half = (at.box.height - gap) / 2;
  if (half < units.mm(kLeastMm) + page.du(5)) {
    at.done.height = at.box.height;
    at.skip = {at.done.x, at.chips.y, side, chip};
    at.note = {};
    at.chips.width = at.box.width;
    return at;
  }
  at.done.height = half + page.du(5);
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
    draw_masthead(page, kit.colors().accent_text, kit.colors().ink, kit.colors().ink2);
    if (at.shows_progress) draw_progress(page, view.progress, at.progress, true);
    draw_practice(page, {page.width() / 2, page.du(20), page.width() / 2 - at.title.x, page.du(60)},
                  Align::end);
    return;
  }
  if (view.can_go_back && at.back.width <= 0)
    at.back.width = button_width(kit, {.words = kit.words().get("back"),
                                       .type = Type::hint,
                                       .weight = 600,
                                       .before = Icon::back}) -
                    page.du(8);
  if (!at.shows_progress) return;
  const float progress = draw_progress(page, view.progress, at.progress, at.progress_from_start);
  const float left = at.back.right() + page.du(view.can_go_back ? 24 : 0);
  if (at.progress_from_start) return;
  draw_practice(page, {left, page.du(14), progress - left - page.du(32), page.du(72)},
                Align::start);
}

// Between Back and the aids.
void draw_title_in_bar(Page& page, const CommentView& view, const Layout& at) {
  Kit& kit = page.kit;
  const float left = view.can_go_back ? at.back.right() + page.du(20) : at.back.x;
  const float sign = gap_of(page, 8) + std::max(page.du(80), page.kit.units().mm(kLeastMm));
  const float right = at.aids.right() - sign * static_cast<float>(aid_signs(page));
  // From the page's edge to the box; the question takes what the smallest note leaves.
  const float top = page.du(4), width = right - left - page.du(20);
  const float height = at.box.y - top - page.du(4);
  const std::string note = at.note.width > 0 ? "" : kit.words().get("leave_out_names");
  Glyphs& glyphs = kit.paint().glyphs();
  const auto height_of = [&](const TextSpec& text) {
    return text.text.empty() ? 0 : glyphs.measure(text).height;
  };
  const float least = height_of(kit.spec_eased(note, Type::note, 18, 0));
  const TextSpec question = fitted(page, view.text, Type::title,
                                   {42, 38, 34, 30, 28, 26, 24, 22, 20}, width, 2, height - least);
  const float question_height = height_of(question);
  const TextSpec small =
      fitted(page, note, Type::note, {19, 18}, width, 1, height - question_height);
  const float y = top + (height - question_height - height_of(small)) / 2;
  kit.paint().text_in({left, y, width, 0}, question, kit.colors().ink, Align::start, false);
  if (!note.empty())
    kit.paint().text_in({left, y + question_height, width, 0}, small, kit.colors().ink2,
                        Align::start, false);
}

void draw_title(Page& page, const CommentView& view, const Layout& at) {
  Kit& kit = page.kit;
  if (at.in_bar) return draw_title_in_bar(page, view, at);
  if (page.portrait()) {
    const TextSpec title = fitted(page, view.text, Type::question, {60, 52, 46, 40, 34, 28},
                                  at.title.width, 5, at.title.height);
    kit.paint().text_in(at.title, title, kit.colors().ink, Align::start, false);
    if (at.about.height > 0) draw_about(page, view, at.about, true);
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

void draw_note(Page& page, const Layout& at) {
  if (at.note.width <= 0) return;
  Kit& kit = page.kit;
  const float icon = page.du(24), gap = page.du(10);
  const TextSpec note = fitted(page, kit.words().get("leave_out_names"), Type::note, {19, 18},
                               at.note.width - icon - gap, 3, at.note.height);
  const float width = std::min(note.width_px, kit.paint().glyphs().measure(note).width);
  const float x = page.portrait() ? at.note.x : at.note.right() - width - icon - gap;
  kit.paint().icon(Icon::shield, {x + icon / 2, at.note.center().y}, icon, kit.colors().ink2, 1.8F);
  kit.paint().text_in({x + icon + gap, at.note.y, width + 1, at.note.height}, note,
                      kit.colors().ink2);
}

// In place of the chips and the note.
Rect candidates_bar(Page& page, const Layout& at) {
  if (at.candidates) return *at.candidates;
  const float height = chip_row(page);
  if (page.portrait())
    return at.shows_chips ? Rect{at.box.x, at.chips.y, at.box.width, height}
                          : Rect{at.note.x, at.note.y, at.note.width, height};
  const bool wide = at.note.width > 0 && at.note.y == at.chips.y;
  return {at.chips.x, at.chips.y, wide ? at.note.right() - at.chips.x : at.chips.width, height};
}

void draw_buttons(Page& page, Writing& writing, const Layout& at) {
  Kit& kit = page.kit;
  const Strings& words = kit.words();
  const Button done{
      .name = "done", .words = words.get("done"), .look = ButtonLook::main, .size_du = 28};
  const Button skip{.name = "skip", .words = words.get("skip"), .after = Icon::skip};
  const float gap = gap_of(page, 12);
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
  // Keys lead in this order: chips or candidates, box, Done, Skip, Back, aids, keyboard.
  const bool choosing = draw_candidates(page, writing, candidates_bar(page, at));
  if (!choosing) {
    draw_note(page, at);
    if (at.shows_chips) draw_chips(page, view, writing.box.edit(), at.chips);
  }
  writing.box.draw(page.kit, at.box);
  if (!choosing || !at.candidates) {
    draw_buttons(page, writing, at);
    draw_back(page, view, at.back);
    // Another language: what was typed comes along.
    if (page.kit.hits().tapped("language")) page.say(KeepDraft{finished(writing)});
    draw_aid_signs(page, at.aids);
  }
  for (const KeyAction& action :
       writing.keys.draw(page.kit, at.tray, writing.box.edit().sentence_start()))
    writing.composer.apply(action, writing.keys.language(), writing.box.edit());
  keep_draft(page, writing);
}

}  // namespace afterword::kiosk
