// The kiosk's sync threads: one sends the outbox, one keeps the long poll. Each loop is: ask the
// machine, send or wait, tell the machine, publish.
#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "sync/client/poll_machine.h"
#include "sync/client/upload_machine.h"

namespace afterword {

struct SyncStatus {
  OutboxState outbox;
  std::optional<WallTime> last_success;  // of either loop, by the kiosk's clock
  std::string problem;                   // words for staff; empty when all is well
  bool alarm = false;                    // needs a person
  std::int64_t revision = 0;             // of the collector's state, as last heard
  bool settled = false;                  // all that was offered is installed, or cannot be
  std::int64_t acknowledged = 0;         // since the start
  Settings settings;
  std::optional<DeskFigures> figures;  // of the shop's day, as last heard
};

// Loops come round this often although there is nothing to do: that proves that they are alive.
inline constexpr Ms kPauseMost{15'000};

class SyncWorker {
 public:
  // The clients are one a thread. `published` is called on the worker's threads after each step
  // that changed something; it must be quick and may be empty. All references outlive the worker.
  SyncWorker(const SyncParts& parts, HttpClient& upload_http, HttpClient& poll_http,
             Random& poll_random, std::function<Health()> health = {},
             std::function<void(const SyncStatus&)> published = {});
  ~SyncWorker();  // stop()
  SyncWorker(const SyncWorker&) = delete;
  SyncWorker& operator=(const SyncWorker&) = delete;

  void start();
  // Breaks off what is under way and joins both threads. What was not acknowledged stays waiting.
  void stop();

  // Any thread.
  void outbox_changed();
  SyncStatus status() const;
  // By when each loop comes round again if it gets on: a watchdog's food. A request under way is
  // bounded by its own time-out, a pause by kPauseMost.
  MonoTime upload_due() const;
  MonoTime poll_due() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace afterword
