// From a finished answer to one that survives a power cut, beside one commit of SQLite on the same
// disk in the same minute. Prints figures and never fails by them.
#include <cstdio>
#include <future>

#include "kiosk/storage/store.h"
#include "sync/base/db/db.h"
#include "tests/bench/figures.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/scratch.h"

namespace {

using namespace afterword;
using Clock = std::chrono::steady_clock;

constexpr int kRounds = 500, kRowBytes = 600;

double ms_since(Clock::time_point begun) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begun).count();
}

std::vector<double> commits(const std::string& folder) {
  auto database = test::must(db::Database::open(folder + "/floor.db"));
  test::must(database->run("CREATE TABLE rows (key BLOB PRIMARY KEY, data BLOB) WITHOUT ROWID"));
  SeededRandom random(5);
  std::vector<double> out;
  for (int i = 0; i < kRounds; ++i) {
    Bytes key(16), data(kRowBytes);
    random.fill(key);
    random.fill(data);
    const auto begun = Clock::now();
    auto row = test::must(database->prepare("INSERT INTO rows VALUES (?1, ?2)"));
    test::must(row.bind(1, key).bind(2, data).run());
    out.push_back(ms_since(begun));
  }
  return out;
}

std::vector<double> answers(const std::string& folder, bool final) {
  const SystemClock clock;
  SeededRandom random(6);
  CollectedLog log;
  test::CollectorKeys collector;
  auto store = test::must(kiosk::Store::open(folder, {clock, random, log}));
  test::must(store->enrol(collector.enrol()));
  std::vector<double> out;
  for (int i = 0; i < kRounds; ++i) {
    kiosk::Recording recording = test::recording(1 + i % 5, "Two of the rooms were shut", final);
    auto told = std::make_shared<std::promise<Result<>>>();
    auto durable = told->get_future();
    const auto done = [told](Result<> result) { told->set_value(std::move(result)); };
    const auto begun = Clock::now();
    if (final)
      store->keep(std::move(recording), done);
    else
      store->save_draft(std::move(recording), Partial::keep, done);
    test::must(durable.get());
    out.push_back(ms_since(begun));
  }
  return out;
}

void print(const char* what, const std::vector<double>& values, const std::vector<double>& floor) {
  std::printf("%s\n", what);
  using namespace afterword::bench;
  print_ratio("median", median(values), "ms", &values == &floor ? 0 : median(floor), "a commit");
  print_ratio("p99", percentile(values, 0.99), "ms",
              &values == &floor ? 0 : percentile(floor, 0.99), "a commit");
}

}  // namespace

int main() {
  const test::Scratch floor, finals, drafts;
  const auto commit = commits(floor.path());
  const auto final = answers(finals.path(), true);
  const auto draft = answers(drafts.path(), false);
  print("One commit of SQLite (600 bytes, WAL, synchronous FULL)", commit, commit);
  print("A step of a survey to durable (the draft)", draft, commit);
  print("A finished response to durable", final, commit);
  return 0;
}
