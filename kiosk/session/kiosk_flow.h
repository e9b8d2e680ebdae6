// Everything around a session: the welcome, the language list, idle times, thanks, and which survey
// is offered. Produces the View, takes Intents, and says what the store is to do.
//
// Pure: the clock and randomness come in; effects go out as values, in order. The loop calls
// take() for each intent, tick() when next_change() has passed, and kept() when the store answered.
//
// "Thank you" shows only after kept() said that the response is on disk. A store that fails brings
// the out-of-service page: asking people and losing what they say would be worse than not asking.
//
// Threads: main only.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/session/intent.h"
#include "kiosk/session/invitations.h"
#include "kiosk/session/session.h"
#include "kiosk/session/traffic.h"
#include "kiosk/session/view.h"
#include "survey-defs/model/lint.h"
#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"

namespace afterword::kiosk {

// look.md's times, and privacy's: a stranger must not see what the last person typed.
inline constexpr Ms kIdleLimit{45'000};
inline constexpr Ms kIdleLimitTyping{75'000};
inline constexpr Ms kIdleWarning{30'000};
inline constexpr Ms kThanksFor{30'000};
inline constexpr Ms kFarewellFor{10'000};
inline constexpr Ms kHelpFor{60'000};

// Where this kiosk stands. Practice is the time before enrolment.
struct Place {
  std::string brand;
  std::string store_name;  // empty before enrolment
  std::string touchpoint;
  bool practice = true;
  Promises promises = {};
  std::vector<Card> cards = {};  // newest first
  bool reduced_motion = false;
  Mounting mounting = {};
  // Languages there is a voice for; "en" serves "en-GB". Empty: nothing is read aloud.
  std::vector<Language> voices = {};
  // The store's local minute of the day, 0..1439.
  std::function<int(WallTime)> minute_of_day;
  // Draws a withdraw code. Empty: none is given, whatever is promised.
  std::function<std::string()> draw_code = {};
  TimingPlace timing = {};
};

// What the flow asks of the store. In practice none of these is ever asked.
struct SaveDraft {  // replaces the draft; what it holds is recorded if power goes now
  Recording recording;
  Partial partial = Partial::keep;  // what the next start does with it
};
struct KeepResponse {  // final: answer with kept()
  Recording recording;
};
struct DropDraft {};  // the run leaves nothing behind
struct Count {        // a tally, cumulative by day
  std::string survey;
  std::string name;  // one of kTallyNames
};
// Of a desk (staff_flow.h).
struct KeepInteraction {
  Interaction interaction;
};
struct KeepStar {
  Star star;
};
struct CheckPin {  // answer with pin_checked(), and overwrite it
  std::string pin;
};
struct KeepTraffic {  // what was learned of the usual traffic; not urgent
  HourCounts counts;
};
struct KeepHeard {  // that it hears of events, for the next start; not urgent
  WallTime at;
};
using Effect = std::variant<SaveDraft, KeepResponse, DropDraft, Count, KeepTraffic, KeepHeard,
                            KeepInteraction, KeepStar, CheckPin>;
using Effects = std::vector<Effect>;

// started; finished (to the end); left, timed_out (before it); empty (nothing answered, whatever
// the end). started = finished + left + timed_out + lost to power.
// not_yet, not_today, not_said: the answers to "Have you finished?" that began nothing.
// help_shown, help_missed: a visit failed; missed as well where staff's pages stood in front. unanswered: an event whose ask nobody took.
// receipt_read, receipt_unread; and "refused_" with each reason of NotOffered.
inline constexpr const char* kTallyNames[] = {
    "started",    "finished",     "left",          "timed_out",  "empty",
    "not_yet",    "not_today",    "not_said",      "help_shown", "help_missed",
    "unanswered", "receipt_read", "receipt_unread"};

class Flow {
 public:
  Flow(Place place, std::string boot, const Clock& clock, Random& random);

  // From now on, these may be offered; a running session goes on with its own.
  void set_surveys(std::vector<Survey> surveys);
  // Takes effect between sessions.
  void set_place(Place place);
  // The screen was dark until now: nobody has had a look round yet.
  void woke();
  // What an earlier run of the program learned and had kept.
  void set_traffic(const HourCounts& counts) { traffic_.learned(counts); }
  void set_heard(WallTime at) {
    invitations_.set_heard(at);
    if (resting_page()) rest();
  }

  // Told by a door or by the collector.
  Effects happened(const Happening& happening);

  Effects take(const Intent& intent);
  Effects tick();
  // The store's answer to KeepResponse, or its failure at any other time.
  void kept();
  void store_failed();
  // A store that failed works again: asking goes on.
  void store_works();

  LanguagesView languages_view() const;  // all that the surveys speak
  View view() const;
  // Until when nothing changes by itself; nothing: only a touch changes something.
  std::optional<MonoTime> next_change() const;

  // --- for a desk, which stands in front (staff_flow.h) ---
  // The welcome or the resting page: nobody's run is on the screen.
  bool at_rest() const { return resting_page(); }
  bool thanks_shown() const { return page_ == Page::thanks; }
  bool offers_survey() const { return offered_.has_value() && !broken_; }
  Language first_language() const { return languages_.empty() ? Language() : languages_.front(); }
  // Pages of staff stand in front: nobody sees this one, so no help is offered here.
  void stand_behind(bool behind) { behind_ = behind; }
  // Nothing of whoever was here meets the next person. `category`: what they came to the desk for.
  // Precondition: no session runs.
  void next_person(std::string category);

  // Somebody is answering, or what they answered is being saved.
  bool in_session() const { return session_ != nullptr; }
  // Runs that ended since the start: by finishing, leaving or timing out.
  int sessions_ended() const { return sessions_ended_; }
  bool storage_is_broken() const { return broken_; }
  // Somebody has finished, and whether it is kept will be told by kept() or store_failed().
  bool is_saving() const { return waiting_for_store_.has_value(); }

 private:
  enum class Page { welcome, session, thanks, out_of_service, finished, farewell, help, receipt };
  enum class Ending { finished, left, timed_out };

  void take_in_session(const Intent& intent, Effects& out);
  bool take_while_warned(const Intent& intent, Effects& out);
  void take_language(const Intent& intent);
  void start(Effects& out);
  void begin(Effects& out);  // the questions
  // flow_visit.cpp: what is around a visit.
  void take_finished(const Intent& intent, Effects& out);
  void take_receipt(const std::string& number, Effects& out);
  void take_typing(const Intent& intent, Effects& out);
  void say_farewell(FarewellView::Kind kind);
  void leave_word();  // the farewell or the help is read
  void tick_visit(MonoTime now, Effects& out);
  bool resting_page() const { return page_ == Page::welcome || page_ == Page::out_of_service; }
  void count(const std::vector<Counted>& counted, Effects& out);
  std::optional<MonoTime> visit_change() const;
  void end(Ending ending, Effects& out);
  void forget_session();
  void apply(const Change& change, Effects& out);
  void show(Page page);
  void turn_page(bool backwards = false);
  void toggle(Aid aid);
  void forget_person();
  void take_covers(const Intent& intent);
  Ms slowed(Ms time) const { return aids_.slow_down() ? 2 * time : time; }
  std::vector<CardView> cards() const;
  void thank(bool kept, bool half);
  void rest();  // between sessions: new surveys and place come in, a survey is chosen anew
  void close_languages();
  void watch_traffic();
  int minute_of_day() const;
  Recording last_recording(Ending ending);
  MonoTime idle_at() const;
  bool may_go_idle() const;
  MonoTime thanks_end() const;
  const Survey* survey_shown() const;
  Surroundings surroundings() const;
  Screen screen() const;
  WelcomeView welcome() const;
  ThanksView thanks() const;
  ProtectView protect() const;
  bool anonymous() const;
  bool gives_codes() const;
  bool is_other_year(const std::string& day) const;

  const Clock& clock_;
  Random& random_;
  Place place_;
  std::optional<Place> next_place_;
  std::string boot_;
  std::string category_;  // of the next session; empty but at a desk
  std::vector<Survey> surveys_;
  std::vector<Length> lengths_;  // of surveys_, looked for once: it can take long
  std::vector<bool> asks_who_;   // of surveys_, too
  std::optional<std::vector<Survey>> next_surveys_;
  std::optional<std::size_t> offered_;
  OutOfServiceView::Reason resting_ = OutOfServiceView::Reason::no_survey;
  Invitations invitations_;
  Experienced experienced_;               // of whoever would be asked now
  std::optional<Length> offered_length_;  // where a receipt makes it shorter
  FarewellView::Kind farewell_ = FarewellView::Kind::not_yet;
  std::string typed_receipt_;
  std::optional<MonoTime> heard_kept_at_;
  bool help_uncounted_ = false;
  bool behind_ = false;
  MonoTime page_since_;                       // farewell, help
  std::optional<MonoTime> visit_changes_at_;  // a wait or a dwell ends by itself
  bool visitor_ = false;                      // somebody touched the resting screen

  Page page_ = Page::out_of_service;
  bool languages_open_ = false, protect_open_ = false;
  Aids aids_;
  Language language_;
  std::vector<Language> languages_;  // of the survey shown, or of the last one
  std::unique_ptr<Session> session_;
  std::optional<Ending> waiting_for_store_;  // this ending is being committed
  bool thanks_kept_ = true, thanks_half_ = false;
  std::string withdraw_code_;   // from the end of the run until the thanks are cleared
  bool wants_welcome_ = false;  // Finish was touched while the cool-down runs
  bool broken_ = false;
  MonoTime touched_at_, thanks_since_;
  std::optional<MonoTime> warned_at_;
  MonoTime cool_until_;     // of the last run
  MonoTime look_again_at_;  // at opening hours
  std::int64_t page_number_ = 0;
  bool backwards_ = false;
  int sessions_ended_ = 0;
  Traffic traffic_;
};

}  // namespace afterword::kiosk
