// The sync threads of an enrolled kiosk, wired to its store.
//
// Threads: make, use and destroy on main; it must go before the store does.
#pragma once
#include <memory>

#include "kiosk/main_queue.h"
#include "kiosk/session/staff_flow.h"
#include "kiosk/storage/store.h"
#include "sync/client/sync_worker.h"

namespace afterword::kiosk {

class Syncing {
 public:
  // Nothing leaves before start(). What goes wrong is logged once in a while, on main, and told to staff.
  Syncing(Store& store, const Enrolment& enrolment, std::string boot, const Clock& clock,
          Random& random, Log& log, MainQueue& to_main, StaffFlow& staff);

  void start() { worker_.start(); }
  void stop() { worker_.stop(); }
  // Any thread.
  void outbox_changed() { worker_.outbox_changed(); }

 private:
  void heard(const SyncStatus& status);

  const Clock& clock_;
  Log& log_;
  StaffFlow& staff_;
  OnceInAWhile trouble_;
  bool alarmed_ = false;
  TrustHolder trust_;
  CurlHttpClient upload_http_, poll_http_;
  SyncWorker worker_;
};

}  // namespace afterword::kiosk
