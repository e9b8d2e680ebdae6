// The store thread: owns the only connection to kiosk.db; everybody else sends it messages.
//
// main      save_draft, keep, drop_draft, count, keep_traffic, keep_heard, check: return at once; `done` is
//           called on the store thread when the disk has answered, and must only hand over. A
//           record of which the disk cannot say whether it is there is given again every second
//           until it can, for kUnsureMost.
// sync      outbox(), counters(), definitions(), enrolment_store(), health(): ask and wait.
// One folder belongs to one running kiosk; a second is refused (conflict).
//
// A database that is damaged, at the start or later, is set aside and a new one begun with what of it proves
// itself (recovery.h); the collector and the staff hear of it.
//
// Errors: busy when kMessagesMax messages wait (the disk hangs); disk_full, io and corrupt need a
// person; unavailable when the store is closing. Nothing is ever deleted to "repair" a file.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kiosk/session/traffic.h"
#include "kiosk/storage/definition_table.h"
#include "kiosk/storage/second_copy_place.h"
#include "sync/base/log/log.h"
#include "sync/client/counters.h"
#include "sync/client/definitions.h"
#include "sync/client/identity.h"
#include "sync/client/outbox.h"
#include "sync/client/poll_machine.h"
#include "sync/metrics/scoreboard.h"
#include "sync/protocol/enrolment.h"

namespace afterword::kiosk {

inline constexpr std::size_t kMessagesMax = 1024;
inline constexpr std::int64_t kCounterBlock = 1000;  // reserved on disk at once
inline constexpr Ms kTidyEvery{3'600'000};           // forgets what is old, moves the WAL over
inline constexpr int kTallyDaysKept = 30;
inline constexpr Ms kLookEvery{60'000};  // at a database that was found damaged while it ran
inline constexpr Ms kUnsureMost{10'000};  // then whoever waits is told that it failed

// The world. `random` is used on the store thread only.
struct StoreWorld {
  const Clock& clock;
  Random& random;
  Log& log;
  std::optional<SecondCopyPlace> second_copy = {};  // nothing: answers are kept once
  std::int64_t reserve_bytes = 0;                   // of the disk, for when it is full: reserve.h
};

// Whether somebody may sign in, and how many wrong tries in a row there were by now.
struct PinAnswer {
  bool right = false;
  int failures = 0;
};

// Called on the store thread; must be quick. Each may be empty.
struct StoreEvents {
  std::function<void()> outbox_changed;
  std::function<void(std::vector<Survey>)> surveys_changed;  // all that may be offered now
  std::function<void(const Settings&)> settings_changed;
  std::function<void(const DeskCounts&)> desk_counted;  // whole blocks of today
};

class Store {
 public:
  using Done = std::function<void(Result<>)>;

  // Opens or creates the folder's database, brings its schema up, and turns a draft that the last
  // run left behind into a record (or deletes it, as it says itself). The thread runs when it
  // returns.
  // Errors: conflict (another kiosk runs on this folder, or the responses belong to another
  // device), unsupported (written by a newer program), io, denied (device.key); disk_full, when a
  // damaged database leaves no room for a new one.
  static Result<std::unique_ptr<Store>> open(const std::string& folder, StoreWorld world,
                                             StoreEvents events = {});
  // Finishes what was asked, marks the end as clean, closes. `events` are not called any more.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // ---- any thread --------------------------------------------------------------------------

  // This device's enrolment with the newest trust and settings; nothing before it.
  std::optional<Enrolment> enrolment() const;
  // The key to enrol with that code, on disk when it returns: the same one until it is enrolled, also
  // after a restart.
  Result<crypto::SigningKey> pending_key(const EnrolmentCode& code);
  // Writes device.key and begins the log. Once; later calls are a conflict.
  Result<> enrol(const Enrolment& enrolment);
  // Live, proved surveys.
  Result<std::vector<Survey>> surveys();
  // When its thread last came round: at least every second, unless the disk hangs.
  MonoTime alive() const;
  // What keep_traffic() wrote last; nothing before, or if it cannot be read.
  std::optional<HourCounts> traffic();
  // The same of keep_heard().
  std::optional<WallTime> heard();
  // Whether the last run ended as it should (also true for the very first).
  bool clean_start() const;
  // The last time that the database was damaged and begun anew; nothing if it never was.
  std::optional<Damage> damage() const;
  // Has the trust document run out, so that nothing is installed? As it was within the last minute.
  bool trust_is_over() const;

  void save_draft(Recording recording, Partial partial, Done done);
  void keep(Recording recording, Done done);
  // A desk's records. What was counted of the day is told by desk_counted.
  void keep(Interaction interaction, Done done);
  void keep(Star star, Done done);
  void check_pin(std::string pin, std::function<void(Result<PinAnswer>)> done);
  // In a row, before this start too.
  int pin_failures();
  // Today's, as desk_counted tells them.
  DeskCounts desk_counts();
  void drop_draft(Done done);
  void count(std::string survey, std::string name, Done done);
  void keep_traffic(const HourCounts& counts, Done done);
  void keep_heard(WallTime at, Done done);
  // Whether the disk takes writes again; a draft that could not be finished becomes a record.
  void check(Done done);

  Outbox& outbox();
  CounterSource& counters();
  DefinitionStore& definitions();
  EnrolmentStore& enrolment_store();
  Health health();

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace afterword::kiosk
