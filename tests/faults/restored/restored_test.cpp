// A collector that dies with its disk, and is put back from a backup that is older than what kiosks
// were told is safe.
//
//   AFTERWORD_ANSWERS=1000000 AFTERWORD_DAMAGES=1000 test-restored
#include <doctest/doctest.h>
#include <signal.h>

#include <chrono>
#include <fstream>

#include "sync/base/core/day.h"
#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "sync/base/log/log.h"
#include "sync/client/poll_machine.h"
#include "sync/client/upload_machine.h"
#include "sync/protocol/withdrawal.h"
#include "tests/faults/wire/device.h"
#include "tests/faults/wire/kept.h"
#include "tests/faults/wire/sizes.h"
#include "tests/whole/world.h"
#include "tools/robots/device.h"

namespace afterword::test {
namespace {

namespace fs = std::filesystem;
constexpr Ms kLonger{3'600'000};  // than any pause: machines are told that so much has passed
constexpr int kRequestsMost = 2'000;

// A kiosk's own store and both machines, pumped by hand.
class KioskByHand {
 public:
  KioskByHand(World& world, const std::string& name, const Survey& survey)
      : folder_(world.file(name)),
        enrolment_(WireDevice(world.enrol_code()).enrolment),
        survey_(survey) {
    device_ = make();
    machine_.emplace(device_->parts(clock_, random_));
  }

  void record(int count, const std::string& code = "", const std::string& key = "") {
    for (int i = 0; i < count; ++i) {
      const kiosk::Now now{clock_.mono() + Ms{-1000}, clock_.wall() + Ms{-1000}};
      kiosk::Session session(survey_, {.language = "en", .touchpoint = "exit", .boot = "boot-x"},
                             random_, now);
      const kiosk::Screen screen = session.screen();
      const auto& options = std::get<kiosk::QuestionView>(screen).options;
      session.take(kiosk::Choose{options[random_.below(options.size())].id}, now);
      kiosk::Recording recording = session.recording(now);
      recording.withdraw_code = code;
      recording.withdraw_key = key;
      REQUIRE(device_->keep(std::move(recording)));
    }
  }
  // Sends until nothing waits; false: it stands still.
  bool deliver() {
    for (int i = 0; i < kRequestsMost; ++i) {
      if (state().waiting == 0) return true;
      exchange(*machine_);
    }
    return false;
  }
  // One heartbeat, as if it had just been heard of anew.
  void poll() {
    PollMachine poll(device_->parts(clock_, random_), [this] { return device_->health(); }, Ms{0});
    exchange(poll);
  }
  OutboxState state() {
    const auto found = device_->parts(clock_, random_).outbox.state();
    REQUIRE(found);
    return *found;
  }
  // As if nothing of that log had been acknowledged yet.
  void resend_log(std::int64_t log) {
    REQUIRE(device_->parts(clock_, random_).outbox.resend(log, 1, INT64_MAX));
  }
  const std::optional<SyncTrouble>& trouble() const { return machine_->trouble(); }
  const std::string& id() const { return enrolment_.device; }
  const std::string& folder() const { return folder_; }

  // As thirty days do.
  void forget_acknowledged() {
    change("DELETE FROM record WHERE state = 2");
  }
  // What a restored disk does: the store is as it was.
  void save() { copy(folder_, folder_ + ".saved"); }
  void go_back() { copy(folder_ + ".saved", folder_); }

 private:
  std::unique_ptr<robots::Device> make() {
    if (!fs::exists(folder_ + "/device.key")) {
      auto made = robots::make_stored_device(enrolment_, folder_, machine_world());
      REQUIRE_MESSAGE(made, made.error().text());
      return std::move(*made);
    }
    auto opened = robots::open_stored_device(folder_, machine_world());
    REQUIRE_MESSAGE(opened, opened.error().text());
    return std::move(*opened);
  }
  robots::DeviceWorld machine_world() {
    return {clock_, random_, log_, "boot-x", "faults"};
  }
  void exchange(SyncMachine& machine) {
    later_ = later_ + kLonger;
    const SyncStep step = machine.step(later_);
    if (!step.send) return;
    CurlHttpClient http;
    machine.reply(later_, http.send(step.send->request, step.send->options));
  }
  // `work` while nothing holds the folder.
  template <class Work>
  void closed(Work work) {
    machine_.reset();
    device_.reset();
    work();
    device_ = make();
    machine_.emplace(device_->parts(clock_, random_));
  }
  void change(const std::string& sql) {
    closed([&] {
      const auto database = db::Database::open(folder_ + "/kiosk.db");
      REQUIRE(database);
      REQUIRE((*database)->run(sql));
    });
  }
  void copy(const std::string& from, const std::string& to) {
    closed([&] {
      fs::remove_all(to);
      fs::copy(from, to, fs::copy_options::recursive);
    });
  }

  SystemClock clock_;
  crypto::SystemRandom random_;
  SilentLog log_;
  const std::string folder_;
  const Enrolment enrolment_;
  const Survey survey_;
  std::unique_ptr<robots::Device> device_;
  std::optional<UploadMachine> machine_;
  MonoTime later_{1};
};

struct Shop {
  Shop() : survey(survey_in(project_file("survey-defs/store-exit.json"))) {
    world.publish(project_file("survey-defs/store-exit.json"));
  }
  std::string backup() { return world.json({"backup", "--json"}).find("file")->as_string(); }
  std::string database() const { return world.file("collector/collector.db"); }
  // The disk is gone, the keys and the journal were elsewhere.
  void destroy() {
    world.collector().signal(SIGKILL);
    world.collector().wait();
    for (const char* const part : {"", "-wal", "-shm"}) fs::remove(database() + part);
  }
  Finished restore(const std::string& backup) {
    return run({program("afterword-collector"), "--data", world.file("collector"), "--restore",
                backup},
               world.folder());
  }
  void restore_and_start(const std::string& backup) {
    const Finished restored = restore(backup);
    REQUIRE_MESSAGE(restored.exit_code == 0, restored.out << restored.err);
    world.start_collector();
  }
  AtCollector still() {
    world.stop_collector();
    return read_collector(database());
  }

  World world;
  const Survey survey;
};

}  // namespace

TEST_CASE("Restored from an older backup, a collector has again all that kiosks were told is safe") {
  Shop shop;
  std::vector<std::unique_ptr<KioskByHand>> kiosks;
  for (int i = 0; i < 4; ++i)
    kiosks.push_back(
        std::make_unique<KioskByHand>(shop.world, fmt::format("k{}", i), shop.survey));
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
  const auto mac =
      crypto::key_from_base64url(json::parse(*keys)->find("row_mac")->as_string());
  REQUIRE(mac);
  kiosk.record(2);
  kiosk.record(1, "7F3K92QM", base64url(withdraw_key(*mac)));
  REQUIRE(kiosk.deliver());
  const std::string backup = shop.backup();
  const std::string today = Day::of_utc(SystemClock().wall()).text();
  REQUIRE(shop.world
              .afterword({"withdraw", "--store", "harbour-street", "--day", today, "--code",
                          "7F3K-92QM"})
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
    REQUIRE(verdict(device.send(
                http, device.request("POST", "/v1/responses", dump(batch)))) == "200");
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
