// A definition or a trust document whose bytes never end, or come one a second: a real kiosk's own
// limits and times, on a real connection. The slow ones wait as long as a kiosk does where
// AFTERWORD_FULL is set; the short form counts with a twentieth.
#include "sync/protocol/limits.h"
#include "tests/faults/envelopes/trust_kiosk.h"
#include "tests/faults/wire/sizes.h"
#include "tests/sync/base/http/fed.h"

namespace afterword::test {
namespace {
namespace endless {

constexpr std::size_t kPastCapMost = 64 * 1024;
constexpr std::chrono::seconds kGivenUpMost{60};

struct Asked {
  Outgoing out;
  std::string what;
};

// The question that the kiosk asks when there is something to fetch.
Asked asks(TrustKiosk& kiosk, bool trust) {
  if (trust) {
    kiosk.offer.trust_version = 2;
    ++kiosk.offer.revision;
  } else {
    kiosk.offers(kHeldVersion + 1);
  }
  kiosk.answers(dump(kiosk.offer));
  SyncStep step = kiosk.machine->step(kiosk.clock.mono());
  REQUIRE(step.send);
  REQUIRE(step.send->request.url.find(trust ? kTrustPath : definition_path("short", kHeldVersion + 1)) !=
          std::string::npos);
  return {std::move(*step.send), trust ? "a trust document" : "a definition"};
}

// Sends it to that server instead, and tells the kiosk what came of it.
std::chrono::milliseconds fetch(TrustKiosk& kiosk, Outgoing out, const Fed& server) {
  out.request.url = server.url;
  out.options.pins = {server.pin};
  CurlHttpClient http;
  const auto begun = std::chrono::steady_clock::now();
  const auto reply = http.send(out.request, out.options);
  CHECK_FALSE(reply);
  kiosk.machine->reply(kiosk.clock.mono(), reply);
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
}

TEST_CASE("Of a body that never ends no more than 64 KiB past its limit are read") {
  for (const bool trust : {false, true}) {
    TrustKiosk kiosk;
    const Trusted before = kiosk.trusted();
    const Asked asked = asks(kiosk, trust);
    CAPTURE(asked.what);
    const std::size_t cap = asked.out.options.body_bytes_max;
    CHECK(cap == 64 * 1024);
    // No byte more comes, and the connection stays: who wanted more would wait.
    Fed server(body_of(std::string(4096, 'x'), cap + kPastCapMost), 0);
    const auto took = fetch(kiosk, asked.out, server);
    CHECK(took < Ms{10'000});
    CHECK(kiosk.refusal().find("more than 65536 bytes of body") != std::string::npos);
    kiosk.still_goes_by(before);
    kiosk.takes_the_next();
  }
}

TEST_CASE("A body of one byte a second is given up within a minute") {
  const bool full = size_of("AFTERWORD_FULL", 0) != 0;
  for (const bool trust : {false, true}) {
    TrustKiosk kiosk;
    const Trusted before = kiosk.trusted();
    Asked asked = asks(kiosk, trust);
    CAPTURE(asked.what);
    CHECK(asked.out.options.slow_max <= kDownloadSilenceMax);
    CHECK(asked.out.options.slowest_bytes_per_second > 1);
    if (!full) asked.out.options.slow_max = std::max(std::chrono::seconds(1), asked.out.options.slow_max / 20);
    Fed server(body_of("x"), 1000);
    const auto took = fetch(kiosk, asked.out, server);
    CHECK(took < (full ? kGivenUpMost : kGivenUpMost / 4));
    CHECK_MESSAGE(kiosk.refusal().find("too slow") != std::string::npos, kiosk.refusal());
    say(fmt::format("{} of one byte a second was given up after {} ms{}", asked.what, took.count(),
                    full ? "" : " (a twentieth of the time)"));
    kiosk.still_goes_by(before);
    kiosk.takes_the_next();
  }
}

}  // namespace endless
}  // namespace
}  // namespace afterword::test
