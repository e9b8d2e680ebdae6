#include "kiosk/storage/left_trust.h"

#include <algorithm>

#include "sync/base/json/value.h"

namespace afterword::kiosk {
namespace {

// What cannot be read counts as none.
std::vector<std::string> envelopes_in(std::string_view kept) {
  std::vector<std::string> out;
  const auto value = json::parse(kept);
  if (!value || !value->is_array()) return out;
  for (const json::Value& each : value->as_array())
    if (each.is_string()) out.push_back(each.as_string());
  return out;
}

std::vector<crypto::Key32> keys_in(const std::string& envelope, const RootHash& root) {
  const auto document = open_trust(envelope, root);
  return document ? document->online_public_keys() : std::vector<crypto::Key32>();
}

}  // namespace

std::string with_left(std::string_view kept, const std::string& envelope, const TrustDocument& newer,
                      const RootHash& root) {
  auto envelopes = envelopes_in(kept);
  envelopes.push_back(envelope);
  const auto listed = newer.online_public_keys();
  std::erase_if(envelopes, [&](const std::string& each) {
    const auto keys = keys_in(each, root);
    return std::all_of(keys.begin(), keys.end(), [&](const crypto::Key32& key) {
      return std::find(listed.begin(), listed.end(), key) != listed.end();
    });
  });
  if (envelopes.size() > kLeftTrustMost) envelopes.erase(envelopes.begin(), envelopes.end() - kLeftTrustMost);
  if (envelopes.empty()) return {};
  json::Value out;
  for (std::string& each : envelopes) out.push(std::move(each));
  return json::dump(out);
}

std::vector<crypto::Key32> keys_of_left(std::string_view kept, const RootHash& root) {
  std::vector<crypto::Key32> keys;
  for (const std::string& envelope : envelopes_in(kept)) {
    const auto more = keys_in(envelope, root);
    keys.insert(keys.end(), more.begin(), more.end());
  }
  return keys;
}

}  // namespace afterword::kiosk
