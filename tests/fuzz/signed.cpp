// What lies behind a good signature, which nobody makes up by chance: the fuzzer's bytes are signed here. The
// first byte says as what. What is accepted must be accepted again when it is written anew.
#include <cstdint>
#include <cstdlib>

#include "sync/protocol/definition_message.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/trust.h"

namespace {

using namespace afterword;

const crypto::SigningKey& key() {
  static const crypto::SigningKey made = crypto::SigningKey::from_seed({1});
  return made;
}

std::string signed_as(std::string_view type, std::string_view payload) {
  const Signer signer{"root", key()};
  return sign_envelope(type, payload, {&signer, 1});
}

void trust_document(std::string_view payload) {
  auto envelope = json::parse(signed_as(kTrustType, payload));
  envelope->set("root_key", base64url(key().public_key));
  const RootHash root = root_hash(key().public_key);
  const auto first = open_trust(dump(*envelope), root);
  if (!first) return;
  if (first->current_seal_key() == nullptr || first->signed_by != root) std::abort();
  const std::string written = sign_trust(*first, key());
  const auto second = open_trust(written, root);
  if (!second || sign_trust(*second, key()) != written) std::abort();
}

// Outside of the signature.
void root_keys(std::string_view envelope) {
  const auto first = trust_roots(envelope);
  if (!first) return;
  json::Array links;
  for (const RootLink& link : first->links) links.push_back(to_json(link));
  const auto written = json::object({{"roots", to_json(first->roots)}, {"root_links", links}});
  const auto second = trust_roots(dump(written));
  if (!second || root_hash(second->roots) != root_hash(first->roots)) std::abort();
  if (second->links.size() != links.size()) std::abort();
  for (std::size_t at = 0; at < links.size(); ++at)
    if (to_json(second->links[at]) != links[at]) std::abort();
  // Nobody has signed a link.
  if (leads_to(root_hash(key().public_key), root_hash(first->roots), first->links) &&
      root_hash(first->roots) != root_hash(key().public_key))
    std::abort();
}

void definition(std::string_view payload) {
  const SurveyVersion expected{"s", 1};
  const auto opened =
      open_definition(signed_as(kDefinitionType, payload), expected, {&key().public_key, 1});
  if (opened && *opened != payload) std::abort();
  const auto retired =
      open_retirement(signed_as(kRetireType, payload), expected, {&key().public_key, 1});
  if (retired && *retired != expected) std::abort();
}

// Three headers of a request, and one of a reply, in lines.
void headers(std::string_view text) {
  const std::size_t one = std::min(text.find('\n'), text.size());
  const std::size_t two = std::min(text.find('\n', one + 1), text.size());
  const std::string_view counter = text.substr(std::min(one + 1, text.size()), two - one - 1);
  const auto read = read_device_headers(text.substr(0, one), counter,
                                        text.substr(std::min(two + 1, text.size())));
  const NamedKey known{"s1", key().public_key};
  if (receipt_is_good({&known, 1}, {"dev-1", 1, 200, "{}"}, text)) std::abort();
  if (!read) return;
  if (std::to_string(read->counter) != counter || read->counter < 1) std::abort();
  if (request_is_signed(key().public_key, {"POST", "/", read->device, read->counter, ""},
                        read->signature))
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = as_text({data + 1, size - 1});
  switch (data[0] % 4) {
    case 0:
      trust_document(text);
      break;
    case 1:
      root_keys(text);
      break;
    case 2:
      definition(text);
      break;
    default:
      headers(text);
      break;
  }
  return 0;
}
