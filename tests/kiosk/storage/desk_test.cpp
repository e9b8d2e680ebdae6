// What a desk keeps: interactions, stars, the day's counts, PINs.
#include <doctest/doctest.h>

#include "kiosk/storage/desk_secrets.h"
#include "kiosk/storage/store_core.h"
#include "sync/base/core/files.h"
#include "sync/base/crypto/password.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace desk_storage_test {

using test::must;

struct Tablet {
  Tablet() { open(true); }
  void open(bool enrols = false) {
    core.reset();
    core = must(StoreCore::open(scratch.file("kiosk"), {clock, random, log}));
    if (!enrols) return;
    must(core->enrol(keys.enrol()));
    Settings settings = core->enrolment()->settings;
    settings.desk = desk();
    must(core->save_settings(settings));
  }
  static DeskSettings desk() {
    DeskSettings out;
    out.categories = default_desk_categories();
    std::array<std::uint8_t, crypto::kSaltBytes> salt{};
    salt.fill(7);
    out.pin_salt = base64url(salt);
    out.pins = {base64url(must(crypto::slow_hash("4829", salt)))};
    return out;
  }
  Interaction interaction(Solved solved = Solved::yes) const {
    Interaction out;
    out.category = "return";
    out.solved = solved;
    out.touchpoint = "service-desk";
    out.times = {"b1", clock.mono() + -Ms{60'000}, clock.mono(), clock.wall() + -Ms{60'000},
                 clock.wall()};
    return out;
  }
  std::string opened(std::int64_t sequence) {
    const Run run = must(core->records().oldest(100, 1 << 20));
    const SealedResponse& record = run.responses.at(static_cast<std::size_t>(sequence - 1));
    const auto epochs = must(core->records().epochs_for(std::vector{record.epoch}));
    const auto key = must(open_epoch(keys.seal, epochs.front().sealed));
    return must(open_record(key, record.name("dev-7"), record.data));
  }

  test::Scratch scratch;
  test::FakeClock clock;
  SeededRandom random{1};
  CollectedLog log;
  test::CollectorKeys keys;
  std::unique_ptr<StoreCore> core;
};

}  // namespace desk_storage_test
using namespace desk_storage_test;

TEST_CASE(
    "Interactions and stars take their numbers among responses, sealed under their own kind") {
  Tablet tablet;
  CHECK_FALSE(must(tablet.core->keep(tablet.interaction())));
  must(tablet.core->keep(test::recording(4, "fine")));
  Star star;
  star.touchpoint = "service-desk";
  star.times = tablet.interaction().times;
  must(tablet.core->keep(star));
  const Run run = must(tablet.core->records().oldest(10, 1 << 20));
  REQUIRE(run.responses.size() == 3);
  CHECK(run.responses[0].kind == "interaction");
  CHECK(run.responses[0].survey == "interaction");
  CHECK(run.responses[1].kind == "response");
  CHECK(run.responses[2].kind == "star");
  CHECK(must(read_interaction(must(json::parse(tablet.opened(1))))) == tablet.interaction());
  CHECK(must(read_star(must(json::parse(tablet.opened(3))))) == star);
}

TEST_CASE("While a response is under way its number is taken: nothing else gets it") {
  Tablet tablet;
  must(tablet.core->save_draft(test::recording(4, "half"), Partial::keep));
  const auto kept = tablet.core->keep(tablet.interaction());
  REQUIRE_FALSE(kept.has_value());
  CHECK(kept.error().failure == Failure::conflict);
  must(tablet.core->keep(test::recording(4, "whole")));
  must(tablet.core->keep(tablet.interaction()));
  CHECK(must(tablet.core->records().state()).next_sequence == 3);
}

TEST_CASE("The day is counted in blocks of five; on disk are whole blocks only") {
  Tablet tablet;
  for (int i = 1; i <= 4; ++i) CHECK_FALSE(must(tablet.core->keep(tablet.interaction())));
  CHECK(must(tablet.core->desk_counts()) == DeskCounts{});
  CHECK(must(tablet.core->keep(tablet.interaction(Solved::no))));
  CHECK(must(tablet.core->desk_counts()).closed == 5);
  CHECK(must(tablet.core->desk_counts()).solved == 4);
  must(tablet.core->keep(tablet.interaction(Solved::too_early)));
  for (int i = 1; i <= 3; ++i) must(tablet.core->keep(tablet.interaction()));
  tablet.open();  // a restart: the three are not there any more, the five are
  CHECK(must(tablet.core->desk_counts()).closed == 5);
  for (int i = 1; i <= 5; ++i) must(tablet.core->keep(tablet.interaction()));
  CHECK(must(tablet.core->desk_counts()).closed == 10);
  tablet.clock.advance(std::chrono::hours(24));
  CHECK(must(tablet.core->desk_counts()) == DeskCounts{});
}

TEST_CASE("What began before midnight is yesterday's, as at the collector") {
  Tablet tablet;
  tablet.clock.wall_now = WallTime{1'772'582'430'000};  // 2026-03-04T00:00:30Z
  for (int i = 1; i <= 5; ++i) CHECK_FALSE(must(tablet.core->keep(tablet.interaction())));
  CHECK(must(tablet.core->desk_counts()) == DeskCounts{});
}

TEST_CASE("A PIN lets in; wrong ones are counted on disk, and a right one begins anew") {
  Tablet tablet;
  CHECK(must(tablet.core->check_pin("4829")).right);
  CHECK_FALSE(must(tablet.core->check_pin("4828")).right);
  CHECK(must(tablet.core->check_pin("")).failures == 2);
  tablet.open();
  CHECK(tablet.core->pin_failures() == 2);
  CHECK(must(tablet.core->check_pin("4829")).right);
  CHECK(tablet.core->pin_failures() == 0);
}

TEST_CASE(
    "The desk's settings survive a restart, closed: no PIN's hash lies on the disk in clear") {
  Tablet tablet;
  tablet.core->close();
  tablet.open();
  REQUIRE(tablet.core->enrolment()->settings.desk.has_value());
  CHECK(*tablet.core->enrolment()->settings.desk == Tablet::desk());
  tablet.core->close();
  for (const char* const file : {"/kiosk.db", "/kiosk.db-wal"}) {
    const auto bytes = read_file(tablet.scratch.file("kiosk") + file, 64 << 20);
    if (!bytes) continue;
    CHECK(bytes->find(Tablet::desk().pins[0]) == std::string::npos);
    CHECK(bytes->find(Tablet::desk().pin_salt) == std::string::npos);
  }
  // Another device's key does not open them.
  const Bytes closed = close_desk(Tablet::desk(), tablet.keys.enrol(), tablet.random);
  CHECK_FALSE(open_desk(closed, tablet.keys.enrol()).has_value());
  // No desk any more: nothing is left of it.
  Settings settings = tablet.core->enrolment()->settings;
  settings.desk.reset();
  must(tablet.core->save_settings(settings));
  tablet.open();
  CHECK_FALSE(tablet.core->enrolment()->settings.desk.has_value());
}

}  // namespace afterword::kiosk
