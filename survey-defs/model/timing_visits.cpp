#include "survey-defs/model/timing_visits.h"

#include <algorithm>

#include "survey-defs/model/timing_receipt.h"
#include "sync/base/json/fields.h"

namespace afterword {
namespace {

constexpr std::int64_t kHappenedMsMost = 253'402'300'799'999;  // the end of year 9999
constexpr Ms kUntouched{INT64_MAX / 4};

std::int64_t seconds(Ms time) { return time.count() / 1000; }

}  // namespace

Result<Happening> read_happening(const json::Value& value, bool refuse_unknown) {
  json::Problems problems;
  json::Fields fields(value, "", problems);
  Happening out;
  if (const auto word = fields.text("event", {.required = true, .bytes_max = 48})) {
    const auto kind = parse_happening_kind(*word);
    if (!kind)
      fields.problem("event", "is not known here",
                     "entered, task_begun, task_ended, purchase_done, pickup_done, return_done, "
                     "service_done or visit_failed");
    out.kind = kind.value_or(out.kind);
  }
  out.receipt = fields.text("receipt", {.bytes_max = kReceiptBytesMax}).value_or("");
  if (const auto at = fields.integer("at_ms", {.least = 0, .most = kHappenedMsMost}))
    out.at = WallTime{*at};
  fields.finish(refuse_unknown ? json::Unknown::refuse : json::Unknown::ignore);
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, "the event"));
  return out;
}

json::Value to_json(const Happening& happening) {
  json::Value out = json::object({{"event", name(happening.kind)}});
  if (!happening.receipt.empty()) out.set("receipt", happening.receipt);
  if (happening.at) out.set("at_ms", static_cast<long long>(happening.at->ms));
  return out;
}

Visits::Visits(Random& random, MonoTime now) : random_(random), here_since_(now) {}

void Visits::woke(MonoTime now) {
  here_since_ = now;
  visit_over();
}

std::optional<NotOffered> Visits::take(HappeningKind kind, std::string_view mark,
                                       Experienced experienced, Ms age, MonoTime now) {
  heard_at_ = now;
  const Ms holds = kind == HappeningKind::visit_failed ? kHelpHolds : kAskHolds;
  if (age >= holds) return NotOffered::too_late;
  age = std::max(age, Ms{0});  // another machine's clock may run ahead
  const MonoTime then = now + -age;
  switch (kind) {
    case HappeningKind::entered:
      here_since_ = then;
      return std::nullopt;
    case HappeningKind::task_begun:
      task_until_ = then + kTaskMost;
      return std::nullopt;
    case HappeningKind::task_ended:
      task_until_.reset();
      here_since_ = then;
      return std::nullopt;
    case HappeningKind::visit_failed:
      help_until_ = then + kHelpHolds;
      // Whoever it was is not to be asked how good it was.
      if (!mark.empty()) {
        std::erase_if(waiting_, [&](const Waiting& each) { return each.mark == mark; });
        remember(std::string(mark), now);
      }
      return std::nullopt;
    case HappeningKind::purchase_done:
    case HappeningKind::pickup_done:
    case HappeningKind::return_done:
    case HappeningKind::service_done:
      break;
  }
  if (!mark.empty() && had_its_ask(mark, now)) return NotOffered::asked_before;
  wait_for_ask({kind, std::string(mark), std::move(experienced), then + kAskHolds});
  return std::nullopt;
}

void Visits::wait_for_ask(Waiting waiting) {
  if (waiting_.size() == kHappeningsMax) waiting_.pop_front();
  waiting_.push_back(std::move(waiting));
}

void Visits::forget_scanned() {
  if (scanned_mark_.empty()) return;
  std::erase_if(waiting_, [&](const Waiting& each) {
    return each.mark == scanned_mark_ && each.kind == HappeningKind::purchase_done;
  });
}

std::optional<NotOffered> Visits::scan(std::string_view mark, Experienced experienced,
                                       MonoTime now) {
  const auto known = std::find_if(waiting_.begin(), waiting_.end(),
                                  [&](const Waiting& each) { return each.mark == mark; });
  if (known == waiting_.end() && scanned_mark_ != mark && had_its_ask(mark, now))
    return NotOffered::asked_before;
  if (known != waiting_.end()) {
    known->experienced = experienced;
  } else {
    forget_scanned();  // of two receipts in one hand the last is meant
    wait_for_ask({HappeningKind::purchase_done, std::string(mark), experienced, now + kAskHolds});
  }
  scanned_mark_ = mark;
  scanned_ = std::move(experienced);
  return std::nullopt;
}

Moment Visits::moment(const std::vector<Survey>& surveys, std::string touchpoint, int minute_of_day,
                      MonoTime now) {
  Moment moment{.touchpoint = std::move(touchpoint), .minute_of_day = minute_of_day};
  moment.busy = task_until_ && now < *task_until_;
  moment.dwelt_s = seconds(now - here_since_);
  if (asked_at_) moment.since_asked_s = seconds(now - *asked_at_);
  moment.hears_events = may_wait_for_events(now);
  for (const Waiting& each : waiting_)
    if (now < each.until) moment.happened.try_emplace(*fulfils(each.kind), each.experienced);
  moment.experienced = scanned_;
  if (!drawn_at_ || now - *drawn_at_ >= kDrawHolds) {
    drawn_.clear();
    drawn_at_ = now;
  }
  for (const Survey& survey : surveys) {
    if (survey.timing.share_percent >= 100) continue;
    const auto drawn = drawn_.find(survey.id);
    const bool left_out =
        drawn != drawn_.end()
            ? drawn->second
            : random_.below(100) >= static_cast<std::uint64_t>(survey.timing.share_percent);
    drawn_.insert_or_assign(survey.id, left_out);
    if (left_out) moment.left_out.insert(survey.id);
  }
  return moment;
}

void Visits::asked(const Survey& survey, MonoTime now) { use_up(survey, now); }

void Visits::declined(const Survey& survey, MonoTime now) {
  use_up(survey, now);
  asked_at_ = now;
}

void Visits::use_up(const Survey& survey, MonoTime now) {
  if (!scanned_mark_.empty()) remember(scanned_mark_, now);
  const auto used = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& each) {
    return now < each.until && fulfils(each.kind) == survey.timing.after;
  });
  if (used != waiting_.end()) {
    if (!used->mark.empty()) remember(used->mark, now);
    waiting_.erase(used);
  }
  if (!scanned_mark_.empty())
    std::erase_if(waiting_, [&](const Waiting& each) { return each.mark == scanned_mark_; });
}

void Visits::visit_over() {
  // A receipt scanned and not asked about may be scanned again; it waits for nobody.
  forget_scanned();
  scanned_mark_.clear();
  scanned_.reset();
  drawn_.clear();
  drawn_at_.reset();
}

bool Visits::help_wanted(MonoTime now) const { return help_until_ && now < *help_until_; }
void Visits::helped() { help_until_.reset(); }

std::vector<HappeningKind> Visits::expire(MonoTime now) {
  std::vector<HappeningKind> gone;
  std::erase_if(waiting_, [&](const Waiting& each) {
    if (now < each.until) return false;
    gone.push_back(each.kind);
    return true;
  });
  if (help_until_ && now >= *help_until_) {
    gone.push_back(HappeningKind::visit_failed);
    help_until_.reset();
  }
  if (task_until_ && now >= *task_until_) task_until_.reset();
  return gone;
}

std::optional<MonoTime> Visits::next_change(const std::vector<Survey>& surveys,
                                            MonoTime now) const {
  MonoTime next = now + kUntouched;
  const auto sooner = [&](MonoTime at) {
    if (at > now) next = std::min(next, at);
  };
  for (const Waiting& each : waiting_) sooner(each.until);
  if (help_until_) sooner(*help_until_);
  if (task_until_) sooner(*task_until_);
  for (const Survey& survey : surveys) {
    if (survey.timing.min_dwell_s > 0)
      sooner(here_since_ + Ms{std::chrono::seconds(survey.timing.min_dwell_s)});
    if (asked_at_ && survey.timing.cool_down_s > 0)
      sooner(*asked_at_ + Ms{std::chrono::seconds(survey.timing.cool_down_s)});
    if (drawn_at_ && survey.timing.share_percent < 100) sooner(*drawn_at_ + kDrawHolds);
  }
  if (next == now + kUntouched) return std::nullopt;
  return next;
}

bool Visits::had_its_ask(std::string_view mark, MonoTime now) {
  std::erase_if(asked_marks_,
                [&](const auto& each) { return now - each.second >= kReceiptRemembered; });
  if (asked_marks_.find(mark) != asked_marks_.end()) return true;
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Waiting& each) { return each.mark == mark && now < each.until; });
}

void Visits::remember(const std::string& mark, MonoTime now) {
  if (asked_marks_.size() >= kReceiptsMax)
    asked_marks_.erase(
        std::min_element(asked_marks_.begin(), asked_marks_.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; }));
  asked_marks_.insert_or_assign(mark, now);
}

bool Visits::may_wait_for_events(MonoTime now) const {
  return told_ || (heard_at_ && now - *heard_at_ < kHearsEventsFor);
}

}  // namespace afterword
