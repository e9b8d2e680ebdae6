// One batch and its reply, with the connection cut at every byte of either.
#include <doctest/doctest.h>

#include "kiosk/storage/store.h"
#include "sync/client/upload_machine.h"
#include "sync/base/log/log.h"
#include "tests/faults/wire/device.h"
#include "tests/faults/wire/kept.h"
#include "tests/faults/wire/proxy.h"
#include "tests/faults/wire/sizes.h"
#include "tests/whole/world.h"
#include "tools/robots/device.h"

namespace afterword::test {
namespace {

constexpr int kRequestsMost = 20;
constexpr Ms kLonger{600'000};  // than any pause: the machine is told that so much has passed

// A kiosk's own store and upload, one request a connection.
class Sender {
 public:
  Sender(World& world, std::string url)
      : hand_(world.enrol_code()), survey_(survey_in(project_file("survey-defs/store-exit.json"))) {
    Enrolment enrolment = hand_.enrolment;
    enrolment.url = std::move(url);
    auto made = robots::make_stored_device(enrolment, world.file("cut-kiosk"),
                                           {clock_, random_, log_, "boot-cut", "faults"});
    REQUIRE_MESSAGE(made, made.error().text());
    device_ = std::move(*made);
    machine_.emplace(device_->parts(clock_, random_));
  }

  void record() {
    const kiosk::Now now{clock_.mono() + Ms{-1000}, clock_.wall() + Ms{-1000}};
    kiosk::Session session(survey_, {.language = "en", .touchpoint = "exit", .boot = "boot-cut"},
                           random_, now);
    const Screen screen = session.screen();
    session.take(kiosk::Choose{std::get<kiosk::QuestionView>(screen).options[0].id}, now);
    REQUIRE(device_->keep(session.recording(now)));
  }
  // Until nothing waits. Gives how many requests it took; kRequestsMost: in vain.
  int deliver() {
    for (int tries = 1; tries <= kRequestsMost; ++tries) {
      later_ = later_ + kLonger;
      const SyncStep step = machine_->step(later_);
      if (!step.send) return tries - 1;
      CurlHttpClient http;
      machine_->reply(later_, http.send(step.send->request, step.send->options));
    }
    return kRequestsMost;
  }
  const std::string& id() const { return hand_.id(); }

 private:
  using Screen = kiosk::Screen;
  SystemClock clock_;
  crypto::SystemRandom random_;
  SilentLog log_;
  WireDevice hand_;
  Survey survey_;
  std::unique_ptr<robots::Device> device_;
  std::optional<UploadMachine> machine_;
  MonoTime later_{1};
};

}  // namespace

TEST_CASE("Cut at every byte of a request and of its reply, an answer is one row") {
  const std::int64_t stride = size_of("AFTERWORD_STRIDE", 24);
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  Fault next;
  const std::uint16_t collector =
      static_cast<std::uint16_t>(std::stoi(world.url().substr(world.url().rfind(':') + 1)));
  std::mutex mutex;
  const TcpProxy proxy([&] {
    const std::lock_guard lock(mutex);
    return Route{collector, std::exchange(next, Fault{})};
  });
  Sender sender(world, fmt::format("https://127.0.0.1:{}", proxy.port()));
  std::int64_t recorded = 0, cuts = 0, requests = 0;
  for (const bool of_reply : {false, true}) {
    for (const Trouble trouble : {Trouble::cut, Trouble::reset}) {
      // To the end of what one exchange takes, and so a little beyond.
      std::int64_t struck = -1;
      for (std::int64_t at = 0; proxy.struck() != struck; at += stride) {
        struck = proxy.struck();
        {
          const std::lock_guard lock(mutex);
          next = {trouble, of_reply, at, 0};
        }
        sender.record();
        ++recorded;
        const int took = sender.deliver();
        REQUIRE(took < kRequestsMost);
        requests += took;
        ++cuts;
      }
    }
  }
  CHECK(cuts > 100);
  CHECK(requests > cuts);
  const Finished proof = world.afterword({"verify", "--recount"});
  CHECK_MESSAGE(proof.exit_code == 0, proof.out << proof.err);
  world.stop_collector();
  const AtCollector there = read_collector(world.file("collector/collector.db"));
  CHECK(static_cast<std::int64_t>(there.bodies.size()) == recorded);
  CHECK(there.ledger.size() == there.bodies.size());
  const auto mine = read_kiosk(world.file("cut-kiosk"));
  for (const auto& [sequence, hash] : mine) {
    const auto row = there.ledger.find({sender.id(), sequence});
    REQUIRE(row != there.ledger.end());
    CHECK(row->second == hash);
  }
  say(fmt::format("cut at {} places of an exchange, every {} bytes, with an end and with a reset: "
                  "{} answers, {} rows, {} requests",
                  cuts, stride, recorded, there.bodies.size(), requests));
}

}  // namespace afterword::test
