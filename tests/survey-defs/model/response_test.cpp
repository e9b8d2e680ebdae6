#include "survey-defs/model/response.h"

#include "survey-defs/model/flow.h"
#include "tests/survey-defs/invariants/schema.h"
#include "tests/survey-defs/model/helpers.h"

namespace afterword::response_test {

Answer answered(AnswerValue value, std::optional<std::int64_t> ms = std::nullopt) {
  return {AnswerState::answered, std::move(value), ms};
}

Survey fitting_rooms() { return test::survey_from(test::sample("fitting-rooms.json")); }
Survey every_kind() { return test::survey_from(test::sample("every-kind.json")); }

// The response that survey-defs/FORMAT.md shows.
Response example() {
  Response response;
  response.survey = "fitting-rooms";
  response.version = 3;
  response.language = "es";
  response.touchpoint = "fitting-room";
  response.boot = "b7";
  response.mono_start.ms = 9'120'331;
  response.mono_end.ms = 9'141'731;
  response.wall_start.ms = 1'772'546'509'120;
  response.wall_end.ms = 1'772'546'530'520;
  response.answers = {{"used", answered(true, 1900)},
                      {"rooms", answered(2, 2500)},
                      {"rooms.why", answered(std::string("Solo dos abiertos."), 14000)},
                      {"reason", {AnswerState::not_applicable, std::nullopt, 1200}}};
  return response;
}

std::optional<Quarantine> reason(const Survey& survey, const Response& response) {
  const auto refusal = check_response(survey, response);
  if (refusal) CHECK_FALSE(refusal->detail.empty());
  return refusal ? std::optional(refusal->reason) : std::nullopt;
}

TEST_CASE("What may answer a question is what its kind allows") {
  const Survey survey = every_kind();
  const auto step = [](std::int64_t value) { return AnswerValue(value); };
  const auto word = [](const char* value) { return AnswerValue(std::string(value)); };
  const auto words = [](std::vector<std::string> value) { return AnswerValue(std::move(value)); };
  struct Row {
    const char* question;
    AnswerValue value;
    bool valid;
  };
  const std::vector<Row> rows{
      {"faces", step(1), true},
      {"faces", step(5), true},
      {"faces", step(0), false},
      {"faces", step(6), false},
      {"faces", word("5"), false},
      {"faces", AnswerValue(true), false},
      {"stars", step(5), true},
      {"stars", step(-1), false},
      {"likely", step(0), true},
      {"likely", step(10), true},
      {"likely", step(11), false},
      {"easy", step(7), true},
      {"easy", step(8), false},
      {"solved", AnswerValue(false), true},
      {"solved", word("no"), false},
      {"solved", step(0), false},
      {"way", word("scales"), true},
      {"way", word("neither"), false},
      {"way", word(""), false},
      {"way", words({"scales"}), false},
      {"things", words({"tea", "water"}), true},
      {"things", words({}), false},
      {"things", words({"tea", "tea"}), false},
      {"things", words({"tea", "coffee", "water"}), false},
      {"things", words({"beer"}), false},
      {"things", word("tea"), false},
      {"words", word("Zero is an answer.\nSo is this."), true},
      {"words", word(""), false},
      {"words", word("\xff"), false},
      {"words", step(1), false},
      {"words", AnswerValue(std::string(kCommentBytesMax, 'x')), true},
      {"words", AnswerValue(std::string(kCommentBytesMax + 1, 'x')), false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.question);
    CHECK(why_not_valid(*survey.question(row.question), row.value).has_value() != row.valid);
  }
}

TEST_CASE("A reason never repeats what somebody wrote") {
  const Survey survey = every_kind();
  const std::string secret = "My Name Is Ann";
  for (const char* id : {"way", "things", "words", "faces"})
    for (const AnswerValue& value :
         {AnswerValue(secret), AnswerValue(std::vector<std::string>{secret}),
          AnswerValue(secret + std::string(kCommentBytesMax, '!'))})
      if (const auto why = why_not_valid(*survey.question(id), value))
        CHECK(why->find("Ann") == std::string::npos);
}

TEST_CASE("A response survives JSON, and fits the schema") {
  Response response = example();
  response.completion = Completion::partial;
  response.flags = {Flag::speeding, Flag::play};
  response.drawn = {"used"};
  response.withdraw_hash = "q1Zx";
  response.masked = {{"EMAIL", 1}, {"PHONE", 2}};
  response.answers["reason"] = answered(std::vector<std::string>{"buy", "look"});
  const json::Value value = to_json(response);
  const json::Value schema = test::parsed(test::source("survey-defs/response.schema.json"));
  CHECK(test::misfit(schema, value).value_or("") == "");
  const auto again = read_response(test::parsed(json::dump(value)));
  REQUIRE(again);
  CHECK(json::dump(to_json(*again)) == json::dump(value));
  CHECK(again->answers == response.answers);
  CHECK(again->flags == response.flags);
  CHECK(again->drawn == response.drawn);
  CHECK(again->withdraw_hash == response.withdraw_hash);
  CHECK(again->masked == response.masked);
  CHECK(again->duration_ms() == 21'400);
}

TEST_CASE("Unknown fields of a response are ignored, and an unknown time is absent or null") {
  json::Value value = to_json(example());
  value = test::with(value, "/mood", "blue");
  value = test::with(value, "/answers/used/ms", nullptr);
  value = test::without(value, "/answers/rooms/ms");
  const auto response = read_response(value);
  REQUIRE(response);
  CHECK_FALSE(response->answers.at("used").ms);
  CHECK_FALSE(response->answers.at("rooms").ms);
  CHECK_FALSE(check_response(fitting_rooms(), *response));
}

TEST_CASE("A response of another shape is refused, with every problem's place") {
  struct Row {
    const char* where;
    const char* value;
  };
  const json::Value schema = test::parsed(test::source("survey-defs/response.schema.json"));
  for (const Row& row : std::initializer_list<Row>{
           {"/format", "2"},
           {"/survey", "\"Not an id\""},
           {"/version", "0"},
           {"/language", "\"!\""},
           {"/touchpoint", "7"},
           {"/completion", "\"done\""},
           {"/boot", "7"},
           {"/mono_start_ms", "-1"},
           {"/wall_end_ms", "1e300"},
           {"/answers", "[]"},
           {"/answers/used", "true"},
           {"/answers/used/state", "\"answerd\""},
           {"/answers/used/value", "null"},
           {"/answers/used/value", "1.5"},
           {"/answers/used/value", "{}"},
           {"/answers/used/ms", "-1"},
           {"/answers/used/ms", "\"1\""},
           {"/answers/reason/value", "true"},
           {"/flags", "[\"bored\"]"},
           {"/drawn", "[7]"},
           {"/withdraw_hash", "\"\""},
           {"/masked", "{\"EMAIL\":\"one\"}"},
       }) {
    CAPTURE(row.where);
    CAPTURE(row.value);
    const json::Value value = test::with(to_json(example()), row.where, test::parsed(row.value));
    const auto response = read_response(value);
    REQUIRE_FALSE(response);
    CHECK(response.error().failure == Failure::invalid);
    CHECK(response.error().what.find(row.where) != std::string::npos);
    CHECK(test::misfit(schema, value).has_value());
  }
  for (const char* field :
       {"/format", "/survey", "/version", "/language", "/completion", "/boot", "/mono_start_ms",
        "/wall_start_ms", "/answers", "/answers/used/state", "/answers/used/value"}) {
    CAPTURE(field);
    const json::Value value = test::without(to_json(example()), field);
    CHECK_FALSE(read_response(value));
    CHECK(test::misfit(schema, value).has_value());
  }
  CHECK_FALSE(read_response(json::Value(7)));
}

TEST_CASE("Monotonic time does not run backwards; the wall clock may") {
  Response response = example();
  std::swap(response.wall_start, response.wall_end);
  CHECK(read_response(to_json(response)));
  std::swap(response.mono_start, response.mono_end);
  CHECK_FALSE(read_response(to_json(response)));
}

TEST_CASE("A response that fits its version is accepted") {
  CHECK_FALSE(reason(fitting_rooms(), example()));
}

TEST_CASE("A response to another version is refused") {
  Response response = example();
  response.version = 2;
  CHECK(reason(fitting_rooms(), response) == Quarantine::question_unknown);
  response = example();
  response.survey = "store-exit";
  CHECK(reason(fitting_rooms(), response) == Quarantine::question_unknown);
}

TEST_CASE("Every question and every possible why has exactly one entry") {
  for (const char* id : {"used", "rooms", "rooms.why", "reason"}) {
    Response response = example();
    response.answers.erase(id);
    CHECK(reason(fitting_rooms(), response) == Quarantine::state_missing);
  }
  for (const char* id : {"stranger", "used.why"}) {
    Response response = example();
    response.answers[id] = {};
    CHECK(reason(fitting_rooms(), response) == Quarantine::question_unknown);
  }
}

TEST_CASE("A value out of range, of the wrong kind or beside the wrong state is refused") {
  const auto with_answer = [](const char* id, Answer answer) {
    Response response = example();
    response.answers[id] = std::move(answer);
    return reason(fitting_rooms(), response);
  };
  const auto bad = Quarantine::answer_out_of_range;
  CHECK(with_answer("rooms", answered(6)) == bad);
  CHECK(with_answer("rooms", answered(true)) == bad);
  CHECK(with_answer("rooms", {AnswerState::answered, std::nullopt, std::nullopt}) == bad);
  CHECK(with_answer("reason", {AnswerState::skipped, std::string("buy"), std::nullopt}) == bad);
  CHECK(with_answer("used", answered(true, -1)) == bad);
  CHECK(with_answer("rooms.why", answered(std::string(kCommentBytesMax + 1, 'x'))) == bad);
  CHECK(with_answer("rooms.why", answered(std::int64_t{1})) == bad);
  CHECK(with_answer("rooms.why", {AnswerState::not_applicable, std::nullopt, std::nullopt}) == bad);
}

TEST_CASE("Not applicable is accepted only where it was offered") {
  const json::Value definition = test::survey_with(
      R"([{"id":"q","kind":"yes_no","text":{"en":"Was the door open?"},"not_applicable":false,
           "not_applicable_why":"Everyone came through it."},
          {"id":"t","kind":"text","text":{"en":"What?"}}])");
  const Survey survey = test::survey_of(definition);
  Response response;
  response.survey = "s";
  response.language = "en";
  const Answer not_applicable{AnswerState::not_applicable, std::nullopt, std::nullopt};
  const Answer skipped{AnswerState::skipped, std::nullopt, std::nullopt};
  response.answers = {{"q", not_applicable}, {"t", skipped}};
  CHECK(reason(survey, response) == Quarantine::answer_out_of_range);
  response.answers = {{"q", answered(false)}, {"t", not_applicable}};
  CHECK(reason(survey, response) == Quarantine::answer_out_of_range);
  response.answers = {{"q", answered(false)}, {"t", skipped}};
  CHECK_FALSE(reason(survey, response));
}

TEST_CASE("Nothing is answered, declined or skipped that the answers do not lead to") {
  for (const AnswerState state : {AnswerState::not_applicable, AnswerState::skipped}) {
    Response response = example();
    response.answers["used"] = answered(false);
    response.answers["rooms"] = {state, std::nullopt, std::nullopt};
    response.answers["rooms.why"] = {};
    CHECK(reason(fitting_rooms(), response) == Quarantine::answer_out_of_range);
    response.answers["rooms"] = {};
    CHECK_FALSE(reason(fitting_rooms(), response));
  }
  Response response = example();
  response.answers["used"] = answered(false);
  CHECK(reason(fitting_rooms(), response) == Quarantine::answer_out_of_range);
}

TEST_CASE("A why is answered only where the answer's band has one") {
  Response response = example();
  Survey survey = fitting_rooms();
  survey.questions[1].why->by_band.erase(WhyBand::low);
  CHECK(reason(survey, response) == Quarantine::answer_out_of_range);
  response.answers["rooms"] = answered(5);
  CHECK_FALSE(reason(survey, response));
}

TEST_CASE("A complete response has shown all that its answers lead to; a partial one need not") {
  Response response = example();
  response.answers["reason"] = {};
  CHECK(reason(fitting_rooms(), response) == Quarantine::state_missing);
  response.completion = Completion::partial;
  CHECK_FALSE(reason(fitting_rooms(), response));
}

TEST_CASE("A partial response has something answered or declined") {
  Response response = example();
  response.completion = Completion::partial;
  response.answers = {{"used", {AnswerState::skipped, std::nullopt, 900}},
                      {"rooms", {}},
                      {"rooms.why", {}},
                      {"reason", {}}};
  CHECK(reason(fitting_rooms(), response) == Quarantine::state_missing);
  response.answers["used"].state = AnswerState::not_applicable;
  CHECK_FALSE(reason(fitting_rooms(), response));
}

TEST_CASE("Results gathered elsewhere were not led by show_if, but must be in range") {
  Survey survey = fitting_rooms();
  survey.use = Use::import;
  Response response = example();
  response.answers["used"] = {};
  CHECK_FALSE(reason(survey, response));
  response.answers["rooms"] = answered(9);
  CHECK(reason(survey, response) == Quarantine::answer_out_of_range);
}

TEST_CASE("Results gathered elsewhere fit a kiosk's survey too, whatever its show_if says") {
  Response response = example();
  response.answers["used"] = {};
  CHECK(reason(fitting_rooms(), response) == Quarantine::answer_out_of_range);
  CHECK_FALSE(check_imported_response(fitting_rooms(), response));
  response.answers["rooms"] = answered(9);
  const auto refusal = check_imported_response(fitting_rooms(), response);
  REQUIRE(refusal);
  CHECK(refusal->reason == Quarantine::answer_out_of_range);
}

TEST_CASE("A refusal names the question and never a comment's words") {
  Response response = example();
  response.answers["rooms.why"] = answered(std::string("Ann") + std::string(kCommentBytesMax, '!'));
  const auto refusal = check_response(fitting_rooms(), response);
  REQUIRE(refusal);
  CHECK(refusal->detail.find("rooms.why") != std::string::npos);
  CHECK(refusal->detail.find("Ann") == std::string::npos);
}

}  // namespace afterword::response_test
