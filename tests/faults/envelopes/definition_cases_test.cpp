// Definitions and retirements that are not as they should be, offered to a real kiosk: each is
// refused for its reason, shoppers are asked what they were asked before, and the next one is taken.
#include "sync/protocol/limits.h"
#include "tests/faults/envelopes/trust_kiosk.h"
#include "tests/faults/wire/sizes.h"

namespace afterword::test {
namespace {
namespace definition_cases {

constexpr auto kInvalid = Failure::invalid, kDenied = Failure::denied;
constexpr auto kLive = DefinitionState::live, kRetired = DefinitionState::retired;
constexpr const char* kNotSigned = "not signed by a key that is trusted here";
constexpr const char* kNotOffered = "is not what was offered (size or SHA-256 differ)";
constexpr int kNext = kHeldVersion + 1;

// What is offered under a name, and what is served for it.
struct Offer {
  std::string envelope;
  SurveyVersion survey{"short", kNext};
  DefinitionState state = kLive;
  std::optional<std::string> served = {};
};

struct Case {
  const char* name;
  std::function<Offer(const TrustKiosk&)> make;
  std::optional<Failure> failure;  // of the envelope; nothing: refused is something else about it
  const char* words;
};

std::string definition_by(const SigningKeys& keys, const std::string& text,
                          const std::string& keyid = "online-1") {
  return sign_definition(text, named(keys, keyid));
}
std::string right(const TrustKiosk& kiosk, int version = kNext) {
  return definition_by({kiosk.keys.online}, short_definition(version));
}
Case signed_by(const char* name, std::function<SigningKeys(const TrustKiosk&)> who) {
  return {name,
          [who = std::move(who)](const TrustKiosk& kiosk) {
            return Offer{definition_by(who(kiosk), short_definition(kNext))};
          },
          kDenied, kNotSigned};
}
Case saying(const char* name, const std::string& text, std::optional<Failure> failure, const char* words) {
  return {name,
          [text](const TrustKiosk& kiosk) { return Offer{definition_by({kiosk.keys.online}, text)}; },
          failure, words};
}
Case bent(const char* name, Change change, Failure failure, const char* words) {
  return {name,
          [change = std::move(change)](const TrustKiosk& kiosk) {
            return Offer{changed(right(kiosk), change)};
          },
          failure, words};
}
Case served_as(const char* name, std::function<std::string(const std::string&)> change) {
  return {name,
          [change = std::move(change)](const TrustKiosk& kiosk) {
            Offer offer{right(kiosk)};
            offer.served = change(offer.envelope);
            return offer;
          },
          std::nullopt, kNotOffered};
}
Case retiring(const char* name, std::function<std::string(const TrustKiosk&)> envelope, Failure failure,
              const char* words) {
  return {name,
          [envelope = std::move(envelope)](const TrustKiosk& kiosk) {
            return Offer{envelope(kiosk), {"short", kHeldVersion}, kRetired};
          },
          failure, words};
}

std::vector<Case> signature_cases() {
  return {
      signed_by("by a stranger under the online key's name",
                [](const TrustKiosk&) { return spare_keys({1}); }),
      signed_by("by the root", [](const TrustKiosk& kiosk) { return SigningKeys{kiosk.keys.root}; }),
      signed_by("by another collector's online key",
                [](const TrustKiosk&) { return SigningKeys{CollectorKeys(99).online}; }),
      signed_by("by the device itself",
                [](const TrustKiosk& kiosk) { return SigningKeys{kiosk.store->enrolment()->key}; }),
      signed_by("by nobody", [](const TrustKiosk&) { return SigningKeys(); }),
      signed_by("by eight strangers",
                [](const TrustKiosk&) { return spare_keys({1, 2, 3, 4, 5, 6, 7, 8}); }),
      bent("a signature over other bytes",
           [](json::Value& all) { all.set("payload", base64(as_bytes(short_definition(kNext + 1)))); },
           kDenied, kNotSigned),
      bent("a type that was changed", [](json::Value& all) { all.set("payloadType", std::string(kTrustType)); },
           kDenied, kNotSigned),
      bent("a blank signature", [](json::Value& all) { signatures_of(all)[0].set("sig", ""); }, kInvalid,
           "/signatures/0/sig"),
      bent("nine signatures",
           [](json::Value& all) {
             const json::Value one = signatures_of(all)[0];
             signatures_of(all).assign(kSignaturesMax + 1, one);
           },
           kInvalid, "/signatures"),
      retiring("a retirement by a stranger",
               [](const TrustKiosk&) {
                 return sign_retirement({"short", kHeldVersion}, named(spare_keys({1}), "online-1"));
               },
               kDenied, kNotSigned),
      retiring("a retirement by the root",
               [](const TrustKiosk& kiosk) {
                 return sign_retirement({"short", kHeldVersion}, named({kiosk.keys.root}, "root"));
               },
               kDenied, kNotSigned),
  };
}

std::vector<Case> mixed_cases() {
  const auto typed = [](std::string_view type) {
    return [type](const TrustKiosk& kiosk) {
      return Offer{sign_envelope(type, short_definition(kNext), named({kiosk.keys.online}, "online-1"))};
    };
  };
  return {
      {"signed as a trust document", typed(kTrustType), kInvalid, "holds application/vnd.afterword.trust"},
      {"signed as a retirement", typed(kRetireType), kInvalid, "holds application/vnd.afterword.retire"},
      {"signed as a proof of deletion", typed("application/vnd.afterword.deletion+json"), kInvalid,
       "holds application/vnd.afterword.deletion"},
      {"the trust document itself",
       [](const TrustKiosk& kiosk) { return Offer{kiosk.store->enrolment()->trust_envelope}; }, kDenied,
       kNotSigned},
      retiring("a definition for a retirement",
               [](const TrustKiosk& kiosk) { return right(kiosk, kHeldVersion); }, kInvalid,
               "holds application/vnd.afterword.definition"),
      {"the version that it has, under the next one's number",
       [](const TrustKiosk& kiosk) { return Offer{right(kiosk, kHeldVersion)}; }, kInvalid,
       "is short version 3, not short version 4"},
      {"a later version, under the next one's number",
       [](const TrustKiosk& kiosk) { return Offer{right(kiosk, kNext + 1)}; }, kInvalid,
       "is short version 5, not short version 4"},
      {"this survey, under another's name",
       [](const TrustKiosk& kiosk) { return Offer{right(kiosk), {"returns", kNext}}; }, kInvalid,
       "is short version 4, not returns version 4"},
      {"another survey, under this one's name",
       [](const TrustKiosk& kiosk) {
         return Offer{definition_by({kiosk.keys.online},
                                    replaced(short_definition(kNext), R"("short")", R"("returns")"))};
       },
       kInvalid, "is returns version 4, not short version 4"},
      retiring("another survey's retirement",
               [](const TrustKiosk& kiosk) {
                 return sign_retirement({"returns", kHeldVersion}, named({kiosk.keys.online}, "online-1"));
               },
               kInvalid, "is returns version 3, not short version 3"),
      served_as("a byte more than offered", [](const std::string& text) { return text + " "; }),
      served_as("a byte less", [](const std::string& text) { return text.substr(0, text.size() - 1); }),
      served_as("nothing", [](const std::string&) { return std::string(); }),
      served_as("as long, another byte",
                [](const std::string& text) { return replaced(text, "online-1", "online-2"); }),
      {"what is well signed, and was not offered",
       [](const TrustKiosk& kiosk) { return Offer{right(kiosk), {"short", kNext}, kLive, right(kiosk, 9)}; },
       std::nullopt, kNotOffered},
  };
}

std::vector<Case> content_cases() {
  const std::string good = short_definition(kNext);
  return {
      saying("no JSON", "<html>", kInvalid, ""),
      saying("nothing", "", kInvalid, ""),
      saying("a list", "[" + good + "]", kInvalid, ""),
      saying("a version named twice", replaced(good, "{", R"({"version":4,)"), kInvalid, "twice"),
      saying("no version", without(good, "version"), kInvalid, "/version"),
      saying("version 4.5", with_raw(good, "version", "4.5"), kInvalid, "/version"),
      saying("a version that is text", with_raw(good, "version", R"("4")"), kInvalid, "/version"),
      saying("version 2^31", with_raw(good, "version", "2147483648"), kInvalid, "/version"),
      saying("version 2^63 - 1", with_raw(good, "version", "9223372036854775807"), kInvalid, "/version"),
      saying("no name", without(good, "id"), kInvalid, "/id"),
      // The envelope is right; the kiosk cannot ask what is in it.
      saying("a format that nobody knows", with_raw(good, "format", "99"), std::nullopt, "format"),
      saying("no question", with_raw(good, "questions", "[]"), std::nullopt, "question"),
      saying("larger than a definition may be",
             good + std::string(kDefinitionBytesMax + 1 - good.size(), ' '), std::nullopt,
             "at most 262144 are allowed"),
  };
}

void run(const std::vector<Case>& cases, int& refused) {
  for (const Case& one : cases) {
    INFO(one.name);
    TrustKiosk kiosk;
    const Trusted before = kiosk.trusted();
    const auto keys = kiosk.store->enrolment()->trust.online_public_keys();
    const Offer offer = one.make(kiosk);
    if (offer.state == kLive)
      REQUIRE(open_definition(right(kiosk), {"short", kNext}, keys));  // what differs is what counts
    std::optional<Error> wrong;
    if (offer.state == kLive) {
      if (auto opened = open_definition(offer.envelope, offer.survey, keys); !opened) wrong = opened.error();
    } else if (auto opened = open_retirement(offer.envelope, offer.survey, keys); !opened) {
      wrong = opened.error();
    }
    CHECK(wrong.has_value() == one.failure.has_value());
    kiosk.offers_this(offer.survey, offer.envelope, offer.served.value_or(offer.envelope), offer.state);
    const std::string told = kiosk.refusal();
    if (wrong && one.failure) {
      CHECK(wrong->failure == *one.failure);
      CHECK(told == fmt::format("{} version {}: {}", offer.survey.survey, offer.survey.version, wrong->text()));
    }
    CHECK_MESSAGE(told.find(one.words) != std::string::npos, told);
    CHECK_FALSE(told.empty());
    kiosk.still_goes_by(before);
    kiosk.takes_the_next();
    ++refused;
  }
}

TEST_CASE("Definitions and retirements that are not what they seem change nothing on a kiosk") {
  int refused = 0;
  run(signature_cases(), refused);
  run(mixed_cases(), refused);
  run(content_cases(), refused);
  CHECK(refused == 40);
  say(fmt::format("{} definitions and retirements refused", refused));
}

TEST_CASE("A definition is taken whoever else signed it, however its bytes are spelt, and kept as it came") {
  struct Right {
    const char* name;
    std::function<std::string(const TrustKiosk&)> envelope;
    std::string owner = "Tests";
  };
  const std::string odd = replaced(short_definition(kNext), R"("owner": "Tests")",
                                   R"("owner": "../?#%2f\" ' ; DROP \u00e9 \\ .")");
  const std::vector<Right> cases = {
      {"as it should be", [](const TrustKiosk& kiosk) { return right(kiosk); }},
      {"behind seven strangers",
       [](const TrustKiosk& kiosk) {
         SigningKeys keys = spare_keys({1, 2, 3, 4, 5, 6, 7});
         keys.push_back(kiosk.keys.online);
         return definition_by(keys, short_definition(kNext));
       }},
      {"under another key's name",
       [](const TrustKiosk& kiosk) { return definition_by({kiosk.keys.online}, short_definition(kNext), "root"); }},
      {"in the other alphabet of base64",
       [](const TrustKiosk& kiosk) {
         return with(right(kiosk), "payload", base64url(as_bytes(short_definition(kNext))));
       }},
      {"with members that nobody knows",
       [](const TrustKiosk& kiosk) { return with(right(kiosk), "custom", json::Array{1, "two"}); }},
      {"with blanks around it", [](const TrustKiosk& kiosk) { return " \n" + right(kiosk) + "\n "; }},
      {"with an owner of quotes and slashes",
       [odd](const TrustKiosk& kiosk) { return definition_by({kiosk.keys.online}, odd); },
       "../?#%2f\" ' ; DROP \xC3\xA9 \\ ."},
  };
  for (const Right& one : cases) {
    INFO(one.name);
    TrustKiosk kiosk;
    const std::string envelope = one.envelope(kiosk);
    kiosk.offers_this({"short", kNext}, envelope, envelope, kLive);
    CHECK(kiosk.offered() == kNext);
    CHECK(kiosk.refusal() == "");
    kiosk.start();  // proved again from the disk
    CHECK(kiosk.offered() == kNext);
    CHECK(must(kiosk.store->surveys()).at(0).owner == one.owner);
  }
}

TEST_CASE("What is not newer is not even asked for") {
  struct Old {
    const char* name;
    int version;
    DefinitionState state;
  };
  for (const Old& one : {Old{"the very version", kHeldVersion, kLive},
                         Old{"the one before", kHeldVersion - 1, kLive}, Old{"the first", 1, kLive},
                         Old{"the retirement of the one before", kHeldVersion - 1, kRetired}}) {
    INFO(one.name);
    TrustKiosk kiosk;
    const Trusted before = kiosk.trusted();
    kiosk.offers(one.version, one.state);
    kiosk.answers(dump(kiosk.offer));
    const HttpRequest next = kiosk.answers("{}");
    CHECK(next.url.ends_with(kWaitPath));
    kiosk.still_goes_by(before);
    // Nor does its store take it, if it is given one all the same.
    const std::string text = replaced(short_definition(one.version), "Tests", "Thief");
    const std::string envelope = definition_by({kiosk.keys.online}, text);
    if (one.state == kLive) {
      const auto done = kiosk.store->definitions().install({"short", one.version}, envelope, text);
      REQUIRE_FALSE(done);
      CHECK(done.error().failure == Failure::conflict);
    } else {
      must(kiosk.store->definitions().retire(
          {"short", one.version}, sign_retirement({"short", one.version}, named({kiosk.keys.online}, "online-1"))));
    }
    kiosk.still_goes_by(before);
    kiosk.takes_the_next();
  }
}

TEST_CASE("Names and numbers that an offer may not have are refused with all of it") {
  struct Bad {
    const char* name;
    const char* member_name;
    const char* raw;
  };
  const std::vector<Bad> cases = {
      {"a name of dots and slashes", "id", R"("../short")"},
      {"a name that begins with a slash", "id", R"("/short")"},
      {"a name with a question mark", "id", R"("short?after=1")"},
      {"a name with a number sign", "id", R"("short#1")"},
      {"a name in percent signs", "id", R"("short%2fretired")"},
      {"a name of two lines", "id", R"("short\r\nHost: x")"},
      {"a name with a zero byte", "id", R"("short\u0000")"},
      {"a name in capitals", "id", R"("Short")"},
      {"a blank name", "id", R"("")"},
      {"a name of 49 bytes", "id", R"("a123456789012345678901234567890123456789012345678")"},
      {"version 0", "version", "0"},
      {"version 2^31", "version", "2147483648"},
      {"version 2^53", "version", "9007199254740992"},
      {"version 2^63 - 1", "version", "9223372036854775807"},
      {"version 2^64", "version", "18446744073709551616"},
      {"no bytes", "bytes", "0"},
      {"2^63 - 1 bytes", "bytes", "9223372036854775807"},
      {"half a hash", "sha256", R"("AAAA")"},
      {"a state that nobody knows", "state", "7"},
  };
  for (const Bad& one : cases) {
    INFO(one.name);
    TrustKiosk kiosk;
    const Trusted before = kiosk.trusted();
    kiosk.offers(kNext);
    const std::string body = changed(dump(kiosk.offer), [&](json::Value& all) {
      json::Value& offered = member(all, "definitions").as_array()[0];
      offered.set(one.member_name, "\x7f");
    });
    kiosk.answers(replaced(body, "\"\x7f\"", one.raw));
    const std::string told = kiosk.refusal();
    CHECK_MESSAGE(told.find(fmt::format("/definitions/0/{}", one.member_name)) != std::string::npos, told);
    CHECK(kiosk.machine->revision() < kiosk.offer.revision);  // not heard
    kiosk.still_goes_by(before);
    kiosk.polls();  // told rightly, all of it is
    CHECK(kiosk.offered() == kNext);
  }
}

}  // namespace definition_cases
}  // namespace
}  // namespace afterword::test
