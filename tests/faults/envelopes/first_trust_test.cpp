// The first trust document, which a device reads before it has any: none that does not prove itself
// by the hash in the code brings it to say a word more.
#include "sync/client/enrol.h"
#include "sync/protocol/names.h"
#include "tests/faults/envelopes/forge.h"
#include "tests/kiosk/enrolled.h"

#include <doctest/doctest.h>

namespace afterword::test {
namespace {
namespace first_trust {

// Whoever answers at the address in the code.
class Somebody final : public HttpClient {
 public:
  explicit Somebody(HttpReply first) : first_(std::move(first)) {}
  Result<HttpReply> send(const HttpRequest& request, const HttpOptions&) override {
    asked.push_back(request);
    if (request.url.find(kTrustPath) != std::string::npos) return first_;
    return fail(Failure::invalid, "that is enough");
  }
  void stop() override {}
  void resume() override {}
  std::vector<HttpRequest> asked;

 private:
  const HttpReply first_;
};

TEST_CASE("A device that is being enrolled says nothing to who does not prove itself by the code's hash") {
  struct First {
    const char* name;
    std::function<void(ForgedTrust&)> change;
    Failure failure;
    const char* words;
  };
  const CollectorKeys keys;
  const EnrolmentCode code{"https://collector:1", "7KD4MX2P9Q3TZ", root_hash(keys.root.public_key)};
  const auto member_gone = [](const char* name) {
    return [=](ForgedTrust& forged) { forged.payload = without(forged.payload, name); };
  };
  const auto raw_member = [](const char* name, const char* raw) {
    return [=](ForgedTrust& forged) { forged.payload = with_raw(forged.payload, name, raw); };
  };
  const std::vector<First> cases = {
      {"as it should be", [](ForgedTrust&) {}, Failure::invalid, "that is enough"},
      {"unsigned", [](ForgedTrust& forged) { forged.signers.clear(); }, Failure::denied, "not signed"},
      {"signed by a stranger", [](ForgedTrust& forged) { forged.signers = spare_keys({1}); }, Failure::denied,
       "not signed"},
      {"of another root",
       [](ForgedTrust& forged) {
         forged.signers = spare_keys({1});
         forged.roots = root_set({1}, 1);
       },
       Failure::denied, "other root keys"},
      {"signed by its online key", [&](ForgedTrust& forged) { forged.signers = {keys.online}; },
       Failure::denied, "not signed"},
      {"signed as a definition", [](ForgedTrust& forged) { forged.type = kDefinitionType; },
       Failure::invalid, "holds application"},
      {"without a version", member_gone("version"), Failure::invalid, "/version"},
      {"without an end", member_gone("expires_at_ms"), Failure::invalid, "/expires_at_ms"},
      {"without an online key", raw_member("signing_keys", "[]"), Failure::invalid, "/signing_keys"},
      {"of a format that nobody knows", raw_member("format", "2"), Failure::unsupported, "format"},
  };
  for (const First& one : cases) {
    INFO(one.name);
    ForgedTrust forged{trust_payload(keys.trust()), {{keys.root.public_key}, 1}, {keys.root}};
    one.change(forged);
    Somebody somebody(HttpReply{200, {}, forged.text()});
    const auto enrolled = enrol(code, spare_key(2), "0.1.0", somebody);
    REQUIRE_FALSE(enrolled);
    CHECK(enrolled.error().failure == one.failure);
    CHECK_MESSAGE(enrolled.error().text().find(one.words) != std::string::npos, enrolled.error().text());
    const bool right = &one == &cases.front();
    CHECK(somebody.asked.size() == (right ? 2 : 1));
    CHECK((somebody.asked.back().body.find(code.code) != std::string::npos) == right);
  }
  for (const HttpReply& other : {HttpReply{404, {}, ""}, HttpReply{200, {}, "<html>"}, HttpReply{204, {}, ""}}) {
    Somebody somebody(other);
    CHECK_FALSE(enrol(code, spare_key(2), "0.1.0", somebody));
    CHECK(somebody.asked.size() == 1);
  }
}

}  // namespace first_trust
}  // namespace
}  // namespace afterword::test
