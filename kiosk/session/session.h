// One person's run through one survey: what is asked next, what was answered, and how long it took.
//
// Pure: times and randomness come in, nothing goes out but values. The flow around it
// (kiosk_flow.h) knows idle times, the welcome and the store; a session knows its survey only.
//
// What a response says of each entry:
//   answered, not_applicable  as the person chose, last choice wins
//   skipped                   they passed it, or it was drawn and they left or timed out there
//   not_shown                 never drawn, or no longer on the path their answers lead through
//
// Threads: one. Comments live in memory only; wipe() overwrites them.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/session/intent.h"
#include "kiosk/session/quality.h"
#include "kiosk/session/view.h"
#include "survey-defs/model/desk_records.h"
#include "survey-defs/model/flow.h"
#include "survey-defs/model/response.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"

namespace afterword::kiosk {

struct Now {
  MonoTime mono;
  WallTime wall;
};
inline Now now_of(const Clock& clock) { return {clock.mono(), clock.wall()}; }

// Under which circumstances a run happens; all of it goes into the response.
struct Circumstances {
  Language language;
  std::string touchpoint;        // where the kiosk stands
  std::string boot;              // names this start of the machine; opaque
  std::vector<Flag> flags = {};  // that it has from its first moment
  Experienced experienced = {};  // what a receipt said; questions about other things are not shown
  std::string category = {};     // what they came to a desk for, if they did
};

// What is handed to the store: a response, and which of its entries are free text, to be redacted
// before anything is written. Of a withdraw code only the hash is written, made with that key.
struct Recording {
  Response response;
  std::vector<std::string> comments;
  std::string withdraw_code = {}, withdraw_key = {};  // no code: the response has none
  std::optional<DeskRating> rating = {};  // for a desk's scoreboard, if its survey has one
};

// What an intent came to.
struct Change {
  bool answers = false;    // an answer changed: the draft on disk is to be replaced
  bool page = false;       // another page is shown
  bool backwards = false;  // ... by going back
  bool finished = false;   // past the last question
};

class Session {
 public:
  // `survey` has at least one question.
  Session(Survey survey, Circumstances circumstances, Random& random, Now now);
  ~Session() { wipe(); }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  // Start, Leave, StillThere, Finish and the language list are the flow's; they change nothing here.
  // Touched and Pressed only tell how it was answered. An intent that does not fit the page shown (a choice that does not exist, a tap
  // that was queued before the page turned) changes nothing either.
  Change take(const Intent& intent, Now now);

  void set_language(Language language);
  const Language& language() const { return language_; }

  // From now on a choice does not move on by itself: Next does.
  void wait_for_next(bool wait) { waits_for_next_ = wait; }

  // While the page is covered (the language list) its time stands still.
  void pause(Now now);
  void resume(Now now);

  // The page shown: a QuestionView or a CommentView. Call it only before finished().
  Screen screen() const;
  bool is_comment() const;
  bool finished() const { return finished_; }

  // Whether anything was answered or marked not applicable; otherwise there is no response.
  bool has_anything() const;

  // What would be recorded if the person left now (partial), or what they finished (complete).
  // Passes check_response() of the survey if has_anything(). Comments are as typed: redaction is the store's door.
  Response response(Now now) const;
  Recording recording(Now now) const;

  const Survey& survey() const { return survey_; }

  // Overwrites answers and comments in memory. The session is over.
  void wipe();

 private:
  Change choose(const std::string& option, Now now);
  void note(const Touched& touch);
  void note(const Pressed& press, Now now);
  Change toggle(const Question& question, const std::string& option);
  Change choose_not_applicable(Now now);
  Change next(Now now);
  Change submit(const std::string& text, Now now);
  Change skip(Now now);
  Change back(std::string draft, Now now);

  void record(const std::string& id, AnswerState state, std::optional<AnswerValue> value);
  Change move_on(Now now);
  void show(std::size_t at, const std::vector<afterword::Step>& steps, Now now);
  void stop_watch(Now now);

  QuestionView question_view(const Question& question) const;
  CommentView comment_view(const Question& question) const;
  Progress progress() const;
  OptionView option_view(const Question& question, const std::string& id) const;

  Survey survey_;
  Language language_;
  bool waits_for_next_ = false;
  std::string touchpoint_, boot_, category_;
  std::vector<Flag> flags_;  // from the first moment
  RunWatch watch_;
  Experienced experienced_;
  Now started_;
  MonoTime shown_at_;    // since when the page's time runs
  bool running_ = true;  // false while paused or finished

  afterword::Step step_;
  bool finished_ = false;
  Answers answers_;                            // as chosen; settled only in response()
  std::map<std::string, std::int64_t> ms_;     // by entry, finished visits only
  std::map<std::string, std::string> drafts_;  // comments typed but not submitted
  std::set<std::string> drawn_;
  std::vector<std::vector<std::size_t>> option_order_;  // by question
  std::vector<std::vector<std::size_t>> chip_order_;    // by question
};

// Overwrites a text's bytes before it is freed. The copies that the library made on the way are
// overwritten by the program's heap (kiosk/heap).
void wipe(std::string& text);
void wipe(Answers& answers);
inline void wipe(Recording& recording) {
  wipe(recording.response.answers);
  wipe(recording.withdraw_code);
}

// `text` as far as a comment may be long (kCommentBytesMax), whole characters only.
std::string cut_to_limit(std::string_view text);

// The entries of a response that are free text: text questions and whys.
std::vector<std::string> comment_ids(const Survey& survey);

}  // namespace afterword::kiosk
