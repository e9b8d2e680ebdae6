#include "sync/collector/housekeeping.h"

#include <fmt/format.h>
#include <filesystem>
#include <set>

#include "sync/base/core/day.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/exported.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/erase_comments.h"
#include "sync/collector/ingest/round_times.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

constexpr std::chrono::hours kLooks{1};
constexpr int kResponsesAtOnce = 200;
constexpr std::string_view kBackupPrefix = "collector-";
constexpr int kBackupsKeptDays = 35;
constexpr std::string_view kTimesRoundedTo = "times_rounded_to";  // a setting: the place

// A definition or a program that came meanwhile may know better, and a wish to take something back
// reaches it here. What is wrong with one keeps nothing else from being done.
void retry_quarantine(Context& context) {
  Ingest::Retried retried;
  const auto retry = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(retried, context.ingest.retry_quarantine(writes));
    return {};
  };
  if (const auto done = context.writes.run(retry); !done)
    context.log.error("housekeeping", done.error().text());
  else if (retried.stored > 0)
    context.log.info("housekeeping", fmt::format("{} of {} in quarantine could be stored",
                                                 retried.stored, retried.tried));
}

// Copies hold what was withdrawn or erased since: they go when they are so old, but for the newest.
// Their names sort by time: "collector-20260303T140000Z.db".
void remove_old_backups(const Context& context) {
  std::set<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(context.backups_folder, error))
    if (std::string name = entry.path().filename().string(); name.starts_with(kBackupPrefix))
      names.insert(std::move(name));
  std::string oldest(kBackupPrefix);
  for (const char c : (Day::of_utc(context.clock.wall()) + -kBackupsKeptDays).text())
    if (c != '-') oldest += c;
  while (names.size() > 1 && *names.begin() < oldest &&
         !names.rbegin()->starts_with(names.begin()->substr(0, oldest.size()))) {
    if (std::filesystem::remove(context.backups_folder + "/" + *names.begin(), error))
      context.log.info("housekeeping", "an old backup is gone: " + *names.begin());
    names.erase(names.begin());
  }
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

// Goes on where it stopped: responses lie in the order of arrival.
Result<> round_old_times(Context& context) {
  const WallTime now = context.clock.wall();
  Rounded rounded;
  const auto round_some = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto mark, writes.reads().setting(kTimesRoundedTo));
    const std::int64_t before = parse_number(mark.value_or("0")).value_or(0);
    AFTERWORD_ASSIGN(rounded, round_times(writes, context.keys, before, now + -kExactTimesKept, now,
                                          kResponsesAtOnce));
    return rounded.place == before
               ? Result<>()
               : writes.put_setting(kTimesRoundedTo, std::to_string(rounded.place));
  };
  do {
    AFTERWORD_TRY(context.writes.run(round_some));
    for (const std::string& which : rounded.unreadable)
      context.log.error("housekeeping",
                        which + ": it cannot be read, so its times stay (afterword verify)");
  } while (rounded.more);
  return {};
}

}  // namespace

Result<> keep_house(Context& context) {
  retry_quarantine(context);
  remove_old_backups(context);
  AFTERWORD_TRY(round_old_times(context));
  const Day today = Day::of_utc(context.clock.wall());
  About about;
  {
    AFTERWORD_ASSIGN(const auto view, context.storage.read());
    AFTERWORD_ASSIGN(about, about_organisation(*view));
  }
  if (about.comments_kept_days <= 0 || about.last_deletion == today.text()) return {};
  const Day before = today + -about.comments_kept_days;
  AFTERWORD_ASSIGN(const int unreadable, erase_all_comments(context, before));
  const auto finish = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const int expired, expire_quarantine(writes, before));
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
