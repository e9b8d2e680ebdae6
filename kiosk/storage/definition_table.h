// Installed and retired surveys, each as the envelope the collector signed.
//
// Threads: the store thread. Durable when a writing function returns.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/db/db.h"
#include "sync/client/definitions.h"

namespace afterword::kiosk {

// A survey that can no longer be offered, and why, for the log.
struct SetAside {
  SurveyVersion survey;
  Error why;
};

class DefinitionTable {
 public:
  explicit DefinitionTable(db::Database& database) : db_(database) {}

  Result<std::vector<HeldDefinition>> list();
  // The same, each proved by `keys` or marked as one whose signer has left.
  Result<std::vector<HeldDefinition>> list(std::span<const crypto::Key32> keys);
  // Keeps the newest of each survey: an older or retired version is a conflict, and so is the same
  // one, unless only who signed it differs. What none of `keys` proves any more stands in no one's way.
  // Errors also: invalid (cannot be read), unsupported (not for a kiosk).
  Result<Survey> install(const SurveyVersion& survey, std::string_view envelope,
                         std::string_view definition, std::span<const crypto::Key32> keys);
  // Remembers the retirement of this and all older versions; a newer one that is installed, and proved by
  // `keys`, stays.
  Result<> retire(const SurveyVersion& survey, std::string_view envelope,
                  std::span<const crypto::Key32> keys);
  // Whether this version is live here with the same content, whoever signed it.
  Result<bool> is_the_same(const SurveyVersion& survey, std::string_view definition);

  // The live surveys, each proved again by one of `keys` before it is read: the file may have been
  // changed behind our back. Those that fail are told in `aside`.
  Result<std::vector<Survey>> load(std::span<const crypto::Key32> keys,
                                   std::vector<SetAside>& aside);
  // In the caller's transaction, as it is: for what proved itself before.
  Result<> put(const SurveyVersion& survey, DefinitionState state, std::string_view envelope);
  // Forgets all of them: they were another collector's.
  Result<> clear() { return db_.run("DELETE FROM definition"); }

 private:
  db::Database& db_;
};

}  // namespace afterword::kiosk
