// The hash that each row of a response and of an epoch carries, over all of it that never changes: what
// SQLite cannot notice (a bit that fell over within a row, an old page in the place of a new one) does not
// pass for an answer.
//
// No key: whoever can write the file can make a row that proves itself. Forgery is the seal's business.
#pragma once
#include "sync/protocol/chain.h"
#include "sync/protocol/messages.h"

namespace afterword::kiosk {

crypto::Hash256 proof_of(const SealedResponse& response, const Chain& chain_before);
crypto::Hash256 proof_of(const SealedEpoch& epoch);
// Of a setting that is a text.
crypto::Hash256 proof_of_setting(std::string_view name, std::string_view value);

}  // namespace afterword::kiosk
