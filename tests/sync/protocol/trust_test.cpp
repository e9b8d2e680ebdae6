#include <doctest/doctest.h>

#include "sync/base/json/value.h"
#include "sync/protocol/definition_message.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/sealing.h"

using namespace afterword;

namespace {
namespace trusting {

struct World {
  SeededRandom random{1};
  crypto::SigningKey root = crypto::SigningKey::make(random);
  crypto::SigningKey online = crypto::SigningKey::make(random);
  crypto::SigningKey stranger = crypto::SigningKey::make(random);
  crypto::SealKey seal = crypto::SealKey::make(random);
  RootHash hash = root_hash(root.public_key);

  TrustDocument document() const {
    TrustDocument out;
    out.version = 3;
    out.signed_at_ms = 10;
    out.expires_at_ms = 20;
    out.tls_keys = {crypto::sha256("now"), crypto::sha256("next")};
    out.seal_keys = {{"c1", seal.public_key, SealState::old},
                     {"c2", seal.public_key, SealState::current}};
    out.recovery_key = seal.public_key;
    out.signing_keys = {{"o1", online.public_key, KeyRole::online, 10, 20}};
    return out;
  }
  // The root signs whatever payload a test likes.
  std::string signed_payload(const std::string& payload) const {
    const Signer signer{"root", root};
    auto envelope = json::parse(sign_envelope(kTrustType, payload, {&signer, 1}));
    envelope->set("root_key", base64url(root.public_key));
    return json::dump(*envelope);
  }
  std::string payload() const {
    const auto envelope = json::parse(sign_trust(document(), root));
    return std::string(as_text(*from_base64(envelope->find("payload")->as_string())));
  }
};

}  // namespace trusting
}  // namespace
using TrustWorld = trusting::World;

TEST_CASE("a trust document comes back as it was signed") {
  const TrustWorld w;
  const auto read = open_trust(sign_trust(w.document(), w.root), w.hash);
  REQUIRE(read);
  CHECK(read->version == 3);
  CHECK(read->tls_keys == w.document().tls_keys);
  CHECK(read->seal_keys.size() == 2);
  CHECK(read->current_seal_key()->id == "c2");
  CHECK(read->online_keys().front().id == "o1");
  CHECK(sign_trust(*read, w.root) == sign_trust(w.document(), w.root));
}

TEST_CASE("a trust document of another root is refused, even if all else fits") {
  const TrustWorld w;
  const auto read = open_trust(sign_trust(w.document(), w.stranger), w.hash);
  REQUIRE_FALSE(read);
  CHECK(read.error().failure == Failure::denied);
}

TEST_CASE("naming the right root without its signature helps nobody") {
  const TrustWorld w;
  auto envelope = json::parse(sign_trust(w.document(), w.stranger));
  envelope->set("root_key", base64url(w.root.public_key));
  const auto read = open_trust(json::dump(*envelope), w.hash);
  REQUIRE_FALSE(read);
  CHECK(read.error().failure == Failure::denied);
}

TEST_CASE("no altered trust document is taken") {
  const TrustWorld w;
  const std::string good = sign_trust(w.document(), w.root);
  SeededRandom random(5);
  int differs = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string bad = good;
    bad[random.below(bad.size())] = static_cast<char>(32 + random.below(95));
    if (const auto read = open_trust(bad, w.hash)) {
      // Only what is not signed (the key id, unknown members) may change: the content must not.
      CHECK(sign_trust(*read, w.root) == good);
    } else {
      ++differs;
    }
  }
  CHECK(differs > 2000);
}

TEST_CASE("a trust document without a key that is needed is refused, with its place") {
  const TrustWorld w;
  auto document = w.document();
  std::string where;
  SUBCASE("no TLS key") { document.tls_keys.clear(), where = "tls_keys"; }
  SUBCASE("no seal key") { document.seal_keys.clear(), where = "seal_keys"; }
  SUBCASE("no current seal key") { document.seal_keys.pop_back(), where = "seal_keys"; }
  SUBCASE("no online key") { document.signing_keys.clear(), where = "signing_keys"; }
  const auto read = open_trust(sign_trust(document, w.root), w.hash);
  REQUIRE_FALSE(read);
  CHECK(read.error().failure == Failure::invalid);
  CHECK(read.error().what.find(where) != std::string::npos);
}

TEST_CASE("words of a later version are read on the safe side") {
  const TrustWorld w;
  std::string payload = w.payload();
  SUBCASE("a role nobody knows signs nothing here") {
    payload.replace(payload.find("\"online\""), 8, "\"audit\"");
    CHECK_FALSE(open_trust(w.signed_payload(payload), w.hash));
  }
  SUBCASE("a state nobody knows is not sealed to") {
    payload.replace(payload.find("\"current\""), 9, "\"paused\"");
    CHECK_FALSE(open_trust(w.signed_payload(payload), w.hash));
  }
  SUBCASE("a field nobody knows is ignored") {
    payload.insert(1, "\"colour\":\"blue\",");
    CHECK(open_trust(w.signed_payload(payload), w.hash));
  }
  SUBCASE("a format nobody knows is not guessed at") {
    payload.replace(payload.find("\"format\":1"), 10, "\"format\":2");
    const auto read = open_trust(w.signed_payload(payload), w.hash);
    REQUIRE_FALSE(read);
    CHECK(read.error().failure == Failure::unsupported);
  }
}

TEST_CASE("an endless trust document is not even parsed") {
  const TrustWorld w;
  CHECK_FALSE(open_trust(std::string(kTrustBytesMax + 1, ' '), w.hash));
}

TEST_CASE("an envelope opens for its signer, its type and its bytes only") {
  const TrustWorld w;
  const Signer signer{"o1", w.online};
  const std::string envelope = sign_envelope(kDefinitionType, "{}", {&signer, 1});
  const crypto::Key32 keys[] = {w.stranger.public_key, w.online.public_key};
  CHECK(open_envelope(envelope, kDefinitionType, keys, 1000) == "{}");
  CHECK(open_envelope(envelope, kDefinitionType, {keys, 1}, 1000).error().failure ==
        Failure::denied);
  CHECK(open_envelope(envelope, kDefinitionType, {}, 1000).error().failure == Failure::denied);
  CHECK(open_envelope(envelope, kRetireType, keys, 1000).error().failure == Failure::invalid);
  CHECK(open_envelope(envelope, kDefinitionType, keys, 10).error().failure == Failure::invalid);
  for (const char* bad : {"", "[]", "{}", R"({"payloadType":"x","payload":"e30=","signatures":[]})",
                          R"({"payloadType":"x","payload":"!","signatures":[{"sig":"AA=="}]})"})
    CHECK_FALSE(open_envelope(bad, kDefinitionType, keys, 1000));
}

TEST_CASE("a type cannot be changed after signing, and a key id decides nothing") {
  const TrustWorld w;
  const Signer signer{"o1", w.online};
  auto envelope = json::parse(sign_envelope(kDefinitionType, "{}", {&signer, 1}));
  const crypto::Key32 key = w.online.public_key;
  envelope->set("payloadType", std::string(kRetireType));
  CHECK(open_envelope(json::dump(*envelope), kRetireType, {&key, 1}, 1000).error().failure ==
        Failure::denied);
  envelope->set("payloadType", std::string(kDefinitionType));
  envelope->find("signatures");
  std::string text = json::dump(*envelope);
  text.replace(text.find("\"o1\""), 4, "\"zz\"");
  CHECK(open_envelope(text, kDefinitionType, {&key, 1}, 1000));
}

TEST_CASE("a definition under another name or version is refused") {
  const TrustWorld w;
  const Signer signer{"o1", w.online};
  const crypto::Key32 key = w.online.public_key;
  const std::string envelope = sign_definition(R"({"id":"store-exit","version":3})", {&signer, 1});
  CHECK(open_definition(envelope, {"store-exit", 3}, {&key, 1}));
  CHECK_FALSE(open_definition(envelope, {"store-exit", 4}, {&key, 1}));
  CHECK_FALSE(open_definition(envelope, {"returns", 3}, {&key, 1}));
  CHECK_FALSE(open_retirement(envelope, {"store-exit", 3}, {&key, 1}));
  CHECK_FALSE(open_definition(sign_definition("not json", {&signer, 1}), {"a", 1}, {&key, 1}));
  CHECK_FALSE(open_definition(sign_retirement({"store-exit", 3}, {&signer, 1}), {"store-exit", 3},
                              {&key, 1}));
}

TEST_CASE("the definition's bytes come out untouched") {
  const TrustWorld w;
  const Signer signer{"o1", w.online};
  const crypto::Key32 key = w.online.public_key;
  const std::string bytes = "{ \"id\" : \"a\",\r\n\t\"version\":1, \"x\":\"\\u00e9 \xC3\xA9\" }\n";
  CHECK(open_definition(sign_definition(bytes, {&signer, 1}), {"a", 1}, {&key, 1}) == bytes);
}

TEST_CASE("the largest definition fits its envelope's limit") {
  const TrustWorld w;
  std::vector<Signer> signers(3, Signer{"online-2026-a", w.online});
  std::string bytes = R"({"id":"a","version":1,"x":")";
  bytes += std::string(kDefinitionBytesMax - bytes.size() - 2, 'x') + "\"}";
  REQUIRE(bytes.size() == kDefinitionBytesMax);
  CHECK(sign_definition(bytes, signers).size() <= kEnvelopeBytesMax);
}

TEST_CASE("an enrolment code is printed, typed and read") {
  const TrustWorld w;
  const EnrolmentCode code{"https://10.0.0.7:8443", "7KD4MX2P9Q3TZ", w.hash};
  const std::string text = dump(code);
  CHECK(text.starts_with("https://10.0.0.7:8443#7KD4M-X2P9Q-3TZ."));
  const auto read = read_enrolment_code(text);
  REQUIRE(read);
  CHECK(read->url == code.url);
  CHECK(read->code == code.code);
  CHECK(read->root == code.root);
  const std::string tail = text.substr(text.find('.', text.find('#')));
  CHECK(read_enrolment_code("https://10.0.0.7:8443#7kd4mx2p9q3tz" + tail)->code == code.code);
  CHECK(read_enrolment_code("https://a.b/#7KD4M-X2P9Q-3TZ" + tail)->url == "https://a.b");
}

TEST_CASE("a code that is none says which part is wrong and how it looks") {
  const TrustWorld w;
  const std::string tail = "." + base64url(w.hash);
  const auto refuses = [](const std::string& text, std::string_view words) {
    const auto read = read_enrolment_code(text);
    REQUIRE_FALSE(read);
    CHECK_MESSAGE(read.error().text().find(words) != std::string::npos, read.error().text());
    CHECK_FALSE(read.error().hint.empty());
  };
  refuses("", "no #");
  refuses("https://a", "no #");
  refuses("http://a#7KD4M-X2P9Q-3TZ" + tail, "https://");
  refuses("https://#7KD4M-X2P9Q-3TZ" + tail, "host");
  refuses("https://a/b#7KD4M-X2P9Q-3TZ" + tail, "host");
  refuses("https://u@a#7KD4M-X2P9Q-3TZ" + tail, "host");
  refuses("https://a:0#7KD4M-X2P9Q-3TZ" + tail, "port");
  refuses("https://a:99999#7KD4M-X2P9Q-3TZ" + tail, "port");
  refuses("https://a#7KD4M-X2P9Q-3TZ", "no dot");
  refuses("https://a#7KD4M-X2P9Q" + tail, "before the dot");
  refuses("https://a#7KD4M-X2P9Q-3TZ.abc", "after the dot");
}

TEST_CASE("collector addresses are https, a host and a port, and nothing else") {
  CHECK(read_collector_url("https://[::1]:8443") == "https://[::1]:8443");
  CHECK(read_collector_url("https://[::1]") == "https://[::1]");
  CHECK(read_collector_url("https://collector.shop/") == "https://collector.shop");
  for (const char* bad : {"", "collector", "http://a", "https://", "https://a b", "https://a:x",
                          "https://a?x", "https://[::1", "https://a\r\nb", "https://a:"})
    CHECK_FALSE(read_collector_url(bad));
}

TEST_CASE("a record opens under its own name only") {
  TrustWorld w;
  crypto::Key32 key;
  w.random.fill(key);
  const RecordName name{"dev-7", 1, 41, "store-exit", 3, 1};
  const auto data = seal_record(key, name, "{\"a\":1}", w.random);
  REQUIRE(data);
  CHECK(open_record(key, name, *data) == "{\"a\":1}");
  for (const RecordName& other :
       {RecordName{"dev-8", 1, 41, "store-exit", 3, 1},
        RecordName{"dev-7", 2, 41, "store-exit", 3, 1},
        RecordName{"dev-7", 1, 42, "store-exit", 3, 1}, RecordName{"dev-7", 1, 41, "returns", 3, 1},
        RecordName{"dev-7", 1, 41, "store-exit", 4, 1},
        RecordName{"dev-7", 1, 41, "store-exit", 3, 2}})
    CHECK_FALSE(open_record(key, other, *data));
}

TEST_CASE("the associated data of two names are never the same bytes") {
  // Without lengths "ab" + "c" and "a" + "bc" would be.
  CHECK(associated_data({"ab", 1, 1, "c", 1, 1}) != associated_data({"a", 1, 1, "bc", 1, 1}));
}

TEST_CASE("a comment of 64 KiB of noise fits into a record; what is far longer does not") {
  TrustWorld w;
  const RecordName name{"dev-7", 1, 1, "store-exit", 1, 1};
  std::string noise(64 * 1024, ' ');
  for (char& c : noise) c = static_cast<char>(33 + w.random.below(90));
  const auto data = seal_record({}, name, noise, w.random);
  REQUIRE(data);
  CHECK(data->size() <= kRecordBytesMax);
  CHECK_FALSE(seal_record({}, name, std::string(kRecordPlainBytesMax + 1, 'x'), w.random));
  std::string much(700 * 1024, ' ');
  for (char& c : much) c = static_cast<char>(w.random.below(256));
  CHECK_FALSE(seal_record({}, name, much, w.random));
}
