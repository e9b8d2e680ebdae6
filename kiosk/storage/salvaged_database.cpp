#include "kiosk/storage/salvaged_database.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "kiosk/storage/definition_table.h"
#include "kiosk/storage/row_proof.h"
#include "kiosk/storage/schema.h"
#include "kiosk/storage/set_aside.h"
#include "kiosk/storage/settings_table.h"

namespace afterword::kiosk {
namespace {

namespace fs = std::filesystem;

// An epoch lasts an hour: no kiosk has had as many.
constexpr const char* kSkipEpochs = "UPDATE log_head SET last_epoch = last_epoch + 1000000";

// One of ours that was not finished.
void remove_unfinished(const std::string& path) {
  std::error_code ignored;
  for (const char* const part : {"", "-wal", "-shm", ".lock"}) fs::remove(path + part, ignored);
}

Result<> put_settings(db::Database& database, const Salvage& salvage) {
  SettingsTable settings(database);
  AFTERWORD_TRY(settings.set(kRowsProved, "1"));
  if (salvage.trust_envelope) AFTERWORD_TRY(settings.set(kTrustSetting, *salvage.trust_envelope));
  if (salvage.left_trust) AFTERWORD_TRY(settings.set(kLeftTrust, *salvage.left_trust));
  if (salvage.settings) {
    AFTERWORD_TRY(settings.set(kStoreSettings, *salvage.settings));
    const auto proof = proof_of_setting(kStoreSettings, *salvage.settings);
    AFTERWORD_TRY(settings.set(kSettingsProof, as_text(proof)));
  }
  if (salvage.desk) AFTERWORD_TRY(settings.set(kDeskSettings, *salvage.desk));
  return {};
}

Result<> put_all(db::Database& database, const Enrolment& enrolment, const Salvage& salvage,
                 const Damage& damage, bool copies_owed) {
  RecordTable records(database);
  AFTERWORD_TRY(records.begin_log(enrolment.device, damage.log + 1));
  for (const auto& [number, epoch] : salvage.epochs) AFTERWORD_TRY(records.put_back(epoch));
  for (const auto& [place, record] : salvage.records) AFTERWORD_TRY(records.put_back(record));
  DefinitionTable definitions(database);
  for (const auto& [survey, found] : salvage.definitions)
    AFTERWORD_TRY(definitions.put({survey, found.version},
                                  found.live ? DefinitionState::live : DefinitionState::retired,
                                  found.envelope));
  if (copies_owed) {
    AFTERWORD_TRY(SettingsTable(database).set(kCopiesOwed, "1"));
    AFTERWORD_TRY(database.run(kSkipEpochs));
  }
  return put_settings(database, salvage);
}

Result<> fill(const std::string& path, const std::optional<Enrolment>& enrolment,
              const Salvage& salvage, const Damage& damage, bool copies_owed) {
  AFTERWORD_ASSIGN(const auto database, db::Database::open(path));
  AFTERWORD_TRY(db::migrate(*database, migrations()));
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*database));
  if (enrolment) AFTERWORD_TRY(put_all(*database, *enrolment, salvage, damage, copies_owed));
  AFTERWORD_TRY(SettingsTable(*database).set(kDamage, json::dump(to_json(damage))));
  AFTERWORD_TRY(transaction.commit());
  AFTERWORD_TRY(database->empty_log());
  return database->integrity_check();
}

}  // namespace

Result<> make_salvaged(const std::string& folder, const std::optional<Enrolment>& enrolment,
                       const Salvage& salvage, const Damage& damage, bool copies_owed) {
  const std::string path = folder + "/kiosk.db.new", salvaged = folder + kSalvagedFile;
  remove_unfinished(path);
  auto filled = fill(path, enrolment, salvage, damage, copies_owed);
  if (!filled) {
    remove_unfinished(path);
    return filled;
  }
  if (std::rename(path.c_str(), salvaged.c_str()) != 0)
    return fail(Failure::io, std::string("cannot rename: ") + std::strerror(errno), path);
  remove_unfinished(path);
  auto synced = sync_folder(folder);
  if (!synced) remove_unfinished(salvaged);  // or it would take the place of a database that has gone on since
  return synced;
}

}  // namespace afterword::kiosk
