// What a new version of a published survey may change.
#include "survey-defs/model/lint.h"
#include "tests/survey-defs/model/helpers.h"

namespace afterword::successor_test {

using test::parsed;
using test::with;
using test::without;

json::Value clean() { return parsed(test::source("survey-defs/store-exit.json")); }

TEST_CASE("A new version keeps kind, scale and options of every question that stays") {
  const Survey before = test::survey_from(test::source("survey-defs/store-exit.json"));
  const auto after = [](const json::Value& changed) {
    Survey survey = test::survey_of(changed);
    survey.version = 2;
    return survey;
  };
  const auto broken = [&](const json::Value& changed) {
    const auto findings = check_successor(before, after(changed));
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].rule == "series_broken");
    CHECK(findings[0].severity == Severity::error);
    return findings[0].where;
  };
  CHECK(check_successor(before, after(clean())).empty());
  CHECK(check_successor(before, after(with(clean(), "/questions/0/text/en", "What for?"))).empty());

  json::Value changed = without(without(clean(), "/questions/2/labels"), "/questions/2/metric");
  CHECK(broken(with(changed, "/questions/2/scale", "agree7")) == "/questions/2/scale");
  changed = without(clean(), "/questions/1/not_applicable");
  CHECK(broken(with(changed, "/questions/1/kind", "text")) == "/questions/1/kind");
  CHECK(broken(with(clean(), "/questions/0/options/1/id", "browse")) == "/questions/0/options");
  json::Value option = clean().find("questions")->as_array()[0].find("options")->as_array()[4];
  const json::Value one_more = with(clean(), "/questions/0/options/5", with(option, "/id", "more"));
  CHECK(broken(one_more) == "/questions/0/options");
}

TEST_CASE("Options may change places, and questions may come and go") {
  const Survey before = test::survey_from(test::source("survey-defs/store-exit.json"));
  Survey after = before;
  after.version = 7;
  std::swap(after.questions[0].options[0], after.questions[0].options[3]);
  after.questions.pop_back();
  after.questions.back().id = "today";
  CHECK(check_successor(before, after).empty());
}

TEST_CASE("A version is newer than the one before") {
  const Survey survey = test::survey_from(test::source("survey-defs/store-exit.json"));
  const auto findings = check_successor(survey, survey);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == "version_not_newer");
  CHECK(findings[0].where == "/version");
  CHECK(findings[0].remedy == "set it to 2 or more");
}

}  // namespace afterword::successor_test
