// What a person did, as a screen understood it. The session decides what it means.
#pragma once
#include <string>
#include <variant>

#include "kiosk/session/aids.h"
#include "kiosk/session/staff_intent.h"
#include "survey-defs/model/survey.h"

namespace afterword::kiosk {

struct Start {};
struct OpenLanguages {};
struct CloseLanguages {};
struct ChooseLanguage {
  Language tag;
};
struct Choose {
  std::string option;
};  // scale step, yes/no, option; on choices it toggles
struct ChooseNotApplicable {};
struct Next {};  // choices: done with this question
struct SubmitComment {
  std::string text;
};  // Done; empty is skipped
struct KeepDraft {
  std::string text;
};  // the comment so far, whenever typing pauses; never leaves memory in clear
struct Skip {
  std::string draft;
};  // the draft is dropped
struct Back {
  std::string draft;
};                     // the draft is kept for coming back
struct Leave {};       // "stop here": ends the run
struct StillThere {};  // any touch on the idle warning
struct Finish {};      // thanks: back to the welcome at once
// Any touch or key: the idle time starts again.
struct Touched {
  bool outside = false;  // it began beside everything that can be touched
  int contacts = 1;      // the most fingers at once since the last one
};
// An answer was pressed, and is on show before its Choose; it may still change. Empty: "doesn't
// apply".
struct Pressed {
  std::string option;
};
struct ToggleAid {
  Aid aid;
};
struct OpenProtect {};  // the way to how-we-protect-this, from the covers
struct CloseProtect {};
struct SetUp {  // the installer, on the pages of set-up
  enum class Do { open, practise, back, next, mark, size, code, test } what = Do::next;
  std::size_t mark = 0;  // which circle was touched
  float px_per_mm = 0;
  std::string code = {};
};

// "Have you finished?"
struct FinishedNow {};
struct NotYet {};
struct NotToday {};
struct OpenReceipt {};  // to type its number
struct CloseReceipt {};
struct ReceiptKey {
  std::string key;  // "A", "7", or "erase"
};
struct ReceiptNumber {
  std::string number;
};  // scanned, or typed and done

using Intent =
    std::variant<Start, OpenLanguages, CloseLanguages, ChooseLanguage, Choose, ChooseNotApplicable,
                 Next, SubmitComment, KeepDraft, Skip, Back, Leave, StillThere, Finish, Touched,
                 Pressed, ToggleAid, OpenProtect, CloseProtect, SetUp, FinishedNow, NotYet,
                 NotToday, OpenReceipt, CloseReceipt, ReceiptKey, ReceiptNumber, StaffIntent,
                 OpenStars, GiveStar, CloseStars>;

}  // namespace afterword::kiosk
