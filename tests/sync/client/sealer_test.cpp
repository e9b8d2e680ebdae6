#include "tests/sync/client/sync_world.h"

using namespace afterword;
using test::SyncWorld;

TEST_CASE("a sealed response opens for the collector, and its epoch for the owner as well") {
  SyncWorld w;
  const auto sealed = w.sealer.seal(1, "store-exit", 3, 1, "{\"a\":1}", w.clock.mono());
  REQUIRE(sealed);
  CHECK(sealed->response.sequence == 1);
  CHECK(sealed->response.kind == "response");
  CHECK(sealed->epoch.seal_key == "c1");
  const auto key = open_epoch(w.keys.seal, sealed->epoch.sealed);
  REQUIRE(key);
  CHECK(open_epoch(w.keys.recovery, sealed->epoch.recovery) == *key);
  CHECK(open_record(*key, sealed->response.name("dev-7"), sealed->response.data) == "{\"a\":1}");
  CHECK_FALSE(open_epoch(w.keys.recovery, sealed->epoch.sealed));
}

TEST_CASE("an epoch lasts an hour; the same words never look the same") {
  SyncWorld w;
  const auto first = w.sealer.seal(1, "a", 1, 1, "{}", w.clock.mono());
  const auto second = w.sealer.seal(1, "a", 1, 1, "{}", w.clock.mono());
  CHECK(first->response.data != second->response.data);
  CHECK(first->epoch == second->epoch);
  w.clock.advance(kEpochLife - Ms{1});
  CHECK(w.sealer.seal(2, "a", 1, 1, "{}", w.clock.mono())->epoch.epoch == 1);
  w.clock.advance(Ms{1});
  const auto next = w.sealer.seal(3, "a", 1, 1, "{}", w.clock.mono());
  CHECK(next->epoch.epoch == 2);
  CHECK(next->epoch.sealed != first->epoch.sealed);
}

TEST_CASE("a new collector's key begins a new epoch; the same document again does not") {
  SyncWorld w;
  CHECK(w.sealer.seal(1, "a", 1, 1, "{}", w.clock.mono())->epoch.epoch == 1);
  w.sealer.set_trust(w.keys.trust(2));
  CHECK(w.sealer.seal(2, "a", 1, 1, "{}", w.clock.mono())->epoch.epoch == 1);
  auto document = w.keys.trust(3);
  const auto fresh = crypto::SealKey::make(w.random);
  document.seal_keys[0].state = SealState::old;
  document.seal_keys.push_back({"c2", fresh.public_key, SealState::current});
  w.sealer.set_trust(document);
  const auto sealed = w.sealer.seal(3, "a", 1, 1, "{}", w.clock.mono());
  CHECK(sealed->epoch.epoch == 2);
  CHECK(sealed->epoch.seal_key == "c2");
  CHECK(open_epoch(fresh, sealed->epoch.sealed));
}

TEST_CASE("a record that is too long is refused and costs nothing") {
  SyncWorld w;
  const auto sealed =
      w.sealer.seal(1, "a", 1, 1, std::string(2 * kRecordPlainBytesMax, 'x'), w.clock.mono());
  REQUIRE_FALSE(sealed);
  CHECK(sealed.error().failure == Failure::invalid);
  CHECK(w.sealer.seal(1, "a", 1, 1, "{}", w.clock.mono()));
}

TEST_CASE("the back-off stays within its cap and never ends") {
  SeededRandom random(1);
  Backoff backoff(random);
  Ms longest{0};
  for (int i = 0; i < 10'000; ++i) {
    const Ms pause = backoff.failed();
    CHECK(pause >= Ms{0});
    CHECK(pause <= kRetryMost);
    if (i < 5) CHECK(pause <= Ms{1000 << i});
    longest = std::max(longest, pause);
  }
  CHECK(longest > Ms{290'000});
  CHECK(backoff.failed(Ms{60'000}) >= Ms{60'000});
  backoff.succeeded();
  CHECK(backoff.failed() <= kRetryLeast);
}

TEST_CASE("an enrolment is kept as text and proves itself when read") {
  SyncWorld w;
  Enrolment enrolment;
  enrolment.url = "https://collector:8443";
  enrolment.device = "dev-7";
  enrolment.log = 2;
  enrolment.settings = {"s1", "Süd", "exit", "Europe/Berlin"};
  enrolment.key = w.keys.device;
  enrolment.root = root_hash(w.keys.root.public_key);
  enrolment.trust_envelope = sign_trust(w.keys.trust(), w.keys.root);
  const std::string text = dump(enrolment);
  const auto read = read_enrolment(text);
  REQUIRE(read);
  CHECK(read->key.public_key == w.keys.device.public_key);
  CHECK(read->settings == enrolment.settings);
  CHECK(read->log == 2);
  CHECK(read->trust.version == 1);
  enrolment.trust_envelope = sign_trust(w.keys.trust(), w.keys.device);
  CHECK_FALSE(read_enrolment(dump(enrolment)));
  CHECK_FALSE(read_enrolment(text.substr(0, text.size() / 2)));
  CHECK_FALSE(read_enrolment("{}"));
}
