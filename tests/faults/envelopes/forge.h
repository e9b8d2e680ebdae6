// Documents that nobody honest would sign: any words, under any keys. All that this suite forges is
// made here; that it can also make what is accepted shows that a refusal has its reason.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/json/value.h"
#include "sync/protocol/definition_message.h"
#include "sync/protocol/trust.h"

namespace afterword::test {

using SigningKeys = std::vector<crypto::SigningKey>;

// Keys that nobody has given a role yet, the same in every run.
crypto::SigningKey spare_key(int number);
SigningKeys spare_keys(const std::vector<int>& numbers);
RootSet root_set(const std::vector<int>& numbers, std::size_t threshold);
std::vector<Signer> named(const SigningKeys& keys, const std::string& id);

// What sign_trust() would sign.
std::string trust_payload(const TrustDocument& document);

// A trust document, whatever it says and whoever signs it.
struct ForgedTrust {
  std::string payload;
  RootSet roots;        // those that it names
  SigningKeys signers;  // are these or others
  std::vector<RootLink> links = {};
  std::string_view type = kTrustType;

  std::string text() const;
};

using Change = std::function<void(json::Value&)>;
// The JSON text with something changed in it.
std::string changed(std::string_view text, const Change& change);
std::string with(std::string_view text, const std::string& name, json::Value value);
std::string without(std::string_view text, std::string_view name);
// The first place of `from`, which must be there, says `to`.
std::string replaced(std::string text, std::string_view from, std::string_view to);
json::Value& member(json::Value& object, std::string_view name);
// A number that no 64 bits hold, or any other words, at the place of a member's value.
std::string with_raw(std::string_view text, const std::string& name, std::string_view raw);

// An envelope's signatures, to be changed, and one more of them.
json::Array& signatures_of(json::Value& envelope);
json::Value signature(std::string_view keyid, const crypto::Signature& bytes);

}  // namespace afterword::test
