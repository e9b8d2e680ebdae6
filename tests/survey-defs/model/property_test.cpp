// Random runs through real surveys, and random damage to their files: the same promises that the
// fuzz target tests/fuzz/definition.cpp checks for longer.
#include <set>

#include "tests/support/rounds.h"
#include "tests/survey-defs/invariants/invariants.h"
#include "tests/survey-defs/model/helpers.h"

namespace afterword::property_test {

const char* const kFiles[] = {"survey-defs/store-exit.json",
                              "survey-defs/service-desk.json",
                              "survey-defs/returns.json",
                              "survey-defs/pickup.json",
                              "tests/survey-defs/samples/every-kind.json",
                              "tests/survey-defs/samples/fitting-rooms.json"};

constexpr int kDamagesOfEach = test::rounds(150);

// One random edit: a byte changed, a stretch removed, doubled or moved, or a word of the format put
// in somewhere.
void damage(std::string& bytes, Random& random) {
  static const char* const kWords[] = {
      "\"kind\"", "\"scale\"",  "\"choices\"", "\"show_if\"", "[]",      "{}",       "null",
      "-1",       "1e9",        "\"\"",        "\"is\"",      "\"not\"", "\"text\"", "false",
      "}",        "\"agree7\"", "\\u0000",     "\xf0",        "60",      "\"fcr\""};
  const std::size_t at = random.below(bytes.size());
  const std::size_t length = 1 + random.below(std::min<std::size_t>(bytes.size() - at, 80));
  switch (random.below(5)) {
    case 0:
      bytes[at] = static_cast<char>(random.below(256));
      break;
    case 1:
      bytes.erase(at, length);
      break;
    case 2:
      bytes.insert(at, bytes.substr(at, length));
      break;
    case 3:
      bytes.insert(random.below(bytes.size()), bytes.substr(at, length));
      break;
    default:
      bytes.replace(at, random.below(2) == 0 ? 0 : length, kWords[random.below(std::size(kWords))]);
      break;
  }
  if (bytes.empty()) bytes = "{";
}

// An edit that keeps the document JSON: a value replaced by another one of the same document.
void swap_values(json::Value& document, Random& random) {
  std::vector<json::Value*> all;
  const auto collect = [&all](auto&& self, json::Value& value) -> void {
    all.push_back(&value);
    if (value.is_array())
      for (json::Value& item : value.as_array()) self(self, item);
    if (value.is_object())
      for (json::Member& member : value.as_object()) self(self, member.second);
  };
  collect(collect, document);
  const json::Value taken = *all[random.below(all.size())];
  *all[random.below(all.size())] = taken;
}

TEST_CASE("A random run settles into a response that is accepted and survives JSON") {
  for (const char* file : kFiles) {
    const Survey survey = test::survey_from(test::source(file));
    SeededRandom random(7);
    for (int run = 0; run < 150; ++run) {
      const Response response = test::random_response(survey, random);
      bool any = response.completion == Completion::complete;
      for (const auto& entry : response.answers)
        any = any || entry.second.state == AnswerState::answered ||
              entry.second.state == AnswerState::not_applicable;
      const auto refusal = check_response(survey, response);
      CAPTURE(file);
      CAPTURE(run);
      CHECK(refusal.has_value() != any);
    }
  }
}

TEST_CASE("Random runs reach every question and every why of the shipped surveys") {
  for (const char* file : kFiles) {
    const Survey survey = test::survey_from(test::source(file));
    SeededRandom random(11);
    std::set<std::string> answered;
    for (int run = 0; run < 400; ++run)
      for (const auto& entry : test::random_response(survey, random).answers)
        if (entry.second.state == AnswerState::answered) answered.insert(entry.first);
    CAPTURE(file);
    CHECK(answered.size() == entry_ids(survey).size());
  }
}

TEST_CASE("A path is in order, repeats nothing, and a why stands right after its question") {
  const Survey survey = test::survey_from(test::sample("every-kind.json"));
  SeededRandom random(13);
  for (int run = 0; run < 300; ++run) {
    const Response response = test::random_response(survey, random);
    const std::vector<Step> steps = path(survey, response.answers);
    for (std::size_t i = 1; i < steps.size(); ++i) {
      CHECK(steps[i - 1] < steps[i]);
      if (steps[i].is_why) CHECK(steps[i - 1] == Step{steps[i].question, false});
    }
  }
}

TEST_CASE("However a definition's bytes are damaged, the reader and lint keep their promises") {
  const json::Value schema = test::parsed(test::source("survey-defs/survey.schema.json"));
  SeededRandom random(17);
  for (const char* file : kFiles) {
    const std::string good = test::source(file);
    REQUIRE_FALSE(test::broken_promise(good, schema));
    for (int run = 0; run < kDamagesOfEach; ++run) {
      std::string bytes = good;
      for (std::uint64_t i = random.below(4); i < 4; ++i) damage(bytes, random);
      const auto broken = test::broken_promise(bytes, schema);
      CAPTURE(bytes);
      CHECK(broken.value_or("") == "");
    }
  }
}

TEST_CASE("However a definition's values are shuffled, the reader and lint keep their promises") {
  const json::Value schema = test::parsed(test::source("survey-defs/survey.schema.json"));
  SeededRandom random(19);
  int readable = 0;
  for (const char* file : kFiles) {
    const json::Value good = test::parsed(test::source(file));
    for (int run = 0; run < kDamagesOfEach; ++run) {
      json::Value document = good;
      for (std::uint64_t i = random.below(3); i < 3; ++i) swap_values(document, random);
      const std::string bytes = json::dump(document);
      const auto broken = test::broken_promise(bytes, schema);
      CAPTURE(bytes);
      CHECK(broken.value_or("") == "");
      readable += read_survey(bytes, Reader::kiosk).survey ? 1 : 0;
    }
  }
  CHECK(readable > kDamagesOfEach / 4);  // or nothing but refusals would have been tried
}

}  // namespace afterword::property_test
