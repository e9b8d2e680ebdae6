// A kiosk with a second copy of its answers, for the tests of that.
#pragma once
#include <filesystem>

#include "kiosk/storage/store_core.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace copied_kiosk {

using test::must;

namespace fs = std::filesystem;

inline constexpr int kSlots = 32;

struct Kiosk {
  explicit Kiosk(int in_slots = kSlots) : slots(in_slots) {
    open();
    must(core->enrol(keys.enrol()));
  }

  void open(bool with_copy = true) {
    core.reset();
    StoreWorld world{clock, random, log};
    if (with_copy) world.second_copy = {copy, slots};
    core = must(StoreCore::open(folder, world));
  }
  void keep(const std::string& why) { must(core->keep(test::recording(3, why))); }
  void keep(int count) {
    for (int each = 0; each < count; ++each) keep("one of many");
  }
  // The database as it is now, for put_back().
  std::string remember(const std::string& name) {
    const std::string to = scratch.file(name);
    fs::create_directory(to);
    for (const char* const part : {"", "-wal", "-shm"})
      if (fs::exists(folder + "/kiosk.db" + part))
        fs::copy_file(folder + "/kiosk.db" + part, to + "/kiosk.db" + part);
    return to;
  }
  void put_back(const std::string& from) {
    core.reset();
    lose();
    for (const auto& entry : fs::directory_iterator(from))
      fs::copy_file(entry.path(), folder + "/" + entry.path().filename().string());
  }
  void lose() {
    core.reset();
    for (const char* const part : {"", "-wal", "-shm"}) fs::remove(folder + "/kiosk.db" + part);
  }
  std::vector<SealedResponse> rows() {
    std::vector<SealedResponse> all;
    must(core->records().each([&](const KeptRecord& record) -> Result<> {
      all.push_back(record.response);
      return {};
    }));
    return all;
  }
  CopiedRecords copied() {
    SecondCopy second({copy, slots}, clock, log);
    return second.read("dev-7");
  }
  std::string why(const SealedResponse& record) {
    const auto epochs = must(core->records().epochs_for({&record.epoch, 1}));
    return std::get<std::string>(*keys.open(record, epochs[0]).answers.at("visit.why").value);
  }

  const test::Scratch scratch{"/dev/shm"};
  const std::string folder = scratch.file("kiosk"), copy = scratch.file("second-copy");
  const int slots;
  test::FakeClock clock;
  SeededRandom random{5};
  CollectedLog log;
  test::CollectorKeys keys;
  std::unique_ptr<StoreCore> core;
};

}  // namespace copied_kiosk
}  // namespace afterword::kiosk
