// What kiosks may say of this installation, and the cards they show, as they are for one store.
#pragma once
#include <string_view>
#include <vector>

#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/storage.h"
#include "sync/protocol/about.h"

namespace afterword::collector {

// As long as no number of days is set, a withdrawal waits this long for its response.
inline constexpr int kWithdrawDaysByDefault = 30;
// The setting that names the day of the last run of the rule on comments; keep_house() writes it.
inline constexpr std::string_view kLastDeletion = "last_deletion";
inline constexpr int kCardsKeptMost = 500;  // of all stores; the newest kCardsMost are shown

// The organisation's own, without the withdraw key.
Result<About> about_organisation(const Reads& reads);
// What a store has of its own (owner, contact, reading day); all else is empty.
Result<About> about_store(const Reads& reads, std::string_view store);
// The organisation's, with what the store has of its own in its place. The withdraw key is set only
// where an address is: otherwise kiosks give no code.
Result<About> about_for(const Reads& reads, std::string_view store, const Keyring& keys);

// Newest first, at most kCardsMost.
Result<std::vector<Card>> cards_for(const Reads& reads, std::string_view store);

}  // namespace afterword::collector
