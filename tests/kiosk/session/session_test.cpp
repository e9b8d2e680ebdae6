#include "kiosk/session/session.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/kiosk/surveys.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace session_test {

using test::every_kind;
using test::short_one;

// A person at a session: small verbs, one clock.
struct Person {
  explicit Person(Survey survey, std::uint64_t seed = 1)
      : random(seed),
        session(std::move(survey), {.language = "en", .touchpoint = "exit", .boot = "boot-1"},
                random, now_of(clock)) {}

  Change does(const Intent& intent) { return session.take(intent, now_of(clock)); }
  Change chooses(const std::string& option) { return does(Choose{option}); }
  void waits(int ms) { clock.advance(Ms{ms}); }

  std::string page() const {
    if (session.finished()) return "end";
    const Screen screen = session.screen();
    if (const auto* question = std::get_if<QuestionView>(&screen)) return question->id;
    return std::get<CommentView>(screen).id;
  }
  QuestionView question() const { return std::get<QuestionView>(session.screen()); }
  CommentView comment() const { return std::get<CommentView>(session.screen()); }
  std::vector<std::string> chosen() const {
    std::vector<std::string> ids;
    for (const OptionView& option : question().options)
      if (option.chosen) ids.push_back(option.id);
    return ids;
  }
  Response response() const { return session.response(now_of(clock)); }
  Answer answer(const std::string& id) const { return response().answers.at(id); }
  AnswerState state(const std::string& id) const { return answer(id).state; }

  test::FakeClock clock;
  SeededRandom random;
  Session session;
};

void answers_to_the_end(Person& person) {
  person.chooses("yes");
  person.chooses("2");
  person.does(SubmitComment{"Too few"});
  person.chooses("0");
  person.chooses("buy");
  person.chooses("other");
  person.does(Next{});
  person.chooses("not_yet");
  person.does(SubmitComment{"The zip"});
  person.chooses("7");
  person.chooses("1");
  person.does(SubmitComment{"Thanks"});
}

}  // namespace session_test

namespace session_test {

TEST_CASE("One question a page, its why right after it, every kind to the end") {
  Person person(every_kind());
  CHECK(person.page() == "used");
  CHECK(person.chooses("yes").page);
  CHECK(person.page() == "rooms");
  person.chooses("2");
  CHECK(person.page() == "rooms.why");
  person.does(SubmitComment{"Too few"});
  CHECK(person.page() == "nps");  // `again` asks only the content
  person.chooses("0");
  CHECK(person.page() == "reason");
  person.chooses("buy");
  CHECK(person.page() == "reason");  // a touch cannot mean "done" here
  person.chooses("other");
  person.does(Next{});
  CHECK(person.page() == "solved");
  person.chooses("not_yet");
  CHECK(person.page() == "solved.why");
  person.does(SubmitComment{"The zip"});
  person.chooses("7");
  person.chooses("1");
  CHECK(person.page() == "more");
  CHECK(person.does(SubmitComment{"Thanks"}).finished);
  CHECK(person.session.finished());

  const Response response = person.response();
  CHECK(response.completion == Completion::complete);
  CHECK(response.survey == "every-kind");
  CHECK(response.version == 3);
  CHECK(response.touchpoint == "exit");
  CHECK(response.boot == "boot-1");
  CHECK(response.answers.at("used").value == AnswerValue{true});
  CHECK(response.answers.at("rooms").value == AnswerValue{std::int64_t{2}});
  CHECK(response.answers.at("rooms.why").value == AnswerValue{std::string("Too few")});
  CHECK(response.answers.at("nps").value == AnswerValue{std::int64_t{0}});
  CHECK(response.answers.at("nps").state == AnswerState::answered);  // zero is an answer
  CHECK(response.answers.at("reason").value ==
        AnswerValue{std::vector<std::string>{"buy", "other"}});
  CHECK(response.answers.at("again").state == AnswerState::not_shown);
  CHECK_FALSE(check_response(every_kind(), response));
}

TEST_CASE("Whatever happens, what is recorded fits the definition") {
  const Survey survey = every_kind();
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Person person(survey, seed);
    SeededRandom dice(seed * 7 + 1);
    for (int step = 0; step < 60 && !person.session.finished(); ++step) {
      person.waits(static_cast<int>(dice.below(4000)));
      const Screen screen = person.session.screen();
      if (const auto* question = std::get_if<QuestionView>(&screen)) {
        const std::uint64_t what = dice.below(10);
        if (what == 0) {
          person.does(ChooseNotApplicable{});
        } else if (what == 1) {
          person.does(Skip{});
        } else if (what == 2) {
          person.does(Back{});
        } else if (what == 3) {
          person.does(Next{});
        } else {
          person.chooses(question->options[dice.below(question->options.size())].id);
        }
      } else {
        const std::uint64_t what = dice.below(4);
        if (what == 0)
          person.does(Back{"half a thought"});
        else if (what == 1)
          person.does(Skip{"dropped"});
        else
          person.does(SubmitComment{what == 2 ? "a reason" : "  "});
      }
      if (!person.session.has_anything()) continue;
      const auto refusal = check_response(survey, person.response());
      CHECK_MESSAGE(!refusal, "seed " << seed << ": " << refusal->detail);
    }
  }
}

TEST_CASE("A choice that is not there changes nothing") {
  Person person(every_kind());
  for (const char* option : {"", "maybe", "Yes", "1", "yes "})
    CHECK_FALSE(person.chooses(option).answers);
  CHECK_FALSE(person.does(Next{}).page);
  CHECK_FALSE(person.does(SubmitComment{"not asked"}).answers);
  CHECK(person.page() == "used");
  person.chooses("yes");
  for (const char* option : {"0", "6", "-1", "2.0", "two", "2x"})
    CHECK_FALSE(person.chooses(option).answers);
  CHECK(person.page() == "rooms");
}

TEST_CASE("Not applicable is an answer of its own and moves on like one") {
  Person person(every_kind());
  person.chooses("yes");
  CHECK(person.question().not_applicable == "I didn't use this");
  CHECK(person.does(ChooseNotApplicable{}).page);
  CHECK(person.page() == "nps");  // no why, no `again`
  CHECK(person.state("rooms") == AnswerState::not_applicable);
  CHECK_FALSE(person.answer("rooms").value);
  CHECK(person.state("rooms.why") == AnswerState::not_shown);
}

TEST_CASE("On choices, not applicable clears the rest and the other way round") {
  Person person(every_kind());
  person.chooses("no");
  person.chooses("9");
  REQUIRE(person.page() == "reason");
  person.chooses("buy");
  person.chooses("look");
  CHECK(person.chosen().size() == 2);
  SUBCASE("no more than max_choices, and a second tap takes a choice back") {
    CHECK_FALSE(person.chooses("return").answers);
    CHECK(person.chosen().size() == 2);
    person.chooses("buy");
    CHECK(person.chosen() == std::vector<std::string>{"look"});
    person.chooses("look");
    CHECK(person.chosen().empty());
    CHECK_FALSE(person.does(Next{}).page);  // nothing chosen is not "done"
  }
  SUBCASE("not applicable clears, and Next moves on") {
    person.does(ChooseNotApplicable{});
    CHECK(person.page() == "reason");
    CHECK(person.chosen().empty());
    CHECK(person.question().not_applicable_chosen);
    CHECK(person.does(Next{}).page);
    CHECK(person.state("reason") == AnswerState::not_applicable);
  }
  SUBCASE("a choice clears not applicable") {
    person.does(ChooseNotApplicable{});
    person.chooses("other");
    CHECK_FALSE(person.question().not_applicable_chosen);
    CHECK(person.chosen() == std::vector<std::string>{"other"});
  }
  SUBCASE("not applicable twice takes it back") {
    person.does(ChooseNotApplicable{});
    person.does(ChooseNotApplicable{});
    CHECK_FALSE(person.question().not_applicable_chosen);
  }
}

TEST_CASE("Going back keeps answers and comment drafts") {
  Person person(every_kind());
  CHECK_FALSE(person.question().can_go_back);
  CHECK_FALSE(person.does(Back{}).page);
  person.chooses("yes");
  person.chooses("2");
  REQUIRE(person.page() == "rooms.why");
  const Change back = person.does(Back{"The do"});
  CHECK(back.page);
  CHECK(back.backwards);
  CHECK(person.page() == "rooms");
  CHECK(person.chosen() == std::vector<std::string>{"2"});
  person.does(Back{});
  CHECK(person.chosen() == std::vector<std::string>{"yes"});
  person.chooses("yes");
  person.chooses("2");
  CHECK(person.comment().draft == "The do");
  person.does(SubmitComment{"The door"});
  person.does(Back{});
  CHECK(person.comment().draft == "The door");
  CHECK(person.state("rooms.why") == AnswerState::answered);
}

TEST_CASE("Changing an earlier answer plans the rest anew") {
  Person person(every_kind());
  person.chooses("yes");
  person.chooses("5");
  person.does(SubmitComment{"Bright"});
  REQUIRE(person.page() == "again");
  person.chooses("yes");
  REQUIRE(person.page() == "nps");
  for (int i = 0; i < 4; ++i) person.does(Back{});
  REQUIRE(person.page() == "used");

  SUBCASE("what it led to is not shown, also two questions away, and comes back with it") {
    person.chooses("no");
    CHECK(person.page() == "nps");
    for (const char* id : {"rooms", "rooms.why", "again"}) {
      CHECK(person.state(id) == AnswerState::not_shown);
      CHECK_FALSE(person.answer(id).value);
    }
    person.does(Back{});
    person.chooses("yes");
    CHECK(person.page() == "rooms");
    CHECK(person.chosen() == std::vector<std::string>{"5"});
    CHECK(person.state("again") == AnswerState::answered);
  }
  SUBCASE("another why: what was said to the old one becomes its draft") {
    person.chooses("yes");
    person.chooses("1");
    REQUIRE(person.page() == "rooms.why");
    CHECK(person.comment().text == "What could be better?");
    CHECK(person.comment().draft == "Bright");
    CHECK(person.state("rooms.why") == AnswerState::skipped);  // shown, not said again
    CHECK(person.state("again") == AnswerState::not_shown);
  }
  SUBCASE("no why for the new answer") {
    person.chooses("yes");
    person.chooses("3");
    CHECK(person.page() == "nps");
    CHECK(person.state("rooms.why") == AnswerState::not_shown);
  }
}

TEST_CASE("What the person left open: drawn is skipped, never drawn is not shown") {
  Person person(every_kind());
  CHECK_FALSE(person.session.has_anything());
  person.chooses("yes");
  person.does(Skip{});
  REQUIRE(person.page() == "nps");
  person.does(Back{});
  person.does(Skip{});
  const Response left = person.response();
  CHECK(left.completion == Completion::partial);
  CHECK(left.answers.at("used").state == AnswerState::answered);
  CHECK(left.answers.at("rooms").state == AnswerState::skipped);
  CHECK(left.answers.at("nps").state == AnswerState::skipped);  // on screen
  CHECK(left.answers.at("reason").state == AnswerState::not_shown);
  CHECK(left.answers.at("more").state == AnswerState::not_shown);
  CHECK_FALSE(left.answers.at("more").ms);
  CHECK(left.answers.size() == entry_ids(every_kind()).size());
}

TEST_CASE("Skipping takes an answer back, and skipping all is nothing") {
  Person person(every_kind());
  person.chooses("no");
  CHECK(person.session.has_anything());
  person.does(Back{});
  person.does(Skip{});
  CHECK(person.state("used") == AnswerState::skipped);
  CHECK_FALSE(person.session.has_anything());
  while (!person.session.finished()) person.does(Skip{"never said"});
  CHECK_FALSE(person.session.has_anything());
}

TEST_CASE("A comment of nothing but space is skipped; a long one is cut at a character") {
  Person person(short_one());
  person.chooses("1");
  REQUIRE(person.page() == "visit.why");
  SUBCASE("space") {
    person.does(SubmitComment{" \n\t "});
    CHECK(person.state("visit.why") == AnswerState::skipped);
  }
  SUBCASE("over the limit") {
    std::string text(kCommentBytesMax - 1, 'x');
    text += "é!";  // two bytes across the limit
    person.does(SubmitComment{text});
    CHECK(std::get<std::string>(*person.answer("visit.why").value).size() == kCommentBytesMax - 1);
  }
  SUBCASE("not UTF-8 is not taken") {
    CHECK_FALSE(person.does(SubmitComment{"\xff"}).page);
    CHECK(person.page() == "visit.why");
  }
}

TEST_CASE("A draft that was not submitted is in no response") {
  Person person(short_one());
  person.chooses("1");
  CHECK_FALSE(person.does(KeepDraft{"I was so"}).answers);
  CHECK(person.state("visit.why") == AnswerState::skipped);
  CHECK_FALSE(person.answer("visit.why").value);
  CHECK(person.comment().draft == "I was so");
}

TEST_CASE("Time on a page adds up over visits and stands still under the language list") {
  Person person(every_kind());
  person.waits(1500);
  person.chooses("yes");
  person.waits(2000);
  person.does(Back{});
  person.waits(300);
  person.session.pause(now_of(person.clock));
  person.waits(60'000);
  person.session.resume(now_of(person.clock));
  person.waits(200);
  CHECK(person.answer("used").ms == 2000);
  person.chooses("yes");
  person.waits(1000);
  CHECK(person.answer("used").ms == 2000);
  CHECK(person.answer("rooms").ms == 3000);
  CHECK(person.response().duration_ms() == 1500 + 2000 + 300 + 60'000 + 200 + 1000);
}

TEST_CASE("The language may change at any time and keeps every answer") {
  Person person(every_kind());
  person.chooses("yes");
  CHECK(person.question().text == "How were the rooms?");
  person.session.set_language("es");
  CHECK(person.question().text == "¿Qué tal?");
  CHECK(person.question().options[0].words == "Muy mal");
  person.chooses("1");
  CHECK(person.comment().text == "¿Qué mejorar?");
  CHECK(person.comment().about->words == "Muy mal");
  person.does(KeepDraft{"poco sitio"});
  person.session.set_language("en");
  CHECK(person.comment().text == "What could be better?");
  CHECK(person.comment().about_topic == "Rooms");
  CHECK(person.comment().about_scale == ScaleKind::faces5);
  CHECK(person.comment().draft == "poco sitio");
  CHECK(person.response().language == "en");
  CHECK(person.state("rooms") == AnswerState::answered);
}

TEST_CASE("Pages carry words, ends, and progress of the path ahead") {
  Person person(every_kind());
  CHECK(person.question().progress.current == 1);
  CHECK(person.question().progress.count == 7);  // without rooms and again
  person.chooses("yes");
  CHECK(person.question().progress.count == 8);
  CHECK(person.question().progress.current == 2);
  person.chooses("5");
  CHECK(person.comment().progress.current == 2);  // a why counts with its question
  CHECK(person.comment().progress.count == 9);
  person.does(Skip{});
  person.chooses("no");
  const QuestionView nps = person.question();
  CHECK(nps.options.size() == 11);
  CHECK(nps.options.front().words == "0");
  CHECK(nps.low_end == "Not at all");
  CHECK(nps.high_end == "Surely");
  CHECK_FALSE(nps.needs_next);
}

TEST_CASE("Options are shuffled from the seed, and something else stays last") {
  std::set<std::vector<std::string>> orders;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Person person(every_kind(), seed);
    person.chooses("no");
    person.chooses("3");
    std::vector<std::string> order;
    for (const OptionView& option : person.question().options) order.push_back(option.id);
    CHECK(order.back() == "other");
    orders.insert(order);
    person.does(Skip{});  // `solved` is not shuffled
    CHECK(person.question().options.front().id == "yes");
  }
  CHECK(orders.size() == 6);  // 3! orders of the others
}

TEST_CASE("What is over is overwritten") {
  Person person(every_kind());
  answers_to_the_end(person);
  REQUIRE(person.session.finished());
  person.session.wipe();
  CHECK_FALSE(person.session.has_anything());
  std::string secret = "call me on 0151 12345678";
  const char* const where = secret.data();
  wipe(secret);
  CHECK(std::string(where, 4) == std::string(4, '\0'));
}

TEST_CASE("Free text entries are the text questions and the whys, never option ids") {
  CHECK(comment_ids(every_kind()) == std::vector<std::string>{"rooms.why", "solved.why", "more"});
}

}  // namespace session_test
}  // namespace afterword::kiosk
