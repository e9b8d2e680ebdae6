// What the policy (survey-defs/model/timing) says in front of this screen, with the store's time, and
// what is counted of it: each survey that was refused to a visit, once, with its reason.
//
// Pure: the clock and randomness come in. Threads: main only.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/session/view.h"
#include "survey-defs/model/timing_receipt.h"
#include "survey-defs/model/timing_visits.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"

namespace afterword::kiosk {

inline constexpr Ms kVisitOverAfter{
    30'000};  // the resting screen untouched: whoever it was has gone

// For what no survey can be blamed for or credited with.
inline constexpr const char* kNoSurvey = "no-survey";

struct Counted {
  std::string survey;
  std::string name;  // of a tally
};

// How events and receipts reach this kiosk.
struct TimingPlace {
  bool hears_events = false;              // set up to be told: never asks before the event
  std::optional<ReceiptScheme> receipts;  // nothing: numbers on receipts mean nothing here
  // A receipt's mark: a keyed hash, so that the number itself is nowhere. Without one, receipts are
  // not looked at.
  std::function<std::string(std::string_view)> receipt_mark;
};

class Invitations {
 public:
  Invitations(const Clock& clock, Random& random) : clock_(clock), visits_(random, clock.mono()) {}

  void set_place(const TimingPlace& place);
  // When an earlier run of the program last heard of an event.
  void set_heard(WallTime at) { visits_.heard(clock_.wall() - at, clock_.mono()); }

  struct Offer {
    std::optional<std::size_t> survey;
    Experienced experienced;
    OutOfServiceView::Reason resting = OutOfServiceView::Reason::no_survey;
  };
  // What is offered now; remembered for what is counted next.
  Offer look(const std::vector<Survey>& surveys, const std::string& touchpoint, int minute_of_day);

  // Told from outside. What is to be counted at once.
  std::vector<Counted> happened(const Happening& happening, WallTime wall);

  // A number was scanned or typed here.
  enum class Read { taken, not_read, asked_before };
  Read receipt(const std::string& number, std::vector<Counted>& counted);
  bool takes_receipts() const { return place_.receipts && place_.receipt_mark; }

  // Of a number as it is typed; without letters, digits suffice.
  std::size_t receipt_length() const {
    return place_.receipts ? place_.receipts->pattern.size() : 0;
  }
  bool receipts_have_letters() const;

  // Somebody touched a screen on which nothing is offered.
  std::vector<Counted> turned_away();
  // Somebody began with `survey`.
  std::vector<Counted> asked(const Survey& survey);
  void declined(const Survey& survey) { visits_.declined(survey, clock_.mono()); }
  void visit_over();
  // Somebody was last here then: cool-downs count from there.
  void cool_from(MonoTime since) { visits_.cool_from(since); }
  // Staff hand the screen over: no cool-down stands in the way.
  void cooled() { visits_.cooled(); }
  // The screen was dark until now.
  void woke();

  // Of this visit, and not asked about yet.
  bool has_scanned() const { return visits_.has_scanned(); }

  bool help_wanted() const { return visits_.help_wanted(clock_.mono()); }
  void helped() { visits_.helped(); }

  // What nobody answered is over.
  std::vector<Counted> expired();
  std::optional<MonoTime> next_change() const {
    return visits_.next_change(surveys_ == nullptr ? std::vector<Survey>() : *surveys_,
                               clock_.mono());
  }

 private:
  // The survey that waits for such a happening here, and why it is not offered, if it is not.
  const Survey* survey_for(HappeningKind kind) const;
  Moment moment();
  std::vector<Counted> count_refused();
  std::optional<NotOffered> note(const Happening& happening, WallTime wall);

  const Clock& clock_;
  Visits visits_;
  TimingPlace place_;
  const std::vector<Survey>* surveys_ = nullptr;  // the flow's, as last looked at
  std::string touchpoint_;
  int minute_of_day_ = 0;
  bool counted_ = false;  // this visit's refusals were
};

}  // namespace afterword::kiosk
