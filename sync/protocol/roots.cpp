#include "sync/protocol/roots.h"

#include <algorithm>

#include "sync/base/crypto/hash.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/wire_fields.h"

namespace afterword {
namespace {

bool is_signed(const RootLink& link) {
  const std::string text = link_text(link.to);
  const auto signed_by = [&](const crypto::Key32& key) {
    return std::any_of(
        link.signatures.begin(), link.signatures.end(),
        [&](const crypto::Signature& one) { return crypto::verify(key, text, one); });
  };
  const auto signers = std::count_if(link.from.keys.begin(), link.from.keys.end(), signed_by);
  return static_cast<std::size_t>(signers) >= link.from.threshold;
}

std::vector<crypto::Signature> read_signatures(json::Fields& fields) {
  std::vector<crypto::Signature> out;
  const json::Array* const list = fields.list("signatures", true, kRootKeysMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json::Value& value = (*list)[i];
    const auto bytes = value.is_string() ? from_base64url(value.as_string()) : std::nullopt;
    const auto signature = bytes ? crypto::fixed<64>(*bytes) : std::nullopt;
    if (signature)
      out.push_back(*signature);
    else
      fields.problem("signatures", "holds something that is no signature", "base64url of 64 bytes");
  }
  return out;
}

}  // namespace

RootHash root_hash(const crypto::Key32& only_key) { return crypto::hash256(ByteView(only_key)); }

bool is_one_key(const RootSet& set) { return set.keys.size() == 1 && set.threshold == 1; }

RootHash root_hash(const RootSet& set) {
  if (is_one_key(set)) return root_hash(set.keys.front());
  std::vector<crypto::Key32> keys = set.keys;
  std::sort(keys.begin(), keys.end());
  std::string text = fmt::format("afterword-roots-1\n{}", set.threshold);
  for (const crypto::Key32& key : keys) text += "\n" + base64url(key);
  return crypto::hash256(text);
}

std::string link_text(const RootHash& to) { return "afterword-root-1\n" + base64url(to); }

RootLink sign_link(const RootSet& from, const RootHash& to,
                   std::span<const crypto::SigningKey> signers) {
  RootLink link{from, to, {}};
  const std::string text = link_text(to);
  for (const crypto::SigningKey& signer : signers) link.signatures.push_back(signer.sign(text));
  return link;
}

bool leads_to(const RootHash& known, const RootHash& to, std::span<const RootLink> links) {
  RootHash at = known;
  for (std::size_t steps = 0; steps <= links.size(); ++steps) {
    if (crypto::equal(at, to)) return true;
    const auto next = std::find_if(links.begin(), links.end(), [&](const RootLink& link) {
      return crypto::equal(root_hash(link.from), at) && is_signed(link);
    });
    if (next == links.end()) return false;
    at = next->to;
  }
  return false;
}

json::Value to_json(const RootSet& set) {
  json::Array keys;
  for (const crypto::Key32& key : set.keys) keys.push_back(base64url(key));
  return json::object({{"keys", std::move(keys)}, {"threshold", set.threshold}});
}

json::Value to_json(const RootLink& link) {
  json::Value out = to_json(link.from);
  json::Array signatures;
  for (const crypto::Signature& one : link.signatures) signatures.push_back(base64url(one));
  out.set("to", base64url(link.to));
  out.set("signatures", std::move(signatures));
  return out;
}

RootSet read_roots(json::Fields& fields) {
  RootSet out;
  const json::Array* const list = fields.list("keys", true, kRootKeysMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const json::Value& value = (*list)[i];
    const auto key =
        value.is_string() ? crypto::key_from_base64url(value.as_string()) : std::nullopt;
    if (!key)
      fields.problem("keys", "holds something that is no key", "base64url of 32 bytes");
    else if (std::find(out.keys.begin(), out.keys.end(), *key) != out.keys.end())
      fields.problem("keys", "names a key twice", "each counts once");
    else
      out.keys.push_back(*key);
  }
  const std::int64_t threshold = number_field(fields, "threshold", 1);
  out.threshold = static_cast<std::size_t>(std::max<std::int64_t>(1, threshold));
  if (out.threshold > out.keys.size())
    fields.problem("threshold", "asks for more signatures than there are keys", "");
  return out;
}

std::vector<RootLink> read_links(json::Fields& fields, json::Problems& problems) {
  std::vector<RootLink> out;
  const json::Array* const list = fields.list("root_links", false, kRootLinksMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::Fields one((*list)[i], json::pointer("/root_links", i), problems);
    RootLink link;
    link.from = read_roots(one);
    link.to = key_field(one, "to");
    link.signatures = read_signatures(one);
    out.push_back(std::move(link));
  }
  return out;
}

}  // namespace afterword
