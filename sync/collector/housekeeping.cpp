#include "sync/collector/housekeeping.h"

#include <fmt/format.h>

#include "sync/base/core/day.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/backups.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/deletions.h"
#include "sync/collector/api/exported.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/quarantine.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/erase_comments.h"
#include "sync/collector/ingest/round_times.h"
#include "sync/collector/key_files.h"
#include "sync/collector/room.h"
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
  const auto retried = retry_all_quarantine(context, Actor{"collector"});
  if (!retried)
    context.log.error("housekeeping", retried.error().text());
  else if (retried->stored > 0)
    context.log.info("housekeeping", fmt::format("{} of {} in quarantine could be stored",
                                                 retried->stored, retried->tried));
}

void remove_old_backups(Context& context, Day today) {
  for (const std::string& name : context.backups.rename_future(today))
    context.log.warn("housekeeping",
                     name + " was made under a wrong clock, and has today's name now");
  for (const std::string& name : context.backups.remove_old(today))
    context.log.info("housekeeping", "an old backup is gone: " + name);
  if (const std::string warning = context.backups.warning(today); !warning.empty())
    context.log.warn("housekeeping", warning);
}

// Gives how many could not be read.
Result<int> erase_all_comments(Context& context, Day before) {
  int unreadable = 0;
  Erased erased;
  const auto erase_some = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(erased, erase_comments(writes, context.keys, context.definitions, before,
                                            unreadable, kResponsesAtOnce));
    return add_deleted(writes,
                       {erased.looked_at - std::ssize(erased.unreadable), erased.comments, 0});
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
Result<> round_old_times(Context& context, WallTime now, std::string_view mark,
                         const Round& round) {
  Rounded rounded;
  const auto round_some = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto place, writes.reads().setting(mark));
    const std::int64_t before = parse_number(place.value_or("0")).value_or(0);
    AFTERWORD_ASSIGN(rounded,
                     round(writes, context.keys,
                           RoundingRun{before, now + -kExactTimesKept, now, kResponsesAtOnce}));
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

Result<> expire_all_quarantine(Context& context, Day before, WallTime now) {
  Expired expired;
  do {
    AFTERWORD_TRY(context.writes.run([&](Writes& writes) -> Result<> {
      AFTERWORD_ASSIGN(expired,
                       expire_quarantine(writes, before, now, expired.last, kQuarantineAtOnce));
      return add_deleted(writes, {0, 0, expired.count});
    }));
  } while (expired.more);
  return {};
}

// Erases what was written before that day, and proves it. `done` belongs to the last transaction.
Result<> delete_written_before(Context& context, WallTime now, const DeletedBefore& rule,
                               const std::function<Result<>(Writes&)>& done) {
  AFTERWORD_ASSIGN(const int unreadable, erase_all_comments(context, rule.before));
  AFTERWORD_TRY(expire_all_quarantine(context, rule.before, now));
  std::string envelope;
  const auto finish = [&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(done(writes));
    AFTERWORD_TRY(writes.raise_revision());
    AFTERWORD_ASSIGN(envelope, prove_deletion(writes, context.keys, now, rule.kept_days,
                                              rule.before, unreadable));
    return {};
  };
  AFTERWORD_TRY(context.writes.run(finish));
  // After its commit: one that failed is made again, with other counts. The next start notes what is not.
  if (const auto noted = context.journal.note_deletion(envelope); !noted)
    context.log.error("housekeeping", noted.error().text());
  context.waiters.wake(context);
  return {};
}

// By the rule, and what was gone by one before a restore.
Result<> delete_comments(Context& context, WallTime now) {
  const Day today = Day::of_utc(now);
  About about;
  std::optional<DeletedBefore> again;
  {
    AFTERWORD_ASSIGN(const auto view, context.storage.read());
    AFTERWORD_ASSIGN(about, about_organisation(*view));
    AFTERWORD_ASSIGN(again, to_delete_again(*view));
  }
  const DeletedBefore rule{about.comments_kept_days, today + -about.comments_kept_days};
  const bool due = rule.kept_days > 0 && about.last_deletion != today.text();
  const bool more = again && !(due && again->before <= rule.before);
  if (more) AFTERWORD_TRY(delete_written_before(context, now, *again, deleted_again));
  if (!due) return {};
  return delete_written_before(context, now, rule, [&today](Writes& writes) -> Result<> {
    AFTERWORD_TRY(deleted_again(writes));
    return writes.put_setting(kLastDeletion, today.text());
  });
}

// What goes because it is old. `now` is believed.
Result<> delete_by_age(Context& context, WallTime now) {
  remove_old_backups(context, Day::of_utc(now));
  AFTERWORD_TRY(
      context.writes.run([now](Writes& writes) { return writes.remove_expired_withdrawals(now); }));
  AFTERWORD_TRY(round_old_times(context, now, kResponsesRoundedTo, round_response_times));
  AFTERWORD_TRY(round_old_times(context, now, kInteractionsRoundedTo, round_interaction_times));
  AFTERWORD_TRY(round_old_times(context, now, kStarsRoundedTo, round_star_times));
  return delete_comments(context, now);
}

}  // namespace

Result<> keep_house(Context& context) {
  const ClockWatch::Now now = context.watch.look();
  // On a full disk as well what is old goes: it makes room. A time that is not saved costs one more doubt.
  const auto saved =
      context.writes.run([&context](Writes& writes) { return context.watch.save(writes); });
  if (!saved) context.log.error("housekeeping", saved.error().text());
  retry_quarantine(context);
  if (!now.doubtful) return delete_by_age(context, now.wall);
  context.log.warn("housekeeping", context.watch.warning());
  return {};
}

Housekeeping::Housekeeping(Context& context, std::string data)
    : context_(context), data_(std::move(data)), thread_([this] { work(); }) {}

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

// A program that runs for years says it nowhere else than on the console, which nobody may open.
void Housekeeping::warn_of_trust() {
  const WallTime now = context_.clock.wall();
  const auto warning = trust_warning(context_.keys.trust, now);
  if (warning.empty() || warned_on_ == Day::of_utc(now)) return;
  warned_on_ = Day::of_utc(now);
  context_.log.warn("keys", warning);
}

void Housekeeping::work() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    warn_of_trust();
    if (const auto kept = keep_house(context_); !kept)
      context_.log.error("housekeeping", kept.error().text());
    if (const std::string room = room_warning(data_); !room.empty())
      context_.log.warn("room", room);
    lock.lock();
    changed_.wait_for(lock, kLooks, [this] { return stopping_; });
  }
}

}  // namespace afterword::collector
