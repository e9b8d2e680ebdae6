#include "survey-defs/model/lint.h"

#include <fmt/format.h>
#include <algorithm>

#include "tests/survey-defs/model/helpers.h"

namespace afterword::lint_test {

using test::parsed;
using test::with;
using test::without;

// A survey with nothing to complain about; each test spoils one thing.
json::Value clean() { return parsed(test::source("survey-defs/store-exit.json")); }

std::vector<Finding> findings_of(const json::Value& definition) {
  return lint(json::dump(definition));
}
std::vector<Finding> of_rule(const json::Value& definition, std::string_view rule) {
  std::vector<Finding> out;
  for (const Finding& finding : findings_of(definition))
    if (finding.rule == rule) out.push_back(finding);
  return out;
}

// Exactly one finding in all, of that rule, severity and place.
void check_only(const json::Value& definition, std::string_view rule, Severity severity,
                std::string_view where) {
  const auto findings = findings_of(definition);
  std::string all;
  for (const Finding& finding : findings)
    all += finding.rule + " " + finding.where + ": " + finding.message + "\n";
  CAPTURE(all);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].rule == rule);
  CHECK(findings[0].severity == severity);
  CHECK(findings[0].where == where);
  CHECK_FALSE(findings[0].remedy.empty());
}

// `closed` yes-or-no questions and `open` text questions in one row.
json::Value flat(int closed, int open) {
  json::Value questions{json::Array{}};
  for (int i = 0; i < closed; ++i)
    questions.push(parsed(fmt::format(
        R"({{"id":"c{}","kind":"yes_no","text":{{"en":"Did you see it?"}},"hypothesis":"h",
            "decision":"d","review_by":"2027-03-31"}})",
        i)));
  for (int i = 0; i < open; ++i)
    questions.push(
        parsed(fmt::format(R"({{"id":"o{}","kind":"text","text":{{"en":"What?"}}}})", i)));
  return with(
      parsed(R"({"format":1,"id":"flat","version":1,"languages":["en"],"title":{"en":"Flat"},
                 "purpose":{"en":"We ask to learn."},"owner":"Us","touchpoint":"exit"})"),
      "/questions", questions);
}

TEST_CASE("A good survey gives no findings") { CHECK(findings_of(clean()).empty()); }

TEST_CASE("Thirty questions in a row are refused by name, three and an open one pass") {
  CHECK(of_rule(flat(28, 2), "too_many_questions").size() == 1);
  CHECK(of_rule(flat(28, 2), "open_share_low").size() == 1);
  CHECK(of_rule(flat(28, 2), "too_long").size() == 1);
  CHECK(findings_of(flat(3, 1)).empty());
  CHECK(findings_of(flat(4, 1)).empty());
  check_only(flat(5, 2), "too_many_questions", Severity::error, "/questions");
}

TEST_CASE("Many questions are fine as long as no path leads through more than five") {
  json::Value survey = flat(7, 1);
  for (int i = 1; i < 7; ++i)
    survey = with(survey, fmt::format("/questions/{}/show_if", i),
                  parsed(fmt::format(R"({{"question":"c0","is":["{}"]}})", i < 4 ? "yes" : "no")));
  CHECK(of_rule(survey, "too_many_questions").empty());
  CHECK(longest_path(test::survey_of(survey)).questions == 5);
}

TEST_CASE("A why counts as time and as an open question, but not as a question") {
  const Survey survey = test::survey_from(test::source("survey-defs/store-exit.json"));
  const Length length = longest_path(survey);
  CHECK(length.questions == 4);
  CHECK(length.seconds == 12 + 4 + 5 + 10 + 7);
}

TEST_CASE("The time of a why is counted only where an answer can lead to it") {
  const auto seconds = [](const char* why) {
    return longest_path(test::survey_of(test::survey_with(
                            std::string(R"([{"id":"q","kind":"choice","metric":"fcr",
      "text":{"en":"?"},"options":[{"id":"yes","text":{"en":"Y"}},{"id":"no","text":{"en":"N"}}],
      "why":)") + why + "}]")))
        .seconds;
  };
  CHECK(seconds(R"({"low":{"en":"Why?"}})") == 16);
  CHECK(seconds(R"({"mid":{"en":"Why?"}})") == 6);
}

TEST_CASE("A minute is the most a survey may take") {
  check_only(flat(0, 5), "too_long", Severity::error, "/questions");
  CHECK(findings_of(flat(0, 4)).empty());  // 60 seconds
}

TEST_CASE("Something must be asked in the shopper's own words") {
  check_only(flat(3, 0), "no_open_question", Severity::error, "/questions");
}

TEST_CASE("A fifth of the questions must be open, whys counted") {
  json::Value survey = flat(6, 1);
  for (int i = 1; i < 6; ++i)
    survey = with(survey, fmt::format("/questions/{}/show_if", i),
                  parsed(fmt::format(R"({{"question":"c0","is":["{}"]}})", i < 3 ? "yes" : "no")));
  check_only(survey, "open_share_low", Severity::error, "/questions");
  survey = with(survey, "/questions/0/metric", "fcr");
  survey = with(survey, "/questions/0/why", parsed(R"({"en":"Why?"})"));
  CHECK(findings_of(survey).empty());
}

TEST_CASE("Waiving not applicable is a warning with a reason, and an error without") {
  const json::Value waived = with(clean(), "/questions/0/not_applicable", false);
  check_only(waived, "not_applicable_missing", Severity::error, "/questions/0/not_applicable_why");
  check_only(with(waived, "/questions/0/not_applicable_why", "Everyone came for something."),
             "not_applicable_waived", Severity::warning, "/questions/0/not_applicable");
}

TEST_CASE("A scale needs words in every language") {
  check_only(without(clean(), "/questions/2/labels"), "scale_without_words", Severity::error,
             "/questions/2/labels");
  check_only(without(clean(), "/questions/2/labels/zh"), "translation_missing", Severity::error,
             "/questions/2/labels");
}

TEST_CASE("A text without words in a declared language is named, wherever it stands") {
  for (const char* where :
       {"/title", "/headline", "/purpose", "/questions/0/topic", "/questions/0/text",
        "/questions/0/options/2/text", "/questions/0/not_applicable", "/questions/2/why/low",
        "/questions/2/chips/1"}) {
    CAPTURE(where);
    check_only(without(clean(), std::string(where) + "/ar"), "translation_missing", Severity::error,
               where);
  }
}

TEST_CASE("What a survey says about itself is required") {
  check_only(without(clean(), "/title"), "title_missing", Severity::error, "/title");
  check_only(without(clean(), "/purpose"), "purpose_missing", Severity::error, "/purpose");
  check_only(without(clean(), "/owner"), "owner_missing", Severity::error, "/owner");
  check_only(without(clean(), "/touchpoint"), "touchpoint_missing", Severity::error, "/touchpoint");
}

TEST_CASE("A question that no answers lead to is an error") {
  const char* const contradiction =
      R"({"all":[{"question":"reason","is":["buy"]},{"not":{"question":"reason","is":["buy"]}}]})";
  check_only(with(clean(), "/questions/1/show_if", parsed(contradiction)), "unreachable",
             Severity::error, "/questions/1/show_if");
  // On choices two options may be chosen together, so this is no contradiction.
  const char* const both =
      R"({"all":[{"question":"reason","is":["buy"]},{"question":"reason","is":["look"]}]})";
  CHECK(findings_of(with(clean(), "/questions/1/show_if", parsed(both))).empty());
  CHECK(of_rule(with(with(clean(), "/questions/1/show_if", parsed(both)),
                     "/questions/0/max_choices", 1),
                "unreachable")
            .size() == 1);
}

TEST_CASE("A question behind an unreachable one is unreachable too") {
  json::Value survey = with(
      clean(), "/questions/1/show_if",
      parsed(
          R"({"all":[{"question":"reason","is":["buy"]},{"not":{"question":"reason","is":["buy"]}}]})"));
  survey = with(survey, "/questions/2/show_if", parsed(R"({"question":"found","is":["yes"]})"));
  CHECK(of_rule(survey, "unreachable").size() == 2);
}

TEST_CASE("Words that would never be shown are a warning") {
  json::Value desk = parsed(test::source("survey-defs/service-desk.json"));
  check_only(with(desk, "/questions/0/why/mid", *desk.find("title")), "unreachable",
             Severity::warning, "/questions/0/why/mid");
  check_only(with(clean(), "/questions/1/chips", json::Array{*desk.find("title")}), "unreachable",
             Severity::warning, "/questions/1/chips");
}

TEST_CASE("A recommendation is asked for when people leave, not in the middle") {
  check_only(with(clean(), "/phase", "pay"), "nps_at_touchpoint", Severity::warning,
             "/questions/3/metric");
  check_only(without(clean(), "/phase"), "nps_at_touchpoint", Severity::warning,
             "/questions/3/metric");
  for (const char* phase : {"leave", "come_back", "relationship"})
    CHECK(findings_of(with(clean(), "/phase", phase)).empty());
}

TEST_CASE("fcr without a no is always a hundred percent, so that is a warning") {
  json::Value desk = parsed(test::source("survey-defs/service-desk.json"));
  json::Array options = desk.find("questions")->as_array()[0].find("options")->as_array();
  std::erase_if(options,
                [](const json::Value& option) { return option.find("id")->as_string() == "no"; });
  desk = with(desk, "/questions/0/options", json::Value(options));
  desk = with(desk, "/questions/1/show_if/is", parsed(R"(["yes"])"));
  check_only(desk, "metric_incomplete", Severity::warning, "/questions/0/options");
}

TEST_CASE("What a survey should find out is missed once, not once a question") {
  json::Value survey = clean();
  for (int i = 0; i < 3; ++i) survey = without(survey, fmt::format("/questions/{}/hypothesis", i));
  check_only(survey, "hypothesis_missing", Severity::warning, "/questions");
  CHECK(findings_of(survey)[0].message.find("\"reason\", \"found\", \"visit\"") !=
        std::string::npos);
  CHECK(of_rule(without(clean(), "/questions/0/decision"), "hypothesis_missing").size() == 1);
  CHECK(of_rule(without(clean(), "/questions/0/review_by"), "hypothesis_missing").size() == 1);
}

TEST_CASE("Fifteen words a sentence are good, twenty-five are the most") {
  const auto words = [](int count) {
    std::string out = "How";
    for (int i = 1; i < count; ++i) out += " and-so";
    return out + "?";
  };
  const char* const where = "/questions/0/text/en";
  CHECK(findings_of(with(clean(), where, words(15))).empty());
  check_only(with(clean(), where, words(16)), "sentence_long", Severity::warning, where);
  check_only(with(clean(), where, words(25)), "sentence_long", Severity::warning, where);
  check_only(with(clean(), where, words(26)), "sentence_long", Severity::error, where);
  // Two sentences are counted one by one, and the point in 3.5 ends none.
  CHECK(findings_of(with(clean(), where, "We sell 3.5 tons. " + words(15))).empty());
}

TEST_CASE("In Chinese thirty characters a sentence are good, fifty are the most") {
  const auto characters = [](int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += "店";
    return out + "？";
  };
  const char* const where = "/questions/0/text/zh";
  CHECK(findings_of(with(clean(), where, characters(30))).empty());
  check_only(with(clean(), where, characters(31)), "sentence_long", Severity::warning, where);
  check_only(with(clean(), where, characters(51)), "sentence_long", Severity::error, where);
  CHECK(findings_of(with(clean(), "/purpose/zh", characters(20) + characters(20))).empty());
}

TEST_CASE("In Thai a sentence ends at a space, and marks above and below are not counted") {
  const auto letters = [](int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += "กี่";  // one letter, a vowel and a tone above it
    return out;
  };
  const char* const where = "/questions/0/text/th";
  CHECK(findings_of(with(clean(), where, letters(50))).empty());
  CHECK(findings_of(with(clean(), where, letters(40) + " " + letters(40))).empty());
  check_only(with(clean(), where, letters(51)), "sentence_long", Severity::warning, where);
  check_only(with(clean(), where, letters(81)), "sentence_long", Severity::error, where);
}

TEST_CASE("In Vietnamese syllables stand apart, so a sentence may have more of them") {
  const auto syllables = [](int count) {
    std::string out = "Quý";
    for (int i = 1; i < count; ++i) out += " khách";
    return out + "?";
  };
  const char* const where = "/questions/0/text/vi";
  CHECK(findings_of(with(clean(), where, syllables(20))).empty());
  check_only(with(clean(), where, syllables(21)), "sentence_long", Severity::warning, where);
  check_only(with(clean(), where, syllables(36)), "sentence_long", Severity::error, where);
}

TEST_CASE("In Hindi the danda ends a sentence") {
  std::string ten;
  for (int i = 0; i < 10; ++i) ten += "दुकान ";
  const char* const where = "/purpose/hi";
  CHECK(findings_of(with(clean(), where, ten + "है। " + ten + "है।")).empty());
  check_only(with(clean(), where, ten + ten + "है।"), "sentence_long", Severity::warning, where);
}

TEST_CASE("Wording that suggests its answer is a warning, in each language known") {
  struct Row {
    const char* language;
    const char* text;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"en", "How great were our new fitting rooms?"},
           {"en", "Wasn't it easy?"},
           {"en", "Wasn\u2019t it easy?"},
           {"en", "Tell us more!"},
           {"es", "¿Le ENCANTÓ la tienda?"},
           {"ar", "هل كانت زيارتك رائعة؟"},
           {"zh", "我们的优秀服务怎么样？"},
           {"de", "Wie gefiel Ihnen unser WUNDERBARES Angebot, nicht wahr?"},
           {"ru", "Как вам ПРЕКРАСНОЕ обслуживание?"},
       }) {
    CAPTURE(row.text);
    const std::string where = std::string("/questions/0/text/") + row.language;
    check_only(with(clean(), where, row.text), "leading_wording", Severity::warning, where);
  }
}

TEST_CASE("A word inside another word does not lead, nor does the why of a high score") {
  CHECK(
      findings_of(with(clean(), "/questions/0/text/en", "Which gloves did you come for?")).empty());
  CHECK(findings_of(with(clean(), "/questions/2/why/high/en", "What was great?")).empty());
}

TEST_CASE("Asking what is private is a warning, in each language known") {
  struct Row {
    const char* where;
    const char* text;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"/questions/0/text/en", "What is your name?"},
           {"/questions/0/text/en", "What is your religion?"},
           {"/questions/0/text/es", "¿Cuál es su edad?"},
           {"/questions/0/text/ar", "ما رقم هاتفك؟"},
           {"/questions/0/text/zh", "您的收入是多少？"},
           {"/questions/0/text/de", "Wie ist Ihre Telefonnummer?"},
           {"/questions/0/text/ru", "Назовите ваше имя"},
           {"/questions/2/why/low/en", "What is your phone number?"},
           {"/questions/0/options/1/text/en", "My salary"},
       }) {
    CAPTURE(row.text);
    check_only(with(clean(), row.where, row.text), "sensitive_question", Severity::warning,
               row.where);
  }
}

TEST_CASE("Two questions in one are a warning") {
  check_only(with(clean(), "/questions/0/text/en", "Was it quick? Was it good?"), "double_question",
             Severity::warning, "/questions/0/text/en");
}

TEST_CASE("Rules of length, share, timing, wording and why do not apply to imports") {
  json::Value survey = with(flat(28, 0), "/use", "import");
  survey = with(survey, "/questions/28",
                parsed(R"({"id":"n","kind":"scale","scale":"zero_to_ten","metric":"nps",
                           "text":{"en":"How great was it?"}})"));
  survey = without(without(survey, "/purpose"), "/touchpoint");
  CHECK(findings_of(survey).empty());
  check_only(without(survey, "/owner"), "owner_missing", Severity::warning, "/owner");
  check_only(without(survey, "/title"), "title_missing", Severity::warning, "/title");
}

TEST_CASE("What the reader refuses is a finding of the rule format, with all the others") {
  const json::Value broken = with(with(clean(), "/version", 0), "/questions/0/kind", "many");
  const auto findings = findings_of(broken);
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].rule == "format");
  CHECK(findings[0].severity == Severity::error);
  CHECK(findings[0].where == "/version");
  CHECK(has_errors(findings));
  CHECK(of_rule(json::Value("no survey"), "format").size() == 1);
}

TEST_CASE("A survey whose only mistake is an unknown field is judged at once") {
  const auto findings = findings_of(with(without(clean(), "/owner"), "/onwer", "Store operations"));
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].rule == "format");
  CHECK(findings[0].remedy == "did you mean \"owner\"?");
  CHECK(findings[1].rule == "owner_missing");
}

TEST_CASE("Warnings alone are no errors") {
  CHECK_FALSE(has_errors(findings_of(without(clean(), "/questions/0/hypothesis"))));
  CHECK_FALSE(has_errors({}));
}

TEST_CASE("A finding has the fields that scripts rely on") {
  const auto findings = findings_of(without(clean(), "/owner"));
  REQUIRE(findings.size() == 1);
  CHECK(json::dump(to_json(findings[0], "a.json")) ==
        R"({"file":"a.json","rule":"owner_missing","severity":"error","where":"/owner",)"
        R"("message":"belongs to nobody",)"
        R"("remedy":"name the team that will read the answers and act on them"})");
}

TEST_CASE("Conditions too interwoven to follow count as if every question were asked") {
  // The last question looks at each of the 59 before it, so nothing about them can be forgotten on
  // the way. That it also contradicts itself would be seen only by following every path.
  json::Value survey = flat(59, 0);
  json::Value parts{json::Array{}};
  for (int i = 0; i < 59; ++i)
    parts.push(parsed(fmt::format(R"({{"question":"c{}","is":["yes"]}})", i)));
  json::Value show_if = parsed(
      R"({"all":[{"question":"c0","is":["yes"]},{"not":{"question":"c0","is":["yes"]}},{"any":[]}]})");
  show_if = with(show_if, "/all/2/any", parts);
  survey =
      with(survey, "/questions/59", parsed(R"({"id":"last","kind":"text","text":{"en":"What?"}})"));
  survey = with(survey, "/questions/59/show_if", show_if);
  const Length length = longest_path(test::survey_of(survey));
  CHECK(length.questions == 60);
  CHECK(length.seconds == 59 * 4 + 15);
  CHECK(of_rule(survey, "unreachable").empty());
}

TEST_CASE("A longest path is that of the best answers to gates that depend on each other") {
  // Each of twenty gates opens one of two questions: 2^20 paths, all of the same length.
  json::Value survey = flat(60, 0);
  for (int i = 0; i < 20; ++i)
    for (int k = 1; k <= 2; ++k)
      survey = with(
          survey, fmt::format("/questions/{}/show_if", 3 * i + k),
          parsed(fmt::format(R"({{"question":"c{}","is":["{}"]}})", 3 * i, k == 1 ? "yes" : "no")));
  const Length length = longest_path(test::survey_of(survey));
  CHECK(length.questions == 40);
  CHECK(length.seconds == 40 * 4);
}

TEST_CASE("A survey that is quiet whenever it is open is never offered") {
  json::Value survey = with(clean(), "/timing/open", parsed(R"(["09:00", "21:00"])"));
  survey = with(survey, "/timing/quiet", parsed(R"([["08:00", "15:00"], ["15:00", "22:00"]])"));
  check_only(survey, "never_offered", Severity::error, "/timing/quiet");
  CHECK(findings_of(with(survey, "/timing/quiet/1/0", "15:01")).empty());
}

TEST_CASE(
    "Whoever comes from a pick-up is not asked whether they have finished, nor kept waiting") {
  const json::Value after = with(clean(), "/timing/after", "pickup");
  check_only(with(after, "/timing/ask_finished", true), "timing_contradicts", Severity::warning,
             "/timing/ask_finished");
  check_only(with(after, "/timing/min_dwell_s", 30), "timing_contradicts", Severity::warning,
             "/timing/min_dwell_s");
  CHECK(findings_of(with(clean(), "/timing/ask_finished", true)).empty());
  check_only(with(clean(), "/timing/min_dwell_s", 901), "timing_contradicts", Severity::warning,
             "/timing/min_dwell_s");
}

TEST_CASE("A survey of which a receipt may leave nothing is warned of") {
  json::Value survey = clean();
  const std::size_t count = survey.find("questions")->as_array().size();
  for (std::size_t i = 0; i < count; ++i)
    survey = with(survey, fmt::format("/questions/{}/about", i), parsed(R"(["checkout"])"));
  check_only(survey, "all_about_something", Severity::warning, "/questions");
}

}  // namespace afterword::lint_test
