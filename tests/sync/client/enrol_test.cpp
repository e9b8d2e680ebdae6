#include "sync/client/enrol.h"

#include "tests/sync/client/sync_world.h"

using namespace afterword;

namespace {
namespace enrolling {

// Answers as a collector would, unless a test changes it.
struct Collector final : HttpClient {
  test::Keys keys;
  std::string code = "7KD4MX2P9Q3TZ";
  std::vector<HttpRequest> requests;
  std::vector<HttpOptions> options;
  std::function<void(EnrolReply&)> alter_reply = [](EnrolReply&) {};
  std::function<Result<HttpReply>(Result<HttpReply>)> alter = [](auto reply) { return reply; };
  crypto::SigningKey receipt_key = keys.online;
  crypto::SigningKey root = keys.root;

  EnrolmentCode enrolment_code() const {
    return {"https://collector:1", code, root_hash(keys.root.public_key)};
  }
  Result<HttpReply> send(const HttpRequest& request, const HttpOptions& option) override {
    requests.push_back(request);
    options.push_back(option);
    if (test::target_of(request) == kTrustPath)
      return HttpReply{200, {}, sign_trust(keys.trust(), root)};
    return alter(enrol(request));
  }
  HttpReply enrol(const HttpRequest& request) const {
    const auto message = read_enrol_request(request.body);
    REQUIRE(message);
    REQUIRE(request.headers.size() == 1);
    CHECK(request_is_signed(message->public_key, {"POST", "/v1/enrol", "", 0, request.body},
                            request.headers[0].second));
    if (message->code != code)
      return test::SyncWorld::refusal({ProblemCode::code_wrong, "", "", 0, {}, {}});
    EnrolReply reply{"dev-9", 1, "s1", "exit", "Europe/Berlin", message->public_key, 1};
    alter_reply(reply);
    HttpReply out{200, {}, dump(reply)};
    out.headers = {
        {std::string(kReceiptHeader), sign_reply("o1", receipt_key, {"", 0, 200, out.body})}};
    return out;
  }
  void stop() override {}
  void resume() override {}
};

Result<Enrolment> enrolled(Collector& collector, const EnrolmentCode& code) {
  return enrol(code, collector.keys.device, "0.1.0", collector);
}

Failure failure(Collector& collector, const EnrolmentCode& code) {
  const auto out = enrolled(collector, code);
  REQUIRE_FALSE(out);
  CHECK_FALSE(out.error().text().empty());
  return out.error().failure;
}

}  // namespace enrolling
}  // namespace
using EnrolCollector = enrolling::Collector;
using enrolling::enrolled;
using enrolling::failure;

TEST_CASE("a device enrols: trust first, then the code over the pinned connection") {
  EnrolCollector collector;
  const auto out = enrolled(collector, collector.enrolment_code());
  REQUIRE(out);
  CHECK(out->device == "dev-9");
  CHECK(out->settings.zone == "Europe/Berlin");
  CHECK(out->trust.version == 1);
  CHECK(read_enrolment(dump(*out)));
  REQUIRE(collector.requests.size() == 2);
  CHECK(collector.options[0].unverified);
  CHECK(collector.options[0].total_max >= at_the_slowest(kTrustBytesMax) + kHandshakeMax + kBodyMax);
  CHECK(collector.requests[0].body.empty());
  CHECK_FALSE(collector.options[1].unverified);
  CHECK(collector.options[1].pins == std::vector<KeyPin>{collector.keys.tls});
}

TEST_CASE("a device enrols with the key it was given, and the secret is not sent") {
  EnrolCollector collector;
  const auto out = enrolled(collector, collector.enrolment_code());
  REQUIRE(out);
  CHECK(out->key.seed == collector.keys.device.seed);
  for (const HttpRequest& request : collector.requests)
    CHECK(request.body.find(base64url(out->key.seed)) == std::string::npos);
}

TEST_CASE("a reply that was lost on the way is asked for again with the same key") {
  EnrolCollector collector;
  int lost = 0;
  collector.alter = [&](Result<HttpReply> reply) -> Result<HttpReply> {
    if (++lost >= kEnrolTries) return reply;
    return fail(lost == 1 ? Failure::unreachable : Failure::unavailable, "the connection broke");
  };
  CHECK(enrolled(collector, collector.enrolment_code()));
  CHECK(collector.requests.size() == 1 + kEnrolTries);
  CHECK(collector.requests[1].body == collector.requests[kEnrolTries].body);
  lost = -1;  // once more than it is tried
  CHECK(failure(collector, collector.enrolment_code()) == Failure::unavailable);
}

TEST_CASE("the code is sent to nobody but the collector that made it") {
  EnrolCollector collector;
  collector.root = collector.keys.device;  // somebody else answers, with a root of their own
  CHECK(failure(collector, collector.enrolment_code()) == Failure::denied);
  CHECK(collector.requests.size() == 1);
  for (const HttpRequest& request : collector.requests)
    CHECK(request.body.find(collector.code) == std::string::npos);
}

TEST_CASE("a wrong code is told as such") {
  EnrolCollector collector;
  auto code = collector.enrolment_code();
  code.code = "0000000000000";
  CHECK(failure(collector, code) == Failure::denied);
}

TEST_CASE("a reply without a good receipt, or for another device, enrols nobody") {
  EnrolCollector collector;
  Failure expected = Failure::denied;
  SUBCASE("no receipt") {
    collector.alter = [](Result<HttpReply> reply) {
      reply->headers.clear();
      return reply;
    };
  }
  SUBCASE("another's receipt") { collector.receipt_key = collector.keys.root; }
  SUBCASE("another's device") {
    collector.alter_reply = [](EnrolReply& reply) { reply.public_key[0] ^= 1; };
  }
  SUBCASE("altered on the way") {
    collector.alter = [](Result<HttpReply> reply) {
      reply->body.replace(reply->body.find("dev-9"), 5, "dev-8");
      return reply;
    };
  }
  SUBCASE("not reached") {
    collector.alter = [](Result<HttpReply>) -> Result<HttpReply> {
      return fail(Failure::unavailable, "no route");
    };
    expected = Failure::unavailable;
  }
  SUBCASE("a page") {
    collector.alter = [](Result<HttpReply>) { return HttpReply{502, {}, "<html>"}; };
    expected = Failure::unavailable;
  }
  CHECK(failure(collector, collector.enrolment_code()) == expected);
}
