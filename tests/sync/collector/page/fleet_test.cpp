#include "sync/collector/page/fleet.h"

#include <doctest/doctest.h>

#include "tests/sync/collector/page/samples.h"

namespace afterword::page::test {
namespace fleet_test {

bool has(const std::string& page, std::string_view part) {
  return page.find(part) != std::string::npos;
}

const std::string_view kLargeTick = "class=\"mark large good\"";
const std::string_view kLargeTriangle = "class=\"mark large bad\"";

}  // namespace fleet_test

TEST_CASE("The tick stands only where every sum holds") {
  using namespace fleet_test;
  const std::string whole = fleet_page(sample_frame(), sample_fleet());
  CHECK(has(whole, kLargeTick));
  CHECK_FALSE(has(whole, kLargeTriangle));
  CHECK(has(whole, "Nothing missing"));
  CHECK(has(whole, "Received: 26,468 stored, 3 in quarantine, 1 withdrawn."));

  const std::string gap = fleet_page(sample_frame(), fleet_with_a_gap());
  CHECK_FALSE(has(gap, kLargeTick));
  CHECK(has(gap, kLargeTriangle));
  CHECK(has(gap, "1 kiosk does not add up"));
  CHECK(has(gap, "Dock Road, Collect point</bdi> (dev-4): 3 missing, numbers 14 to 16."));
  CHECK(has(gap, "42 ≠ 39"));
}

TEST_CASE("What one kiosk has too much does not make up for what another lacks") {
  using namespace fleet_test;
  Fleet fleet = sample_fleet();
  fleet.devices[0].sum.stored += 2;
  fleet.devices[1].sum.stored -= 2;
  CHECK(total(fleet).holds());
  const std::string page = fleet_page(sample_frame(), fleet);
  CHECK_FALSE(has(page, kLargeTick));
  CHECK(has(page, "2 kiosks do not add up"));
  CHECK(has(page, "2 more than recorded"));
  CHECK(has(page, "2 missing"));
}

TEST_CASE("The same count with another content is no tick either") {
  using namespace fleet_test;
  Fleet fleet = sample_fleet();
  fleet.devices[0].sum.chain_agrees = false;
  const std::string page = fleet_page(sample_frame(), fleet);
  CHECK_FALSE(has(page, kLargeTick));
  CHECK(has(page, "same count, different content"));
}

TEST_CASE("Every part of the sum counts") {
  Reconciliation sum{21, 1, 2, 3, 4, 5, 6, true};
  CHECK(sum.holds());
  CHECK(sum.received() == 15);
  for (std::uint64_t Reconciliation::*part :
       {&Reconciliation::stored, &Reconciliation::quarantined, &Reconciliation::withdrawn,
        &Reconciliation::expired, &Reconciliation::lost, &Reconciliation::waiting}) {
    Reconciliation other = sum;
    other.*part += 1;
    CHECK_FALSE(other.holds());
  }
  sum += sum;
  CHECK(sum.recorded == 42);
  CHECK(sum.holds());
}

TEST_CASE("A quiet kiosk is no error; one that does not add up, or is in trouble, needs a hand") {
  DeviceRow device = kiosk("dev-1", "Abbey Gate", "Exit", 10, 5, 0);
  CHECK(state_of(device, kNow) == DeviceState::in_touch);
  CHECK(state_of(device, kNow + kQuietAfter) == DeviceState::quiet);
  CHECK(state_of(device, kNow + Ms{-60'000}) == DeviceState::in_touch);  // clocks differ
  device.last_seen.reset();
  CHECK(state_of(device, kNow) == DeviceState::quiet);
  device.imported = true;
  CHECK(state_of(device, kNow) == DeviceState::in_touch);
  device.revoked = true;
  CHECK(state_of(device, kNow) == DeviceState::revoked);
  device.sum.waiting = 1;
  CHECK(state_of(device, kNow) == DeviceState::needs_a_hand);
  device = kiosk("dev-1", "Abbey Gate", "Exit", 10, 5, 0);
  device.trouble = "Its log was forked: the disk may have been cloned.";
  CHECK(state_of(device, kNow) == DeviceState::needs_a_hand);
}

TEST_CASE("How long ago is said in one unit") {
  const auto ago = [](std::int64_t seconds) {
    return last_seen_words(WallTime{kNow.ms - seconds * 1000}, kNow);
  };
  CHECK(ago(-100) == "now");
  CHECK(ago(0) == "now");
  CHECK(ago(119) == "now");
  CHECK(ago(120) == "2 min ago");
  CHECK(ago(3'599) == "59 min ago");
  CHECK(ago(3'600) == "1 h ago");
  CHECK(ago(47 * 3'600) == "47 h ago");
  CHECK(ago(48 * 3'600) == "2 days ago");
  CHECK(last_seen_words(std::nullopt, kNow) == "not yet");
}

TEST_CASE("Those that need a hand are first, then quiet ones, each in the given order") {
  using namespace fleet_test;
  const std::string page = fleet_page(sample_frame(), fleet_with_a_gap());
  std::size_t last = page.find("<tbody>");
  for (const std::string_view id :
       {"dev-4", "dev-5", "dev-6", "dev-7", "dev-1", "dev-2", "dev-3"}) {
    const std::size_t at = page.find("<small>" + std::string(id) + "</small>");
    CHECK(at != std::string::npos);
    CHECK(at > last);
    last = at;
  }
  CHECK(has(page, "3 in touch, 3 quiet, 1 needs a hand."));
  CHECK(has(page, "<h1><bdi>7 kiosks</bdi></h1>"));
}

}  // namespace afterword::page::test
