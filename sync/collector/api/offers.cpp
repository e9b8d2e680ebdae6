#include "sync/collector/api/offers.h"

#include <algorithm>

#include "sync/base/crypto/hash.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/desk.h"

namespace afterword::collector {
namespace {

crypto::Hash256 hash_in(const Bytes& bytes) {
  return crypto::fixed<32>(bytes).value_or(crypto::Hash256{});
}

bool readable(const DefinitionHead& head, const Device& device) {
  const auto& formats = device.definition_formats;
  return std::find(formats.begin(), formats.end(), head.format) != formats.end();
}

}  // namespace

bool rolled_out_to(const DefinitionHead& head, const Device& device) {
  const auto& stores = head.rollout_stores;
  if (!stores.empty() && std::find(stores.begin(), stores.end(), device.store) == stores.end())
    return false;
  if (head.rollout_percent >= 100) return true;
  Layout layout;
  layout.text(device.id).text(head.survey).u64(static_cast<std::uint64_t>(head.version));
  const crypto::Hash256 hash = crypto::hash256(layout.bytes());
  const int place = ((hash[0] << 16) | (hash[1] << 8) | hash[2]) % 100;
  return place < head.rollout_percent;
}

std::vector<OfferedDefinition> offers_for(const Device& device,
                                          const std::vector<DefinitionHead>& heads,
                                          const std::vector<Retirement>& retirements) {
  std::map<std::string, OfferedDefinition> offers;
  for (const Retirement& retirement : retirements)
    offers[retirement.survey] = {
        retirement.survey, retirement.version, hash_in(retirement.envelope_sha256),
        static_cast<std::int64_t>(retirement.envelope.size()), DefinitionState::retired};
  for (const DefinitionHead& head : heads) {  // by version, so that the highest stays
    if (head.state != DefinitionState::live || head.use != Use::kiosk) continue;
    if (!readable(head, device) || !rolled_out_to(head, device)) continue;
    offers[head.survey] = {head.survey, head.version, hash_in(head.envelope_sha256),
                           head.envelope_bytes, DefinitionState::live};
  }
  std::vector<OfferedDefinition> out;
  for (auto& [survey, offer] : offers)
    if (out.size() < static_cast<std::size_t>(kDefinitionsMax)) out.push_back(std::move(offer));
  return out;
}

Result<WaitReply> wait_reply_for(const Reads& reads, const Device& device, std::int64_t time_ms,
                                 const Keyring& keys) {
  WaitReply reply;
  AFTERWORD_ASSIGN(reply.revision, reads.revision());
  reply.time_ms = time_ms;
  reply.trust_version = keys.trust.version;
  AFTERWORD_ASSIGN(const auto heads, reads.definitions());
  AFTERWORD_ASSIGN(const auto retirements, reads.retirements());
  reply.definitions = offers_for(device, heads, retirements);
  AFTERWORD_ASSIGN(const auto store, reads.store(device.store));
  reply.settings = {device.store, store ? store->name : device.store, device.touchpoint,
                    store ? store->zone : "UTC"};
  AFTERWORD_ASSIGN(reply.settings.about, about_for(reads, device.store, keys));
  AFTERWORD_ASSIGN(reply.settings.cards, cards_for(reads, device.store));
  AFTERWORD_ASSIGN(reply.settings.receipts, receipts_of(reads));
  AFTERWORD_ASSIGN(reply.settings.desk, desk_settings_for(reads, device));
  return reply;
}

}  // namespace afterword::collector
