// What a restore gives back and what not, and what a backup must be.
#include "tests/faults/restored/shop.h"

namespace afterword::test {
using namespace restored;

TEST_CASE("Who lost the right to get in since the backup does not have it back") {
  Shop shop;
  REQUIRE_FALSE(shop.world.enrol_code().empty());
  const std::string backup = shop.backup();
  // The token that the backup knows was stolen, and taken back where the data are.
  const std::string file = shop.world.file("collector/admin.token");
  shop.world.stop_collector();
  REQUIRE(
      run({program("afterword-collector"), "--data", shop.world.file("collector"), "--new-token"},
          shop.world.folder())
          .exit_code == 0);
  for (const char* const part : {"", "-wal", "-shm"}) fs::remove(shop.database() + part);
  shop.restore_and_start(backup);
  CHECK(shop.world.afterword({"devices", "list"}).exit_code == 0);
  const auto database_of = [&shop] {
    const auto opened = db::Database::open(shop.database(), {.access = db::Access::read_only});
    REQUIRE(opened);
    return std::pair((*opened)->integer("SELECT count(*) FROM tokens").value(),
                     (*opened)->integer("SELECT count(*) FROM login_links").value());
  };
  CHECK(database_of() == std::pair(std::optional<std::int64_t>(1), std::optional<std::int64_t>(0)));
  CHECK((*db::Database::open(shop.database(), {.access = db::Access::read_only}))
            ->integer("SELECT count(*) FROM enrol_codes") == std::optional<std::int64_t>(0));
  // Without the file nobody can say which token is good: none is, until there is a new one.
  shop.destroy();
  fs::remove(file);
  const Finished without = shop.restore(backup);
  REQUIRE_MESSAGE(without.exit_code == 0, without.out << without.err);
  CHECK(without.out.find("--new-token") != std::string::npos);
  CHECK(database_of().first == 0);
}

TEST_CASE("A restore needs the keys of the data, and none of TLS; cut off, it leaves nothing") {
  Shop shop;
  const std::string backup = shop.backup();
  shop.destroy();
  const std::string keys = shop.world.file("collector/keys/");
  for (const char* const name : {"tls-key.pem", "tls-cert.pem"})
    fs::rename(keys + name, shop.world.file(name));  // given by options from now on
  // What one that was cut off may have left.
  for (const char* const part : {"", "-wal", "-shm", ".lock"})
    std::ofstream(shop.database() + ".restoring" + part) << "left";
  const Finished restored = shop.restore(backup, {"--tls-cert", shop.world.file("tls-cert.pem"),
                                                  "--tls-key", shop.world.file("tls-key.pem")});
  REQUIRE_MESSAGE(restored.exit_code == 0, restored.out << restored.err);
  for (const char* const part : {"", "-wal", "-shm", ".lock"})
    CHECK_FALSE(fs::exists(shop.database() + ".restoring" + part));
  // What a restore writes down is in the database from its first moment on.
  const auto database = db::Database::open(shop.database(), {.access = db::Access::read_only});
  REQUIRE(database);
  CHECK((*database)->integer("SELECT count(*) FROM audit WHERE action = 'restored'").value() == 1);
}

TEST_CASE("A restore without the journal goes through, says what is not known, and takes it back from a journal that is put there") {
  Shop shop;
  WireDevice stolen(shop.world.enrol_code());
  const std::string backup = shop.backup();
  REQUIRE(shop.world.afterword({"devices", "revoke", stolen.id()}).exit_code == 0);
  shop.destroy();
  const std::string journal = shop.world.file("collector/journal"), copy = shop.world.file("journal");
  fs::rename(journal, copy);
  const Finished without = shop.restore(backup);
  CHECK(without.exit_code == 1);
  CHECK(without.out.find("restored: ") == 0);
  for (const char* const words : {"collector/journal is missing", "taken back", "revoked", "before the collector is started"})
    CHECK_MESSAGE(without.err.find(words) != std::string::npos, without.err);
  CHECK_FALSE(fs::exists(journal));
  {
    const auto database = db::Database::open(shop.database(), {.access = db::Access::read_only});
    REQUIRE(database);
    CHECK((*database)
              ->integer("SELECT count(*) FROM audit WHERE action = 'restored' AND detail LIKE '%without a journal'")
              .value() == 1);
  }
  fs::rename(copy, journal);
  shop.world.start_collector();
  CHECK(shop.world.collector().err().find("1 revocations") != std::string::npos);
  CurlHttpClient http;
  CHECK(verdict(stolen.send(http, stolen.request("GET", "/v1/definitions/store-exit/1", ""))) ==
        "device_revoked");
}

TEST_CASE("The journal that a new machine's first run left is not taken for the right one, and that is told") {
  Shop shop;
  const WireDevice kiosk(shop.world.enrol_code());
  const std::string backup = shop.backup();
  shop.destroy();
  const std::string journal = shop.world.file("collector/journal"), copy = shop.world.file("journal");
  fs::rename(journal, copy);
  REQUIRE(write_file(journal, "", 0600));
  const Finished restored = shop.restore(backup);
  CHECK(restored.exit_code == 1);
  CHECK_MESSAGE(restored.err.find("collector/journal lacks kiosks or surveys that the backup has") != std::string::npos,
                restored.err);
  CHECK(restored.err.find("before the collector is started") != std::string::npos);
  for (const char* const part : {"", "-wal", "-shm"}) fs::remove(shop.database() + part);
  fs::rename(copy, journal);
  const Finished again = shop.restore(backup);
  CHECK_MESSAGE(again.exit_code == 0, again.out << again.err);
}

TEST_CASE("A damaged backup is refused, and no database is ever overwritten") {
  Shop shop;
  KioskByHand kiosk(shop.world, "kiosk", shop.survey);
  kiosk.record(20);
  REQUIRE(kiosk.deliver());
  const std::string backup = shop.backup();
  const auto whole = read_file(backup, 64 << 20);
  REQUIRE(whole);
  // While it runs, while its database lies there, and where only a part of one is left.
  CHECK(shop.restore(backup).exit_code == 2);
  shop.world.stop_collector();
  CHECK(shop.restore(backup).exit_code == 2);
  fs::rename(shop.database(), shop.database() + ".away");
  std::ofstream(shop.database() + "-wal") << "left";
  CHECK(shop.restore(backup).exit_code == 2);
  fs::remove(shop.database() + "-wal");

  SeededRandom dice(seed_of_run());
  const std::int64_t damages = size_of("AFTERWORD_DAMAGES", 30);
  std::int64_t refused = 0;
  const std::string damaged = shop.world.file("damaged.db");
  fs::copy_file(backup + ".sha256", damaged + ".sha256");
  for (std::int64_t i = 0; i < damages; ++i) {
    std::string bytes = *whole;
    const std::size_t at = dice.below(bytes.size());
    switch (i % 3) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8)));
        break;
      default:
        bytes.replace(at, std::min<std::size_t>(512, bytes.size() - at),
                      std::min<std::size_t>(512, bytes.size() - at), '\xff');
    }
    if (bytes == *whole) bytes.resize(bytes.size() - 1);
    REQUIRE(write_file(damaged, bytes, 0600));
    const Finished finished = shop.restore(damaged);
    refused += finished.exit_code == 2 && !fs::exists(shop.database()) ? 1 : 0;
  }
  CHECK(refused == damages);
  // Without its fingerprint as well.
  fs::copy_file(backup, shop.world.file("bare.db"));
  CHECK(shop.restore(shop.world.file("bare.db")).exit_code == 2);
  CHECK_FALSE(fs::exists(shop.database()));
  shop.restore_and_start(backup);
  CHECK(shop.world.afterword({"verify", "--recount"}).exit_code == 0);
  say(fmt::format("{} of {} damaged backups refused", refused, damages));
}

TEST_CASE("Backups made while answers arrive are whole, and a large one is back soon") {
  const std::int64_t answers = size_of("AFTERWORD_ANSWERS", 3'000);
  Shop shop;
  WireDevice device(shop.world.enrol_code());
  std::vector<std::string> bodies;
  for (std::uint64_t seed = 1; seed <= 200; ++seed)
    bodies.push_back(some_response(shop.survey, seed));
  CurlHttpClient http;
  Chain chain = device.start();
  std::string newest;
  std::int64_t backups = 0;
  for (std::int64_t n = 1; n <= answers;) {
    std::vector<SealedResponse> records;
    for (int i = 0; i < 300 && n <= answers; ++i, ++n)
      records.push_back(
          device.seal(n, shop.survey, bodies[static_cast<std::size_t>(n) % bodies.size()]));
    const Batch batch = device.batch(std::move(records), chain);
    REQUIRE(verdict(device.send(http, device.request("POST", "/v1/responses", dump(batch)))) ==
            "200");
    chain = batch.chain_after;
    if (n % (answers / 3) < 300) {
      newest = shop.backup();
      CHECK(is_whole(newest));
      ++backups;
      std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // their names are by second
    }
  }
  newest = shop.backup();
  shop.destroy();
  const auto begun = std::chrono::steady_clock::now();
  shop.restore_and_start(newest);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  const AtCollector there = shop.still();
  CHECK(static_cast<std::int64_t>(there.bodies.size()) == answers);
  say(fmt::format("{} backups under load; {} answers restored and served again after {:.1f} s",
                  backups + 1, answers, seconds));
}

}  // namespace afterword::test
