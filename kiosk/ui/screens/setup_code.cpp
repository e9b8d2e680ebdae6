// Set-up, second step: the one-time code, typed on the screen, on a keyboard, or by a scanner (which
// is a keyboard that ends with Enter).
#include "kiosk/ui/keyboard/code_keyboard.h"
#include "kiosk/ui/screens/setup.h"

namespace afterword::kiosk {
namespace {

constexpr const char* kCodeKeys = "code";  // their keyboard

const char* state_words(CodeState state) {
  switch (state) {
    case CodeState::checking:
      return "setup_checking";
    case CodeState::no_network:
      return "setup_no_network";
    case CodeState::malformed:
      return "setup_malformed";
    case CodeState::wrong:
      return "setup_wrong";
    case CodeState::used:
      return "setup_used";
    case CodeState::expired:
      return "setup_expired";
    case CodeState::refused:
      return "setup_refused";
    case CodeState::none:
      break;
  }
  return "setup_code_hint";
}

Writing& code_writing(Page& page) {
  Ui::State& state = page.state;
  if (!state.writing) {
    state.keyboards.keep(kCodeKeys, code_keyboard());
    state.writing = std::make_unique<Writing>(page.kit.paint().glyphs(), state.keyboards,
                                              std::vector<std::string>{kCodeKeys}, nullptr);
    state.writing->box.begin("");
    state.writing->keys.begin(kCodeKeys);
  }
  return *state.writing;
}

// A card in the colour of what it says; returns where it ends.
float draw_state(Page& page, const SetupBody& body, CodeState state, float room) {
  Kit& kit = page.kit;
  const Colors& colors = kit.colors();
  const float pad = page.du(16);
  const TextSpec words = fitted(page, kit.words().get(state_words(state)), Type::hint, {22, 20, 18},
                                body.rect.width - 2 * pad, 3, room - pad);
  const float height = kit.paint().glyphs().measure(words).height;
  const Rect card{body.rect.x, body.top, body.rect.width, height + pad};
  kit.paint().rounded(card, page.du(20),
                      state == CodeState::checking ? colors.spruce_soft : colors.marigold_soft);
  kit.paint().text_in(card.grown(-pad, 0), words, colors.ink);
  return card.bottom() + page.du(12);
}

bool is_enter(char letter) { return letter == '\n' || letter == '\r'; }

// What was typed without the ends of lines; whether there was one.
bool take_enter(TextEdit& edit) {
  const std::string text = edit.text();
  std::string kept;
  for (const char letter : text)
    if (!is_enter(letter)) kept += letter;
  if (kept.size() == text.size()) return false;
  edit.set_text(kept);
  return !kept.empty();
}

void draw_code_buttons(Page& page, const SetupBody& body, const SetupView& view, Writing& writing,
                       bool entered) {
  Kit& kit = page.kit;
  const float gap = gap_of(page, 12);
  const bool free = view.code != CodeState::checking;
  std::vector<Button> buttons{
      {.name = "back", .words = kit.words().get("back"), .before = Icon::back},
      {.name = "practise", .words = kit.words().get("setup_practise")},
      {.name = "clear", .words = kit.words().get("setup_clear"), .enabled = free},
      {.name = "setup_next",
       .words = kit.words().get("setup_continue"),
       .look = ButtonLook::main,
       .enabled = free && !writing.box.edit().empty()}};
  // As wide as they want to be, or all narrower by the same share.
  float wanted = 0;
  for (const Button& button : buttons) wanted += button_width(kit, button);
  const float gaps = gap * static_cast<float>(buttons.size() - 1);
  const float share = std::min(1.0F, (body.rect.width - gaps) / wanted);
  float x = body.rect.x;
  const auto place = [&](const Button& button, bool at_end = false) {
    const float width = button_width(kit, button) * share;
    if (at_end) x = body.rect.right() - width;
    const Rect rect{x, body.buttons_top, width, body.button_height};
    x += width + gap;
    return draw_button(kit, button, rect, gap);
  };
  if (place(buttons[0])) page.say(SetUp{.what = SetUp::Do::back});
  if (place(buttons[1])) page.say(SetUp{.what = SetUp::Do::practise});
  if (place(buttons[2])) writing.box.edit().set_text("");
  if (place(buttons[3], true) || (entered && free))
    page.say(SetUp{.what = SetUp::Do::code, .code = writing.box.edit().text()});
}

}  // namespace

void draw_setup_code(Page& page, const SetupView& view) {
  Kit& kit = page.kit;
  Writing& writing = code_writing(page);
  writing.keys.fit(kit, page.width(), page.du(page.small() ? 300 : 370));
  const float tray = writing.keys.height(kit);
  // Where there is no room for a card of its own, what became of the code stands below the title.
  const bool carded = view.code != CodeState::none && !page.small();
  SetupBody body =
      draw_setup_frame(page, view, kit.words().get("setup_code_title"),
                       carded ? std::string() : kit.words().get(state_words(view.code)), tray);
  const float gap = page.du(12), box_least = TextBox::height_for_lines(kit, 2);
  if (carded)
    body.top = draw_state(page, body, view.code, body.buttons_top - body.top - box_least - gap);
  const float box_bottom = body.buttons_top - gap;
  const float box = page.portrait()
                        ? std::min(TextBox::height_for_lines(kit, 4), box_bottom - body.top)
                        : box_bottom - body.top;
  writing.box.draw(
      kit, {body.rect.x, page.portrait() ? body.top : box_bottom - box, body.rect.width, box});
  const bool entered = take_enter(writing.box.edit());
  draw_code_buttons(page, body, view, writing, entered);
  for (const KeyAction& action :
       writing.keys.draw(kit, {0, page.height() - tray, page.width(), tray}, false))
    apply(action, writing.box.edit());
}

}  // namespace afterword::kiosk
