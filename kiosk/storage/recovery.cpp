#include "kiosk/storage/recovery.h"

#include <fmt/format.h>

#include "kiosk/storage/examine.h"
#include "kiosk/storage/salvage.h"
#include "kiosk/storage/salvaged_database.h"
#include "kiosk/storage/set_aside.h"

namespace afterword::kiosk {
namespace {

constexpr std::string_view kRecoveryName = "store";

// A kiosk that cannot tell how many logs it has begun leaves room for those it may have forgotten: less than
// the collector lets a device run ahead (its kLogsAheadMax, 16), or nothing new would be taken. Where it was
// more, the next is said to have forked and one more is begun; a third not in the same run (PROTOCOL.md), but at the next start.
constexpr std::int64_t kLogsForgotten = 8;

std::int64_t ended_log(const Salvage& salvage, const Enrolment& enrolment) {
  const std::int64_t known = std::max(salvage.log_most, enrolment.log);
  return salvage.head_found ? known : known + kLogsForgotten;
}

Damage damage_of(const Salvage& salvage, const std::optional<Enrolment>& enrolment, WallTime now) {
  Damage damage;
  damage.at_ms = std::max<std::int64_t>(0, now.ms);
  damage.log = enrolment ? ended_log(salvage, *enrolment) : 0;
  damage.kept = static_cast<std::int64_t>(salvage.records.size());
  damage.unproved = static_cast<std::int64_t>(salvage.unproved.size());
  for (const auto& [place, record] : salvage.records)
    if (record.state != KeptRecord::acknowledged) ++damage.waiting;
  return damage;
}

Result<> recover(const std::string& folder, const std::optional<Enrolment>& enrolment,
                 const StoreWorld& world, const CopiedRecords& copied, bool& begun_anew) {
  const std::string database = folder + "/kiosk.db";
  AFTERWORD_ASSIGN(const std::string aside, set_aside(folder, world.clock.wall()));
  auto read = read_salvage(database, enrolment);
  if (!read) {
    take_back(aside);
    return tl::unexpected<Error>(read.error());
  }
  Salvage salvage = std::move(*read);
  const std::size_t found = salvage.records.size();
  if (enrolment) add_copied(salvage, copied);
  const bool owed = world.second_copy && copied.empty();
  const Damage damage = damage_of(salvage, enrolment, world.clock.wall());
  // Before there is a sound database: then nobody knows any more what it lacks.
  if (damage.unproved > 0)
    if (const auto noted = note_unproved(aside, damage.unproved); !noted)
      world.log.warn(kRecoveryName, noted.error().text());
  const auto made = make_salvaged(folder, enrolment, salvage, damage, owed);
  const bool complete = made || is_being_replaced(folder);
  begun_anew = begun_anew || complete;
  if (!made) {
    if (!complete) take_back(aside);
    return made;
  }
  AFTERWORD_TRY(finish_replacing(folder));
  limit_set_aside(folder, aside, world.log);
  world.log.error(kRecoveryName, fmt::format("{} responses were saved into a new database, {} of them to be sent, {} from "
                                     "the second copy; {} could not be proved and are kept only in {}",
                                     damage.kept, damage.waiting, salvage.records.size() - found, damage.unproved,
                                     aside));
  return {};
}

}  // namespace

Result<> recover_if_damaged(const std::string& folder, const std::optional<Enrolment>& enrolment,
                            const StoreWorld& world, const CopiedRecords& copied, bool& begun_anew) {
  begun_anew = begun_anew || is_being_replaced(folder);
  AFTERWORD_TRY(finish_replacing(folder));
  AFTERWORD_ASSIGN(const auto why, why_damaged(folder + "/kiosk.db", enrolment, copied));
  if (!why) return {};
  world.log.error(kRecoveryName, folder + "/kiosk.db: the database is damaged: " + *why);
  return recover(folder, enrolment, world, copied, begun_anew);
}

}  // namespace afterword::kiosk
