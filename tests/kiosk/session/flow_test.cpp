#include <doctest/doctest.h>

#include "kiosk/session/kiosk_flow.h"
#include "kiosk/session/languages.h"
#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace flow_test {

struct Kiosk {
  explicit Kiosk(Survey survey = test::every_kind(), bool practice = false)
      : random(1), flow(place(practice), "boot-1", clock, random) {
    flow.set_surveys({std::move(survey)});
  }

  Place place(bool practice) {
    return {.brand = "Kestrel",
            .store_name = practice ? "" : "Harbour Street",
            .touchpoint = "exit",
            .practice = practice,
            .minute_of_day = [this](WallTime) { return minute; }};
  }

  void does(const Intent& intent) { note(flow.take(intent)); }
  void waits(Ms time) {
    clock.advance(time);
    note(flow.tick());
  }
  // As the loop would: each time something is due.
  void leaves_it_for(Ms time) {
    const MonoTime end = clock.mono() + time;
    for (;;) {
      const auto next = flow.next_change();
      if (!next || *next > end) break;
      if (*next > clock.mono()) clock.advance(*next - clock.mono());
      note(flow.tick());
    }
    waits(end - clock.mono());
  }
  void note(Effects effects) {
    for (Effect& effect : effects) {
      if (auto* count = std::get_if<Count>(&effect)) counts.push_back(count->name);
      if (auto* draft = std::get_if<SaveDraft>(&effect))
        drafts.push_back(draft->recording.response);
      if (auto* keep = std::get_if<KeepResponse>(&effect)) kept.push_back(keep->recording.response);
      if (std::holds_alternative<DropDraft>(effect)) ++dropped;
    }
  }

  template <class Page>
  bool shows() const {
    return std::holds_alternative<Page>(flow.view().screen);
  }
  std::string question() const {
    const View view = flow.view();
    if (const auto* page = std::get_if<QuestionView>(&view.screen)) return page->id;
    if (const auto* page = std::get_if<CommentView>(&view.screen)) return page->id;
    return "";
  }
  bool warned() const { return flow.view().warning.has_value(); }
  OutOfServiceView::Reason resting() const {
    return std::get<OutOfServiceView>(flow.view().screen).reason;
  }
  void finishes() {
    does(Start{});
    while (flow.in_session() && kept.empty())
      does(question() == "used" ? Intent(Choose{"no"}) : Skip{});
  }

  int minute = 12 * 60;
  test::FakeClock clock;
  SeededRandom random;
  Flow flow;
  std::vector<std::string> counts;
  std::vector<Response> drafts, kept;
  int dropped = 0;
};

using Words = std::vector<std::string>;

}  // namespace flow_test

namespace flow_test {

TEST_CASE("The welcome invites in the survey's words") {
  Kiosk kiosk;
  REQUIRE(kiosk.shows<WelcomeView>());
  const View view = kiosk.flow.view();
  const auto& welcome = std::get<WelcomeView>(view.screen);
  CHECK(welcome.headline == "How was it?");
  CHECK(welcome.purpose == "We read it.");
  CHECK(welcome.questions == 9);
  CHECK((welcome.minutes > 0 || welcome.seconds > 0));
  CHECK((welcome.minutes == 0 || welcome.seconds == 0));
  CHECK(welcome.seconds % 5 == 0);
  CHECK(welcome.seconds < 60);
  CHECK(view.around.brand == "Kestrel");
  CHECK(view.around.place == "Harbour Street");
  CHECK(view.around.languages.size() == 2);
  CHECK(view.around.languages[1].own_name == "Español");
  CHECK_FALSE(view.around.practice);
}

TEST_CASE("Thank you waits for the store's word") {
  Kiosk kiosk;
  kiosk.does(Start{});
  CHECK(kiosk.counts == Words{"started"});
  kiosk.does(Choose{"no"});
  CHECK(kiosk.drafts.size() == 1);
  CHECK(kiosk.drafts[0].completion == Completion::partial);
  while (kiosk.kept.empty()) kiosk.does(Skip{});
  CHECK(kiosk.kept[0].completion == Completion::complete);
  CHECK(kiosk.counts == Words{"started", "finished"});
  CHECK_FALSE(kiosk.shows<ThanksView>());
  kiosk.does(Back{});
  kiosk.does(Leave{});
  kiosk.leaves_it_for(Ms{600'000});
  CHECK_FALSE(kiosk.shows<ThanksView>());
  CHECK(kiosk.kept.size() == 1);
  kiosk.flow.kept();
  REQUIRE(kiosk.shows<ThanksView>());
  CHECK(std::get<ThanksView>(kiosk.flow.view().screen).kept);
  CHECK_FALSE(kiosk.flow.in_session());
  CHECK(kiosk.flow.sessions_ended() == 1);
}

TEST_CASE("A store that fails shows the resting page, and asking goes on when it works again") {
  Kiosk kiosk;
  kiosk.finishes();
  REQUIRE(kiosk.kept.size() == 1);
  kiosk.flow.store_failed();
  CHECK(kiosk.resting() == OutOfServiceView::Reason::storage);
  kiosk.does(Start{});
  kiosk.leaves_it_for(Ms{60'000});
  CHECK(kiosk.resting() == OutOfServiceView::Reason::storage);
  CHECK(kiosk.flow.storage_is_broken());
  kiosk.flow.store_works();
  CHECK(kiosk.shows<WelcomeView>());
}

TEST_CASE("Thanks for an answer that is kept stay for their time when another record cannot be saved") {
  Kiosk kiosk;
  kiosk.finishes();
  kiosk.flow.kept();
  kiosk.flow.store_failed();
  CHECK(kiosk.flow.storage_is_broken());
  SUBCASE("and the kiosk rests then") {
    kiosk.leaves_it_for(kThanksFor - Ms{1});
    CHECK(kiosk.shows<ThanksView>());
    kiosk.leaves_it_for(Ms{1});
    CHECK(kiosk.resting() == OutOfServiceView::Reason::storage);
  }
  SUBCASE("also when saving works again meanwhile") {
    kiosk.flow.store_works();
    CHECK(kiosk.shows<ThanksView>());
    kiosk.leaves_it_for(kThanksFor);
    CHECK(kiosk.shows<WelcomeView>());
  }
}

TEST_CASE("Thanks clears after its time, or at a touch once the cool-down is over") {
  Kiosk kiosk;
  kiosk.finishes();
  kiosk.flow.kept();
  SUBCASE("by itself") {
    kiosk.leaves_it_for(kThanksFor - Ms{1});
    CHECK(kiosk.shows<ThanksView>());
    kiosk.leaves_it_for(Ms{1});
    CHECK(kiosk.shows<WelcomeView>());
  }
  SUBCASE("by a touch") {
    kiosk.does(Finish{});
    kiosk.leaves_it_for(Ms{4999});
    CHECK(kiosk.shows<ThanksView>());
    kiosk.leaves_it_for(Ms{1});
    CHECK(kiosk.shows<WelcomeView>());
  }
  SUBCASE("by a touch after the cool-down, at once") {
    kiosk.leaves_it_for(Ms{6000});
    kiosk.does(Finish{});
    CHECK(kiosk.shows<WelcomeView>());
  }
}

TEST_CASE("Nothing answered is no response, but is counted") {
  Kiosk kiosk;
  kiosk.does(Start{});
  kiosk.does(Skip{});
  SUBCASE("left") {
    kiosk.does(Leave{});
    CHECK(kiosk.counts == Words{"started", "left", "empty"});
    REQUIRE(kiosk.shows<ThanksView>());
    CHECK_FALSE(std::get<ThanksView>(kiosk.flow.view().screen).kept);
  }
  SUBCASE("skipped to the end") {
    while (kiosk.flow.in_session()) kiosk.does(Skip{});
    CHECK(kiosk.counts == Words{"started", "finished", "empty"});
  }
  SUBCASE("timed out") {
    kiosk.leaves_it_for(kIdleLimit + kIdleWarning);
    CHECK(kiosk.counts == Words{"started", "timed_out", "empty"});
    CHECK(kiosk.shows<WelcomeView>());
  }
  CHECK(kiosk.kept.empty());
  CHECK(kiosk.dropped > 0);
}

TEST_CASE("Surveys that say the same again take no page from under a finger; another version does") {
  Kiosk kiosk;
  const auto page = kiosk.flow.view().page;
  kiosk.flow.set_surveys({test::every_kind()});
  CHECK(kiosk.flow.view().page == page);
  Survey elsewhere = test::short_one();
  elsewhere.touchpoint = "desk";
  kiosk.flow.set_surveys({elsewhere, test::every_kind()});
  CHECK(kiosk.flow.view().page == page);
  CHECK(kiosk.shows<WelcomeView>());
  Survey next = test::every_kind();
  ++next.version;
  kiosk.flow.set_surveys({next});
  CHECK(kiosk.flow.view().page != page);
}

TEST_CASE("A half-done run is kept or dropped as its definition says") {
  SUBCASE("kept") {
    Kiosk kiosk;
    kiosk.does(Start{});
    kiosk.does(Choose{"yes"});
    kiosk.does(Leave{});
    REQUIRE(kiosk.kept.size() == 1);
    CHECK(kiosk.kept[0].completion == Completion::partial);
    CHECK(kiosk.kept[0].answers.at("rooms").state == AnswerState::skipped);
    CHECK(kiosk.kept[0].answers.at("nps").state == AnswerState::not_shown);
  }
  SUBCASE("dropped") {
    Kiosk kiosk(test::short_one());
    kiosk.does(Start{});
    kiosk.does(Choose{"5"});
    kiosk.does(Leave{});
    CHECK(kiosk.kept.empty());
    CHECK(kiosk.dropped == 1);
    CHECK_FALSE(std::get<ThanksView>(kiosk.flow.view().screen).kept);
  }
}

TEST_CASE("Idle: not a millisecond early, warned in time, any touch extends, ten times over") {
  Kiosk kiosk;
  kiosk.does(Start{});
  kiosk.does(Choose{"yes"});
  kiosk.leaves_it_for(kIdleLimit - Ms{1});
  CHECK_FALSE(kiosk.warned());
  kiosk.leaves_it_for(Ms{1});
  REQUIRE(kiosk.warned());
  CHECK(kiosk.flow.view().warning->seconds_left == 30);
  CHECK(kiosk.flow.view().warning->keeps_answers);

  SUBCASE("a touch at the last moment extends, again and again") {
    for (int time = 0; time < 12; ++time) {
      kiosk.leaves_it_for(kIdleWarning - Ms{1});
      REQUIRE(kiosk.warned());
      CHECK(kiosk.flow.view().warning->seconds_left == 1);
      kiosk.does(StillThere{});
      CHECK_FALSE(kiosk.warned());
      CHECK(kiosk.question() == "rooms");
      kiosk.leaves_it_for(kIdleLimit);
      REQUIRE(kiosk.warned());
    }
  }
  SUBCASE("a finger going down gives time to lift it") {
    kiosk.leaves_it_for(kIdleWarning - Ms{1});
    kiosk.does(Touched{});
    kiosk.leaves_it_for(Ms{29'000});
    CHECK(kiosk.warned());
    kiosk.does(StillThere{});
    CHECK_FALSE(kiosk.warned());
  }
  SUBCASE("the end keeps what was answered and goes back to the welcome in its first language") {
    kiosk.leaves_it_for(kIdleWarning - Ms{1});
    CHECK(kiosk.kept.empty());
    kiosk.leaves_it_for(Ms{1});
    REQUIRE(kiosk.kept.size() == 1);
    CHECK(kiosk.counts == Words{"started", "timed_out"});
    kiosk.flow.kept();
    CHECK(kiosk.shows<WelcomeView>());
  }
  SUBCASE("leaving from the warning ends it at once") {
    kiosk.does(Leave{});
    CHECK(kiosk.kept.size() == 1);
    CHECK(kiosk.counts == Words{"started", "left"});
  }
}

TEST_CASE("Who types has longer, and a comment not submitted is dropped at the end") {
  Kiosk kiosk;
  kiosk.does(Start{});
  kiosk.does(Choose{"yes"});
  kiosk.does(Choose{"1"});
  REQUIRE(kiosk.question() == "rooms.why");
  kiosk.does(Touched{});
  kiosk.leaves_it_for(Ms{10'000});
  kiosk.does(KeepDraft{"My number is"});  // a pause, not a touch
  kiosk.leaves_it_for(kIdleLimitTyping - Ms{10'001});
  CHECK_FALSE(kiosk.warned());
  kiosk.leaves_it_for(Ms{1});
  CHECK(kiosk.warned());
  kiosk.leaves_it_for(kIdleWarning);
  REQUIRE(kiosk.kept.size() == 1);
  CHECK(kiosk.kept[0].answers.at("rooms.why").state == AnswerState::skipped);
  for (const Response& draft : kiosk.drafts) CHECK_FALSE(draft.answers.at("rooms.why").value);
}

TEST_CASE("Languages: reachable from everywhere, answers stay, the next person finds the first") {
  Kiosk kiosk;
  kiosk.does(OpenLanguages{});
  CHECK(kiosk.shows<LanguagesView>());
  kiosk.does(Start{});  // not under the list
  CHECK_FALSE(kiosk.flow.in_session());
  kiosk.does(ChooseLanguage{"xx"});
  CHECK(kiosk.flow.view().around.language == "en");
  kiosk.does(ChooseLanguage{"es"});
  CHECK(std::get<WelcomeView>(kiosk.flow.view().screen).headline == "¿Qué tal?");
  SUBCASE("a language chosen and left is forgotten") {
    kiosk.leaves_it_for(kIdleLimit - Ms{1});
    CHECK(kiosk.flow.view().around.language == "es");
    kiosk.leaves_it_for(Ms{1});
    CHECK(kiosk.flow.view().around.language == "en");
  }
  SUBCASE("in a session") {
    kiosk.does(Start{});
    kiosk.does(Choose{"yes"});
    kiosk.does(OpenLanguages{});
    CHECK(kiosk.shows<LanguagesView>());
    kiosk.does(Choose{"3"});  // covered
    kiosk.does(ChooseLanguage{"en"});
    CHECK(kiosk.question() == "rooms");
    kiosk.does(OpenLanguages{});
    kiosk.leaves_it_for(kIdleLimit);
    CHECK(kiosk.warned());
    kiosk.does(StillThere{});
    kiosk.does(CloseLanguages{});
    kiosk.does(Leave{});
    CHECK(kiosk.kept.at(0).language == "en");
  }
  SUBCASE("after a session") {
    kiosk.finishes();
    CHECK(kiosk.kept.at(0).language == "es");
    kiosk.flow.kept();
    CHECK(kiosk.flow.view().around.language == "es");
    kiosk.does(OpenLanguages{});
    CHECK(kiosk.shows<LanguagesView>());
    kiosk.does(CloseLanguages{});
    CHECK(kiosk.shows<ThanksView>());
    kiosk.leaves_it_for(kThanksFor);
    CHECK(kiosk.flow.view().around.language == "en");
  }
}

TEST_CASE("A new version waits until the session is over") {
  Kiosk kiosk;
  kiosk.does(Start{});
  kiosk.does(Choose{"yes"});
  kiosk.flow.set_surveys({test::short_one()});
  CHECK(kiosk.question() == "rooms");
  kiosk.does(Leave{});
  CHECK(kiosk.kept.at(0).survey == "every-kind");
  kiosk.flow.kept();
  kiosk.leaves_it_for(kThanksFor);
  kiosk.does(Start{});
  CHECK(kiosk.question() == "visit");
}

TEST_CASE("Retired while somebody answers: they finish, then the kiosk rests") {
  Kiosk kiosk;
  kiosk.does(Start{});
  kiosk.flow.set_surveys({});
  kiosk.does(Choose{"yes"});
  kiosk.does(Leave{});
  kiosk.flow.kept();
  kiosk.leaves_it_for(kThanksFor);
  CHECK(kiosk.resting() == OutOfServiceView::Reason::no_survey);
  kiosk.does(Start{});
  CHECK_FALSE(kiosk.flow.in_session());
}

TEST_CASE("Opening hours open and close the welcome") {
  Survey survey = test::every_kind();
  survey.timing.open = OpenHours{.open_minute = 9 * 60, .close_minute = 21 * 60};
  Kiosk kiosk(survey);
  CHECK(kiosk.shows<WelcomeView>());
  kiosk.minute = 21 * 60;
  kiosk.leaves_it_for(Ms{20'000});
  CHECK(kiosk.resting() == OutOfServiceView::Reason::closed);
  kiosk.minute = 9 * 60;
  kiosk.leaves_it_for(Ms{20'000});
  CHECK(kiosk.shows<WelcomeView>());
}

TEST_CASE("Practice shows everything, stores nothing and says so") {
  Kiosk kiosk(test::every_kind(), true);
  CHECK(kiosk.flow.view().around.practice);
  kiosk.does(Start{});
  kiosk.does(Choose{"yes"});
  kiosk.does(Choose{"1"});
  kiosk.does(SubmitComment{"Just trying"});
  while (kiosk.flow.in_session()) kiosk.does(Skip{});
  REQUIRE(kiosk.shows<ThanksView>());
  CHECK_FALSE(std::get<ThanksView>(kiosk.flow.view().screen).kept);
  CHECK(kiosk.counts.empty());
  CHECK(kiosk.drafts.empty());
  CHECK(kiosk.kept.empty());
  CHECK(kiosk.dropped == 0);
  SUBCASE("enrolment ends it between sessions") {
    kiosk.flow.set_place(kiosk.place(false));
    CHECK(kiosk.flow.view().around.practice);
    kiosk.leaves_it_for(kThanksFor);
    CHECK_FALSE(kiosk.flow.view().around.practice);
    CHECK(kiosk.flow.view().around.place == "Harbour Street");
  }
}

TEST_CASE("Each page has its own number, and steps back say so") {
  Kiosk kiosk;
  const auto page = [&] { return kiosk.flow.view().page; };
  std::int64_t before = page();
  kiosk.does(Start{});
  CHECK(page() != before);
  kiosk.does(Choose{"yes"});
  before = page();
  kiosk.does(Touched{});
  CHECK(page() == before);
  kiosk.does(Back{});
  CHECK(page() != before);
  CHECK(kiosk.flow.view().backwards);
  kiosk.does(Choose{"yes"});
  CHECK_FALSE(kiosk.flow.view().backwards);
}

TEST_CASE("Languages name themselves, in their own script") {
  CHECK(own_name("es") == "Español");
  CHECK(own_name("ar") == "العربية");
  CHECK(own_name("zh-Hans") == "简体中文");
  CHECK(own_name("pt-BR") == "Português");
  CHECK(own_name("tlh") == "tlh");
  CHECK(is_right_to_left("ar-EG"));
  CHECK_FALSE(is_right_to_left("es"));
}

}  // namespace flow_test
}  // namespace afterword::kiosk
