// Weeks without a network: everything is kept, and the kiosk stays as quick as it was.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "kiosk/storage/store_core.h"
#include "tests/faults/size.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace offline {

using test::must;
using Stopwatch = std::chrono::steady_clock;

double ms_since(Stopwatch::time_point begin) {
  return std::chrono::duration<double, std::milli>(Stopwatch::now() - begin).count();
}

double p99(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.at(values.size() * 99 / 100);
}

std::uintmax_t bytes_in(const std::string& folder) {
  std::uintmax_t bytes = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) bytes += entry.file_size();
  return bytes;
}

}  // namespace offline
using namespace offline;

TEST_CASE("Thirty days offline: every answer is kept, in order, and leaves in order") {
  const test::Scratch scratch("/dev/shm");
  test::FakeClock clock;
  SeededRandom random(test::first_seed());
  SilentLog log;
  test::CollectorKeys keys;
  auto core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  must(core->enrol(keys.enrol()));
  const Recording one = test::recording(4, "The queue was long, and the people were kind.");

  const int a_day = test::sized(100, 5'000), days = 30;
  std::vector<double> first, last;
  for (int day = 0; day < days; ++day)
    for (int each = 0; each < a_day; ++each) {
      clock.advance(Ms{12 * 3'600'000 / a_day});  // twelve hours open
      core->tidy_if_due();
      const auto begin = Stopwatch::now();
      must(core->keep(Recording(one)));
      if (day == 0) first.push_back(ms_since(begin));
      if (day == days - 1) last.push_back(ms_since(begin));
    }
  core.reset();  // as if the plug was pulled
  const auto begin = Stopwatch::now();
  core = must(StoreCore::open(scratch.path(), {clock, random, log}));
  const double start_ms = ms_since(begin);
  const std::uintmax_t bytes = bytes_in(scratch.path());

  const std::int64_t all = static_cast<std::int64_t>(days) * a_day;
  CHECK(must(core->records().state()).waiting == all);
  std::int64_t next = 1;
  Chain chain = chain_start("dev-7", 1);
  while (next <= all) {
    const Run run = must(core->records().oldest(500, 512 * 1024));
    REQUIRE_FALSE(run.responses.empty());
    REQUIRE(run.first() == next);
    REQUIRE(run.chain_before == chain);
    for (const SealedResponse& record : run.responses)
      chain = chain_next(chain, record.sequence, record.hash());
    must(core->settle({run.first(), run.last(), {}, {}, 1, clock.wall()}));
    next = run.last() + 1;
  }
  CHECK(must(core->records().state()).waiting == 0);
  core->heard_time(clock.wall());
  clock.advance(std::chrono::hours(24 * 31));
  core->tidy_if_due();
  CHECK(must(core->records().oldest(1, 1)).responses.empty());
  CHECK(must(core->database().integer("SELECT count(*) FROM record")) == 0);
  CHECK(bytes / static_cast<std::uintmax_t>(all) < 2'000);  // 300 MB for 150,000
  MESSAGE(all << " answers: commit p99 " << p99(first) << " ms on the first day, " << p99(last)
              << " ms on the last; start " << start_ms << " ms; " << bytes / 1'000'000
              << " MB; all left in order");
}

TEST_CASE("A stolen kiosk tells nothing: of what people typed offline no file holds a word") {
  const test::Scratch scratch("/dev/shm");
  const std::string folder = scratch.file("kiosk");
  test::FakeClock clock;
  SeededRandom random(test::first_seed());
  CollectedLog log;
  test::CollectorKeys keys;
  // And with a second copy, of which fewer are there than answers.
  const StoreWorld world{clock, random, log, SecondCopyPlace{scratch.file("second-copy"), 100}};
  auto core = must(StoreCore::open(folder, world));
  must(core->enrol(keys.enrol()));
  const std::vector<std::string> planted = {"zqcanary"};
  const auto look = [&](const char* when) {
    const auto found = test::found_in_files(scratch.path(), planted);
    CHECK_MESSAGE(found.empty(), when << ": " << (found.empty() ? "" : found[0]));
  };
  const int surveys = test::sized(200, 1'000);
  for (int each = 0; each < surveys; ++each) {
    const std::string words = "zqcanary" + std::to_string(each) + " was typed here";
    if (each % 3 == 0)
      must(core->save_draft(test::recording(each % 5 + 1, words, false), Partial::keep));
    must(core->keep(test::recording(each % 5 + 1, words)));
    if (each % 100 == 50) look("at work");
    clock.advance(Ms{60'000});
    core->tidy_if_due();
  }
  must(core->save_draft(test::recording(3, "zqcanary under way", false), Partial::keep));
  look("with a draft under way");

  // The words are there, for who has the collector's key: the search had something to miss.
  const Run run = must(core->records().oldest(1, 1 << 20));
  const auto epoch = must(core->records().epochs_for(std::vector{run.responses[0].epoch}));
  const Response opened = keys.open(run.responses[0], epoch.at(0));
  CHECK(std::get<std::string>(*opened.answers.at("visit.why").value).starts_with("zqcanary"));

  CHECK(SecondCopy(*world.second_copy, clock, log).read("dev-7").size() > 90);
  core.reset();
  look("after the plug was pulled");
  core = must(StoreCore::open(folder, world));
  must(core->settle({1, surveys + 1, {}, {}, 1, clock.wall()}));
  clock.advance(std::chrono::hours(24 * 31));
  core->tidy_if_due();
  core->close();
  core.reset();
  look("after it was sent and forgotten");
  CHECK(log.count("zqcanary") == 0);
  MESSAGE(surveys << " surveys, 0 planted words found in files and log");
}

}  // namespace afterword::kiosk
