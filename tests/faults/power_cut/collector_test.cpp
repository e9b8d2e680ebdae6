// A collector loses its power at any moment: what it answered for is there, and no half of a batch.
#include <doctest/doctest.h>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>

#include "sync/collector/api/verify.h"
#include "tests/faults/disk/examine.h"
#include "tests/faults/size.h"
#include "tests/support/must.h"
#include "tests/sync/collector/support/world.h"

namespace afterword::test {
namespace power_cut_collector {

struct Weakness {
  bool power_safe = false;
  bool answers_before_commit = false;
};

// A shop with kiosks that send; what is answered is told. All takes the real routes: signature,
// counter, ledger, group commit, receipt.
class Shop : public World {
 public:
  explicit Shop(Weakness weakness = {}) : weakness_(weakness) {
    add_store("harbour");
    publish(survey_text());
    for (int each = 0; each < 3; ++each) kiosks.emplace_back(*this, "harbour");
    close();
    telling_.emplace(scratch.path(), "collector.db");
    if (weakness.power_safe) telling_->disk().claim_power_safe_overwrite();
    open();
    telling_->durable();
  }

  void answer(Kiosk& kiosk, int count) {
    for (int each = 0; each < count; ++each)
      kiosk.record(response_to(survey_, all_answered(), clock));
  }
  // Every kiosk sends what it has at the same moment; the writer takes them in one commit, or in a few.
  void all_send() {
    std::vector<std::future<collector::Reply>> replies;
    std::promise<void> gate;
    auto held = gate.get_future().share();
    // While this one waits in the writer's thread the others queue up behind it.
    REQUIRE(writes->push({[held](collector::Writes&) -> Result<> {
                            held.wait();
                            return {};
                          },
                          [](const Result<>&) {}, 1}));
    const std::size_t before = telling_->disk().count();
    for (Kiosk& kiosk : kiosks) replies.push_back(send(kiosk));
    gate.set_value();
    for (auto& reply : replies) REQUIRE(reply.get().status == 200);
    telling_->durable_since(weakness_.answers_before_commit ? before : telling_->disk().count());
    for (Kiosk& kiosk : kiosks) {
      kiosk.waiting.clear();
      kiosk.chain_before = kiosk.chain;
    }
  }
  // One kiosk's batch; a repeat when nothing new was recorded since.
  void one_sends(Kiosk& kiosk, bool again = false) {
    const Batch batch = kiosk.batch();
    for (int times = again ? 2 : 1; times > 0; --times) {
      REQUIRE(kiosk.send(batch).status == 200);
      telling_->durable();
    }
    kiosk.waiting.clear();
    kiosk.chain_before = kiosk.chain;
  }
  void tidy() {
    close();
    telling_->durable();
    open();
  }
  void told() { telling_->durable(); }
  Story end() {
    close();
    telling_->durable();
    return telling_->end();
  }

  std::vector<Kiosk> kiosks;

 private:
  std::future<collector::Reply> send(Kiosk& kiosk) {
    auto promise = std::make_shared<std::promise<collector::Reply>>();
    auto future = promise->get_future();
    collector::Outcome outcome = collector::handle_api(
        *context, kiosk.request("POST", "/v1/responses", dump(kiosk.batch())));
    if (auto* const reply = std::get_if<collector::Reply>(&outcome))
      promise->set_value(std::move(*reply));
    else
      std::get<std::shared_ptr<collector::Pending>>(outcome)->attach(
          [promise](collector::Reply later) { promise->set_value(std::move(later)); });
    return future;
  }

  Weakness weakness_;
  Survey survey_ = survey_of(survey_text());
  std::optional<Telling> telling_;
};

Story a_day(Weakness weakness = {}) {
  Shop shop(weakness);
  for (int round = 0; round < 3; ++round) {
    for (Kiosk& kiosk : shop.kiosks) shop.answer(kiosk, 2);
    shop.all_send();
  }
  shop.answer(shop.kiosks[0], 5);
  shop.one_sends(shop.kiosks[0], true);
  shop.tidy();
  for (Kiosk& kiosk : shop.kiosks) shop.answer(kiosk, 1);
  shop.all_send();
  return shop.end();
}

// Quarantine, held, a new version published, one retired, what a desk sends.
Story an_odd_day() {
  Shop shop;
  shop.kiosks[0].record_text("fitting-rooms", 1, "{\"no\": \"response\"}");
  shop.kiosks[1].record_text("fitting-rooms", 9, "{\"of\": \"a version nobody knows\"}");
  shop.answer(shop.kiosks[2], 3);
  shop.all_send();
  shop.publish(survey_text(2));
  shop.told();
  shop.answer(shop.kiosks[1], 2);
  shop.one_sends(shop.kiosks[1]);
  shop.admin_ok("POST", "surveys/fitting-rooms/retire", "{}");
  shop.told();
  shop.add_store("market");
  shop.told();
  return shop.end();
}

// They lie beside the database, and each World makes the same ones.
const collector::Keyring& keys_of_the_shop() {
  static const collector::Keyring keys = World().keys;
  return keys;
}

// One more answer of that kiosk, behind what the collector has of its log, under a key of its own.
Batch next_batch(const collector::Reads& reads, const collector::Device& device) {
  constexpr std::int64_t kLaterEpoch = 99;
  const collector::Keyring& keys = keys_of_the_shop();
  const auto log = must(reads.log(device.id, device.log));
  const FakeClock clock;
  SeededRandom random(first_seed());
  crypto::Key32 epoch_key{};
  random.fill(epoch_key);
  const Response response = response_to(survey_of(survey_text()), all_answered(), clock);
  SealedResponse record;
  record.log = device.log;
  record.sequence = log ? log->received_to + 1 : 1;
  record.epoch = kLaterEpoch;
  record.survey = response.survey;
  record.version = response.version;
  record.data =
      must(seal_record(epoch_key, record.name(device.id), json::dump(to_json(response)), random));
  Batch batch;
  batch.log = record.log;
  batch.first_sequence = record.sequence;
  batch.chain_before = chain_start(device.id, device.log);
  if (log) std::copy(log->chain.begin(), log->chain.end(), batch.chain_before.begin());
  batch.boot = "boot-1";
  batch.mono_ms = clock.mono().ms;
  batch.wall_ms = clock.wall().ms;
  batch.epochs = {seal_epoch(kLaterEpoch, epoch_key, "c1", keys.seal_keys.at("c1").public_key,
                             keys.trust.recovery_key, random)};
  batch.chain_after = chain_next(batch.chain_before, record.sequence, record.hash());
  batch.responses = {std::move(record)};
  return batch;
}

// The collector starts again, proves all it has, and takes the next batch of its first kiosk.
void serve_on(const std::string& folder) {
  const auto storage = must(collector::open_sqlite_storage(folder + "/collector.db"));
  collector::Definitions definitions;
  collector::Ingest ingest(keys_of_the_shop(), definitions);
  collector::PreparedBatch prepared;
  {
    const auto view = must(storage->read());
    const auto proof = must(collector::verify(*view, keys_of_the_shop(), definitions, true));
    if (!proof.equal()) throw std::runtime_error("not proved: " + proof.differences.front().what);
    const auto devices = must(view->devices());
    if (devices.empty()) throw std::runtime_error("there is no kiosk");
    prepared = must(ingest.prepare(*view, devices.front(), next_batch(*view, devices.front()),
                                   FakeClock().wall()));
  }
  must(storage->write([&](collector::Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const collector::Applied applied, ingest.apply(writes, prepared));
    if (applied.problem) return fail(Failure::internal, "not taken: " + applied.problem->detail);
    if (!applied.reply.outcomes.empty() || !applied.reply.held.empty())
      return fail(Failure::internal, "the next answer is not stored");
    return {};
  }));
}

Findings cut(const Story& story, const Storage& storage, int seeds, int second_every = 0) {
  return examine(story, {storage, seeds, first_seed(), second_every}, serve_on);
}

}  // namespace power_cut_collector
using namespace power_cut_collector;

TEST_CASE("Power cut: what a collector answered for is there, and no half of a batch") {
  Findings all;
  const int seeds = sized(1, 46);
  for (const auto& story : {a_day(), an_odd_day()})
    for (const Storage& storage :
         {Storage{512, 0, false}, Storage{4096, 0, false}, Storage{4096, 4096, false}}) {
      const Findings found = cut(story, storage, seeds, sized(100, 200));
      CHECK_MESSAGE(found.wrong() == 0, found.text());
      all.add(found);
    }
  MESSAGE("collector, from seed " << first_seed() << ": " << all.text());
  CHECK(all.states >= sized<std::uint64_t>(1'000, 50'000));
}

TEST_CASE("Power cut at the collector: the test would notice what is too weak") {
  const int seeds = sized(1, 5);
  SUBCASE("a page that is being written may damage what was synced beside it") {
    const auto found = cut(a_day({true, false}), {4096, 4096, false}, seeds);
    MESSAGE("psow=1, a page of 4 KiB lost: " << found.text());
    CHECK(found.lost > 0);
  }
  SUBCASE("answers before the commit") {
    const auto found = cut(a_day({false, true}), {512, 0, false}, seeds);
    MESSAGE("answers before the commit: " << found.text());
    CHECK(found.lost > 0);
  }
  SUBCASE("a drive that says it synced and did not") {
    const auto found = cut(a_day(), {512, 0, true}, seeds);
    MESSAGE("syncs ignored: " << found.text());
    CHECK(found.lost > 0);
    CHECK(found.corrupt + found.mixed > 0);
  }
}

}  // namespace afterword::test
