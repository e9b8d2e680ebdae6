// A collector that dies with its disk, and is put back from a backup that is older than what kiosks
// were told is safe.
//
//   AFTERWORD_ANSWERS=1000000 AFTERWORD_DAMAGES=1000 test-restored
#include "tests/faults/restored/shop.h"

namespace afterword::test {
using namespace restored;

TEST_CASE(
    "Restored from an older backup, a collector has again all that kiosks were told is safe") {
  Shop shop;
  std::vector<std::unique_ptr<KioskByHand>> kiosks;
  for (int i = 0; i < 4; ++i)
    kiosks.push_back(std::make_unique<KioskByHand>(shop.world, fmt::format("k{}", i), shop.survey));
  for (const auto& kiosk : kiosks) {
    kiosk->record(30);
    REQUIRE(kiosk->deliver());
  }
  const std::string backup = shop.backup();
  for (const auto& kiosk : kiosks) kiosk->record(30);
  for (std::size_t i = 0; i < 3; ++i) REQUIRE(kiosks[i]->deliver());
  // One enrolled since the backup, too.
  kiosks.push_back(std::make_unique<KioskByHand>(shop.world, "k4", shop.survey));
  kiosks.back()->record(20);
  REQUIRE(kiosks.back()->deliver());

  shop.destroy();
  shop.restore_and_start(backup);
  CHECK(shop.world.collector().err().find("1 devices") != std::string::npos);
  // The second has nothing to send, and hears by its heartbeat that something is wanted.
  for (const std::size_t idle : {1u, 4u}) {
    kiosks[idle]->poll();
    CHECK(kiosks[idle]->state().waiting > 0);
  }
  kiosks[0]->record(1);
  kiosks[2]->record(1);
  for (const auto& kiosk : kiosks) {
    CHECK(kiosk->deliver());
    kiosk->poll();
  }
  const Finished proof = shop.world.afterword({"verify", "--recount"});
  CHECK_MESSAGE(proof.exit_code == 0, proof.out << proof.err);
  const AtCollector there = shop.still();
  std::int64_t lost = 0, recorded = 0;
  for (const auto& kiosk : kiosks)
    for (const auto& [sequence, hash] : read_kiosk(kiosk->folder())) {
      ++recorded;
      const auto row = there.ledger.find({kiosk->id(), sequence});
      if (row == there.ledger.end() || row->second != hash) ++lost;
    }
  CHECK(recorded == 262);
  CHECK(lost == 0);
  CHECK(static_cast<std::int64_t>(there.bodies.size()) == recorded);
  say(fmt::format("restored from a backup that lacked 142 of {} answers: {} lost", recorded, lost));
}

TEST_CASE("Numbers that nobody keeps any more are declared lost, and the log goes on") {
  Shop shop;
  KioskByHand kiosk(shop.world, "kiosk", shop.survey);
  kiosk.record(10);
  REQUIRE(kiosk.deliver());
  const std::string backup = shop.backup();
  kiosk.record(5);
  REQUIRE(kiosk.deliver());
  kiosk.poll();
  kiosk.forget_acknowledged();
  shop.destroy();
  shop.restore_and_start(backup);
  kiosk.record(3);
  CHECK(kiosk.deliver());
  CHECK_FALSE(kiosk.trouble());
  kiosk.poll();
  const json::Value proof = shop.world.json({"verify", "--recount", "--json"});
  CHECK(*proof.find("equal") == json::Value(true));
  const json::Value& total = *proof.find("total");
  CHECK(*total.find("recorded") == json::Value(18));
  CHECK(*total.find("stored") == json::Value(13));
  CHECK(*total.find("lost") == json::Value(5));
  CHECK(*total.find("waiting") == json::Value(0));
  // Accounted for, and said each time: not excused.
  const Finished said = shop.world.afterword({"verify"});
  CHECK(said.out.find("5 answers are lost") != std::string::npos);
  // The log behind them is proved as any other: an altered row is found.
  const AtCollector there = shop.still();
  CHECK(there.outcomes.at({kiosk.id(), 11}) == "lost");
  CHECK(there.outcomes.at({kiosk.id(), 15}) == "lost");
  CHECK(there.outcomes.at({kiosk.id(), 16}) == "stored");
  {
    const auto database = db::Database::open(shop.database());
    REQUIRE(database);
    REQUIRE((*database)->run("UPDATE ledger SET data_hash = zeroblob(32) WHERE sequence = 17"));
  }
  shop.world.start_collector();
  CHECK(shop.world.afterword({"verify"}).exit_code == 1);
}

TEST_CASE("A kiosk whose disk was put back begins a new log, and nothing of either is lost") {
  Shop shop;
  KioskByHand kiosk(shop.world, "kiosk", shop.survey);
  kiosk.record(10);
  REQUIRE(kiosk.deliver());
  kiosk.record(3);  // these wait when the disk is copied
  kiosk.save();
  kiosk.record(7);
  REQUIRE(kiosk.deliver());
  kiosk.poll();
  kiosk.go_back();
  kiosk.record(6);  // under numbers that were used
  CHECK(kiosk.deliver());
  kiosk.poll();
  CHECK(kiosk.state().log == 2);
  const json::Value proof = shop.world.json({"verify", "--recount", "--json"});
  CHECK_MESSAGE(*proof.find("equal") == json::Value(true), json::dump(proof));
  CHECK(*proof.find("total")->find("stored") == json::Value(26));
  CHECK(*proof.find("total")->find("waiting") == json::Value(0));
  kiosk.record(2);
  CHECK(kiosk.deliver());
  CHECK_FALSE(kiosk.trouble());
  CHECK(*shop.world.json({"verify", "--recount", "--json"}).find("total")->find("stored") ==
        json::Value(28));
}

TEST_CASE("After a fork a restored collector has the end of the earlier log again, too") {
  Shop shop;
  KioskByHand kiosk(shop.world, "kiosk", shop.survey);
  kiosk.record(10);
  REQUIRE(kiosk.deliver());
  const std::string backup = shop.backup();
  kiosk.record(3);
  REQUIRE(kiosk.deliver());
  kiosk.save();
  kiosk.record(4);
  REQUIRE(kiosk.deliver());
  kiosk.go_back();
  kiosk.record(2);  // under numbers that were used: the log forks
  REQUIRE(kiosk.deliver());
  REQUIRE(kiosk.state().log == 2);
  bool something_waits = false;
  SUBCASE("while the kiosk has nothing to send") {}
  SUBCASE("while it has, and its new log begins here first") { something_waits = true; }
  shop.destroy();
  shop.restore_and_start(backup);
  if (something_waits) {
    kiosk.resend_log(2);
    REQUIRE(kiosk.deliver());
  }
  kiosk.poll();
  CHECK(kiosk.state().waiting > 0);
  // What is lacking is known, and said.
  const Finished lacking = shop.world.afterword({"verify", "--json"});
  CHECK(lacking.exit_code == 1);
  const auto known = json::parse(lacking.out);
  REQUIRE(known);
  CHECK(*known->find("total")->find("recorded") == json::Value(15));
  CHECK(kiosk.deliver());
  kiosk.poll();
  CHECK(kiosk.state().waiting == 0);
  const json::Value proof = shop.world.json({"verify", "--recount", "--json"});
  CHECK_MESSAGE(*proof.find("equal") == json::Value(true), json::dump(proof));
  CHECK(*proof.find("total")->find("stored") == json::Value(15));
}

TEST_CASE("What was withdrawn stays withdrawn when an older database comes back") {
  Shop shop;
  KioskByHand kiosk(shop.world, "kiosk", shop.survey);
  const auto keys = read_file(shop.world.file("collector/keys/online.json"), 1 << 20);
  REQUIRE(keys);
  const auto mac = crypto::key_from_base64url(json::parse(*keys)->find("row_mac")->as_string());
  REQUIRE(mac);
  kiosk.record(2);
  kiosk.record(1, "7F3K92QM", base64url(withdraw_key(*mac)));
  REQUIRE(kiosk.deliver());
  const std::string backup = shop.backup();
  const std::string today = Day::of_utc(SystemClock().wall()).text();
  REQUIRE(shop.world
              .afterword(
                  {"withdraw", "--store", "harbour-street", "--day", today, "--code", "7F3K-92QM"})
              .exit_code == 0);
  WireDevice stolen(shop.world.enrol_code());
  REQUIRE(shop.world.afterword({"devices", "revoke", stolen.id()}).exit_code == 0);
  shop.destroy();
  shop.restore_and_start(backup);
  CHECK(shop.world.collector().err().find("1 withdrawals") != std::string::npos);
  CHECK(shop.world.collector().err().find("1 revocations") != std::string::npos);
  CurlHttpClient http;
  CHECK(verdict(stolen.send(http, stolen.request("GET", "/v1/definitions/store-exit/1", ""))) ==
        "device_revoked");
  CHECK(shop.world.afterword({"verify", "--recount"}).exit_code == 0);
  // Started again, it has nothing to take from the journal.
  shop.world.stop_collector();
  shop.world.start_collector();
  CHECK(shop.world.collector().err().find("journal") == std::string::npos);
  const AtCollector there = shop.still();
  CHECK(there.bodies.size() == 2);
  CHECK(there.outcomes.at({kiosk.id(), 3}) == "withdrawn");
}

}  // namespace afterword::test
