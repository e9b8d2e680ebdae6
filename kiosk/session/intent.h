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
struct Touched {};     // any touch or key: the idle time starts again
struct ToggleAid {
  Aid aid;
};
struct OpenProtect {};  // the way to how-we-protect-this, from the covers
struct CloseProtect {};

using Intent = std::variant<Start, OpenLanguages, CloseLanguages, ChooseLanguage, Choose,
                            ChooseNotApplicable, Next, SubmitComment, KeepDraft, Skip, Back, Leave,
                            StillThere, Finish, Touched, ToggleAid, OpenProtect, CloseProtect,
                            StaffIntent, OpenStars, GiveStar, CloseStars>;

}  // namespace afterword::kiosk
