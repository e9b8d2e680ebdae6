// StoreCore's part with time: which day it is, what was counted before that was known, and whether the trust
// document has run out. The machine's wall clock is believed only where nothing better is known.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/storage/left_trust.h"
#include "kiosk/storage/store_core.h"
#include "sync/base/zones/zones.h"
#include "sync/protocol/limits.h"

namespace afterword::kiosk {
namespace {

constexpr std::string_view kTimeName = "store";
constexpr int kScoreDaysKept = 2;
constexpr std::size_t kUndatedMost = 100'000;  // 800 KB; months of a busy kiosk without a network
constexpr Ms kTrustTimeEvery{3'600'000};       // of progress, between two writings
// Longer than a kiosk lies in a cupboard and is asked to install again. A collector's clock that is further
// ahead of all that is known, or that jumps while this runs, is doubted: it ends no installing, and no day is
// counted by it, before it has gone on like that for a day.
constexpr Ms kAheadAtOnce{std::chrono::hours(24 * 365 * 2)};
// Days that can be written with four digits of the year, whatever the zone.
constexpr WallTime kDayLeast{86'400'000}, kDayMost{253'402'214'400'000};

}  // namespace

std::optional<WallTime> StoreCore::known_time(MonoTime at) const {
  if (!collector_ahead_) return std::nullopt;
  return WallTime{at.ms + collector_ahead_->count()};
}

Day StoreCore::day_of(WallTime time) const {
  const WallTime possible = std::clamp(time, kDayLeast, kDayMost);
  if (enrolment_)
    if (const auto local = local_time(possible, enrolment_->settings.zone)) return local->day;
  return Day::of_utc(possible);
}

Day StoreCore::today() const {
  return day_of(known_time(world_.clock.mono()).value_or(world_.clock.wall()));
}

// A day that is over for all that is known here is none: what is counted under it may have been told and
// forgotten already. All of that is counted under one day that cannot be, and never forgotten.
Day StoreCore::counting_day() const {
  const Day day = today();
  if (collector_ahead_ || !trust_time_) return day;
  return day < day_of(trust_time_->earliest(world_.clock.mono())) + -1 ? kNoDay : day;
}

Result<> StoreCore::count(const std::string& survey, const std::string& name) {
  const Day day = counting_day();
  AFTERWORD_TRY(with_room(reserve_, [&] { return tallies_.add(day, survey, name); }));
  if (collector_ahead_ || undated_count_ >= kUndatedMost) return {};
  undated_[{day, survey, name}].push_back(world_.clock.mono());
  ++undated_count_;
  return {};
}

BelievedTime::Change StoreCore::believe(WallTime collectors, MonoTime now) {
  const BelievedTime::Change change = collector_time_.look(collectors, now);
  switch (change) {
    case BelievedTime::Change::none: return change;
    case BelievedTime::Change::doubted:
      world_.log.warn(kTimeName, "the collector's clock has jumped: nothing is forgotten by it until it has gone on "
                             "like that for a day");
      break;
    case BelievedTime::Change::right_again:
      world_.log.info(kTimeName, "the collector's clock is right again");
      break;
    case BelievedTime::Change::accepted:
      world_.log.warn(kTimeName, "the collector's clock has gone on for a day since it jumped, so it is believed");
      break;
  }
  save_collector_time();
  return change;
}

// A program before this one has not noted it: then the newest thing that the collector acknowledged tells.
Result<> StoreCore::load_collector_time() {
  AFTERWORD_ASSIGN(const auto text, settings_.get(kCollectorTime));
  const auto kept = text ? read_believed_time(*text) : std::nullopt;
  if (kept) {
    collector_time_ = BelievedTime(*kept);
    return {};
  }
  AFTERWORD_ASSIGN(const WallTime newest, records_.newest_acknowledged());
  collector_time_ = BelievedTime({newest, {}});
  return {};
}

void StoreCore::save_collector_time() {
  if (const auto saved = settings_.set(kCollectorTime, text_of(collector_time_.state())); !saved)
    world_.log.warn(kTimeName, saved.error().text());
}

void StoreCore::heard_time(WallTime collectors) {
  if (collectors.ms <= 0 || collectors > kDayMost) return;
  const MonoTime now = world_.clock.mono();
  const bool first = !collector_ahead_;
  const Day believed = today();
  const bool far = trust_time_ && collectors > trust_time_->earliest(now) + (heard_ ? kTimeJumpMost : kAheadAtOnce);
  // It is later than when the trust document was signed, whatever a clock says.
  const bool before_trust = trust_time_ && collectors + kTimeJumpMost < trust_time_->earliest(now);
  const bool believes_nothing = collector_time_.state().at.ms == 0;
  // What the trust document makes odd is doubted as well, also by a kiosk that has believed nothing yet.
  if ((far && !collector_time_.doubtful()) || (before_trust && believes_nothing))
    collector_time_ = BelievedTime({trust_time_->earliest(now), {}});
  heard_ = collectors;
  const BelievedTime::Change change = believe(collectors, now);
  // Who was off finds it ahead. One that is behind is wrong: its days may have been told and forgotten.
  const WallTime least = collector_time_.at(now);
  const bool was_off = first && collectors > least && collectors < least + kAheadAtOnce;
  if (!collector_time_.doubtful() || was_off) collector_ahead_ = Ms{collectors.ms - now.ms};
  if (change != BelievedTime::Change::none) heard_before_.reset();  // nothing goes by a clock of before
  if (trust_time_) {
    if (!far || change == BelievedTime::Change::accepted) trust_time_->heard(collectors, now);
    keep_trust_time();
  }
  auto dated = date_counts();
  if (dated && first && !collector_time_.doubtful()) dated = gather_misdated();
  if (!dated) world_.log.warn(kTimeName, dated.error().text());
  if (!first || believed == today()) return;
  world_.log.warn(kTimeName, fmt::format("the clock is wrong: it says {}, and the collector {}",
                                         believed.text(), today().text()));
  if (const auto moved = score_.move(believed, today()); !moved)
    world_.log.warn(kTimeName, moved.error().text());
}

// By the collector's clock at both ends: ours may be set at any time, by years.
std::optional<WallTime> StoreCore::forgetting_time() const {
  if (!enrolment_ || !heard_ || believed() == Believed::no) return std::nullopt;
  // What is believed may be what was wrong: a day later is no harm.
  if (collector_time_.doubtful()) return std::nullopt;
  const WallTime now = collector_time_.at(world_.clock.mono());
  // Of a database that was begun anew: as old as its newest record, until the collector is heard again.
  return now < *heard_ ? std::nullopt : std::optional(now);
}

// What the collector erases sooner is not kept here longer.
Ms StoreCore::kept_for() const {
  const int erased_after = enrolment_->settings.about.comments_kept_days;
  const int days = erased_after > 0 ? std::min(erased_after, kKeptDays) : kKeptDays;
  return std::chrono::hours(24 * days);
}

// What cannot be written now is tried again when it is tidied.
Result<> StoreCore::date_counts() {
  if (undated_.empty() || !collector_ahead_) return {};
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*database_));
  for (const auto& [counted, moments] : undated_) {
    const auto& [told, survey, name] = counted;
    std::map<Day, std::int64_t> by_day;
    for (const MonoTime at : moments) ++by_day[day_of(*known_time(at))];
    for (const auto& [day, count] : by_day) {
      if (day == told) continue;
      AFTERWORD_TRY(tallies_.add(day, survey, name, count));
      AFTERWORD_TRY(tallies_.add(told, survey, name, -count));
    }
  }
  AFTERWORD_TRY(transaction.commit());
  undated_.clear();
  undated_count_ = 0;
  return {};
}

// Counts under days to come are an earlier run's, whose clock was wrong: nobody knows their days any more.
Result<> StoreCore::gather_misdated() {
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*database_));
  AFTERWORD_ASSIGN(const auto misdated, tallies_.counted_after(today() + 1));
  for (const Tally& tally : misdated) {
    AFTERWORD_TRY(tallies_.add(kNoDay, tally.survey, tally.name, tally.count));
    AFTERWORD_TRY(tallies_.add(*Day::parse(tally.day), tally.survey, tally.name, -tally.count));
  }
  return misdated.empty() ? Result<>() : transaction.commit();
}

// An hour and more after the collector's clock was heard, so that what goes has been told; and by that moment's
// day, so that nothing goes while nobody can be told. Nor while that clock is doubted.
Result<> StoreCore::forget_counts() {
  AFTERWORD_TRY(date_counts());
  if (collector_time_.doubtful()) return {};
  if (const auto heard = std::exchange(heard_before_, heard_)) {
    AFTERWORD_TRY(tallies_.forget(day_of(*heard) + -kTallyDaysKept));
    AFTERWORD_TRY(score_.forget_others(today() + -kScoreDaysKept, today() + 1));
    AFTERWORD_TRY(tallies_.forget_empty_after(today() + 1));  // that they are empty has been told
  }
  return collector_ahead_ ? gather_misdated() : Result<>();  // what this empties is told first
}

std::vector<crypto::Key32> StoreCore::trusted_keys() const {
  return enrolment_ ? enrolment_->trust.online_public_keys() : std::vector<crypto::Key32>();
}

Result<std::vector<crypto::Key32>> StoreCore::offering_keys() {
  AFTERWORD_ASSIGN(const auto left, settings_.get(kLeftTrust));
  auto keys = keys_of_left(left.value_or(""), first_root_);
  const auto trusted = trusted_keys();
  keys.insert(keys.end(), trusted.begin(), trusted.end());
  return keys;
}

Result<> StoreCore::save_trust(std::string_view envelope, const TrustDocument& trust) {
  if (!enrolment_) return fail(Failure::internal, "trust before enrolment");
  AFTERWORD_TRY(stands());
  AFTERWORD_ASSIGN(const auto kept, settings_.get(kLeftTrust));
  const std::string left = with_left(kept.value_or(""), enrolment_->trust_envelope, trust, first_root_);
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*database_));
  AFTERWORD_TRY(settings_.set(kTrustSetting, envelope));
  AFTERWORD_TRY(settings_.set(kLeftTrust, left));
  AFTERWORD_TRY(transaction.commit());
  if (trust.signed_by) enrolment_->root = *trust.signed_by;
  enrolment_->trust = trust;
  enrolment_->trust_envelope = std::string(envelope);
  sealer_->set_trust(trust);
  trust_time_.reset();
  begin_trust_time({});
  return {};
}

Result<bool> StoreCore::definitions_complete() {
  AFTERWORD_TRY(stands());
  AFTERWORD_ASSIGN(const auto left, settings_.get(kLeftTrust));
  if (!left || left->empty()) return false;
  AFTERWORD_TRY(settings_.remove(kLeftTrust));
  return true;
}

// In a run that has begun already it goes on, whatever the disk has.
void StoreCore::begin_trust_time(std::string_view kept) {
  const MonoTime now = world_.clock.mono();
  const std::string known = trust_time_ ? trust_time_->text(now) : std::string(kept);
  trust_time_.emplace();
  trust_time_->begin(enrolment_->trust, now, known);
  trust_time_kept_ = trust_time_->earliest(now);
  over_told_ = false;
}

void StoreCore::keep_trust_time() {
  if (!trust_time_) return;
  const MonoTime now = world_.clock.mono();
  if (trust_is_over() && !over_told_) {
    over_told_ = true;
    world_.log.warn(kTimeName, "the trust document has run out: surveying goes on, and no new survey is installed "
                               "until the office renews it");
  }
  const WallTime earliest = trust_time_->earliest(now);
  if (earliest - trust_time_kept_ < kTrustTimeEvery) return;
  if (const auto set = settings_.set(kTrustTime, trust_time_->text(now)); !set)
    return world_.log.warn(kTimeName, set.error().text());
  trust_time_kept_ = earliest;
}

bool StoreCore::trust_is_over() const {
  return trust_time_ && trust_time_->is_over(world_.clock.mono());
}

namespace {

tl::unexpected<Error> ran_out(const TrustDocument& trust) {
  return fail(Failure::denied,
              "is left aside: the trust document ran out on " +
                  Day::of_utc(WallTime{trust.expires_at_ms}).text(),
              "", "renew it at the collector (--renew-trust)");
}

}  // namespace

Result<> StoreCore::install(const SurveyVersion& survey, std::string_view envelope,
                            std::string_view definition) {
  AFTERWORD_TRY(stands());
  if (trust_is_over()) {
    AFTERWORD_ASSIGN(const bool same, definitions_.is_the_same(survey, definition));
    if (!same) return ran_out(enrolment_->trust);
  }
  AFTERWORD_TRY(definitions_.install(survey, envelope, definition, trusted_keys()));
  return {};
}

Result<> StoreCore::retire(const SurveyVersion& survey, std::string_view envelope) {
  AFTERWORD_TRY(stands());
  if (trust_is_over()) return ran_out(enrolment_->trust);
  return definitions_.retire(survey, envelope, trusted_keys());
}

}  // namespace afterword::kiosk
