#include "kiosk/keeper.h"

#include <pthread.h>

namespace afterword::kiosk {
namespace {

constexpr const char* kWatchdog = "watchdog";
// The dog is fed so many times in the time it can wait.
constexpr int kFeedings = 4;
// The store comes round once a second by itself.
constexpr Ms kPatienceLeast{3'000};

}  // namespace

Ms Keeper::patience() const { return std::max(*manager_.watchdog() / 2, kPatienceLeast); }

void Keeper::start(std::function<void()> nudge) {
  started_ = true;
  manager_.ready();
  if (!manager_.listens() || !manager_.watchdog()) return;
  nudge_ = std::move(nudge);
  turned();
  watch("screen", [this] { return turned_.load(); });
  thread_ = std::thread([this] { loop(); });
  ::pthread_setname_np(thread_.native_handle(), kWatchdog);
}

void Keeper::watch(const std::string& name, AliveUntil alive) {
  if (!manager_.watchdog()) return;
  const std::lock_guard lock(mutex_);
  parts_.push_back({dog_.add(name, patience(), clock_.mono()), std::move(alive)});
}

void Keeper::leave() {
  const std::lock_guard lock(mutex_);
  for (const Part& part : parts_) dog_.remove(part.part);
  parts_.clear();
}

void Keeper::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (std::exchange(stopping_, true)) return;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  manager_.stopping();
}

void Keeper::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    look();
    changed_.wait_for(lock, *manager_.watchdog() / kFeedings, [this] { return stopping_; });
  }
}

void Keeper::look() {
  for (const Part& part : parts_) dog_.beat(part.part, part.alive());
  const std::string silent = dog_.silent(clock_.mono());
  if (silent.empty()) {
    manager_.alive();
    if (silent_) log_.info(kWatchdog, "all parts get on again");
  } else if (!silent_) {
    log_.error(kWatchdog, "hangs, the watchdog is not fed: " + silent);
    manager_.status("hangs: " + silent);
  }
  silent_ = !silent.empty();
  nudge_();
}

}  // namespace afterword::kiosk
