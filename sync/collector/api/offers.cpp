#include "sync/collector/api/offers.h"

#include <algorithm>
#include <map>
#include <set>

#include "sync/base/crypto/hash.h"
#include "sync/collector/api/about.h"
#include "sync/collector/api/desk.h"
#include "sync/protocol/limits.h"

namespace afterword::collector {
namespace {

crypto::Hash256 hash_in(const Bytes& bytes) {
  return crypto::fixed<32>(bytes).value_or(crypto::Hash256{});
}

bool readable(const DefinitionHead& head, const Device& device) {
  const auto& formats = device.definition_formats;
  return std::find(formats.begin(), formats.end(), head.format) != formats.end();
}

bool is_for_kiosks(const DefinitionHead& head) {
  return head.state == DefinitionState::live && head.use == Use::kiosk;
}

// By survey, what the device's newest heartbeat says it has.
std::map<std::string, HeldDefinition> held_by(const Device& device) {
  std::map<std::string, HeldDefinition> out;
  const auto told = read_wait_request(device.heartbeat);
  if (!told) return out;  // it has sent none
  for (const HeldDefinition& each : told->definitions) out.insert_or_assign(each.id, each);
  return out;
}

// The place of an offer where not all of them can be told, the least first. What a device has may have been signed anew,
// and is told as well; a retirement of what it has not changes nothing there.
int place_of(const OfferedDefinition& offer, const std::map<std::string, HeldDefinition>& held) {
  const auto mine = held.find(offer.id);
  const bool has = mine != held.end();
  const bool asks = has && mine->second.state == DefinitionState::live;
  if (offer.state == DefinitionState::live)
    return asks && mine->second.version >= offer.version ? 1 : 0;
  return asks ? 2 : has ? 3 : 4;
}

void keep_the_first(std::vector<OfferedDefinition>& offers, const Device& device) {
  const auto held = held_by(device);
  std::stable_sort(offers.begin(), offers.end(),
                   [&held](const OfferedDefinition& a, const OfferedDefinition& b) {
                     return place_of(a, held) < place_of(b, held);
                   });
  offers.resize(static_cast<std::size_t>(kDefinitionsMax));
}

// The surveys that a kiosk of each store may be offered, whatever it reads and whether or not it is among a rollout's
// percent; "" stands for stores that no rollout names.
using SurveysByStore = std::map<std::string_view, std::set<std::string_view>>;
SurveysByStore surveys_by_store(const std::vector<DefinitionHead>& heads) {
  SurveysByStore out;
  std::set<std::string_view> everywhere;
  for (const DefinitionHead& head : heads) {
    if (!is_for_kiosks(head)) continue;
    if (head.rollout_stores.empty()) everywhere.emplace(head.survey);
    for (const std::string& store : head.rollout_stores)
      out[std::string_view(store)].emplace(head.survey);
  }
  for (auto& each : out) each.second.insert(everywhere.begin(), everywhere.end());
  out[std::string_view()] = std::move(everywhere);
  return out;
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
    if (!is_for_kiosks(head)) continue;
    if (!readable(head, device) || !rolled_out_to(head, device)) continue;
    offers[head.survey] = {head.survey, head.version, hash_in(head.envelope_sha256),
                           head.envelope_bytes, DefinitionState::live};
  }
  std::vector<OfferedDefinition> out;
  for (auto& [survey, offer] : offers) out.push_back(std::move(offer));
  if (out.size() > static_cast<std::size_t>(kDefinitionsMax)) keep_the_first(out, device);
  return out;
}

std::optional<std::string> without_room(const std::vector<DefinitionHead>& heads,
                                        const DefinitionHead& changed) {
  std::vector<DefinitionHead> then;
  for (const DefinitionHead& head : heads)
    if (head.survey != changed.survey || head.version != changed.version) then.push_back(head);
  then.push_back(changed);
  const SurveysByStore before = surveys_by_store(heads), after = surveys_by_store(then);
  for (const auto& [store, surveys] : after) {
    const auto known = before.find(store);
    const std::size_t were =
        known == before.end() ? before.at(std::string_view()).size() : known->second.size();
    if (surveys.size() > static_cast<std::size_t>(kDefinitionsMax) && surveys.size() > were)
      return std::string(store);
  }
  return std::nullopt;
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
