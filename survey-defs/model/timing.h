// Which survey may be offered here and now, and why not the others. Pure: the store's local minute
// and all that is known of the visit come in. What a kiosk remembers between moments is in
// timing_visits.h.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/flow.h"
#include "survey-defs/model/survey.h"

namespace afterword {

// The closed list of reasons, in the order in which they are looked for; the first that holds is
// the reason. Counted as tallies "refused_" + name.
enum class NotOffered {
  import_only,       // never on a kiosk
  wrong_touchpoint,  // another kiosk's
  closed,            // outside of the opening hours
  quiet,             // in a quiet hour
  busy,              // an unfinished task on the same machine
  too_soon,          // the least dwell is not over
  cooling_down,      // somebody was asked, or said "not today", just now
  before_event,      // what it asks about is not done yet
  not_experienced,   // the receipt names nothing that it asks about
  share,             // the draw left this visit out
  // Of a happening or a receipt, never of a survey:
  asked_before,  // this receipt, or this happening, has had its ask
  too_late,      // it happened too long ago to be asked about
};
std::string_view name(NotOffered);
std::optional<NotOffered> parse_not_offered(std::string_view);

// What is told from outside about somebody's visit.
enum class HappeningKind {
  entered,     // somebody came to this place
  task_begun,  // the same screen or counter is being used for something else
  task_ended,
  purchase_done,
  pickup_done,
  return_done,
  service_done,
  visit_failed,  // help instead of a rating
};
std::string_view name(HappeningKind);
std::optional<HappeningKind> parse_happening_kind(std::string_view);

// The `timing.after` that this happening fulfils; nothing for those that fulfil none.
std::optional<After> fulfils(HappeningKind kind);

// An empty touchpoint, the survey's or the moment's, fits every other. The defaults know nothing of
// the visit and refuse nothing.
struct Moment {
  std::string touchpoint;  // empty before enrolment
  int minute_of_day = 0;   // the store's local time, 0..1439
  bool busy = false;
  std::optional<std::int64_t> dwelt_s = {};        // nothing: long enough
  std::optional<std::int64_t> since_asked_s = {};  // nothing: long ago
  // Whether this kiosk is told when a pick-up, a return, ... is done. One that is not told cannot
  // wait for it, and asks whoever comes.
  bool hears_events = false;
  std::map<After, Experienced> happened = {};  // waiting for their ask, and what their receipt said
  Experienced experienced = {};                // what a scanned receipt said
  std::set<std::string> left_out = {};         // surveys whose draw left this visit out
};

// Nothing: it may be offered.
std::optional<NotOffered> why_not(const Survey& survey, const Moment& moment);

// What is known of the experience of whoever would be asked `survey` now.
const Experienced& experience_for(const Survey& survey, const Moment& moment);

// The index of the survey to offer: the highest priority, then the first by id, then its newest
// version; nothing if none may be.
std::optional<std::size_t> choose(const std::vector<Survey>& surveys, const Moment& moment);

// A survey that had a right to be offered here but for one reason.
struct RefusedSurvey {
  std::size_t index = 0;
  NotOffered reason = NotOffered::closed;
};
// Those that would have come before `offered` (all, if none is offered), the foremost first; never
// those of other touchpoints or for import, which nobody refused.
std::vector<RefusedSurvey> refused_before(const std::vector<Survey>& surveys, const Moment& moment,
                                          std::optional<std::size_t> offered);

}  // namespace afterword
