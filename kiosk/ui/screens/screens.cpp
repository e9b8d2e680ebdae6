#include "kiosk/ui/screens/screens.h"

#include <cmath>

#include "kiosk/ui/screens/state.h"

namespace afterword::kiosk {
namespace {

constexpr Ms kPageTime{320}, kCoverTime{420}, kCalmTime{120}, kChoiceShown{450};
constexpr Ms kMarkHeld{5'000};
constexpr float kSlideDu = 32;
constexpr float kOldShare = 0.3F;  // of the time, while the old page fades out

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::string staff_name(StaffView::Page page) {
  switch (page) {
    case StaffView::Page::pin:
      return "staff:pin";
    case StaffView::Page::interaction:
      return "staff:interaction";
    case StaffView::Page::today:
      return "staff:today";
    case StaffView::Page::help:
      return "staff:help";
    case StaffView::Page::stars:
      return "staff:stars";
    case StaffView::Page::give_back:
      return "staff:give_back";
  }
  return "staff";
}

std::string setup_name(const SetupView& view) {
  constexpr const char* names[] = {"setup:screen", "setup:code", "setup:place", "setup:test"};
  constexpr const char* states[] = {"",       ":checking", ":no_network", ":malformed",
                                    ":wrong", ":used",     ":expired",    ":refused"};
  return std::string(names[static_cast<std::size_t>(view.step)]) +
         (view.step == SetupStep::code ? states[static_cast<std::size_t>(view.code)] : "");
}

std::string name_of(const Screen& screen) {
  return std::visit(
      Overloaded{[](const WelcomeView&) { return std::string("welcome"); },
                 [](const LanguagesView&) { return std::string("languages"); },
                 [](const QuestionView& view) { return "question:" + view.id; },
                 [](const CommentView& view) { return "comment:" + view.id; },
                 [](const ThanksView&) { return std::string("thanks"); },
                 [](const ProtectView&) { return std::string("protect"); },
                 [](const OutOfServiceView&) { return std::string("out_of_service"); },
                 [](const SetupView& view) { return setup_name(view); },
                 [](const FinishedView&) { return std::string("finished"); },
                 [](const FarewellView&) { return std::string("farewell"); },
                 [](const HelpView&) { return std::string("help"); },
                 [](const ReceiptView&) { return std::string("receipt"); },
                 [](const StaffView& view) { return staff_name(view.page); },
                 [](const StarsView&) { return std::string("stars"); }},
      screen);
}

bool is_cover(const Screen& screen) {
  if (const auto* const staff = std::get_if<StaffView>(&screen))
    return staff->page == StaffView::Page::give_back;
  return std::holds_alternative<WelcomeView>(screen) ||
         std::holds_alternative<ThanksView>(screen) ||
         std::holds_alternative<OutOfServiceView>(screen) ||
         std::holds_alternative<FarewellView>(screen) || std::holds_alternative<HelpView>(screen);
}

void reset(ImDrawList& list) {
  list._ResetForNewFrame();
  list.PushClipRectFullScreen();
  list.PushTextureID(ImGui::GetIO().Fonts->TexID);
}

DrawListPointer new_list() {
  return DrawListPointer(IM_NEW(ImDrawList)(ImGui::GetDrawListSharedData()));
}

// cubic-bezier(.2, .8, .2, 1), by halving.
float eased(float x) {
  const auto at = [](float t, float a, float b) {
    return 3 * (1 - t) * (1 - t) * t * a + 3 * (1 - t) * t * t * b + t * t * t;
  };
  float low = 0, high = 1;
  for (int round = 0; round < 16; ++round) {
    const float middle = (low + high) / 2;
    (at(middle, 0.2F, 0.2F) < x ? low : high) = middle;
  }
  return at(low, 0.8F, 1);
}

void shift(ImDrawList& list, float dx, float page_width) {
  for (ImDrawVert& vertex : list.VtxBuffer) vertex.pos.x += dx;
  for (ImDrawCmd& command : list.CmdBuffer) {
    if (command.ClipRect.z - command.ClipRect.x >= page_width) continue;
    command.ClipRect.x += dx;
    command.ClipRect.z += dx;
  }
}

void begin_turning(Ui::State& state, const View& view) {
  if (state.page) {
    state.old_ground.reset(state.ground->CloneOutput());
    state.old_sheet.reset(state.sheet->CloneOutput());
    state.turning_since = state.kit.now();
    state.turning_back = view.backwards;
    const bool cover = is_cover(view.screen);
    state.turning_time = state.kit.calm()          ? kCalmTime
                         : cover != state.on_cover ? kCoverTime
                                                   : kPageTime;
  }
  state.page = view.page;
  state.protect_part = 0;
  state.aids_open = false;
  state.on_cover = is_cover(view.screen);
  state.pending.reset();
  state.writing.reset();
  state.mark_held.reset();
  state.kit.hits().cancel();
}

// The old page fades to the ground of the new one, then the new page comes out of it.
void turn(Ui::State& state) {
  state.old_visible = false;
  if (!state.turning_since) return;
  Kit& kit = state.kit;
  const float passed = static_cast<float>((kit.now() - *state.turning_since).count()) /
                       static_cast<float>(state.turning_time.count());
  if (passed >= 1) {
    state.turning_since.reset();
    state.old_ground.reset();
    state.old_sheet.reset();
    if (!state.writing) kit.paint().glyphs().forget_typed();
    return;
  }
  kit.again_now();
  const Color ground = state.on_cover ? kit.colors().cover : kit.colors().paper;
  const Rect all{0, 0, kit.units().page.width, kit.units().page.height};
  state.old_visible = passed < kOldShare;
  float covered = passed / kOldShare;
  if (!state.old_visible) {
    const float share = eased((passed - kOldShare) / (1 - kOldShare));
    covered = 1 - share;
    const float side = (state.turning_back ? -1.0F : 1.0F) * (kit.right_to_left() ? -1.0F : 1.0F);
    if (!kit.calm())
      shift(*state.sheet, std::round(side * (1 - share) * kit.du(kSlideDu)), all.width);
  }
  kit.paint().begin(*state.veil, kit.units(), kit.right_to_left());
  kit.paint().fill(all, ground.with_alpha(std::clamp(covered, 0.0F, 1.0F)));
}

void draw_screen(Page& page) {
  std::visit(Overloaded{[&](const WelcomeView& view) { draw_welcome(page, view); },
                        [&](const LanguagesView& view) { draw_languages(page, view); },
                        [&](const QuestionView& view) { draw_question(page, view); },
                        [&](const CommentView& view) { draw_comment(page, view); },
                        [&](const ThanksView& view) { draw_thanks(page, view); },
                        [&](const ProtectView& view) { draw_protect(page, view); },
                        [&](const OutOfServiceView& view) { draw_out_of_service(page, view); },
                        [&](const SetupView& view) { draw_setup(page, view); },
                        [&](const FinishedView& view) { draw_finished(page, view); },
                        [&](const FarewellView& view) { draw_farewell(page, view); },
                        [&](const HelpView& view) { draw_help(page, view); },
                        [&](const ReceiptView& view) { draw_receipt(page, view); },
                        [&](const StaffView& view) { draw_staff(page, view); },
                        [&](const StarsView& view) { draw_stars(page, view); }},
             page.view.screen);
}

// Returns the intent of a choice that was on show long enough.
void show_choice(Page& page) {
  auto& pending = page.state.pending;
  if (!pending || pending->sent) return;
  const MonoTime until = pending->since + kChoiceShown;
  if (page.kit.now() < until) {
    page.kit.again_at(until);
    return;
  }
  pending->sent = true;
  page.say(pending->intent);
}

// The way to set-up while a kiosk practises: five seconds on the mark, which nobody does by
// accident. A finger that leaves it, or a page that turns, begins anew.
void open_setup(Page& page) {
  auto& held = page.state.mark_held;
  const auto finger = page.kit.hits().finger();
  const Rect mark = page.kit.paint().placed({0, 0, page.du(140), page.du(110)});
  if (!page.around().practice || !page.state.on_cover || !finger || !mark.contains(*finger)) {
    held.reset();
    return;
  }
  if (!held) held = page.kit.now();
  if (page.kit.now() - *held >= kMarkHeld) {
    held.reset();
    page.say(SetUp{.what = SetUp::Do::open});
  } else {
    page.kit.again_at(*held + kMarkHeld);
  }
}

}  // namespace

void begin_sheet(Page& page) {
  page.kit.paint().begin(*page.state.sheet, page.kit.units(), page.kit.right_to_left());
}

Ui::Ui(const Theme& theme, const AllStrings& strings, Glyphs& glyphs, Textures& textures)
    : state_(std::make_unique<State>(theme, strings, glyphs, textures)) {
  state_->ground = new_list();
  state_->sheet = new_list();
  state_->veil = new_list();
}

Ui::~Ui() = default;
void Ui::use(InputMethods* methods) { state_->input_methods = methods; }

std::vector<ImDrawList*> Ui::lists() const {
  if (state_->old_visible)
    return {state_->old_ground.get(), state_->old_sheet.get(), state_->veil.get()};
  return {state_->ground.get(), state_->sheet.get(), state_->veil.get()};
}

void Ui::set_up(const Installation& here) { state_->kit.set_up(here); }

std::optional<MonoTime> Ui::redraw_at() const { return state_->kit.redraw_at(); }
void Ui::tell_marks(std::vector<Rect>* told) { state_->kit.paint().tell_marks(told); }
void Ui::tell_texts(std::vector<DrawnText>* told) { state_->kit.paint().tell_texts(told); }
const Hits& Ui::hits() const { return state_->kit.hits(); }
const std::string& Ui::screen() const { return state_->screen; }
bool Ui::moving() const { return state_->turning_since.has_value(); }
bool Ui::holding() const { return state_->pending && !state_->pending->sent; }

std::optional<Typing> Ui::typing() const {
  if (!state_->writing) return std::nullopt;
  const TextEdit& edit = state_->writing->box.edit();
  const WipedText& text = edit.paragraphs()[edit.cursor().paragraph].text;
  const std::size_t end = edit.cursor().byte;
  std::size_t begin = end > kTypingBytesMost ? end - kTypingBytesMost : 0;
  while (begin < end && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) ++begin;
  return Typing{.before_cursor = std::string(text.data() + begin, end - begin),
                .bytes = edit.bytes(),
                .full = edit.full(),
                .changes = edit.changes()};
}

std::vector<Intent> draw(const View& view, Ui& ui, const Frame& frame) {
  Ui::State& state = *ui.state_;
  std::vector<Intent> intents;
  state.kit.begin(frame, view.around.language, view.around.right_to_left, view.around.aids,
                  view.around.reduced_motion);
  if (state.page != view.page) begin_turning(state, view);
  state.screen = name_of(view.screen);
  for (ImDrawList* const list : {state.ground.get(), state.sheet.get(), state.veil.get()})
    reset(*list);
  if (state.kit.hits().touched())
    intents.push_back(Touched{.outside = state.kit.hits().missed(), .contacts = frame.contacts});

  state.kit.paint().begin(*state.ground, state.kit.units(), state.kit.right_to_left());
  Page page{view, state.kit, state, intents};
  draw_screen(page);
  if (view.warning) state.aids_open = false;
  if (state.aids_open) draw_aid_sheet(page);
  if (view.warning) draw_warning(page, *view.warning);
  state.kit.draw_focus(state.on_cover && !view.warning && !state.aids_open);
  show_choice(page);
  open_setup(page);
  turn(state);
  state.kit.hits().end();
  return intents;
}

}  // namespace afterword::kiosk
