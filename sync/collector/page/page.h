// The console's pages: from values to HTML text. Routes fill the structs, set the headers below
// and send the text; nothing here knows a database, a socket or the clock.
//
// Every text that comes in is escaped for the place where it lands. No page needs script or inline
// style, so the policy below holds everywhere. A figure under kShowLeast answers is not shown, nor
// are comments of so few: the pages see to that themselves, whatever they are given.
//
// Threads: pure functions.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/core/clock.h"
#include "sync/collector/page/fleet.h"
#include "sync/metrics/figures.h"

namespace afterword::page {

// Where pages point to; the routes stand there.
inline constexpr std::string_view kOverviewPath = "/";
inline constexpr std::string_view kSurveysPath = "/surveys";
inline constexpr std::string_view kFleetPath = "/fleet";
inline constexpr std::string_view kAskingPath = "/asking";
inline constexpr std::string_view kStoresPath = "/stores";
inline constexpr std::string_view kLoginPath =
    "/login";  // GET the form; POST link, or name+password
inline constexpr std::string_view kLogoutPath = "/logout";  // POST with csrf
inline constexpr std::string_view kWithdrawPagePath =
    "/withdraw";  // open to everybody; GET the form, POST shop, day, code
inline constexpr std::string_view kWithdrawShortPath = "/a";  // the same, shorter to type
inline constexpr std::string_view kAssetsPath = "/assets/";   // + "console.css", or a font's name
std::string question_path(std::string_view survey, std::string_view question);

inline constexpr std::string_view kContentType = "text/html; charset=utf-8";
inline constexpr std::string_view kContentSecurityPolicy =
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

// The one style sheet.
std::string_view stylesheet();
// Where Debian's fonts-inter and fonts-vollkorn keep the file of that name, for the few that the
// style sheet asks for; nothing for any other name. If the file is not there, answer 404: the
// style sheet falls back to the reader's own fonts.
struct FontFile {
  std::string path;
  std::string_view content_type;
};
std::optional<FontFile> font_file(std::string_view name);
// Names of all of them ("Inter-Regular.otf").
std::vector<std::string_view> font_names();

enum class Tab { none, overview, asking, surveys, fleet, stores };

// What stands around every page but the login.
struct Frame {
  std::string organisation;           // may be empty
  std::string user;                   // who is logged in
  std::string csrf;                   // goes back in the field `csrf` of every form
  std::vector<std::string> warnings;  // things an operator must do, one sentence or two each
};

// One of several: a link that is chosen or not.
struct Choice {
  std::string words;
  std::string href;
  bool chosen = false;
};

// A POST to kLoginPath with `csrf` and either `link` (the token of a single-use link: a GET of the
// link only shows this page, so that a preview does not use it up) or `name` and `password`.
struct Login {
  std::string csrf;
  std::string link_token;  // not empty: one button instead of name and password
  std::string name;        // filled in again after a failure
  std::string problem;     // why the last try failed; may be empty
};
std::string login_page(const Login& login);

// One period of a series, oldest first.
struct Period {
  std::string words;  // "February", "9 Dec"
  Histogram counts;
};

struct QuestionFigures {
  Item item;          // which kind, which metric, which options
  std::string title;  // the topic, or the question itself
  std::string text;   // the question itself
  std::string href;   // its own page; empty: no link
  std::vector<std::string>
      words;                   // of each place of `counts.v`, from the lowest step (scale: index
                               // 0 is item.least) or the first option; missing ones: numbers, ids
  bool faces = false;          // faces5: drawn beside the words
  std::string not_applicable;  // "I didn't use this"; empty: "Not applicable"
  Histogram counts;
  std::vector<Period> series;    // drawn from two periods on
  std::uint64_t comments = 0;    // text questions and whys: how many there are
  Histogram flagged;             // of all counted in the period: those with a sign of misuse
  bool without_flagged = false;  // `counts` leave them out
};

// With fewer flagged, or fewer of them in a store or week, leaving them out would tell by the
// difference what they answered: routes leave them in then, and `without_flagged` is false.
inline constexpr std::uint64_t kFlaggedLeast = 5;

// The counts of `all` without those of `some`, which are among them.
Histogram without(Histogram all, const Histogram& some);

struct SurveyFigures {
  std::string id;
  std::string title;
  int version = 1;             // the newest one counted here
  std::uint64_t complete = 0;  // responses in the period
  std::uint64_t partial = 0;
  std::vector<QuestionFigures> questions;
  std::uint64_t flagged = 0;  // of all responses, with a sign of misuse
  bool without_flagged = false;
};

struct Overview {
  std::string title;            // what is shown: "February, all 14 shops"
  std::vector<Choice> periods;  // "Week", "Month", ...; empty: not drawn
  std::vector<SurveyFigures> surveys;
  std::uint64_t recorded = 0;  // for the line that says whether all has arrived
  std::uint64_t received = 0;
  std::uint64_t kiosks_that_do_not_add_up = 0;  // Reconciliation::holds() is false
  std::vector<Choice> quality = {};             // all answers, or those without a sign of misuse
};
std::string overview_page(const Frame& frame, const Overview& overview);

struct Comment {
  std::string text;
  std::string language;  // BCP 47
  std::string answer;    // the words of the answer it explains: "Poor"; may be empty
  std::string store;     // its name
  std::string day;       // as it shall read
};

struct StoreCounts {
  std::string store;  // its name
  Histogram counts;
};

struct QuestionPage {
  std::string survey_id;
  std::string survey_title;
  int version = 1;
  QuestionFigures question;
  std::string period;  // what is shown: "12 weeks, all shops"
  std::vector<Choice> periods;
  std::vector<Choice> quality;
  std::vector<StoreCounts> by_store;  // in name order
  std::vector<Comment> comments;      // the newest; drawn only if `question.comments` >= kShowLeast
};
std::string question_page(const Frame& frame, const QuestionPage& page);

// How many of those that a survey could be offered to began it and finished, and why others were
// not asked: what kiosks counted. No answer is in it.
struct SurveyAsking {
  std::string title;
  std::uint64_t started = 0, finished = 0, left = 0, timed_out = 0;
  std::uint64_t not_yet = 0, not_today = 0, not_said = 0;  // to "Have you finished?"
  std::uint64_t unanswered = 0;                            // an event, and nobody took the offer
  std::vector<std::pair<std::string, std::uint64_t>> refused;  // by reason of the survey format
};
struct Asking {
  std::string title;
  std::vector<Choice> periods;
  std::vector<SurveyAsking> surveys;
};
std::string asking_page(const Frame& frame, const Asking& asking);

enum class VersionState { live, partly, superseded, retired };
struct SurveyVersion {
  int version = 1;
  VersionState state = VersionState::live;
  std::string rollout;    // "all stores", "10 % of kiosks", "2 stores: ..."
  std::string published;  // the day, as it shall read
  std::uint64_t responses = 0;
};
struct SurveyRow {
  std::string id;
  std::string title;
  std::string owner;
  std::string touchpoint;
  std::vector<std::string> languages;
  std::vector<SurveyVersion> versions;  // newest first
};
std::string surveys_page(const Frame& frame, const std::vector<SurveyRow>& surveys);

struct StoreRow {
  std::string id;
  std::string name;
  std::string zone;
  std::uint64_t kiosks = 0;
  std::uint64_t responses = 0;
};
std::string stores_page(const Frame& frame, const std::vector<StoreRow>& stores);

// Kiosks, and whether all they recorded has arrived; the structs are in fleet.h.
std::string fleet_page(const Frame& frame, const Fleet& fleet);

// The page where a person types the code that a kiosk gave them; open to everybody, in their
// language. It never says whether there was such a response.
struct WithdrawPage {
  std::string language = "en";  // one of withdraw_languages()
  struct Shop {
    std::string id, name;
  };
  std::vector<Shop> shops;  // one: it is named and not asked for
  std::string shop;         // the id chosen before; may be empty
  std::string day;          // "2026-03-03", filled in
  std::string code;         // filled in again where something else was wrong
  std::string contact;      // where to ask else, shown with too_many; may be empty
  // too_often: from this address within an hour; too_many: from its network, or all together, within a day.
  enum class State { asking, code_wrong, day_wrong, too_often, too_many, failed, taken };
  State state = State::asking;
};
std::string withdraw_page(const WithdrawPage& page);
// Those it is written in; the first is for everybody else.
std::vector<std::string_view> withdraw_languages();
// The first of them that a browser's Accept-Language names.
std::string_view withdraw_language(std::string_view accept_language);

// "There is no such page", "You may not do this": a heading and a sentence.
std::string message_page(const Frame& frame, std::string_view title, std::string_view text);

}  // namespace afterword::page
