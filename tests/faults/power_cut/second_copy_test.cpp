// A drive that damages 16 KiB around what it was writing when the power went: no setting of a database helps
// against it, a second copy does.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "kiosk/storage/store_core.h"
#include "tests/faults/disk/power_cut.h"
#include "tests/faults/size.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace power_cut_second_copy {

using test::must;

constexpr int kSlots = 13;  // as many as there are answers, and the label
constexpr test::Storage kWide{4096, 16'384, false}, kPlain{512, 0, false};

StoreWorld world_of(const std::string& folder, bool with_copy, const Clock& clock, Random& random,
                    Log& log) {
  StoreWorld world{clock, random, log};
  if (with_copy) world.second_copy = {folder + "/second-copy", kSlots};
  return world;
}

// What was done to the files of a kiosk, and what it had said when.
struct Morning {
  test::Files before;
  std::vector<test::Operation> operations;
  struct Thanked {
    std::size_t at = 0;  // operations done by then
    crypto::Hash256 record{};
  };
  std::vector<Thanked> thanked;
  std::set<crypto::Hash256> sealed;  // all that was ever given to it, drafts too
};

class Kiosk {
 public:
  explicit Kiosk(bool with_copy) : with_copy_(with_copy) {
    open();
    must(core_->enrol(keys_.enrol()));
    close();
    morning_.before = test::read_files(folder_);
    disk_.emplace(folder_);
    open();
  }
  void open() {
    core_ = must(StoreCore::open(folder_, world_of(folder_, with_copy_, clock_, random_, log_)));
  }
  void close() {
    core_->close();
    core_.reset();
  }
  void draft(int rating) {
    must(core_->save_draft(test::recording(rating, "half", false), Partial::keep));
    auto row = must(core_->database().prepare("SELECT data FROM draft"));
    if (must(row.step())) morning_.sealed.insert(data_hash(row.bytes_view(0)));
  }
  void answer(int rating) {
    must(core_->keep(test::recording(rating, "whole " + std::string(100, 'x'))));
    const auto number = must(core_->records().head())->next_sequence - 1;
    const auto hash = must(core_->records().at({1, number}))->response.hash();
    morning_.thanked.push_back({disk_->count(), hash});
    morning_.sealed.insert(hash);
  }
  void hours_pass(int hours) {
    clock_.advance(std::chrono::hours(hours));
    core_->tidy_if_due();
  }
  Morning end() {
    close();
    morning_.operations = disk_->operations();
    return std::move(morning_);
  }

 private:
  const bool with_copy_;
  const test::Scratch scratch_{"/dev/shm"};
  const std::string folder_ = scratch_.path() + "/kiosk";
  test::FakeClock clock_;
  SeededRandom random_{9};
  SilentLog log_;
  test::CollectorKeys keys_;
  Morning morning_;
  std::optional<test::Disk> disk_;
  std::unique_ptr<StoreCore> core_;
};

Morning a_morning(bool with_copy) {
  Kiosk kiosk(with_copy);
  for (int rating = 1; rating <= 5; ++rating) {
    if (rating % 2 == 0) kiosk.draft(rating);
    kiosk.answer(rating);
  }
  kiosk.hours_pass(2);  // the log is moved over
  for (int rating = 1; rating <= 4; ++rating) kiosk.answer(rating);
  kiosk.close();
  kiosk.open();
  kiosk.draft(3);
  kiosk.answer(3);
  kiosk.answer(4);
  return kiosk.end();
}

struct Sums {
  int states = 0, begun_anew = 0, losing = 0, doubled = 0, foreign = 0, unusable = 0;
  std::int64_t thanked = 0, lost = 0;
  std::string first_wrong;

  std::string text() const {
    return std::to_string(states) + " states, " + std::to_string(begun_anew) +
           " databases begun anew: " + std::to_string(lost) + " of " + std::to_string(thanked) +
           " answers thanked for lost, in " + std::to_string(losing) + " states; " +
           std::to_string(doubled) + " doubled, " + std::to_string(foreign) +
           " that nobody gave, " + std::to_string(unusable) + " times unusable" +
           (first_wrong.empty() ? "" : "; the first: ") + first_wrong;
  }
};

// The kiosk starts on what the cut has left, and goes on.
void look(const Morning& morning, std::size_t done, const test::Files& files, bool with_copy,
          Sums& sums) {
  const test::Scratch scratch("/dev/shm");
  test::write_files(scratch.path(), files);
  ++sums.states;
  test::FakeClock clock;
  SeededRandom random(77);
  SilentLog log;
  const auto opened =
      StoreCore::open(scratch.path(), world_of(scratch.path(), with_copy, clock, random, log));
  const auto wrong = [&](const std::string& what) {
    if (sums.first_wrong.empty())
      sums.first_wrong = "cut after operation " + std::to_string(done) + ": " + what;
  };
  if (!opened || !(*opened)->keep(test::recording(5, "after the cut"))) {
    ++sums.unusable;
    return wrong(opened ? "it takes no answer" : opened.error().text());
  }
  StoreCore& core = **opened;
  if (core.damage()) ++sums.begun_anew;
  std::set<crypto::Hash256> there;
  must(core.records().each([&](const KeptRecord& record) -> Result<> {
    if (!there.insert(record.response.hash()).second) ++sums.doubled;
    return {};
  }));
  std::int64_t lost = 0;
  for (const auto& [at, record] : morning.thanked) {
    if (at > done) continue;
    ++sums.thanked;
    lost += there.contains(record) ? 0 : 1;
  }
  sums.lost += lost;
  sums.losing += lost > 0 ? 1 : 0;
  if (lost > 0) wrong(std::to_string(lost) + " lost");
  int others = -1;  // the one after the cut
  for (const auto& hash : there) others += morning.sealed.contains(hash) ? 0 : 1;
  sums.foreign += others;
}

// `with_copy`: it was written; `used`: and is there when the kiosk starts again.
Sums cut(const Morning& morning, const test::Storage& storage, bool used, int seeds) {
  Sums sums;
  test::Platter platter(morning.before, storage);
  for (std::size_t done = 0; done <= morning.operations.size(); ++done) {
    if (done > 0) platter.take(morning.operations[done - 1]);
    for (int each = 0; each < seeds; ++each) {
      SeededRandom random(test::first_seed() * 1'000'003 + static_cast<std::uint64_t>(each) * 7919 +
                          done);
      look(morning, done, platter.after_cut(random), used, sums);
    }
  }
  return sums;
}

}  // namespace power_cut_second_copy
using namespace power_cut_second_copy;

TEST_CASE(
    "Power cut that damages 16 KiB around a write: with a second copy nothing thanked for is "
    "lost") {
  const int seeds = test::sized(2, 60);
  const Morning morning = a_morning(true);
  const Sums with = cut(morning, kWide, true, seeds);
  MESSAGE("with a second copy: " << with.text());
  CHECK(with.lost == 0);
  CHECK(with.doubled == 0);
  CHECK(with.foreign == 0);
  CHECK(with.unusable == 0);
  CHECK(with.begun_anew > 0);

  const Sums without = cut(a_morning(false), kWide, false, seeds);
  MESSAGE("without: " << without.text());
  CHECK(without.losing * 20 > without.states);
}

TEST_CASE(
    "Power cut with a second copy on an ordinary drive: nothing is lost, and no damage is seen") {
  const Sums sums = cut(a_morning(true), kPlain, true, test::sized(1, 60));
  MESSAGE(sums.text());
  CHECK(sums.lost == 0);
  CHECK(sums.doubled == 0);
  CHECK(sums.foreign == 0);
  CHECK(sums.unusable == 0);
  CHECK(sums.begun_anew == 0);
}

}  // namespace afterword::kiosk
