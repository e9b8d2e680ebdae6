// The shipped surveys, the samples, and what FORMAT.md shows.
#include <filesystem>

#include <set>

#include "survey-defs/model/flow.h"
#include "survey-defs/model/response.h"
#include "tests/survey-defs/invariants/invariants.h"
#include "tests/survey-defs/invariants/schema.h"
#include "tests/survey-defs/model/helpers.h"

namespace afterword::shipped_test {

std::vector<std::string> shipped_files() {
  std::vector<std::string> out;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(AFTERWORD_SOURCE_DIR) + "/survey-defs")) {
    const std::string file = entry.path().filename().string();
    if (file.ends_with(".json") && !file.ends_with(".schema.json"))
      out.push_back("survey-defs/" + file);
  }
  REQUIRE(out.size() >= 2);
  return out;
}

json::Value schema(const char* file) {
  return test::parsed(test::source(std::string("survey-defs/") + file));
}

void check_without_findings(const std::string& bytes) {
  for (const Finding& finding : lint(bytes)) {
    INFO(finding.rule << " " << finding.where << ": " << finding.message);
    CHECK(false);
  }
}

// The fenced blocks of FORMAT.md whose info string is `json WORD`.
std::vector<std::string> shown_in_format(const std::string& word) {
  const std::string document = test::source("survey-defs/FORMAT.md");
  const std::string fence = "```json " + word + "\n";
  std::vector<std::string> out;
  for (std::size_t at = document.find(fence); at != std::string::npos;
       at = document.find(fence, at + 1)) {
    const std::size_t start = at + fence.size();
    out.push_back(document.substr(start, document.find("```", start) - start));
  }
  REQUIRE_FALSE(out.empty());
  return out;
}

TEST_CASE("The shipped surveys read, lint without a finding, and fit the schema") {
  const json::Value definition = schema("survey.schema.json");
  for (const std::string& file : shipped_files()) {
    CAPTURE(file);
    const std::string bytes = test::source(file);
    check_without_findings(bytes);
    const Survey survey = test::survey_from(bytes);
    CHECK(file == "survey-defs/" + survey.id + ".json");
    CHECK(survey.languages ==
          std::vector<Language>{"en", "es", "ar", "zh", "de", "he", "hi", "ru", "th", "vi"});
    CHECK(test::misfit(definition, test::parsed(bytes)).value_or("") == "");
  }
}

TEST_CASE("Each shipped survey is short and asks why") {
  for (const std::string& file : shipped_files()) {
    CAPTURE(file);
    const Survey survey = test::survey_from(test::source(file));
    const Length length = longest_path(survey);
    CHECK(length.questions <= 4);
    CHECK(length.seconds <= 60);
    CHECK(entry_ids(survey).size() > survey.questions.size());
  }
}

TEST_CASE("The shipped surveys use every kind of question together") {
  std::set<std::string> kinds;
  for (const std::string& file : shipped_files())
    for (const Question& question : test::survey_from(test::source(file)).questions)
      kinds.insert(std::string(question.kind == QuestionKind::scale ? name(question.scale)
                                                                    : name(question.kind)));
  CHECK(kinds == std::set<std::string>{"faces5", "stars5", "zero_to_ten", "agree7", "yes_no",
                                       "choice", "choices", "text"});
}

TEST_CASE("The sample with every kind of question could be published") {
  const std::string bytes = test::sample("every-kind.json");
  check_without_findings(bytes);
  CHECK(test::misfit(schema("survey.schema.json"), test::parsed(bytes)).value_or("") == "");
}

TEST_CASE("The definition that FORMAT.md shows reads, lints without a finding and fits") {
  for (const std::string& text : shown_in_format("definition")) {
    check_without_findings(text);
    CHECK(test::misfit(schema("survey.schema.json"), test::parsed(text)).value_or("") == "");
  }
}

TEST_CASE("The sealed response that FORMAT.md shows fits that definition and the schema") {
  const Survey survey = test::survey_from(shown_in_format("definition")[0]);
  for (const std::string& text : shown_in_format("response")) {
    const json::Value value = test::parsed(text);
    CHECK(test::misfit(schema("response.schema.json"), value).value_or("") == "");
    const auto response = read_response(value);
    REQUIRE(response);
    const auto refusal = check_response(survey, *response);
    CHECK((refusal ? refusal->detail : "") == "");
    CHECK(json::dump(to_json(*response)) == json::dump(value));
  }
}

TEST_CASE("The exported response that FORMAT.md shows has the answers of the sealed one") {
  const Response sealed = *read_response(test::parsed(shown_in_format("response")[0]));
  const json::Value exported = test::parsed(shown_in_format("exported")[0]);
  json::Problems problems;
  const Answers answers = read_answers(*exported.find("answers"), "/answers", problems);
  CHECK(problems.empty());
  CHECK(answers == sealed.answers);
  CHECK(exported.find("duration_ms")->as_integer() == sealed.duration_ms());
}

TEST_CASE("Everything that is JSON in FORMAT.md is JSON") {
  for (const char* word : {"definition", "response", "exported", "figures", "map", "finding"})
    for (const std::string& text : shown_in_format(word)) CHECK(json::parse(text).has_value());
}

// A rule of lint is a literal: add(out, "rule", ...); a row of FORMAT.md begins with | `rule` |.
TEST_CASE("Every rule of lint has a row with its reason in FORMAT.md") {
  const std::string document = test::source("survey-defs/FORMAT.md");
  std::set<std::string> rules{"format", "not_applicable_missing"};
  for (const char* file : {"lint_shape.cpp", "lint_words.cpp", "successor.cpp"}) {
    const std::string code = test::source(std::string("survey-defs/model/") + file);
    const std::string call = "add(out, \"";
    for (std::size_t at = code.find(call); at != std::string::npos; at = code.find(call, at + 1)) {
      const std::size_t start = at + call.size();
      rules.insert(code.substr(start, code.find('"', start) - start));
    }
  }
  CHECK(rules.size() > 20);
  for (const std::string& rule : rules) {
    CAPTURE(rule);
    CHECK(document.find("| `" + rule + "` |") != std::string::npos);
  }
}

TEST_CASE("The schema refuses what the reader refuses about a question's kind") {
  const json::Value definition = schema("survey.schema.json");
  const json::Value good = test::parsed(test::sample("fitting-rooms.json"));
  REQUIRE_FALSE(test::misfit(definition, good));
  for (const json::Value& bad : {
           test::with(good, "/questions/0/labels", test::parsed(R"({"en":["a","b"]})")),
           test::with(good, "/questions/0/why", test::parsed(R"({"en":"Why?"})")),
           test::with(good, "/questions/0/max_choices", 1),
           test::with(good, "/questions/1/metric", "nps"),
           test::with(good, "/questions/1/labels/en", test::parsed(R"(["a","b"])")),
           test::with(good, "/questions/1/not_applicable", false),
           test::with(good, "/questions/1/not_applicable", true),
           test::with(good, "/questions/1/show_if", test::parsed(R"({"question":"used"})")),
           test::with(good, "/questions/1/why/low", "Why?"),
           test::with(good, "/questions/2/metric", "fcr"),
           test::with(good, "/title/en", "a\nb"),
           test::with(good, "/title/en", " "),
           test::with(good, "/tuochpoint", "exit"),
           test::with(good, "/timing/open", test::parsed(R"(["9:00","21:00"])")),
           test::without(good, "/questions/1/scale"),
           test::without(good, "/questions/2/options"),
       }) {
    CAPTURE(json::dump(bad));
    CHECK(test::misfit(definition, bad).has_value());
    CHECK_FALSE(read_survey(json::dump(bad), Reader::author).survey);
  }
}

}  // namespace afterword::shipped_test
