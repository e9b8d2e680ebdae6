// The desk's kinds of records, opened: interactions and stars.
#pragma once
#include "sync/collector/ingest/opening.h"

namespace afterword::collector {

// `text` is what `record` opened to. Precondition: its kind is one of the desk's. Errors: those of
// an unknown zone; everything about the record is in Opening.
Result<Opening> open_desk_record(const SealedResponse& record, std::string text,
                                 const Origin& origin);

// With its ledger row as stored, on its day. One that is there already stays as it is.
Result<> store_interaction(Writes& writes, LedgerRow ledger, InteractionRow row,
                           const Keyring& keys);
Result<> store_star(Writes& writes, LedgerRow ledger, StarRow row, const Keyring& keys);

// The row of what was read, as ingest writes it and verify compares it. Days and times are those of
// `head`.
InteractionRow row_of(DeskHead head, const Interaction& interaction);
StarRow row_of(DeskHead head, const Star& star);

}  // namespace afterword::collector
