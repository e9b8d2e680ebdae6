// Feeds the service manager's watchdog while the screen, the store and the sync prove that they get
// on, and tells it when the kiosk is ready and when it ends.
//
// A thread of its own, so that a screen that hangs cannot vouch for itself. Started by hand, where
// nobody listens, there is no thread and nothing to pay.
//
// Threads: make and destroy on main. turned() from main; the others are asked from the keeper's
// thread and must be safe to ask.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "kiosk/appliance/watchdog.h"
#include "sync/base/log/log.h"
#include "sync/base/service/service_manager.h"

namespace afterword::kiosk {

class Keeper {
 public:
  using AliveUntil = std::function<MonoTime()>;  // when it beat, or by when it will

  Keeper(ServiceManager manager, const Clock& clock, Log& log)
      : manager_(std::move(manager)), clock_(clock), log_(log) {}
  ~Keeper() { stop(); }
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;

  // `nudge` brings the main loop round without drawing; turned() must follow. Says READY=1.
  void start(std::function<void()> nudge);
  bool started() const { return started_; }
  // The main loop came round.
  void turned() { turned_ = clock_.mono(); }
  // Another part that must get on, from now until leave() or the end. What `alive` reads must live
  // until then.
  void watch(const std::string& name, AliveUntil alive);
  // Nobody asks the parts any more when this returns.
  void leave();
  // Says STOPPING=1. Ending has its own time limit with the service manager.
  void stop();

 private:
  struct Part {
    Watchdog::Part part;
    AliveUntil alive;
  };

  Ms patience() const;
  void loop();
  void look();

  const ServiceManager manager_;
  const Clock& clock_;
  Log& log_;
  bool started_ = false;  // main's
  std::function<void()> nudge_;
  std::atomic<MonoTime> turned_{MonoTime{}};

  std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  Watchdog dog_;
  std::vector<Part> parts_;
  bool stopping_ = false, silent_ = false;
  std::thread thread_;
};

}  // namespace afterword::kiosk
