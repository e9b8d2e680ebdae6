// Small named values, and request counters that are never given twice.
//
// Threads: the store thread. Durable when a writing function returns.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/db/db.h"

namespace afterword::kiosk {

// The names in use.
inline constexpr std::string_view kTrustSetting = "trust";        // the envelope, as served
inline constexpr std::string_view kLeftTrust = "left_trust";      // left_trust.h
inline constexpr std::string_view kStoreSettings = "settings";    // store, touchpoint, zone
inline constexpr std::string_view kSettingsProof = "settings_proof";  // row_proof.h
inline constexpr std::string_view kRowsProved = "rows_proved";        // every row has its proof
inline constexpr std::string_view kDamage = "damage";  // what happened to the file before, as JSON
// The second copy may have more of what that file had.
inline constexpr std::string_view kCopiesOwed = "copies_owed";
inline constexpr std::string_view kCleanEnd = "clean_end";        // "1": the last run was closed
inline constexpr std::string_view kTraffic = "traffic";           // usual runs by hour, as counts
inline constexpr std::string_view kCollectorTime = "collector_time";  // base/core/believed_time.h
inline constexpr std::string_view kHeard = "heard";               // of an event, last: ms of 1970
inline constexpr std::string_view kCounterReserved = "counter";   // all up to here may be used
inline constexpr std::string_view kDeskSettings = "desk";         // closed: desk_secrets.h
inline constexpr std::string_view kPinFailures = "pin_failures";  // in a row
inline constexpr std::string_view kTrustTime = "trust_time";      // trust_time.h
inline constexpr std::string_view kRoom = "room";  // written and removed: is there room?

class SettingsTable {
 public:
  explicit SettingsTable(db::Database& database) : db_(database) {}

  Result<std::optional<std::string>> get(std::string_view name);
  Result<> set(std::string_view name, std::string_view value);
  Result<> remove(std::string_view name);  // one that is not there is no error
  Result<std::optional<std::int64_t>> number(std::string_view name);

  // Reserves `count` numbers, all of them at least `least` and above every one reserved before, as far as that can be
  // read: the collector tells who fell behind where to go on. Gives the first.
  Result<std::int64_t> reserve_counters(std::int64_t count, std::int64_t least = 1);

 private:
  db::Database& db_;
};

}  // namespace afterword::kiosk
