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
  // `happened`: what the collector tells of visitors, on a thread of sync's. Nothing leaves before
  // start(). What goes wrong is logged once in a while, on main.
  Syncing(Store& store, const Enrolment& enrolment, std::string boot, const Clock& clock,
          Random& random, Log& log, MainQueue& to_main,
          std::function<void(const Happening&)> happened);

  // From now on a desk's staff hear how it stands. It must outlive this.
  void tell(StaffFlow& staff) { staff_ = &staff; }

  void start() { worker_.start(); }
  // Any thread.
  void outbox_changed() { worker_.outbox_changed(); }
  MonoTime upload_due() const { return worker_.upload_due(); }
  MonoTime poll_due() const { return worker_.poll_due(); }

 private:
  void heard(const SyncStatus& status);

  const Store& store_;
  const Clock& clock_;
  Log& log_;
  StaffFlow* staff_ = nullptr;
  OnceInAWhile trouble_;
  bool alarmed_ = false;
  TrustHolder trust_;
  CurlHttpClient upload_http_, poll_http_;
  SyncWorker worker_;
};

}  // namespace afterword::kiosk
