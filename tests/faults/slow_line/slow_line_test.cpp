// A kiosk on a line that carries 4 KiB in a second, or little more than the slowest that is served:
// slow is not broken. What needs longer than a request of usual size arrives all the same, at the
// first go, and nothing is set aside.
//
//   AFTERWORD_ANSWERS=500 AFTERWORD_RECORD_KIB=200 test-slow_line
#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "sync/base/crypto/system_random.h"
#include "sync/client/upload_machine.h"
#include "tests/faults/wire/device.h"
#include "tests/faults/wire/kept.h"
#include "tests/faults/wire/proxy.h"
#include "tests/faults/wire/sizes.h"
#include "tests/support/must.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace {

constexpr Fault kSlowLine{Trouble::slow, false, 0, 1'000, 4 * 1024};
constexpr Fault kSlowestLine{Trouble::slow, false, 0, 100, 123};  // 1.2 KiB/s
constexpr int kRequestsMost = 40;                                 // of each; a guard

class KeptNowhere final : public EnrolmentStore {
 public:
  Result<> save_trust(std::string_view, const TrustDocument&) override { return {}; }
  Result<> save_settings(const Settings&) override { return {}; }
};

// The real uploads of a kiosk, with its records in memory.
class SlowKiosk {
 public:
  SlowKiosk(const std::string& code, const std::string& url)
      : enrolment_(WireDevice(code).enrolment),
        trust_(enrolment_.trust),
        outbox_(enrolment_.device, 1),
        sealer_(enrolment_.device, 1, enrolment_.trust, 1, random_),
        parts_{url,     enrolment_.device, enrolment_.key, enrolment_.root, trust_,  counters_,
               outbox_, definitions_,      store_,         clock_,          random_, "boot",
               "slow"},
        machine_(parts_) {}

  void record(const Survey& survey, const std::string& json) {
    const auto sealed = must(sealer_.seal(outbox_.state()->next_sequence, survey.id, survey.version,
                                          kResponseFormat, json, clock_.mono()));
    must(outbox_.add(sealed.response, sealed.epoch));
  }

  // Until nothing waits.
  void send_all() {
    CurlHttpClient http;
    while (outbox_.state()->waiting > 0 && requests < kRequestsMost) {
      const SyncStep step = machine_.step(clock_.mono());
      if (!step.send) {
        std::this_thread::sleep_for(std::min(step.wait, Ms{100}));
        continue;
      }
      ++requests;
      machine_.reply(clock_.mono(), http.send(step.send->request, step.send->options));
      if (const auto& trouble = machine_.trouble()) troubles += trouble->words + "\n";
      set_aside = std::max(set_aside, outbox_.state()->held);
    }
  }

  const std::string& id() const { return enrolment_.device; }
  std::int64_t waiting() { return outbox_.state()->waiting; }
  int requests = 0;
  std::int64_t set_aside = 0;
  std::string troubles;

 private:
  const Enrolment enrolment_;
  crypto::SystemRandom random_;
  SystemClock clock_;
  TrustHolder trust_;
  MemoryCounter counters_;
  MemoryOutbox outbox_;
  MemoryDefinitions definitions_;
  KeptNowhere store_;
  Sealer sealer_;
  SyncParts parts_;
  UploadMachine machine_;
};

// JSON that comes out at that size when it is sealed: no compression gets below the noise in it.
std::string incompressible(std::size_t bytes, std::uint64_t seed) {
  SeededRandom dice(seed);
  Bytes noise(bytes);
  for (auto& byte : noise) byte = static_cast<std::uint8_t>(dice.below(256));
  return "{\"noise\":\"" + base64url(noise) + "\"}";
}

std::uint16_t port_of(World& world) {
  return static_cast<std::uint16_t>(std::stoi(world.url().substr(world.url().rfind(':') + 1)));
}

}  // namespace

TEST_CASE(
    "On a line of 4 KiB a second a full backlog and a large record alone arrive, nothing "
    "withheld") {
  const std::int64_t answers = size_of("AFTERWORD_ANSWERS", 200);
  const std::int64_t record_kib = size_of("AFTERWORD_RECORD_KIB", 110);
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  TcpProxy line([port = port_of(world)] { return Route{port, kSlowLine}; });
  const std::string url = fmt::format("https://127.0.0.1:{}", line.port());
  SlowKiosk backlog(world.enrol_code(), url), alone(world.enrol_code(), url);
  for (std::int64_t n = 1; n <= answers; ++n)
    backlog.record(survey, some_response(survey, static_cast<std::uint64_t>(n)));
  alone.record(survey, incompressible(static_cast<std::size_t>(record_kib) * 1024, seed_of_run()));

  const auto begun = std::chrono::steady_clock::now();
  std::thread beside([&alone] { alone.send_all(); });
  backlog.send_all();
  beside.join();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();

  for (SlowKiosk* const kiosk : {&backlog, &alone}) {
    INFO(kiosk->troubles);
    CHECK(kiosk->waiting() == 0);
    CHECK(kiosk->set_aside == 0);
    CHECK(kiosk->requests == 1);
  }
  world.stop_collector();
  const AtCollector there = read_collector(world.file("collector/collector.db"));
  for (std::int64_t n = 1; n <= answers; ++n)
    CHECK(there.outcomes.at({backlog.id(), n}) == "stored");
  CHECK(there.outcomes.at({alone.id(), 1}) == "quarantined");  // read whole: it is nobody's answer
  say(fmt::format(
      "{} answers and a record of {} KiB over 4 KiB/s: {} bytes in {:.0f} s, {} requests, "
      "{} set aside",
      answers, record_kib, line.request_bytes(), seconds, backlog.requests + alone.requests,
      backlog.set_aside + alone.set_aside));
}

// Of such a request nothing can be read before all is there: longer than a header may take.
TEST_CASE("On a line of 1.2 KiB a second a record arrives that fills one TLS record") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  TcpProxy line([port = port_of(world)] { return Route{port, kSlowestLine}; });
  SlowKiosk kiosk(world.enrol_code(), fmt::format("https://127.0.0.1:{}", line.port()));
  kiosk.record(survey, incompressible(std::size_t{10} * 1024, seed_of_run()));
  const auto begun = std::chrono::steady_clock::now();
  kiosk.send_all();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  INFO(kiosk.troubles);
  CHECK(kiosk.waiting() == 0);
  CHECK(kiosk.set_aside == 0);
  CHECK(kiosk.requests == 1);
  CHECK(line.request_bytes() < 16 * 1024);
  say(fmt::format("a request of {} bytes over 1.2 KiB/s in {:.0f} s, {} requests",
                  line.request_bytes(), seconds, kiosk.requests));
}

}  // namespace afterword::test
