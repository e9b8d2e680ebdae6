// What one kiosk remembers about the visits in front of it, so that it asks at the right moment and
// never twice: happenings that wait for their ask, receipts that had theirs, the draw.
//
// A visit is somebody at this screen: it begins when the kiosk comes to rest after the one before
// and ends with a run, a "not today" or a while untouched.
//
// Pure: times and randomness come in. Nothing of it names a person: receipts come as marks (keyed
// hashes), which live in memory only. Threads: one.
#pragma once
#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/timing.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"
#include "sync/base/json/value.h"

namespace afterword {

inline constexpr Ms kAskHolds{600'000};   // a pick-up done: whoever did it is gone after that
inline constexpr Ms kHelpHolds{120'000};  // a visit that failed
inline constexpr Ms kTaskMost{600'000};   // a task whose end nobody told
inline constexpr Ms kDrawHolds{600'000};  // however many touch the screen meanwhile
inline constexpr Ms kReceiptRemembered{86'400'000};
inline constexpr Ms kHearsEventsFor{604'800'000};  // after the last one: a week
inline constexpr std::size_t kHappeningsMax = 16;  // waiting
inline constexpr std::size_t kReceiptsMax = 4096;  // remembered

// One line of the door, one entry of the collector's word: {"event":"pickup_done"}, and if wanted
// "receipt" (a number as printed) and "at_ms" (when it happened, since 1970).
struct Happening {
  HappeningKind kind = HappeningKind::entered;
  std::string receipt;
  std::optional<WallTime> at;
  bool operator==(const Happening&) const = default;
};
// Errors: invalid, naming every problem. Unknown fields are problems for `refuse`.
Result<Happening> read_happening(const json::Value& value, bool refuse_unknown);
json::Value to_json(const Happening& happening);

class Visits {
 public:
  Visits(Random& random, MonoTime now);

  // Somebody set this kiosk up to hear of events: it waits for them from now on.
  void hears_events() { told_ = true; }
  // An earlier run of the program heard of one, that long ago.
  void heard(Ms age, MonoTime now) { heard_at_ = now + -std::max(age, Ms{0}); }

  // The screen was dark, or the program has just begun: nobody has had a look round yet.
  void woke(MonoTime now);

  // Something happened `age` ago. `mark` stands for its receipt ("" for none), `experienced` is
  // what the receipt says. Nothing: taken; otherwise why it leads to no ask.
  std::optional<NotOffered> take(HappeningKind kind, std::string_view mark, Experienced experienced,
                                 Ms age, MonoTime now);
  // A receipt was scanned or typed here: it says that a purchase is done.
  std::optional<NotOffered> scan(std::string_view mark, Experienced experienced, MonoTime now);

  bool has_scanned() const { return !scanned_mark_.empty(); }

  // Everything that decides what is offered. Draws for this visit where a survey has a share.
  Moment moment(const std::vector<Survey>& surveys, std::string touchpoint, int minute_of_day,
                MonoTime now);

  // Somebody began to answer `survey`: its happening and the receipts of this visit had their ask.
  void asked(const Survey& survey, MonoTime now);
  // Somebody said "not today": like having been asked.
  void declined(const Survey& survey, MonoTime now);
  // The run is over, or the screen was left: what comes now is another visit.
  void visit_over();
  // Since when cool-downs count: the end of a run.
  void cool_from(MonoTime now) { asked_at_ = now; }
  void cooled() { asked_at_.reset(); }

  // Somebody's visit failed and nobody has helped yet.
  bool help_wanted(MonoTime now) const;
  void helped();

  // Asks that nobody took: gone now, for counting. One entry for each.
  std::vector<HappeningKind> expire(MonoTime now);
  // When something ends by itself: a wait, a dwell. Nothing: never.
  std::optional<MonoTime> next_change(const std::vector<Survey>& surveys, MonoTime now) const;

 private:
  struct Waiting {
    HappeningKind kind;
    std::string mark;
    Experienced experienced;
    MonoTime until;
  };
  void wait_for_ask(Waiting waiting);
  void forget_scanned();
  bool had_its_ask(std::string_view mark, MonoTime now);
  void remember(const std::string& mark, MonoTime now);
  bool may_wait_for_events(MonoTime now) const;
  void use_up(const Survey& survey, MonoTime now);

  Random& random_;
  bool told_ = false;
  MonoTime here_since_;  // when somebody could first have looked round
  std::optional<MonoTime> heard_at_, asked_at_, task_until_, help_until_, drawn_at_;
  std::deque<Waiting> waiting_;
  std::map<std::string, MonoTime, std::less<>> asked_marks_;
  std::string scanned_mark_;
  Experienced scanned_;
  std::map<std::string, bool> drawn_;  // by survey: left out of this visit
};

}  // namespace afterword
