// Trust documents that are not as they should be: each is refused for its reason, what the kiosk
// went by before is what it goes by, and it takes the next one that is right.
#include "sync/protocol/limits.h"
#include "tests/faults/envelopes/trust_kiosk.h"
#include "tests/faults/wire/sizes.h"

namespace afterword::test {
namespace {
namespace trust_documents {

struct Case {
  const char* name;
  std::function<std::string(const TrustKiosk&)> forge;
  std::optional<Failure> failure;  // nothing: it is right, and is taken
  const char* words = "";          // of the refusal
};

constexpr auto kInvalid = Failure::invalid, kDenied = Failure::denied,
               kUnsupported = Failure::unsupported;
constexpr const char* kNotSigned = "not signed by a key that is trusted here";
constexpr const char* kOtherRoot = "signed by other root keys";

// The next document, well signed, with something else at a place of its payload.
Case payload(const char* name, std::function<std::string(const std::string&)> change,
             std::optional<Failure> failure, const char* words) {
  const auto forge = [change = std::move(change)](const TrustKiosk& kiosk) {
    ForgedTrust forged = kiosk.next();
    forged.payload = change(forged.payload);
    return forged.text();
  };
  return {name, forge, failure, words};
}
Case raw_member(const char* name, const char* member_name, const char* raw,
                std::optional<Failure> failure, const char* words) {
  return payload(
      name,
      [=](const std::string& text) { return with_raw(text, member_name, raw); }, failure, words);
}
// The next document as it was signed, its envelope changed.
Case envelope(const char* name, Change change, std::optional<Failure> failure, const char* words) {
  const auto forge = [change = std::move(change)](const TrustKiosk& kiosk) {
    return changed(kiosk.next().text(), change);
  };
  return {name, forge, failure, words};
}
Case by(const char* name, std::function<void(ForgedTrust&, const TrustKiosk&)> change,
        std::optional<Failure> failure, const char* words) {
  const auto forge = [change = std::move(change)](const TrustKiosk& kiosk) {
    ForgedTrust forged = kiosk.next();
    change(forged, kiosk);
    return forged.text();
  };
  return {name, forge, failure, words};
}

void run(const std::vector<Case>& cases, int& refused, int& taken) {
  for (const Case& one : cases) {
    INFO(one.name);
    TrustKiosk kiosk;
    const Trusted before = kiosk.trusted();
    const std::string served = one.forge(kiosk);
    const auto opened = open_trust(served, before.root);
    CHECK(opened.has_value() == !one.failure);
    kiosk.serves(served);
    if (one.failure && !opened) {
      CHECK(opened.error().failure == *one.failure);
      CHECK_MESSAGE(opened.error().text().find(one.words) != std::string::npos, opened.error().text());
      CHECK(kiosk.refusal() == opened.error().text());
      kiosk.still_goes_by(before);
      ++refused;
    } else {
      CHECK(kiosk.trusted().version == before.version + 1);
      CHECK(kiosk.trusted().envelope == served);
      CHECK(kiosk.refusal() == "");
      ++taken;
    }
    kiosk.takes_the_next();
  }
}

std::vector<Case> signature_cases() {
  return {
      by("as it should be", [](ForgedTrust&, const TrustKiosk&) {}, std::nullopt, ""),
      envelope("no signature", [](json::Value& all) { signatures_of(all).clear(); }, kDenied, kNotSigned),
      {"no list of signatures",
       [](const TrustKiosk& kiosk) { return without(kiosk.next().text(), "signatures"); }, kInvalid,
       "/signatures"},
      envelope("a blank signature",
               [](json::Value& all) { signatures_of(all)[0].set("sig", ""); }, kInvalid,
               "/signatures/0/sig"),
      envelope("a signature that is a number",
               [](json::Value& all) { signatures_of(all)[0].set("sig", 7); }, kInvalid,
               "/signatures/0/sig"),
      envelope("a signature of zeros",
               [](json::Value& all) { signatures_of(all)[0] = signature("root", {}); }, kDenied,
               kNotSigned),
      envelope("a signature that is a byte short",
               [](json::Value& all) { signatures_of(all)[0].set("sig", base64(Bytes(63, 1))); },
               kDenied, kNotSigned),
      envelope("the signature of the document before",
               [](json::Value& all) {
                 const CollectorKeys keys;
                 json::Value before = must(json::parse(sign_trust(keys.trust(1), keys.root)));
                 signatures_of(all) = signatures_of(before);
               },
               kDenied, kNotSigned),
      by("a stranger's signature under the root's name",
         [](ForgedTrust& forged, const TrustKiosk&) { forged.signers = spare_keys({1}); }, kDenied,
         kNotSigned),
      by("a stranger's, who names himself the root",
         [](ForgedTrust& forged, const TrustKiosk&) {
           forged.signers = spare_keys({1});
           forged.roots = root_set({1}, 1);
         },
         kDenied, kOtherRoot),
      by("the online key, in the root's place",
         [](ForgedTrust& forged, const TrustKiosk& kiosk) { forged.signers = {kiosk.keys.online}; },
         kDenied, kNotSigned),
      by("the online key, named as the root",
         [](ForgedTrust& forged, const TrustKiosk& kiosk) {
           forged.signers = {kiosk.keys.online};
           forged.roots.keys = {kiosk.keys.online.public_key};
         },
         kDenied, kOtherRoot),
      by("the root of another collector",
         [](ForgedTrust& forged, const TrustKiosk&) {
           const CollectorKeys other(99);
           forged.signers = {other.root};
           forged.roots.keys = {other.root.public_key};
         },
         kDenied, kOtherRoot),
      by("one signature among strangers'",
         [](ForgedTrust& forged, const TrustKiosk&) {
           forged.signers.insert(forged.signers.begin(), spare_key(3));
           forged.signers.push_back(spare_key(4));
         },
         std::nullopt, ""),
      by("more signatures than an envelope may have",
         [](ForgedTrust& forged, const TrustKiosk&) {
           while (forged.signers.size() <= kSignaturesMax) forged.signers.push_back(spare_key(5));
         },
         kInvalid, "/signatures"),
      envelope("the root's signature under another name",
               [](json::Value& all) { signatures_of(all)[0].set("keyid", "online-1"); }, std::nullopt, ""),
      envelope("the root's signature without a name",
               [](json::Value& all) { signatures_of(all)[0].set("keyid", ""); }, std::nullopt, ""),
      envelope("members that nobody knows, in the envelope",
               [](json::Value& all) { all.set("custom", "value").set("threshold", 0); }, std::nullopt, ""),
  };
}

std::vector<Case> envelope_cases() {
  return {
      envelope("a type that was changed after signing",
               [](json::Value& all) { all.set("payloadType", std::string(kDefinitionType)); },
               kDenied, kNotSigned),
      by("signed as a definition",
         [](ForgedTrust& forged, const TrustKiosk&) { forged.type = kDefinitionType; }, kInvalid,
         "holds application/vnd.afterword.definition+json"),
      by("signed as a retirement",
         [](ForgedTrust& forged, const TrustKiosk&) { forged.type = kRetireType; }, kInvalid,
         "holds application/vnd.afterword.retire+json"),
      envelope("a payload of other bytes",
               [](json::Value& all) { all.set("payload", base64(as_bytes("{}"))); }, kDenied, kNotSigned),
      envelope("a payload that is no base64", [](json::Value& all) { all.set("payload", "!!!"); },
               kInvalid, "no base64"),
      envelope("a payload that is no text", [](json::Value& all) { all.set("payload", 1); }, kInvalid,
               "/payload"),
      {"a payload named twice",
       [](const TrustKiosk& kiosk) { return replaced(kiosk.next().text(), "{", R"({"payload":"e30=",)"); },
       kInvalid, "twice"},
      {"no JSON", [](const TrustKiosk&) { return std::string("<html>Welcome</html>"); }, kInvalid, ""},
      {"nothing", [](const TrustKiosk&) { return std::string(); }, kInvalid, ""},
      {"a list", [](const TrustKiosk& kiosk) { return "[" + kiosk.next().text() + "]"; }, kInvalid, ""},
      {"something behind its end", [](const TrustKiosk& kiosk) { return kiosk.next().text() + "{}"; },
       kInvalid, ""},
      {"cut off",
       [](const TrustKiosk& kiosk) {
         const std::string text = kiosk.next().text();
         return text.substr(0, text.size() - 1);
       },
       kInvalid, ""},
      {"as long as it may be",
       [](const TrustKiosk& kiosk) {
         std::string text = kiosk.next().text();
         return text + std::string(kTrustBytesMax - text.size(), ' ');
       },
       std::nullopt},
      {"a byte longer",
       [](const TrustKiosk& kiosk) {
         std::string text = kiosk.next().text();
         return text + std::string(kTrustBytesMax + 1 - text.size(), ' ');
       },
       kInvalid, "at most 65536"},
  };
}

std::vector<Case> payload_cases() {
  const auto no_member = [](const char* name, const char* member_name, const char* words) {
    return payload(
        name, [=](const std::string& text) { return without(text, member_name); }, kInvalid, words);
  };
  return {
      payload("members that nobody knows",
              [](const std::string& text) {
                return changed(text, [](json::Value& all) {
                  all.set("custom", "value").set("x_more", json::object({{"a", 1}}));
                  for (json::Value& key : member(all, "signing_keys").as_array())
                    key.set("keyid_hash_algorithms", json::Array{"md5"});
                });
              },
              std::nullopt, ""),
      payload("a list", [](const std::string& text) { return "[" + text + "]"; }, kInvalid, ""),
      payload("nothing", [](const std::string&) { return std::string(); }, kInvalid, ""),
      payload("a version named twice",
              [](const std::string& text) { return replaced(text, "{", R"({"version":9,)"); }, kInvalid,
              "twice"),
      raw_member("a format that nobody knows", "format", "2", kUnsupported, "format"),
      raw_member("a format that is text", "format", R"("1")", kInvalid, "/format"),
      no_member("no format", "format", "/format"),
      no_member("no version", "version", "/version"),
      raw_member("version 0", "version", "0", kInvalid, "/version"),
      raw_member("version -1", "version", "-1", kInvalid, "/version"),
      raw_member("version 2.5", "version", "2.5", kInvalid, "/version"),
      raw_member("a version that is text", "version", R"("2")", kInvalid, "/version"),
      raw_member("version 2^53", "version", "9007199254740992", kInvalid, "/version"),
      raw_member("version 2^63 - 1", "version", "9223372036854775807", kInvalid, "/version"),
      raw_member("version 2^64 + 2", "version", "18446744073709551618", kInvalid, "/version"),
      no_member("no end", "expires_at_ms", "/expires_at_ms"),
      raw_member("an end that is text", "expires_at_ms", R"("2030-01-01")", kInvalid, "/expires_at_ms"),
      raw_member("an end before 1970", "expires_at_ms", "-1", kInvalid, "/expires_at_ms"),
      no_member("no beginning", "signed_at_ms", "/signed_at_ms"),
      raw_member("a beginning at 2^63 - 1", "signed_at_ms", "9223372036854775807", kInvalid,
                 "/signed_at_ms"),
      raw_member("no TLS key", "tls_keys", "[]", kInvalid, "/tls_keys"),
      raw_member("a TLS key that is short", "tls_keys", R"(["AAAA"])", kInvalid, "/tls_keys/0"),
      raw_member("seventeen TLS keys", "tls_keys", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]",
                 kInvalid, "/tls_keys"),
      raw_member("no seal key", "seal_keys", "[]", kInvalid, "/seal_keys"),
      payload("no current seal key",
              [](const std::string& text) { return replaced(text, R"("current")", R"("old")"); }, kInvalid,
              "/seal_keys"),
      no_member("no recovery key", "recovery_key", "/recovery_key"),
      raw_member("no signing key", "signing_keys", "[]", kInvalid, "/signing_keys"),
      payload("signing keys of unknown roles only",
              [](const std::string& text) { return replaced(text, R"("online")", R"("audit")"); },
              kInvalid, "/signing_keys"),
      payload("a signing key without a name",
              [](const std::string& text) { return replaced(text, R"("id":"online-1")", R"("id":"")"); },
              kInvalid, "/signing_keys/0/id"),
  };
}

TEST_CASE("Trust documents with wrong signatures, envelopes or contents change nothing on a kiosk") {
  int refused = 0, taken = 0;
  run(signature_cases(), refused, taken);
  run(envelope_cases(), refused, taken);
  run(payload_cases(), refused, taken);
  CHECK(refused == 54);
  CHECK(taken == 7);
  say(fmt::format("{} trust documents refused, {} taken as right", refused, taken));
}

TEST_CASE("A trust document that is not newer changes nothing, however well it is signed") {
  struct Old {
    const char* name;
    std::function<std::string(TrustKiosk&)> forge;
  };
  const auto of_version = [](TrustKiosk& kiosk, std::int64_t version) {
    return ForgedTrust{trust_payload(kiosk.renewed(version)), kiosk.roots, kiosk.signers}.text();
  };
  const std::vector<Old> cases = {
      {"the very one that it has", [](TrustKiosk& kiosk) { return kiosk.trusted().envelope; }},
      {"the same version with other keys",
       [](TrustKiosk& kiosk) {
         TrustDocument document = kiosk.renewed(4);
         document.signing_keys[0].key = spare_key(1).public_key;
         return ForgedTrust{trust_payload(document), kiosk.roots, kiosk.signers}.text();
       }},
      {"the version before", [&](TrustKiosk& kiosk) { return of_version(kiosk, 3); }},
      {"the first one of all",
       [](TrustKiosk& kiosk) { return sign_trust(kiosk.keys.trust(), kiosk.keys.root); }},
  };
  for (const Old& one : cases) {
    INFO(one.name);
    TrustKiosk kiosk;
    kiosk.serves(of_version(kiosk, 4));  // and a version may be left out
    REQUIRE(kiosk.trusted().version == 4);
    const Trusted before = kiosk.trusted();
    const std::string served = one.forge(kiosk);
    const auto opened = open_trust(served, before.root);
    REQUIRE(opened);
    kiosk.serves(served);
    CHECK(kiosk.refusal() ==
          fmt::format("trust document: version {} is not newer than ours, 4", opened->version));
    kiosk.still_goes_by(before);
    kiosk.takes_the_next();
  }
}

}  // namespace trust_documents
}  // namespace
}  // namespace afterword::test
