// What the collector promises is kept for when there is no network; of a withdraw code only the
// hash is.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "kiosk/storage/store_core.h"
#include "sync/protocol/withdrawal.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace promises_test {

using test::must;

struct Folder {
  Folder() { open(); }
  void open() {
    core.reset();
    core = must(StoreCore::open(scratch.path(), {clock, random, log}));
    if (!core->enrolment()) must(core->enrol(collector.enrol()));
  }
  // Whether any file holds these bytes.
  bool holds(const std::string& bytes) const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(scratch.path())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string all((std::istreambuf_iterator<char>(file)), {});
      if (all.find(bytes) != std::string::npos) return true;
    }
    return false;
  }

  test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{42};
  CollectedLog log;
  test::CollectorKeys collector;
  std::unique_ptr<StoreCore> core;
};

Settings promising(Settings settings) {
  settings.about.owner = "Kestrel Ltd";
  settings.about.reading_day = "monday";
  settings.about.withdraw_at = "shop.example/withdraw";
  settings.about.withdraw_days = 30;
  settings.about.withdraw_key = "AAAAAAAAAAAAAAAAAAAAAA";
  afterword::Card card;
  card.said.by_language = {{"en", "It is dark."}, {"ar", "المكان مظلم."}};
  card.did.by_language = {{"en", "New lamps."}};
  card.day = "2026-03-01";
  card.answers = 61;
  settings.cards = {card};
  return settings;
}

}  // namespace promises_test
using namespace promises_test;

TEST_CASE("Promises and cards are there again after a start without a network") {
  Folder kiosk;
  const Settings settings = promising(kiosk.core->enrolment()->settings);
  must(kiosk.core->save_settings(settings));
  kiosk.open();
  CHECK(kiosk.core->enrolment()->settings == settings);
  CHECK(kiosk.core->enrolment()->settings.cards.at(0).said.in("ar", "en") == "المكان مظلم.");
}

TEST_CASE("Of a withdraw code only its hash is sealed, and the code is in no file") {
  Folder kiosk;
  Recording recording = test::recording(4, "because");
  recording.withdraw_code = "7F3K92QM";
  recording.withdraw_key = "AAAAAAAAAAAAAAAAAAAAAA";
  must(kiosk.core->keep(std::move(recording)));
  const Run run = must(kiosk.core->records().oldest(1, 1 << 20));
  const auto epoch = must(kiosk.core->records().epochs_for(std::vector{run.responses[0].epoch}));
  const Response sealed = kiosk.collector.open(run.responses[0], epoch.at(0));
  CHECK(sealed.withdraw_hash ==
        withdraw_hash("7F3K92QM", std::string_view("AAAAAAAAAAAAAAAAAAAAAA")).value());
  CHECK_FALSE(kiosk.holds("7F3K92QM"));
  CHECK_FALSE(kiosk.holds("7F3K-92QM"));
}

TEST_CASE("What was forgotten is in no file any more, not in the log's either") {
  Folder kiosk;
  for (int i = 0; i < 200; ++i) must(kiosk.core->keep(test::recording(4, std::string(300, 'n'))));
  const Run run = must(kiosk.core->records().oldest(200, 1 << 20));
  REQUIRE(run.responses.size() == 200);
  const std::string last(as_text(run.responses.back().data));
  REQUIRE(kiosk.holds(last));
  kiosk.core->tidy_if_due();
  must(kiosk.core->settle({1, 200, {}, {}, 1, kiosk.clock.wall()}));
  kiosk.clock.advance(std::chrono::hours(24 * 31));
  kiosk.core->tidy_if_due();
  CHECK_FALSE(kiosk.holds(last));
}

TEST_CASE("A code without the key to hash it is never accepted: it would not work") {
  Folder kiosk;
  Recording recording = test::recording(4, "because");
  recording.withdraw_code = "7F3K92QM";
  CHECK_FALSE(kiosk.core->keep(std::move(recording)).has_value());
}

}  // namespace afterword::kiosk
