#include "tests/faults/envelopes/forge.h"

#include <stdexcept>

#include "sync/base/core/random.h"
#include "tests/support/must.h"

namespace afterword::test {

crypto::SigningKey spare_key(int number) {
  SeededRandom random(static_cast<std::uint64_t>(number) + 5'000);
  return crypto::SigningKey::make(random);
}

SigningKeys spare_keys(const std::vector<int>& numbers) {
  SigningKeys out;
  for (const int number : numbers) out.push_back(spare_key(number));
  return out;
}

RootSet root_set(const std::vector<int>& numbers, std::size_t threshold) {
  RootSet out;
  for (const int number : numbers) out.keys.push_back(spare_key(number).public_key);
  out.threshold = threshold;
  return out;
}

std::vector<Signer> named(const SigningKeys& keys, const std::string& id) {
  std::vector<Signer> out;
  for (const crypto::SigningKey& key : keys) out.push_back({id, key});
  return out;
}

std::string trust_payload(const TrustDocument& document) {
  return envelope_payload(sign_trust(document, spare_key(0))).value();
}

std::string ForgedTrust::text() const {
  json::Value envelope = must(json::parse(sign_envelope(type, payload, named(signers, "root"))));
  if (is_one_key(roots))
    envelope.set("root_key", base64url(roots.keys.front()));
  else
    envelope.set("roots", to_json(roots));
  json::Array linked;
  for (const RootLink& link : links) linked.push_back(to_json(link));
  if (!linked.empty()) envelope.set("root_links", std::move(linked));
  return json::dump(envelope);
}

std::string changed(std::string_view text, const Change& change) {
  json::Value value = must(json::parse(text));
  change(value);
  return json::dump(value);
}

std::string with(std::string_view text, const std::string& name, json::Value value) {
  return changed(text, [&](json::Value& object) { object.set(name, value); });
}

std::string without(std::string_view text, std::string_view name) {
  return changed(text, [&](json::Value& object) {
    member(object, name);
    std::erase_if(object.as_object(), [&](const json::Member& one) { return one.first == name; });
  });
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nowhere: " + std::string(from));
  return text.replace(at, from.size(), to);
}

json::Value& member(json::Value& object, std::string_view name) {
  for (json::Member& one : object.as_object())
    if (one.first == name) return one.second;
  throw std::runtime_error("no member " + std::string(name));
}

std::string with_raw(std::string_view text, const std::string& name, std::string_view raw) {
  return replaced(with(text, name, "\x7f"), "\"\x7f\"", raw);
}

json::Array& signatures_of(json::Value& envelope) { return member(envelope, "signatures").as_array(); }

json::Value signature(std::string_view keyid, const crypto::Signature& bytes) {
  return json::object({{"keyid", keyid}, {"sig", base64(bytes)}});
}

}  // namespace afterword::test
