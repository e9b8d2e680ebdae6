// What one person leaves for the next: nothing but a pause.
#include "tests/kiosk/session/visit.h"

namespace afterword::kiosk {
namespace visit_test {

TEST_CASE("A long cool-down keeps nobody's thanks in sight: the screen rests, and says so") {
  Visit visit({survey("a", R"({"cool_down_s": 60})")});
  visit.does(Start{});
  visit.does(Choose{"yes"});
  visit.does(Leave{});
  REQUIRE(visit.shows<ThanksView>());
  visit.leaves_it_for(kThanksFor);
  CHECK(visit.resting() == OutOfServiceView::Reason::pause);
  visit.does(Touched{});
  CHECK(visit.counts["a refused_cooling_down"] == 1);
  visit.leaves_it_for(Ms{60'000});
  CHECK(visit.shows<WelcomeView>());
}

TEST_CASE("Whom the time ran out on has cooled down meanwhile: the next person can begin at once") {
  Visit visit({survey("a", R"({"cool_down_s": 5})")});
  visit.does(Start{});
  visit.leaves_it_for(kIdleLimit + kIdleWarning);
  REQUIRE(visit.shows<WelcomeView>());
  visit.does(Start{});
  CHECK(visit.flow.in_session());
}

TEST_CASE("Who reads how all this is protected is not sent away by the end of thanks") {
  Visit visit({survey("a", R"({"cool_down_s": 0})")});
  visit.does(Start{});
  visit.does(Choose{"yes"});
  visit.does(Leave{});
  visit.leaves_it_for(kThanksFor - Ms{1000});
  visit.does(OpenProtect{});
  visit.leaves_it_for(Ms{10'000});
  CHECK(visit.shows<ProtectView>());
  visit.does(CloseProtect{});
  CHECK(visit.shows<ThanksView>());
}

TEST_CASE("Half a run that is dropped is called so, and not an empty one") {
  Visit visit({survey("a", R"({"partial": "drop"})")});
  visit.does(Start{});
  SUBCASE("something was answered") {
    visit.does(Choose{"yes"});
    visit.does(Leave{});
    CHECK(std::get<ThanksView>(visit.flow.view().screen).half);
  }
  SUBCASE("nothing was") {
    visit.does(Leave{});
    CHECK_FALSE(std::get<ThanksView>(visit.flow.view().screen).half);
  }
  CHECK(visit.kept.empty());
}

TEST_CASE("A screen that was dark counts the time to look round from when it woke") {
  Visit visit({survey("a", R"({"min_dwell_s": 30})")});
  visit.leaves_it_for(Ms{40'000});
  REQUIRE(visit.shows<WelcomeView>());
  visit.flow.woke();
  CHECK(visit.resting() == OutOfServiceView::Reason::later);
  visit.leaves_it_for(Ms{30'000});
  CHECK(visit.shows<WelcomeView>());
}

TEST_CASE("Another survey on the welcome is another page") {
  Visit visit({survey("morning", R"({"open": ["08:00", "12:00"]})"),
               survey("noon", R"({"open": ["12:00", "20:00"]})")});
  visit.minute = 11 * 60;
  visit.leaves_it_for(Ms{20'000});
  const std::int64_t before = visit.flow.view().page;
  visit.minute = 13 * 60;
  visit.leaves_it_for(Ms{20'000});
  CHECK(visit.shows<WelcomeView>());
  CHECK(visit.flow.view().page != before);
}

TEST_CASE("With no survey left, a language that somebody chose keeps no screen busy") {
  Visit visit({survey("a", "{}")});
  visit.does(OpenLanguages{});
  visit.does(ChooseLanguage{"ar"});
  visit.flow.set_surveys({});
  visit.leaves_it_for(2 * kIdleLimit);
  const std::int64_t page = visit.flow.view().page;
  visit.leaves_it_for(Ms{60'000});
  CHECK(visit.flow.view().page == page);
}

}  // namespace visit_test
}  // namespace afterword::kiosk
