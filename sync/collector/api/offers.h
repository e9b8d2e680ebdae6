// What one device is offered: definitions by state, rollout and format, and its settings.
#pragma once
#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/storage.h"
#include "sync/protocol/messages.h"

namespace afterword::collector {

// Of each survey the highest live version that the rollout gives to this device and that it can
// read; where there is none and the survey was retired, the retirement. At most kDefinitionsMax: all that are live
// come first, then retirements of what the device's newest heartbeat says it asks, then the others.
std::vector<OfferedDefinition> offers_for(const Device& device,
                                          const std::vector<DefinitionHead>& heads,
                                          const std::vector<Retirement>& retirements);

// Whether `head` is rolled out to `device`. The same devices stay in as the percentage rises.
bool rolled_out_to(const DefinitionHead& head, const Device& device);

// Where more than kDefinitionsMax surveys would be live for one kiosk, and more than are now, once `changed` is there, or
// in the place of its version: a store's id, or "" for all stores that no rollout names. Nothing: there is room.
std::optional<std::string> without_room(const std::vector<DefinitionHead>& heads,
                                        const DefinitionHead& changed);

// How receipts are read, if an administrator has said so.
Result<std::optional<ReceiptScheme>> receipts_of(const Reads& reads);

// The whole answer to a waiting device.
Result<WaitReply> wait_reply_for(const Reads& reads, const Device& device, std::int64_t time_ms,
                                 const Keyring& keys);

}  // namespace afterword::collector
