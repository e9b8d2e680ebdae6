// A tablet at a desk: PIN, languages, thanks to colleagues, help.
#include "tests/kiosk/session/staff_world.h"

namespace afterword::kiosk {
namespace staff_test {

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

TEST_CASE(
    "A colleague is thanked once a sign-in, apart from customers, by who agreed or as the team") {
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

TEST_CASE(
    "Help that no customer could see at a desk is counted as missed; one with the tablet sees it") {
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

}  // namespace staff_test
}  // namespace afterword::kiosk
