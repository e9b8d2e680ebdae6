// What a screen is to show, ready made: screens draw it and decide nothing.
//
// Words of the survey come resolved in the session's language; words of the interface ("Skip") are
// looked up by the screen from assets/strings. Values only.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/session/aids.h"
#include "kiosk/session/promises.h"
#include "kiosk/session/setup_view.h"
#include "kiosk/session/staff_view.h"
#include "survey-defs/model/answer.h"
#include "survey-defs/model/survey.h"

namespace afterword::kiosk {

struct LanguageChoice {
  Language tag;
  std::string own_name;  // in its own script
};

// How the screen hangs; what it cannot know of itself.
struct Mounting {
  int lower_edge_mm = 0;  // above the floor; 0: not known
  int viewing_distance_mm = 500;
};

// On every screen.
struct Surroundings {
  Language language;
  bool right_to_left = false;
  std::string brand;  // from the theme
  std::string place;  // the store's name; empty before enrolment
  std::vector<LanguageChoice> languages;
  bool practice = false;  // before enrolment: nothing is kept, and the screen says so
  Aids aids;
  bool offers_aids = true;      // not to staff, nor where a kiosk is set up
  bool can_speak = false;       // a voice for this language is there: "Read aloud" is offered
  bool reduced_motion = false;  // a setting; aids that slow down imply it
  Mounting mounting = {};
};

// A card in the session's language.
struct CardView {
  std::string said, did;
  bool refused = false;
  std::string day;          // "2026-03-03"
  bool other_year = false;  // than this one: it is to be told
  int answers = 0;
};

// The cover that invites.
struct WelcomeView {
  std::string headline;
  std::string purpose;
  int questions = 0;  // on the longest path, whys not counted
  // How long it takes, rounded up: 5, 10 .. 55 seconds, or whole minutes and no seconds.
  int seconds = 0, minutes = 0;
  std::vector<CardView> cards = {};  // newest first; may be empty
  std::string reading_day = {};      // "monday"; empty: none is promised
  int questions_least = 0;      // on the shortest path; another than `questions`: it is "up to"
  bool anonymous = true;        // no question asks who somebody is
  bool takes_receipts = false;  // one can be scanned, or its number typed
  bool receipt_read = false;    // only what it names is asked
  bool handed_over = false;     // by staff at a desk: "Not now" is offered
};

// How what is said here is protected; every sentence is true of this installation.
struct ProtectView {
  Promises promises = {};
  std::string purpose = {};     // the survey's
  bool anonymous = true;        // no question asks who somebody is
  bool keeps_partial = true;    // what was answered before somebody leaves
  bool gives_code = false;      // a withdraw code at the end
  bool reads_receipts = false;  // what a receipt names is saved, too
  bool at_desk = false;         // and what somebody came to the desk for
  bool other_year = false;      // the last deletion was in another year than this
};

// All languages, one tile each, in the order of their scripts and letters (languages.h).
struct LanguagesView {
  std::vector<LanguageChoice> languages = {};
};

struct Progress {
  int current =
      1;  // 1-based, among the questions of the present path, whys counted with their question
  int count = 1;
};

struct OptionView {
  std::string id;     // option id; "yes"/"no"; the step as decimal text ("0".."10")
  std::string words;  // the label; for zero_to_ten and stars5 the step's number, ends are in
                      // `low_end`, `high_end`
  bool chosen = false;
};

// One question with things to tap.
struct QuestionView {
  std::string id;
  QuestionKind kind = QuestionKind::scale;
  ScaleKind scale = ScaleKind::faces5;
  std::string topic, text;
  std::vector<OptionView> options;  // every step or option, in the order to show (already shuffled)
  std::string low_end, high_end;    // zero_to_ten and stars5
  bool offers_not_applicable = true;
  std::string not_applicable;  // empty: the interface's own words
  bool not_applicable_chosen = false;
  int max_choices = 1;      // choices: how many may be chosen
  bool needs_next = false;  // choices, and with aids that slow down: a tap chooses, Next moves on
  bool can_go_back = false;
  Progress progress;
};

// A comment: a why right after its question, or a text question.
struct CommentView {
  std::string id;
  std::string text;                      // the question
  std::optional<OptionView> about;       // why: the answer given ("Poor")
  std::optional<ScaleKind> about_scale;  // set when that answer has a face or a star to draw
  std::string about_topic;               // "Fitting rooms"; may be empty
  std::vector<std::string> chips;        // in the order to show
  std::string draft;                     // what was typed before, when coming back
  bool can_go_back = false;
  Progress progress;
};

struct ThanksView {
  bool kept = true;
  bool half = false;               // not kept: it ended before the end, and half is dropped
  std::string withdraw_code = {};  // "7F3K92QM"; empty: none is given here
  Promises promises = {};
  std::vector<CardView> cards = {};  // newest first; may be empty
  int seconds_left = 0, seconds_whole = 30;
  bool anonymous = true;
  bool give_back = false;    // handed over at a desk: "Give it back to the desk when you're done"
  bool offers_star = false;  // "Someone made my day" may be said, once
  bool star_given = false;
};

struct OutOfServiceView {
  // later: once they have finished here; pause: not this visit, or not at this hour.
  enum class Reason { no_survey, closed, storage, later, pause } reason = Reason::no_survey;
};

// "Have you finished?", before the first question: now, not yet, not today.
struct FinishedView {};

// A friendly end before anything was asked, or a word about a receipt. Goes by itself.
struct FarewellView {
  enum class Kind { not_yet, not_today, asked_before, receipt_unread } kind = Kind::not_yet;
};

// Where a receipt's number is typed.
struct ReceiptView {
  std::string typed;
  bool letters = true;  // numbers on receipts have letters here
  bool full = false;    // no more fits
};

// A visit that failed: where to find help, and no rating.
struct HelpView {};

// Over whatever screen there is.
struct IdleWarning {
  int seconds_left = 0;
  int seconds_whole = 30;
  bool keeps_answers = true;  // what the definition does with a half-done run
};

using Screen = std::variant<WelcomeView, LanguagesView, QuestionView, CommentView, ThanksView,
                            ProtectView, OutOfServiceView, SetupView, FinishedView, FarewellView,
                            HelpView, ReceiptView, StaffView, StarsView>;

struct View {
  Surroundings around;
  Screen screen;
  std::optional<IdleWarning> warning;
  // Changes whenever a different page is shown, so that a screen can start its transition; steps
  // back are negative.
  std::int64_t page = 0;
  bool backwards = false;
};

}  // namespace afterword::kiosk
