#include "sync/protocol/roots.h"

#include <doctest/doctest.h>

#include "sync/base/core/random.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/trust.h"

using namespace afterword;

namespace {
namespace rooted {

using Keys = std::vector<crypto::SigningKey>;

RootSet set_of(const Keys& keys, std::size_t threshold) {
  RootSet out;
  for (const crypto::SigningKey& key : keys) out.keys.push_back(key.public_key);
  out.threshold = threshold;
  return out;
}

struct World {
  SeededRandom random{7};

  Keys keys(std::size_t count) {
    Keys out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(crypto::SigningKey::make(random));
    return out;
  }
  TrustDocument document() {
    TrustDocument out;
    out.tls_keys = {crypto::sha256("tls")};
    out.seal_keys = {{"c1", crypto::SealKey::make(random).public_key, SealState::current}};
    out.signing_keys = {{"o1", crypto::SigningKey::make(random).public_key, KeyRole::online, 0, 1}};
    return out;
  }
};

}  // namespace rooted
}  // namespace
using namespace rooted;
using RootsWorld = rooted::World;

TEST_CASE("one root key has the hash it always had; of several, each one and the number count") {
  RootsWorld w;
  const Keys keys = w.keys(3);
  CHECK(root_hash(set_of({keys[0]}, 1)) == root_hash(keys[0].public_key));
  const RootHash two_of_three = root_hash(set_of(keys, 2));
  CHECK(two_of_three == root_hash(set_of({keys[2], keys[0], keys[1]}, 2)));
  CHECK(two_of_three != root_hash(set_of(keys, 3)));
  CHECK(two_of_three != root_hash(set_of({keys[0], keys[1]}, 2)));
}

TEST_CASE("two of three must sign a trust document, and one that signs twice is one") {
  RootsWorld w;
  const Keys keys = w.keys(3), strangers = w.keys(2);
  const RootSet roots = set_of(keys, 2);
  const TrustDocument document = w.document();
  const auto opens = [&](const Keys& signers) {
    return open_trust(sign_trust(document, roots, signers, {}), root_hash(roots)).has_value();
  };
  CHECK(opens({keys[0], keys[1]}));
  CHECK(opens({keys[2], keys[0]}));
  CHECK(opens(keys));
  CHECK_FALSE(opens({keys[1]}));
  CHECK_FALSE(opens({keys[1], keys[1]}));
  CHECK_FALSE(opens({keys[1], strangers[0]}));
  CHECK_FALSE(opens(strangers));
}

TEST_CASE(
    "a device that slept through ten changes of the root keys finds its way in one document") {
  RootsWorld w;
  const Keys first = w.keys(1);
  std::vector<RootLink> links;
  Keys now = first;
  RootSet roots = set_of(first, 1);
  std::vector<RootHash> hashes = {root_hash(roots)};
  for (int change = 0; change < 10; ++change) {
    const Keys next = w.keys(change % 2 == 0 ? 3 : 1);
    const RootSet to = set_of(next, change % 2 == 0 ? 2 : 1);
    links.push_back(
        sign_link(roots, root_hash(to),
                  Keys(now.begin(), now.begin() + static_cast<std::ptrdiff_t>(roots.threshold))));
    roots = to, now = next;
    hashes.push_back(root_hash(roots));
  }
  const std::string envelope = sign_trust(w.document(), roots, now, links);
  CHECK(envelope.size() < kTrustBytesMax);
  for (const RootHash& known : hashes) {
    const auto read = open_trust(envelope, known);
    REQUIRE(read);
    CHECK(read->signed_by == hashes.back());
  }
  // The root of before signs still, and nobody who went along heeds it.
  const std::string by_the_first = sign_trust(w.document(), first[0]);
  CHECK(open_trust(by_the_first, hashes.front()));
  for (std::size_t i = 1; i < hashes.size(); ++i) CHECK_FALSE(open_trust(by_the_first, hashes[i]));
}

TEST_CASE("a change of the root keys counts only with enough signatures of those before") {
  RootsWorld w;
  const Keys keys = w.keys(3), thief = w.keys(1);
  const RootSet roots = set_of(keys, 2), stolen = set_of(thief, 1);
  const RootHash to = root_hash(stolen);
  const auto taken = [&](const RootLink& link) {
    return leads_to(root_hash(roots), to, {&link, 1});
  };
  CHECK(taken(sign_link(roots, to, Keys{keys[0], keys[2]})));
  CHECK_FALSE(taken(sign_link(roots, to, Keys{keys[0]})));
  CHECK_FALSE(taken(sign_link(roots, to, Keys{keys[0], keys[0]})));
  CHECK_FALSE(taken(sign_link(roots, to, Keys{keys[0], thief[0]})));
  RootLink lowered = sign_link(roots, to, Keys{keys[0]});
  lowered.from.threshold = 1;  // then it is another set
  CHECK_FALSE(taken(lowered));
  RootLink elsewhere = sign_link(roots, root_hash(set_of(keys, 3)), Keys{keys[0], keys[1]});
  elsewhere.to = to;
  CHECK_FALSE(taken(elsewhere));
}

TEST_CASE("links that go in a circle end") {
  RootsWorld w;
  const Keys a = w.keys(1), b = w.keys(1), c = w.keys(1);
  const RootHash of_a = root_hash(set_of(a, 1)), of_b = root_hash(set_of(b, 1));
  const std::vector<RootLink> circle = {sign_link(set_of(a, 1), of_b, a),
                                        sign_link(set_of(b, 1), of_a, b)};
  CHECK(leads_to(of_a, of_b, circle));
  CHECK_FALSE(leads_to(of_a, root_hash(set_of(c, 1)), circle));
}

TEST_CASE("a set of root keys that cannot be one is refused") {
  RootsWorld w;
  const Keys keys = w.keys(2);
  const auto envelope_with = [&](const char* roots) {
    auto envelope = json::parse(sign_trust(w.document(), keys[0]));
    envelope->set("roots", *json::parse(roots));
    return json::dump(*envelope);
  };
  const std::string key = base64url(keys[0].public_key);
  for (const std::string& roots : {R"({"keys":[],"threshold":1})" + std::string(),
                                   R"({"keys":[")" + key + R"("],"threshold":0})",
                                   R"({"keys":[")" + key + R"("],"threshold":2})",
                                   R"({"keys":[")" + key + R"(",")" + key + R"("],"threshold":2})",
                                   R"({"keys":["AAAA"],"threshold":1})" + std::string()}) {
    const auto read = open_trust(envelope_with(roots.c_str()), root_hash(keys[0].public_key));
    REQUIRE_FALSE(read);
    CHECK(read.error().failure == Failure::invalid);
  }
}
