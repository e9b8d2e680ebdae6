// What the screens remember between frames. Private to this folder.
#pragma once
#include <imgui.h>

#include "kiosk/session/session.h"
#include "kiosk/ui/composer.h"
#include "kiosk/ui/keyboard_view.h"
#include "kiosk/ui/screens/screens.h"
#include "kiosk/ui/text_box.h"

namespace afterword::kiosk {

// A choice on show before its intent is returned.
struct PendingChoice {
  std::string name;  // of its target
  Intent intent;
  MonoTime since;
  bool sent = false;  // returned; shown until the page changes
};

// The comment being typed, from the first frame of its page to the last; then it is overwritten.
struct Writing {
  Writing(Glyphs& glyphs, Keyboards& keyboards, std::vector<std::string> languages,
          InputMethods* methods)
      : box(glyphs), keys(keyboards, std::move(languages)), composer(methods) {}
  ~Writing() {
    box.wipe();
    wipe(kept);
  }
  Writing(const Writing&) = delete;
  Writing& operator=(const Writing&) = delete;
  TextBox box;
  KeyboardView keys;
  Composer composer;
  std::string kept;                 // what the last KeepDraft said
  std::optional<MonoTime> changed;  // the last change not yet kept
  std::uint64_t changes = 0;        // of the text, as last seen
};

// Which card the front cover shows, since when, and when somebody last touched the screen.
struct CardTurn {
  std::size_t current = 0;
  std::optional<std::int64_t> page;
  MonoTime since, touched;
};

struct DrawListDeleter {
  void operator()(ImDrawList* list) const { IM_DELETE(list); }
};
using DrawListPointer = std::unique_ptr<ImDrawList, DrawListDeleter>;

struct Ui::State {
  State(const Theme& theme, const AllStrings& strings, Glyphs& glyphs, Textures& textures)
      : kit(theme, strings, glyphs, textures) {}

  Kit kit;
  InputMethods* input_methods = nullptr;
  Keyboards keyboards;
  std::string screen;
  std::optional<std::int64_t> page;

  // What is drawn: the ground stays still while the page slides over it; the veil fades both.
  DrawListPointer ground, sheet, veil, old_ground, old_sheet;
  std::optional<MonoTime> turning_since;
  bool turning_back = false, old_visible = false;
  Ms turning_time{0};
  bool on_cover = false;

  CardTurn cards;
  bool aids_open = false;  // the sheet of aids lies over the page
  std::size_t protect_part = 0;  // of how all this is protected, where it takes several

  std::optional<PendingChoice> pending;
  std::optional<MonoTime> mark_held;  // since when a finger rests on the mark
  std::unique_ptr<Writing> writing;
};

// What one screen gets to draw one frame.
struct Page {
  const View& view;
  Kit& kit;
  Ui::State& state;
  std::vector<Intent>& intents;

  const Surroundings& around() const { return view.around; }
  float width() const { return kit.units().page.width; }
  float height() const { return kit.units().page.height; }
  float du(float design_units) const { return kit.du(design_units); }
  bool portrait() const { return kit.units().portrait; }
  // A small panel, where du grew so that fingers hit: pages have less than their 800 du.
  bool small() const { return !portrait() && kit.units().page_height_du() < 700; }
  void say(Intent intent) { intents.push_back(std::move(intent)); }
};

// What was drawn so far lies on the ground; what follows slides in over it.
void begin_sheet(Page& page);

void draw_welcome(Page& page, const WelcomeView& view);
void draw_languages(Page& page, const LanguagesView& view);
void draw_question(Page& page, const QuestionView& view);
void draw_comment(Page& page, const CommentView& view);
void draw_thanks(Page& page, const ThanksView& view);
void draw_protect(Page& page, const ProtectView& view);
void draw_out_of_service(Page& page, const OutOfServiceView& view);
void draw_staff(Page& page, const StaffView& view);
void draw_stars(Page& page, const StarsView& view);
void draw_setup(Page& page, const SetupView& view);
void draw_finished(Page& page, const FinishedView& view);
void draw_farewell(Page& page, const FarewellView& view);
void draw_help(Page& page, const HelpView& view);
void draw_receipt(Page& page, const ReceiptView& view);
void draw_warning(Page& page, const IdleWarning& warning);
// The aids in the lower half, over whatever page has no room for them in its bar.
void draw_aid_sheet(Page& page);

}  // namespace afterword::kiosk
