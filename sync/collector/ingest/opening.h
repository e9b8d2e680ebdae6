// Opening one record: what it turns out to be, before the ledger is asked. Pure but for the
// definitions it looks up; the slow part of a batch, so it runs on a worker.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "sync/collector/ingest/business_day.h"
#include "sync/collector/ingest/definitions.h"
#include "sync/collector/ingest/keyring.h"
#include "sync/protocol/messages.h"

namespace afterword::collector {

// Fits its definition, and can be counted.
struct Opened {
  ResponseRow row;  // without mac
  Answers answers;
  std::shared_ptr<const KnownSurvey> survey;
};
struct OpenedInteraction {
  InteractionRow row;  // without mac
};
struct OpenedStar {
  StarRow row;  // without mac
};
struct Unopened {  // held: a key or a definition is missing here; the device keeps it
  HeldReason reason = HeldReason::key_missing;
};
// What can be opened and cannot be counted, or is damaged.
struct Refused : Refusal {
  // Where it can be read, what a wish to take it back is known by.
  std::string withdraw_hash = {}, store = {};
  WallTime received_at = {};
};
using Opening = std::variant<Opened, OpenedInteraction, OpenedStar, Unopened, Refused>;

// Where a record comes from.
struct Origin {
  std::string device;
  std::string store;
  std::string zone;
  Receipt receipt;
};

// Errors: those of the disk and of an unknown zone; everything about the record is in Opening.
Result<Opening> open_sealed(const SealedResponse& record, const SealedEpoch* epoch,
                            const Origin& origin, const Keyring& keys, Definitions& definitions,
                            const Reads& reads);

}  // namespace afterword::collector
