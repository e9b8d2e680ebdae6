#include "sync/collector/api/clock_watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/day.h"

namespace afterword::collector {
namespace {

constexpr std::string_view kClockSetting = "clock";
constexpr int kAuditLookedAt = 100;

std::string day_text(WallTime time) { return Day::of_utc(time).text(); }

}  // namespace

Result<> ClockWatch::begin(Writes& writes) {
  const Reads& reads = writes.reads();
  BelievedTime::State state;
  AFTERWORD_ASSIGN(const auto text, reads.setting(kClockSetting));
  if (text) {
    state = read_believed_time(*text).value_or(BelievedTime::State{});
  } else {
    // A restore writes by the clock of its moment, which is the one in question.
    AFTERWORD_ASSIGN(const auto newest, reads.audit(kAuditLookedAt));
    for (const AuditEntry& entry : newest)
      if (entry.action != "restored") state.at = std::max(state.at, entry.at);
    AFTERWORD_ASSIGN(const auto devices, reads.devices());
    for (const Device& device : devices)
      if (device.seen_at) state.at = std::max(state.at, *device.seen_at);
  }
  {
    const std::lock_guard lock(mutex_);
    time_ = BelievedTime(state);
  }
  if (look_now() == BelievedTime::Change::doubted) AFTERWORD_TRY(writes.end_all_access());
  return save(writes);
}

Result<> ClockWatch::save(Writes& writes) {
  const std::lock_guard lock(mutex_);
  return writes.put_setting(kClockSetting, text_of(time_.state()));
}

BelievedTime::Change ClockWatch::look_now() {
  const std::lock_guard lock(mutex_);
  const WallTime wall = clock_.wall();
  const BelievedTime::Change change = time_.look(wall, clock_.mono());
  switch (change) {
    case BelievedTime::Change::none: break;
    case BelievedTime::Change::doubted: log_.error("clock", warning_of(wall)); break;
    case BelievedTime::Change::right_again: log_.info("clock", "it is right again"); break;
    case BelievedTime::Change::accepted:
      log_.warn("clock", fmt::format("it has gone on for a day, so {} is believed now",
                                     day_text(wall)));
      break;
  }
  return change;
}

ClockWatch::Now ClockWatch::look() {
  look_now();
  const std::lock_guard lock(mutex_);
  const WallTime wall = clock_.wall(), believed = time_.at(clock_.mono());
  return {wall, believed, std::max(wall, believed), time_.doubtful()};
}

void ClockWatch::accept() {
  const std::lock_guard lock(mutex_);
  time_.accept(clock_.wall(), clock_.mono());
}

WallTime ClockWatch::believed() {
  const std::lock_guard lock(mutex_);
  return time_.at(clock_.mono());
}

std::string ClockWatch::warning() {
  look();
  const std::lock_guard lock(mutex_);
  return warning_of(clock_.wall());
}

std::string ClockWatch::warning_of(WallTime clock) const {
  if (!time_.doubtful()) return "";
  const auto hours = [](Ms time) {
    return std::chrono::duration_cast<std::chrono::hours>(time).count();
  };
  return fmt::format(
      "The clock of this machine says {}, and {} was expected. Nothing is deleted because of its age (comments, "
      "quarantined answers, backups, withdrawals) until it has gone on like this for {} hours; it has for {}. "
      "If that date is wrong, set the clock. If it is right, because this machine was off, wait, or say so: "
      "afterword clock accept.",
      day_text(clock), day_text(time_.state().at), hours(kTimeDoubtedFor),
      hours(time_.state().doubt->ran));
}

}  // namespace afterword::collector
