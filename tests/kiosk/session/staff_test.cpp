// A tablet at a desk: PIN, interaction, hand-over and back, told with a clock that stands still.
#include <doctest/doctest.h>

#include "kiosk/session/pin_gate.h"
#include "kiosk/session/staff_flow.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace staff_test {

using Do = StaffIntent::Do;

Desk desk() {
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

TEST_CASE("A kiosk at no desk is as it always was") {
  Tablet tablet;
  tablet.staff.set_desk(std::nullopt);
  CHECK(std::holds_alternative<WelcomeView>(tablet.staff.view().screen));
  tablet.person(Start{});
  CHECK(std::holds_alternative<QuestionView>(tablet.staff.view().screen));
  CHECK(tablet.staff.next_change() == tablet.flow.next_change());
}

TEST_CASE("Becoming a desk, or none, waits for the end of a run") {
  Tablet tablet;
  tablet.staff.set_desk(std::nullopt);
  tablet.person(Start{});
  tablet.staff.set_desk(desk());
  CHECK(std::holds_alternative<QuestionView>(tablet.staff.view().screen));
  tablet.person(Leave{});
  CHECK(std::holds_alternative<ThanksView>(tablet.staff.view().screen));
  tablet.waits(kThanksFor);
  CHECK(tablet.page() == StaffView::Page::pin);
}

TEST_CASE("A PIN that could not be looked at is typed again, and costs no try") {
  Tablet tablet;
  tablet.types("4829");
  tablet.staff.pin_unchecked();
  CHECK_FALSE(tablet.shown().pin.checking);
  CHECK_FALSE(tablet.shown().pin.wrong);
  tablet.types("4829");
  CHECK(tablet.pins.size() == 2);
}

TEST_CASE("Nothing of the shop is shown before a PIN, and the PIN is not kept") {
  Tablet tablet;
  CHECK(tablet.page() == StaffView::Page::pin);
  CHECK(tablet.shown().today.scores.empty());
  tablet.does(Do::open);
  tablet.does(Do::show_today);
  CHECK(tablet.page() == StaffView::Page::pin);
  tablet.types("4829");
  CHECK(tablet.pins == std::vector<std::string>{"4829"});
  CHECK(tablet.shown().pin.typed == 0);
  CHECK(tablet.shown().pin.checking);
  tablet.does(Do::digit, "1");
  CHECK(tablet.shown().pin.typed == 0);
  tablet.staff.pin_checked(true, 0);
  CHECK(tablet.page() == StaffView::Page::interaction);
}

TEST_CASE("Staff choose a language of the surveys for themselves, until they sign out") {
  Tablet tablet;
  tablet.flow.set_surveys({test::every_kind()});
  const auto language = [&] { return tablet.staff.view().around.language; };
  const Language first = language();
  const std::vector<LanguageChoice> all = tablet.staff.view().around.languages;
  REQUIRE(all.size() > 1);
  const Language other = all.back().tag;
  REQUIRE(other != first);
  tablet.person(OpenLanguages{});
  REQUIRE(std::holds_alternative<LanguagesView>(tablet.staff.view().screen));
  tablet.does(Do::digit, "4");  // nothing is typed behind the list
  tablet.person(ChooseLanguage{"xx"});
  CHECK(language() == first);
  tablet.person(ChooseLanguage{other});
  CHECK(language() == other);
  CHECK(tablet.shown().pin.typed == 0);
  tablet.signs_in();
  CHECK(language() == other);
  tablet.does(Do::lock);
  CHECK(language() == first);
}

TEST_CASE("A language that was chosen at the PIN does not meet who comes five minutes later") {
  Tablet tablet;
  tablet.flow.set_surveys({test::every_kind()});
  const View before = tablet.staff.view();
  tablet.person(ChooseLanguage{before.around.languages.back().tag});
  tablet.person(OpenLanguages{});
  tablet.waits(kStaffLock - Ms{1});
  CHECK(std::holds_alternative<LanguagesView>(tablet.staff.view().screen));
  CHECK(tablet.staff.next_change() <= tablet.clock.mono() + Ms{1});
  tablet.waits(Ms{1});
  CHECK(tablet.page() == StaffView::Page::pin);
  CHECK(tablet.staff.view().around.language == before.around.language);
}

TEST_CASE("Five PINs may be tried at once; then each wrong one costs a pause that doubles") {
  Tablet tablet;
  for (int failures = 1; failures <= 5; ++failures) {
    CHECK(tablet.shown().pin.seconds_to_wait == 0);
    tablet.types("1111");
    tablet.staff.pin_checked(false, failures);
    CHECK(tablet.shown().pin.wrong);
  }
  CHECK(tablet.shown().pin.seconds_to_wait == 30);
  tablet.types("4829");
  CHECK(tablet.pins.size() == 5);  // nothing can be typed meanwhile
  tablet.waits(Ms{29'001});
  CHECK(tablet.shown().pin.seconds_to_wait == 1);
  tablet.waits(Ms{999});
  CHECK(tablet.shown().pin.seconds_to_wait == 0);
  tablet.types("2222");
  tablet.staff.pin_checked(false, 6);
  CHECK(tablet.shown().pin.seconds_to_wait == 60);
  CHECK(pin_pause(4) == Ms{0});
  CHECK(pin_pause(7) == Ms{120'000});
  CHECK(pin_pause(100) == kPinPauseMost);
  // A restart does not help: the count was on disk.
  Tablet again;
  again.staff.pin_checked(false, 9);
  CHECK(again.shown().pin.seconds_to_wait == 480);
}

TEST_CASE("A colleague is thanked once a sign-in, apart from customers, by who agreed or as the team") {
  Tablet tablet;
  tablet.does(Do::show_stars);
  CHECK(tablet.page() == StaffView::Page::pin);
  tablet.signs_in();
  CHECK(tablet.shown().interaction.offers_star);
  tablet.does(Do::star, "s4");  // not from that page
  CHECK(tablet.stars.empty());
  tablet.does(Do::show_stars);
  const StaffView shown = tablet.shown();
  CHECK(shown.page == StaffView::Page::stars);
  REQUIRE(shown.stars.choices.size() == 3);
  CHECK(shown.stars.choices[0].first_name == "Anna");
  CHECK(shown.stars.choices[2].id.empty());
  tablet.does(Do::star, "s77");  // nobody who agreed
  CHECK(tablet.stars.empty());
  tablet.does(Do::star, "s9");
  REQUIRE(tablet.stars.size() == 1);
  CHECK(tablet.stars[0].staff == "s9");
  CHECK(tablet.stars[0].by == StarBy::staff);
  CHECK(tablet.stars[0].touchpoint == "exit");
  CHECK(tablet.page() == StaffView::Page::interaction);
  CHECK(tablet.shown().interaction.star_given);
  CHECK_FALSE(tablet.shown().interaction.offers_star);
  tablet.does(Do::show_stars);
  CHECK(tablet.page() == StaffView::Page::interaction);
  tablet.does(Do::lock);
  tablet.signs_in();
  tablet.does(Do::show_stars);
  tablet.does(Do::star);
  REQUIRE(tablet.stars.size() == 2);
  CHECK(tablet.stars[1].staff.empty());
}

TEST_CASE("While somebody is helped nobody is thanked, and the page locks like every other") {
  Tablet tablet;
  tablet.signs_in();
  tablet.does(Do::open);
  CHECK_FALSE(tablet.shown().interaction.offers_star);
  tablet.does(Do::show_stars);
  CHECK(tablet.page() == StaffView::Page::interaction);
  tablet.does(Do::cancel);
  tablet.does(Do::show_stars);
  CHECK(tablet.page() == StaffView::Page::stars);
  tablet.waits(kStaffLock);
  CHECK(tablet.page() == StaffView::Page::pin);
  CHECK(tablet.stars.empty());
}

TEST_CASE("Help that no customer could see at a desk is counted as missed; one with the tablet sees it") {
  Tablet tablet;
  tablet.signs_in();
  tablet.note(tablet.flow.happened({HappeningKind::visit_failed, {}, {}}));
  tablet.waits(Ms{1000});
  CHECK(tablet.counts == std::vector<std::string>{"help_missed"});
  // Nor does it meet the customer who is handed the tablet next.
  tablet.opens();
  tablet.does(Do::hand_over);
  CHECK(std::holds_alternative<WelcomeView>(tablet.staff.view().screen));
  tablet.counts.clear();
  tablet.note(tablet.flow.happened({HappeningKind::visit_failed, {}, {}}));
  tablet.waits(Ms{1000});
  CHECK(std::holds_alternative<HelpView>(tablet.staff.view().screen));
  CHECK(tablet.counts == std::vector<std::string>{"help_shown"});
}

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

}  // namespace staff_test
}  // namespace afterword::kiosk
