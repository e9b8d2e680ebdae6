#include "sync/collector/housekeeping.h"

#include "sync/base/core/day.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/erase_comments.h"

namespace afterword::collector {
namespace {

constexpr std::chrono::hours kLooks{1};
constexpr int kResponsesAtOnce = 200;

}  // namespace

Result<> keep_house(Context& context) {
  const Day today = Day::of_utc(context.clock.wall());
  About about;
  {
    AFTERWORD_ASSIGN(const auto view, context.storage.read());
    AFTERWORD_ASSIGN(about, about_organisation(*view));
  }
  if (about.comments_kept_days <= 0 || about.last_deletion == today.text()) return {};
  const Day before = today + -about.comments_kept_days;
  int looked = kResponsesAtOnce;
  const auto erase_some = [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(looked, erase_comments(writes, context.keys, context.definitions, before,
                                            kResponsesAtOnce));
    return {};
  };
  while (looked == kResponsesAtOnce) AFTERWORD_TRY(context.writes.run(erase_some));
  const auto note = [&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_setting(kLastDeletion, today.text()));
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(writes, context.clock.wall(), "collector", "comments_erased",
                        "of days before " + before.text());
  };
  AFTERWORD_TRY(context.writes.run(note));
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
