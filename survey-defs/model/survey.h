// A survey definition, read and checked. FORMAT.md beside this folder says what each field means.
//
// Values only: copy and share as you like. What read_survey() returned is consistent (ids unique,
// references good, limits kept), so nothing that takes a Survey checks again.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace afterword {

using Language = std::string;  // BCP 47 tag

// Words by language. Missing languages fall back to the survey's first.
struct LocalText {
  std::map<Language, std::string> by_language;
  bool empty() const { return by_language.empty(); }
  bool operator==(const LocalText&) const = default;
  // The words in `language`, else in a shorter tag of it (zh-Hans -> zh), else in `fallback`, else
  // any, else "".
  const std::string& in(std::string_view language, std::string_view fallback) const;
};

// What somebody experienced, or what a question is about: ids such as "fitting-room".
using Tags = std::set<std::string>;

enum class QuestionKind { scale, yes_no, choice, choices, text };
enum class ScaleKind { faces5, stars5, zero_to_ten, agree7 };
enum class Metric { none, csat, nps, ces, fcr };
enum class Phase { none, enter, find, try_, pay, leave, use, return_, come_back, relationship };
enum class After { visit, purchase, pickup, return_, service, any };
enum class Partial { keep, drop };
enum class Use { kiosk, import };
enum class WhyBand { low, mid, high };

// The names in JSON, SQL and on the command line. parse_* give nothing for other words, also for
// "none", which is how name() calls an absent metric or phase.
std::string_view name(QuestionKind);
std::string_view name(ScaleKind);
std::string_view name(Metric);
std::string_view name(Phase);
std::string_view name(After);
std::optional<QuestionKind> parse_question_kind(std::string_view);
std::optional<ScaleKind> parse_scale_kind(std::string_view);
std::optional<Metric> parse_metric(std::string_view);
std::optional<Phase> parse_phase(std::string_view);
std::optional<After> parse_after(std::string_view);

struct ScaleRange {
  int least = 1;
  int most = 5;
  int steps() const { return most - least + 1; }
};
ScaleRange range_of(ScaleKind);

struct Option {
  std::string id;
  LocalText text;
};

// show_if, as a tree. A value test on a question that is not answered is false; `not` is plain
// negation.
struct Condition {
  enum class Op { is, between, all, any, not_ };
  Op op = Op::is;
  std::string question;             // is, between
  std::vector<std::string> values;  // is: option ids, "yes"/"no", or scale steps as decimal text
  std::optional<int> at_least;      // between
  std::optional<int> at_most;       // between
  std::vector<Condition> parts;     // all, any; exactly one for not_
};

// The open question that follows at once. `one` for language -> text, or one for each band.
struct Why {
  LocalText one;                             // used for every band when not empty
  std::map<WhyBand, LocalText> by_band;      // otherwise
  const LocalText* for_band(WhyBand) const;  // nullptr: no why for that band
};

struct Question {
  std::string id;
  QuestionKind kind = QuestionKind::text;
  ScaleKind scale = ScaleKind::faces5;  // kind == scale only
  Metric metric = Metric::none;
  LocalText topic;
  LocalText text;
  std::map<Language, std::vector<std::string>> labels;  // every step, or the two ends
  std::vector<Option> options;
  bool shuffle = false;
  int max_choices = 0;                // choices only; already resolved, so never 0 there
  bool offers_not_applicable = true;  // false for text, and where it is waived
  LocalText not_applicable;           // empty: the interface's own words
  std::string not_applicable_why;     // why it is waived
  std::optional<Condition> show_if;
  std::optional<Why> why;
  std::vector<LocalText> chips;
  Tags about;  // asked only of who experienced one of these, where that is known; empty: everybody
  std::string hypothesis, decision, review_by;

  std::string why_id() const { return id + ".why"; }
  const Option* option(std::string_view id) const;
};

struct OpenHours {  // minutes of the store's day; close < open crosses midnight; equal means always
  int open_minute = 0;
  int close_minute = 0;
};

struct Timing {
  After after = After::any;
  int cool_down_s = 5;
  std::optional<OpenHours> open;  // absent: always
  std::vector<OpenHours> quiet;   // not offered then
  int min_dwell_s = 0;            // not offered before somebody can have had a look round
  bool ask_finished = false;      // "Have you finished?" comes before the first question
  int share_percent = 100;
  Partial partial = Partial::keep;
};

struct Survey {
  int format = 1;
  std::string id;
  int version = 1;
  Use use = Use::kiosk;
  LocalText title, headline, purpose;
  std::string owner;
  std::string touchpoint;
  Phase phase = Phase::none;
  int priority = 0;
  std::vector<Language> languages;  // the first is the default
  Timing timing;
  std::vector<Question> questions;

  const Question* question(std::string_view id) const;  // by plain id; not for "x.why"
  std::optional<std::size_t> index_of(std::string_view question_id) const;
};

// The language of `offered` that serves `wanted` best (exact, then zh-Hans -> zh, then en, then the
// first).
std::string best_language(const std::vector<Language>& offered, std::string_view wanted);

// Limits of format 1 (FORMAT.md says why).
inline constexpr int kFormat = 1;
inline constexpr std::size_t kDefinitionBytesMax = 256 * 1024;
inline constexpr std::size_t kTextCharactersMax = 500;
inline constexpr std::size_t kQuestionsMax = 60;
inline constexpr std::size_t kOptionsMax = 12;
inline constexpr int kShowIfDepthMax = 8;
inline constexpr std::size_t kQuietMax = 8;
inline constexpr std::size_t kTagsMax = 16;  // of a question, of a receipt
inline constexpr std::size_t kCommentBytesMax = 64 * 1024;

}  // namespace afterword
