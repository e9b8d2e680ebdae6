#include "sync/collector/housekeeping.h"

#include <fmt/format.h>

#include "sync/base/core/day.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/backups.h"
#include "sync/collector/api/exported.h"
#include "sync/collector/api/quarantine.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/erase_comments.h"
#include "sync/collector/ingest/round_times.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

constexpr std::chrono::hours kLooks{1};
constexpr int kResponsesAtOnce = 200;
// Up to which place times are rounded: settings.
constexpr std::string_view kResponsesRoundedTo = "times_rounded_to";
constexpr std::string_view kInteractionsRoundedTo = "interaction_times_rounded_to";
constexpr std::string_view kStarsRoundedTo = "star_times_rounded_to";

// A definition or a program that came meanwhile may know better, and a wish to take something back
// reaches it here. What is wrong with it keeps nothing else from being done.
void retry_quarantine(Context& context) {
  const auto retried = retry_all_quarantine(context);
  if (!retried)
    context.log.error("housekeeping", retried.error().text());
  else if (retried->stored > 0)
    context.log.info("housekeeping", fmt::format("{} of {} in quarantine could be stored",
                                                 retried->stored, retried->tried));
}

void remove_old_backups(Context& context) {
  for (const std::string& name : context.backups.remove_old(Day::of_utc(context.clock.wall())))
    context.log.info("housekeeping", "an old backup is gone: " + name);
}

// Gives how many could not be read.
Result<int> erase_all_comments(Context& context, Day before) {
  int unreadable = 0;
  Erased erased;
  const auto erase_some = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(erased, erase_comments(writes, context.keys, context.definitions, before,
                                            unreadable, kResponsesAtOnce));
    return {};
  };
  do {
    AFTERWORD_TRY(context.writes.run(erase_some));
    for (const std::string& which : erased.unreadable)
      context.log.error("housekeeping",
                        which + ": it cannot be read, so its comments stay (afterword verify)");
    unreadable += static_cast<int>(erased.unreadable.size());
  } while (erased.looked_at == kResponsesAtOnce);
  return unreadable;
}

// Goes on where it stopped: records lie in the order of arrival.
template <class Round>
Result<> round_old_times(Context& context, std::string_view mark, const Round& round) {
  const WallTime now = context.clock.wall();
  Rounded rounded;
  const auto round_some = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto place, writes.reads().setting(mark));
    const std::int64_t before = parse_number(place.value_or("0")).value_or(0);
    AFTERWORD_ASSIGN(rounded, round(writes, context.keys,
                                    RoundingRun{before, now + -kExactTimesKept, now,
                                                kResponsesAtOnce}));
    return rounded.place == before ? Result<>()
                                   : writes.put_setting(mark, std::to_string(rounded.place));
  };
  do {
    AFTERWORD_TRY(context.writes.run(round_some));
    for (const std::string& which : rounded.unreadable)
      context.log.error("housekeeping",
                        which + ": it cannot be read, so its times stay (afterword verify)");
  } while (rounded.more);
  return {};
}

// Gives how many.
Result<int> expire_all_quarantine(Context& context, Day before) {
  int count = 0;
  Expired expired;
  do {
    AFTERWORD_TRY(context.writes.run([&](Writes& writes) -> Result<> {
      AFTERWORD_ASSIGN(expired,
                       expire_quarantine(writes, before, expired.last, kQuarantineAtOnce));
      return {};
    }));
    count += expired.count;
  } while (expired.more);
  return count;
}

}  // namespace

Result<> keep_house(Context& context) {
  retry_quarantine(context);
  remove_old_backups(context);
  AFTERWORD_TRY(round_old_times(context, kResponsesRoundedTo, round_response_times));
  AFTERWORD_TRY(round_old_times(context, kInteractionsRoundedTo, round_interaction_times));
  AFTERWORD_TRY(round_old_times(context, kStarsRoundedTo, round_star_times));
  const Day today = Day::of_utc(context.clock.wall());
  About about;
  {
    AFTERWORD_ASSIGN(const auto view, context.storage.read());
    AFTERWORD_ASSIGN(about, about_organisation(*view));
  }
  if (about.comments_kept_days <= 0 || about.last_deletion == today.text()) return {};
  const Day before = today + -about.comments_kept_days;
  AFTERWORD_ASSIGN(const int unreadable, erase_all_comments(context, before));
  AFTERWORD_ASSIGN(const int expired, expire_all_quarantine(context, before));
  const auto finish = [&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_setting(kLastDeletion, today.text()));
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(writes, context.clock.wall(), "collector", "comments_erased",
                        fmt::format("of days before {}; {} unreadable; {} from quarantine",
                                    before.text(), unreadable, expired));
  };
  AFTERWORD_TRY(context.writes.run(finish));
  context.waiters.wake(context);
  return {};
}

Housekeeping::Housekeeping(Context& context) : context_(context), thread_([this] { work(); }) {}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Housekeeping::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    if (const auto kept = keep_house(context_); !kept)
      context_.log.error("housekeeping", kept.error().text());
    lock.lock();
    changed_.wait_for(lock, kLooks, [this] { return stopping_; });
  }
}

}  // namespace afterword::collector
