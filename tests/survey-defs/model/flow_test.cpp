#include "survey-defs/model/flow.h"

#include "tests/survey-defs/model/helpers.h"

namespace afterword::flow_test {

Answer answered(AnswerValue value) {
  return {AnswerState::answered, std::move(value), std::nullopt};
}
Answer in_state(AnswerState state) { return {state, std::nullopt, std::nullopt}; }

Survey fitting_rooms() { return test::survey_from(test::sample("fitting-rooms.json")); }

std::string path_words(const Survey& survey, const Answers& answers) {
  std::string out;
  for (const Step step : path(survey, answers)) out += id_of(survey, step) + " ";
  return out;
}

// A question of each kind whose answers are tested, and one whose show_if it is.
Survey gated(const char* question, const char* show_if) {
  return test::survey_of(test::survey_with(
      std::string("[") + question +
      R"(,{"id":"then","kind":"text","text":{"en":"What?"},"show_if":)" + show_if + "}]"));
}
const char* const kScore =
    R"({"id":"q","kind":"scale","scale":"zero_to_ten","text":{"en":"How?"}})";
const char* const kYesNo = R"({"id":"q","kind":"yes_no","text":{"en":"Did you?"}})";
const char* const kChoice = R"({"id":"q","kind":"choice","text":{"en":"Which?"},
  "options":[{"id":"a","text":{"en":"A"}},{"id":"b","text":{"en":"B"}},{"id":"c","text":{"en":"C"}}]})";
const char* const kChoices = R"({"id":"q","kind":"choices","text":{"en":"Which?"},
  "options":[{"id":"a","text":{"en":"A"}},{"id":"b","text":{"en":"B"}},{"id":"c","text":{"en":"C"}}]})";

bool leads_on(const Survey& survey, Answer answer) {
  return path(survey, {{"q", std::move(answer)}}).size() == 2;
}

TEST_CASE("A path leads through the questions whose show_if holds, each with its why at once") {
  const Survey survey = fitting_rooms();
  CHECK(path_words(survey, {}) == "used reason ");
  CHECK(path_words(survey, {{"used", answered(false)}}) == "used reason ");
  CHECK(path_words(survey, {{"used", answered(true)}}) == "used rooms reason ");
  CHECK(path_words(survey, {{"used", answered(true)}, {"rooms", answered(2)}}) ==
        "used rooms rooms.why reason ");
}

TEST_CASE("An answer counts only while its own question is on the path") {
  const Survey survey = test::survey_of(test::survey_with(
      R"([{"id":"a","kind":"yes_no","text":{"en":"A?"}},
          {"id":"b","kind":"yes_no","text":{"en":"B?"},"show_if":{"question":"a","is":["yes"]}},
          {"id":"c","kind":"yes_no","text":{"en":"C?"},"show_if":{"question":"b","is":["yes"]}}])"));
  Answers answers{{"a", answered(true)}, {"b", answered(true)}, {"c", answered(true)}};
  CHECK(path_words(survey, answers) == "a b c ");
  answers["a"] = answered(false);  // gone back and changed
  CHECK(path_words(survey, answers) == "a ");
}

TEST_CASE("A test on a question that is not answered is false, and not is plain negation") {
  for (const AnswerState state :
       {AnswerState::skipped, AnswerState::not_applicable, AnswerState::not_shown}) {
    CHECK_FALSE(leads_on(gated(kYesNo, R"({"question":"q","is":["yes","no"]})"), in_state(state)));
    CHECK_FALSE(leads_on(gated(kScore, R"({"question":"q","at_least":0})"), in_state(state)));
    CHECK(
        leads_on(gated(kYesNo, R"({"not":{"question":"q","is":["yes","no"]}})"), in_state(state)));
  }
}

TEST_CASE("is, at_least and at_most look at the value") {
  const Survey is = gated(kScore, R"({"question":"q","is":[0,10]})");
  const Survey least = gated(kScore, R"({"question":"q","at_least":7})");
  const Survey most = gated(kScore, R"({"question":"q","at_most":0})");
  const Survey between = gated(kScore, R"({"question":"q","at_least":7,"at_most":8})");
  for (int step = 0; step <= 10; ++step) {
    CAPTURE(step);
    CHECK(leads_on(is, answered(step)) == (step == 0 || step == 10));
    CHECK(leads_on(least, answered(step)) == (step >= 7));
    CHECK(leads_on(most, answered(step)) == (step == 0));
    CHECK(leads_on(between, answered(step)) == (step == 7 || step == 8));
  }
  CHECK(leads_on(gated(kYesNo, R"({"question":"q","is":["no"]})"), answered(false)));
  CHECK(leads_on(gated(kChoice, R"({"question":"q","is":["a","c"]})"), answered(std::string("c"))));
  CHECK_FALSE(
      leads_on(gated(kChoice, R"({"question":"q","is":["a","c"]})"), answered(std::string("b"))));
}

TEST_CASE("On choices, is means contains any") {
  const Survey survey = gated(kChoices, R"({"question":"q","is":["a","b"]})");
  CHECK(leads_on(survey, answered(std::vector<std::string>{"c", "b"})));
  CHECK_FALSE(leads_on(survey, answered(std::vector<std::string>{"c"})));
}

TEST_CASE("all and any combine") {
  const Survey both =
      gated(kScore, R"({"all":[{"question":"q","at_least":3},{"not":{"question":"q","is":[5]}}]})");
  CHECK(leads_on(both, answered(4)));
  CHECK_FALSE(leads_on(both, answered(5)));
  CHECK_FALSE(leads_on(both, in_state(AnswerState::skipped)));
  const Survey either =
      gated(kScore, R"({"any":[{"question":"q","is":[0]},{"question":"q","is":[10]}]})");
  CHECK(leads_on(either, answered(10)));
  CHECK_FALSE(leads_on(either, answered(5)));
}

TEST_CASE("Bands are those of the score or of the solved question") {
  struct Row {
    const char* question;
    AnswerValue value;
    std::optional<WhyBand> band;
  };
  const char* const faces = R"([{"id":"q","kind":"scale","scale":"faces5","text":{"en":"?"}}])";
  const char* const stars = R"([{"id":"q","kind":"scale","scale":"stars5","text":{"en":"?"}}])";
  const char* const nps =
      R"([{"id":"q","kind":"scale","scale":"zero_to_ten","metric":"nps","text":{"en":"?"}}])";
  const char* const ces = R"([{"id":"q","kind":"scale","scale":"agree7","text":{"en":"?"}}])";
  const char* const solved = R"([{"id":"q","kind":"yes_no","metric":"fcr","text":{"en":"?"}}])";
  const char* const plain = R"([{"id":"q","kind":"yes_no","text":{"en":"?"}}])";
  const char* const fcr = R"([{"id":"q","kind":"choice","metric":"fcr","text":{"en":"?"},"options":[
     {"id":"yes","text":{"en":"Y"}},{"id":"no","text":{"en":"N"}},
     {"id":"not_yet","text":{"en":"-"}},{"id":"no_issue","text":{"en":"0"}}]}])";
  const auto step = [](int value) { return AnswerValue(std::int64_t{value}); };
  const auto word = [](const char* value) { return AnswerValue(std::string(value)); };
  for (const Row& row : std::initializer_list<Row>{
           {faces, step(1), WhyBand::low},
           {faces, step(2), WhyBand::low},
           {faces, step(3), WhyBand::mid},
           {faces, step(4), WhyBand::high},
           {stars, step(5), WhyBand::high},
           {nps, step(0), WhyBand::low},
           {nps, step(6), WhyBand::low},
           {nps, step(7), WhyBand::mid},
           {nps, step(8), WhyBand::mid},
           {nps, step(9), WhyBand::high},
           {nps, step(10), WhyBand::high},
           {ces, step(3), WhyBand::low},
           {ces, step(4), WhyBand::mid},
           {ces, step(5), WhyBand::high},
           {solved, AnswerValue(true), WhyBand::high},
           {solved, AnswerValue(false), WhyBand::low},
           {plain, AnswerValue(true), std::nullopt},
           {fcr, word("yes"), WhyBand::high},
           {fcr, word("no"), WhyBand::low},
           {fcr, word("not_yet"), WhyBand::low},
           {fcr, word("no_issue"), std::nullopt},
       }) {
    const Survey survey = test::survey_of(test::survey_with(row.question));
    CAPTURE(row.question);
    CHECK(band_of(survey.questions[0], row.value) == row.band);
  }
}

TEST_CASE("No why follows a band without one, nor a question that was not answered") {
  const Survey survey = test::survey_of(test::survey_with(
      R"([{"id":"q","kind":"scale","scale":"stars5","text":{"en":"How?"},
           "why":{"low":{"en":"What?"}}}])"));
  const Question& question = survey.questions[0];
  CHECK(why_of(question, {{"q", answered(1)}})->in("en", "en") == "What?");
  CHECK(why_of(question, {{"q", answered(3)}}) == nullptr);
  CHECK(why_of(question, {{"q", in_state(AnswerState::skipped)}}) == nullptr);
  CHECK(why_of(question, {}) == nullptr);
  CHECK(entry_ids(survey) == std::vector<std::string>{"q", "q.why"});
}

TEST_CASE("Settling leaves exactly one entry for each question and each possible why") {
  const Survey survey = fitting_rooms();
  Answers answers{{"used", answered(true)}, {"rooms", answered(2)}, {"stranger", answered(1)}};
  settle(survey, answers, AnswerState::skipped);
  REQUIRE(answers.size() == 4);
  CHECK(answers["used"] == answered(true));
  CHECK(answers["rooms.why"].state == AnswerState::skipped);
  CHECK(answers["reason"].state == AnswerState::skipped);
}

TEST_CASE("Going back and changing makes what came of it not shown, without value, its time kept") {
  const Survey survey = fitting_rooms();
  Answers answers{
      {"used", answered(true)},
      {"rooms", {AnswerState::answered, std::int64_t{2}, 2500}},
      {"rooms.why", {AnswerState::answered, std::string("Only two were open."), 14000}}};
  answers["used"] = answered(false);
  settle(survey, answers, AnswerState::not_shown);
  for (const char* id : {"rooms", "rooms.why"}) {
    CAPTURE(id);
    CHECK(answers[id].state == AnswerState::not_shown);
    CHECK_FALSE(answers[id].value);
    CHECK(answers[id].ms);
  }
  CHECK(*answers["rooms"].ms == 2500);
}

TEST_CASE("A changed score drops the why of the other band only if its own band has none") {
  const Survey survey = test::survey_of(test::survey_with(
      R"([{"id":"q","kind":"scale","scale":"stars5","text":{"en":"How?"},
           "why":{"low":{"en":"What?"},"mid":{"en":"Why?"}}}])"));
  Answers answers{{"q", answered(1)}, {"q.why", answered(std::string("Slow."))}};
  answers["q"] = answered(3);
  settle(survey, answers, AnswerState::skipped);
  CHECK(answers["q.why"].state == AnswerState::answered);
  answers["q"] = answered(5);
  settle(survey, answers, AnswerState::skipped);
  CHECK(answers["q.why"].state == AnswerState::not_shown);
}

TEST_CASE("What comes back on the path after being not shown counts as unreached again") {
  const Survey survey = fitting_rooms();
  Answers answers{{"used", answered(false)}};
  settle(survey, answers, AnswerState::skipped);
  answers["used"] = answered(true);
  settle(survey, answers, AnswerState::skipped);
  CHECK(answers["rooms"].state == AnswerState::skipped);
  CHECK(answers["rooms.why"].state == AnswerState::not_shown);
}

TEST_CASE("Settling twice changes nothing more") {
  const Survey survey = fitting_rooms();
  Answers once{{"used", answered(true)}, {"rooms", in_state(AnswerState::not_applicable)}};
  settle(survey, once, AnswerState::not_shown);
  Answers twice = once;
  settle(survey, twice, AnswerState::not_shown);
  CHECK(once == twice);
}

}  // namespace afterword::flow_test
