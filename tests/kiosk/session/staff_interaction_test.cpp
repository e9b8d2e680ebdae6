// A tablet at a desk: interaction, hand-over and back, the customer's stars, sending and a failing disk.
#include "tests/kiosk/session/staff_world.h"

namespace afterword::kiosk {
namespace staff_test {

TEST_CASE(
    "An interaction runs against the clock, also over midnight, and closes with what was chosen") {
  Tablet tablet;
  tablet.signs_in();
  // Two minutes to midnight.
  tablet.clock.wall_now = WallTime{86'400'000LL * 20'000 - 120'000};
  tablet.does(Do::open);
  CHECK(tablet.shown().interaction.since == "23:58");
  tablet.does(Do::close);
  CHECK(tablet.closed.empty());  // neither category nor solved
  tablet.does(Do::category, "nonsense");
  tablet.does(Do::solved, "yes");
  tablet.does(Do::close);
  CHECK(tablet.closed.empty());
  tablet.does(Do::category, "repair");
  tablet.waits(Ms{252'000});
  CHECK(tablet.shown().interaction.seconds == 252);
  CHECK(tablet.shown().interaction.complete);
  tablet.does(Do::close);
  REQUIRE(tablet.closed.size() == 1);
  const Interaction& closed = tablet.closed[0];
  CHECK(closed.category == "repair");
  CHECK(closed.solved == Solved::yes);
  CHECK(closed.duration_ms() == 252'000);
  CHECK_FALSE(closed.handed_over);
  CHECK(closed.touchpoint == "exit");
  CHECK_FALSE(check_interaction(closed).has_value());
  CHECK(tablet.tallies == std::vector<std::string>{"opened", "closed"});
  CHECK_FALSE(tablet.shown().interaction.open);
}

TEST_CASE("What was opened by mistake is no record, and what was forgotten is none either") {
  Tablet tablet;
  tablet.signs_in();
  tablet.opens();
  tablet.does(Do::cancel);
  CHECK(tablet.closed.empty());
  tablet.opens();
  tablet.waits(kInteractionMost);
  CHECK(tablet.closed.empty());
  CHECK(tablet.tallies == std::vector<std::string>{"opened", "cancelled", "opened", "forgotten"});
}

TEST_CASE("Left alone the tablet locks; an interaction stays open behind the PIN") {
  Tablet tablet;
  tablet.signs_in();
  tablet.waits(kStaffLock - Ms{1});
  CHECK(tablet.page() == StaffView::Page::interaction);
  tablet.waits(Ms{1});
  CHECK(tablet.page() == StaffView::Page::pin);
  tablet.signs_in();
  tablet.opens();
  tablet.waits(kStaffLock);
  CHECK(tablet.page() == StaffView::Page::interaction);
  tablet.waits(kStaffLockOpen);
  CHECK(tablet.page() == StaffView::Page::pin);
  tablet.signs_in();
  CHECK(tablet.shown().interaction.open);
  CHECK(tablet.shown().interaction.seconds == (kStaffLock + kStaffLockOpen).count() / 1000);
}

TEST_CASE(
    "Handed over, the customer's run is as everywhere; between it and staff stand two pages") {
  Tablet tablet;
  tablet.signs_in();
  tablet.opens("advice");
  tablet.waits(Ms{60'000});
  tablet.does(Do::hand_over);
  REQUIRE(tablet.closed.size() == 1);
  CHECK(tablet.closed[0].handed_over);
  REQUIRE(tablet.with_customer());
  CHECK(std::get<WelcomeView>(tablet.staff.view().screen).handed_over);
  tablet.person(ChooseLanguage{"ar"});
  tablet.answers_all();
  CHECK(std::get<ThanksView>(tablet.staff.view().screen).give_back);
  REQUIRE(tablet.responses.size() == 1);
  CHECK(tablet.responses[0].category == "advice");
  CHECK(tablet.responses[0].language == "ar");
  // Staff can do nothing while the customer has it.
  tablet.does(Do::show_today);
  tablet.does(Do::back_at_desk);
  CHECK(tablet.with_customer());
  tablet.person(Finish{});
  REQUIRE(tablet.page() == StaffView::Page::give_back);
  CHECK(tablet.staff.view().around.language == "en");  // staff's own again
  tablet.does(Do::show_today);
  tablet.does(Do::digit, "4");
  CHECK(tablet.page() == StaffView::Page::give_back);
  tablet.does(Do::back_at_desk);
  CHECK(tablet.page() == StaffView::Page::pin);
  tablet.signs_in();
  CHECK_FALSE(tablet.shown().interaction.open);
  // The next customer's language and aids are their own.
  tablet.opens();
  tablet.does(Do::hand_over);
  CHECK(tablet.staff.view().around.language == "en");
}

TEST_CASE("A customer who would rather not, or never begins, gives it back unasked") {
  Tablet tablet;
  tablet.signs_in();
  tablet.opens();
  tablet.does(Do::hand_over);
  tablet.person(Leave{});
  CHECK(tablet.page() == StaffView::Page::give_back);
  CHECK(tablet.responses.empty());
  tablet.does(Do::back_at_desk);
  tablet.signs_in();
  tablet.opens();
  tablet.does(Do::hand_over);
  tablet.person(ToggleAid{Aid::larger_text});
  tablet.waits(kHandedLimit);
  CHECK(tablet.page() == StaffView::Page::give_back);
  CHECK_FALSE(tablet.flow.view().around.aids.any());
}

TEST_CASE("A run that times out ends at the neutral page as well, and its answers are wiped") {
  Tablet tablet;
  tablet.signs_in();
  tablet.opens();
  tablet.does(Do::hand_over);
  tablet.person(Start{});
  tablet.person(Choose{"2"});
  tablet.waits(kIdleLimitTyping);
  CHECK(tablet.staff.view().warning.has_value());
  tablet.waits(kIdleWarning);
  CHECK(tablet.page() == StaffView::Page::give_back);
  CHECK_FALSE(tablet.flow.in_session());
}

TEST_CASE("A star is given once a session, to the team or to who agreed, and to nobody else") {
  Tablet tablet;
  tablet.signs_in();
  tablet.opens();
  tablet.person(OpenStars{});  // not on a page of staff
  tablet.does(Do::hand_over);
  tablet.person(OpenStars{});  // not before the thanks
  CHECK(std::holds_alternative<WelcomeView>(tablet.staff.view().screen));
  tablet.answers_all();
  CHECK(std::get<ThanksView>(tablet.staff.view().screen).offers_star);
  tablet.person(GiveStar{"s4"});  // the page with the names was never opened
  CHECK(tablet.stars.empty());
  tablet.person(OpenStars{});
  const View view = tablet.staff.view();
  const auto* const names = std::get_if<StarsView>(&view.screen);
  REQUIRE(names != nullptr);
  REQUIRE(names->choices.size() == 3);
  CHECK(names->choices[2].id.empty());
  tablet.person(GiveStar{"s7"});
  CHECK(tablet.stars.empty());
  tablet.person(GiveStar{"s4"});
  REQUIRE(tablet.stars.size() == 1);
  CHECK(tablet.stars[0].staff == "s4");
  CHECK(tablet.stars[0].by == StarBy::customer);
  CHECK(std::get<ThanksView>(tablet.staff.view().screen).star_given);
  tablet.person(OpenStars{});
  tablet.person(GiveStar{""});
  CHECK(tablet.stars.size() == 1);
}

TEST_CASE(
    "The scoreboard is the shop's while connected, else this tablet's own, and never yesterday's") {
  Tablet tablet;
  tablet.signs_in();
  DeskBook book;
  for (int i = 0; i < 12; ++i) book.add_closed(i > 2, 300);
  const std::string today = desk().day(tablet.clock.wall());
  tablet.staff.set_counts(book.shown(), today);
  TodayView own = tablet.shown().today;
  CHECK_FALSE(own.of_shop);
  REQUIRE(own.scores.size() == 4);
  CHECK(own.scores[0].line.n == 10);
  CHECK(own.scores[0].line.value == 70.0);
  CHECK(own.scores[0].aim == 80.0);
  CHECK(own.scores[0].standing == Standing::too_close);
  CHECK_FALSE(own.scores[1].line.value.has_value());
  tablet.staff.set_shop({today, {{"solved", 84.0, 72.0, 91.0, 60, 50}}, "m"});
  CHECK(tablet.shown().today.of_shop);
  CHECK(tablet.shown().today.scores[0].line.n == 60);
  tablet.staff.set_sync({.waiting = 3, .held = 0, .last_success = {}, .connected = false});
  CHECK_FALSE(tablet.shown().today.of_shop);
  tablet.staff.set_sync({.waiting = 0, .held = 0, .last_success = {}, .connected = true});
  CHECK(tablet.shown().today.of_shop);
  tablet.clock.wall_now = tablet.clock.wall() + std::chrono::hours(24);
  CHECK_FALSE(tablet.shown().today.of_shop);
  CHECK(tablet.shown().today.scores[0].line.n == 0);
}

TEST_CASE("How it stands with sending is said as it is, and waiting is no alarm") {
  Tablet tablet;
  tablet.signs_in();
  using State = SyncView::State;
  const WallTime at{14LL * 3'600'000 + 2 * 60'000};
  const auto state = [&](SyncFacts facts) {
    tablet.staff.set_sync(facts);
    return tablet.shown().sync.state;
  };
  CHECK(state({.waiting = 0, .held = 0, .last_success = at}) == State::all_sent);
  CHECK(tablet.shown().sync.synced_at == "14:02");
  CHECK(state({.waiting = 3, .held = 0, .last_success = at}) == State::waiting);
  CHECK(state({.waiting = 3, .held = 2, .last_success = at}) == State::key_missing);
  CHECK(state({.waiting = 3, .held = 0, .last_success = at, .connected = false}) == State::offline);
  CHECK(state({.waiting = 3,
               .held = 0,
               .last_success = at,
               .connected = false,
               .needs_person = true}) == State::needs_person);
  CHECK(state({.waiting = 3, .held = 0, .last_success = at, .damaged = true}) == State::damaged);
  CHECK(state({.waiting = 3, .held = 0, .last_success = at, .connected = false, .trust_over = true}) ==
        State::trust_over);
}

TEST_CASE("A disk that fails is said to everybody, and no interaction is lost in silence") {
  Tablet tablet;
  tablet.signs_in();
  tablet.opens();
  tablet.flow.store_failed();
  CHECK(std::holds_alternative<OutOfServiceView>(tablet.staff.view().screen));
  tablet.flow.store_works();
  CHECK(tablet.shown().interaction.open);
}

TEST_CASE("A star that could not be kept is not said to be passed on, and may be given again") {
  Tablet tablet;
  tablet.signs_in();
  tablet.opens();
  tablet.does(Do::hand_over);
  tablet.answers_all();
  tablet.person(OpenStars{});
  tablet.person(GiveStar{"s4"});
  REQUIRE(std::get<ThanksView>(tablet.staff.view().screen).star_given);
  tablet.staff.star_failed();
  tablet.flow.store_failed();
  CHECK_FALSE(std::get<ThanksView>(tablet.staff.view().screen).star_given);
  tablet.flow.store_works();
  const auto thanks = std::get<ThanksView>(tablet.staff.view().screen);
  CHECK_FALSE(thanks.star_given);
  CHECK(thanks.offers_star);
  tablet.person(OpenStars{});
  tablet.person(GiveStar{"s4"});
  CHECK(tablet.stars.size() == 2);
}

}  // namespace staff_test
}  // namespace afterword::kiosk
