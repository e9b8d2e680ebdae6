// A collector whose disk dies, its backups, and a kiosk whose disk can go back.
#pragma once
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
namespace restored {

namespace fs = std::filesystem;
inline constexpr Ms kLonger{
    3'600'000};  // than any pause: machines are told that so much has passed
inline constexpr int kRequestsMost = 2'000;

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
    PollMachine poll(
        device_->parts(clock_, random_), [this] { return device_->health(); }, Ms{0});
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
  void forget_acknowledged() { change("DELETE FROM record WHERE state = 2"); }
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
  robots::DeviceWorld machine_world() { return {clock_, random_, log_, "boot-x", "faults"}; }
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
  Finished restore(const std::string& backup, std::vector<std::string> more = {}) {
    std::vector<std::string> words{program("afterword-collector"), "--data",
                                   world.file("collector"), "--restore", backup};
    words.insert(words.end(), more.begin(), more.end());
    return run(words, world.folder());
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

}  // namespace restored
}  // namespace afterword::test
