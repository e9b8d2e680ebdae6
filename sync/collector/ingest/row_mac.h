// What shows that a stored response is as the collector wrote it.
#pragma once
#include "sync/base/crypto/types.h"
#include "sync/collector/storage/records.h"

namespace afterword::collector {

// BLAKE2b-256 of every other field, under a key that is not in the database: whoever alters a row
// behind the collector's back cannot make it fit again.
Bytes mac_of(const ResponseRow& row, const crypto::Key32& key);
Bytes mac_of(const InteractionRow& row, const crypto::Key32& key);
Bytes mac_of(const StarRow& row, const crypto::Key32& key);

// What stands for the data of an imported response in ledger and chain: everything that makes it
// "the same" when it is imported again.
Bytes import_hash(std::string_view external_id, const ResponseRow& row);

}  // namespace afterword::collector
