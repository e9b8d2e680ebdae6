// A tablet at a desk, with a clock that stands still.
#pragma once
#include <doctest/doctest.h>

#include "kiosk/session/pin_gate.h"
#include "kiosk/session/staff_flow.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace staff_test {

using Do = StaffIntent::Do;

inline Desk desk() {
  Desk out;
  out.categories = default_desk_categories();
  out.aims.solved_percent = 80;
  out.aims.time_s = 420;
  out.stars = {{"s4", "Anna", "Service desk"}, {"s9", "Ben", ""}};
  out.touchpoint = "exit";
  out.minute_of_day = [](WallTime now) { return static_cast<int>(now.ms / 60'000 % (24 * 60)); };
  out.day = [](WallTime now) { return std::to_string(now.ms / 86'400'000); };
  return out;
}

struct Tablet {
  Tablet()
      : random(1),
        flow({.brand = "Kestrel",
              .store_name = "Harbour Street",
              .touchpoint = "exit",
              .practice = false,
              .minute_of_day = {}},
             "boot-1", clock, random),
        staff(flow, "boot-1", clock) {
    flow.set_surveys({test::short_one()});
    staff.set_desk(desk());
  }
  void note(Effects effects) {
    for (Effect& effect : effects) {
      if (auto* check = std::get_if<CheckPin>(&effect)) pins.push_back(check->pin);
      if (auto* kept = std::get_if<KeepInteraction>(&effect)) closed.push_back(kept->interaction);
      if (auto* star = std::get_if<KeepStar>(&effect)) stars.push_back(star->star);
      if (auto* count = std::get_if<Count>(&effect))
        (count->survey == "interaction" ? tallies : counts).push_back(count->name);
      if (auto* kept = std::get_if<KeepResponse>(&effect)) {
        responses.push_back(kept->recording.response);
        flow.kept();
      }
    }
  }
  void does(Do what, const std::string& word = {}) { note(staff.take(StaffIntent{what, word})); }
  void person(const Intent& intent) { note(staff.take(intent)); }
  void waits(Ms time) {
    clock.advance(time);
    note(staff.tick());
  }
  void types(const std::string& pin) {
    for (const char digit : pin) does(Do::digit, std::string(1, digit));
    does(Do::sign_in);
  }
  void signs_in() {
    types("4829");
    staff.pin_checked(true, 0);
    REQUIRE(page() == StaffView::Page::interaction);
  }
  void opens(const std::string& category = "return", const std::string& solved = "yes") {
    does(Do::open);
    does(Do::category, category);
    does(Do::solved, solved);
  }
  StaffView shown() const {
    const View view = staff.view();
    const auto* const staffs = std::get_if<StaffView>(&view.screen);
    REQUIRE(staffs != nullptr);
    return *staffs;
  }
  StaffView::Page page() const { return shown().page; }
  bool with_customer() const { return !std::holds_alternative<StaffView>(staff.view().screen); }
  void answers_all() {
    person(Start{});
    person(Choose{"4"});
    person(SubmitComment{"Quick help"});
    person(Choose{"yes"});
    REQUIRE(std::holds_alternative<ThanksView>(staff.view().screen));
  }

  test::FakeClock clock;
  SeededRandom random;
  Flow flow;
  StaffFlow staff;
  std::vector<std::string> pins, tallies, counts;
  std::vector<Interaction> closed;
  std::vector<Star> stars;
  std::vector<Response> responses;
};
}  // namespace staff_test
}  // namespace afterword::kiosk
