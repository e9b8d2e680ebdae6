#include "sync/import/map.h"

#include <doctest/doctest.h>

#include "sync/base/core/files.h"
#include "tests/sync/import/survey_for_import.h"

namespace afterword {
namespace map_test {

// A map that is good, with `questions` and whatever `more` adds at the top.
std::string map_with(std::string_view questions, std::string_view more = "") {
  return R"({"id":{"column":"ID"},"time":{"value":"2026-03-03"},"store":{"value":"s1"},)" +
         std::string(more) + R"("questions":{)" + std::string(questions) + "}}";
}

// "WHERE: MESSAGE" of each problem.
std::vector<std::string> problems_of(const std::string& text) {
  const ImportMapReading reading = read_import_map(text, survey_for_import());
  CHECK(reading.map.has_value() == reading.problems.empty());
  std::vector<std::string> out;
  for (const json::Trouble& problem : reading.problems) {
    CHECK_FALSE(problem.remedy.empty());
    out.push_back(problem.where + ": " + problem.message);
  }
  return out;
}

bool one_problem(const std::string& text, std::string_view words) {
  const auto problems = problems_of(text);
  CAPTURE(text);
  for (const std::string& problem : problems) INFO(problem);
  return problems.size() == 1 && problems[0].find(words) != std::string::npos;
}

}  // namespace map_test
using namespace map_test;

TEST_CASE("A full map is read as it says") {
  const ImportMapReading reading = read_import_map(R"({
    "id": {"column": " ID "}, "delimiter": ";", "version": 2,
    "time": {"column": "When", "format": "%d.%m.%Y %H:%M"},
    "store": {"column": "Branch", "values": {"A": "area-a"}},
    "language": {"column": "Lang", "values": {"English": "en"}},
    "touchpoint": {"value": "exit"}, "x_note": "from the old system",
    "questions": {
      "rooms": {"column": "Q1", "not_applicable": ["6"], "skipped": ["", "0"], "values": {"Very good": 5}},
      "rooms.why": {"column": "Q1b"},
      "used": {"column": "Q2", "values": {"1": true, "2": "no"}},
      "extras": {"column": "Q3", "separator": ";", "values": {"All": ["music", "coffee"], "M": "music"}},
      "class": {"columns": {"eco": "C1", "first": "C2"}}
    }})",
                                                   survey_for_import());
  REQUIRE(reading.map);
  const ImportMap& map = *reading.map;
  CHECK(map.id_column == "ID");
  CHECK(map.delimiter == ';');
  CHECK(map.version == 2);
  CHECK(map.time.column == "When");
  CHECK(map.store.values.at("A") == "area-a");
  CHECK(map.touchpoint.value == "exit");
  REQUIRE(map.questions.size() == 5);
  CHECK(map.questions[0].not_applicable == std::vector<std::string>{"6"});
  CHECK(map.questions[0].skipped == std::vector<std::string>{"", "0"});
  CHECK(map.questions[0].values.at("Very good") == AnswerValue(std::int64_t{5}));
  CHECK(map.questions[1].entry == "rooms.why");
  CHECK(map.questions[2].values.at("2") == AnswerValue(false));
  CHECK(map.questions[3].values.at("M") == AnswerValue(std::vector<std::string>{"music"}));
  CHECK(map.questions[4].columns.size() == 2);
}

TEST_CASE("Everything that is wrong with a map is told at once, with its place") {
  const auto problems = problems_of(R"({
    "id": {}, "delimiter": "x", "time": {"value": "yesterday"}, "store": {"value": "Area A"},
    "version": 3, "langauge": {"value": "en"},
    "questions": {"roms": {"column": "Q1"}, "rooms": {"column": "Q1", "values": {"Great": 6}}}})");
  const std::vector<std::string> expected = {
      "/id/column: is missing",
      "/delimiter: is no delimiter",
      "/time/value: \"yesterday\" is neither a date nor a time",
      "/store/value: \"Area A\" is not a store id (a-z, 0-9, _ and -)",
      "/version: is 3, the definition's is 2",
      "/questions/roms: shop version 2 has no question \"roms\"",
      "/questions/rooms/values/Great: must be a whole number from 1 to 5",
      "/langauge: is not a known field"};
  CHECK(problems == expected);
}

TEST_CASE("A map needs id, time, store and questions") {
  CHECK(problems_of("{}") == std::vector<std::string>{"/id: is missing", "/time: is missing",
                                                      "/store: is missing",
                                                      "/questions: is missing"});
  CHECK(one_problem(map_with(""), "/questions: maps no question"));
  CHECK(one_problem("[]", "must be an object"));
  CHECK(one_problem("{", ""));
  CHECK(one_problem(std::string(kImportMapBytesMax + 1, ' '), "larger than"));
}

TEST_CASE("Each key takes one of its shapes, not two and not none") {
  const std::string good = R"("rooms":{"column":"Q"})";
  CHECK(problems_of(map_with(good)).empty());
  CHECK(one_problem(map_with(R"("rooms":{})"), "/questions/rooms: needs either a column"));
  CHECK(one_problem(map_with(R"("rooms":"Q1")"), "/questions/rooms: must be an object"));
  CHECK(one_problem(map_with(R"("extras":{"column":"A","columns":{"tea":"B"}})"), "needs either"));
  CHECK(
      one_problem(map_with(R"("extras":{"columns":{"te":"B"}})"), "/questions/extras/columns/te"));
  CHECK(one_problem(map_with(R"("extras":{"columns":{}})"), "names no column"));
  CHECK(one_problem(map_with(R"("rooms":{"columns":{"1":"B"}})"), "only choice and choices"));
  CHECK(one_problem(map_with(R"("extras":{"columns":{"tea":"B"},"separator":";"})"),
                    "/questions/extras/separator: is not a known field"));
  CHECK(one_problem(map_with(R"("class":{"column":"A","separator":";"})"), "only choices"));
  CHECK(one_problem(map_with(good, R"("language":{"column":"L","value":"en"},)"),
                    "/language: needs"));
  CHECK(one_problem(map_with(good, R"("language":{"value":"English"},)"), "not a language tag"));
  CHECK(one_problem(map_with(good, R"("touchpoint":{"column":"T","values":{"x":"A B"}},)"),
                    "/touchpoint/values/x"));
  CHECK(one_problem(map_with(good, R"("touchpoint":{"value":"t","values":{"x":"y"}},)"),
                    "/touchpoint/values"));
}

TEST_CASE("A time column needs a format that names a day") {
  const auto with_time = [](std::string_view time) {
    return R"({"id":{"column":"ID"},"store":{"value":"s1"},"questions":{"used":{"column":"Q"}},"time":)" +
           std::string(time) + "}";
  };
  CHECK(problems_of(with_time(R"({"column":"T","format":"%Y-%m-%d"})")).empty());
  CHECK(problems_of(with_time(R"({"value":"2026-03-03T14:00:00+01:00"})")).empty());
  CHECK(one_problem(with_time(R"({"column":"T"})"), "/time/format: is missing"));
  CHECK(
      one_problem(with_time(R"({"column":"T","format":"%H:%M"})"), "/time/format: cannot be used"));
  CHECK(one_problem(with_time(R"({"value":"2026-03-03","format":"%F"})"), "describes no column"));
  CHECK(one_problem(with_time("{}"), "/time: needs"));
  CHECK(one_problem(with_time(R"({"value":"2026-02-30"})"), "neither a date nor a time"));
}

TEST_CASE("Values must be what the question's kind takes") {
  CHECK(one_problem(map_with(R"("score":{"column":"Q","values":{"a":11}})"), "from 0 to 10"));
  CHECK(one_problem(map_with(R"("score":{"column":"Q","values":{"a":"5"}})"), "from 0 to 10"));
  CHECK(one_problem(map_with(R"("score":{"column":"Q","values":{"a":4.5}})"), "from 0 to 10"));
  CHECK(one_problem(map_with(R"("used":{"column":"Q","values":{"a":1}})"), "true, false"));
  CHECK(one_problem(map_with(R"("class":{"column":"Q","values":{"a":"second"}})"),
                    "one of its options"));
  CHECK(
      one_problem(map_with(R"("extras":{"column":"Q","values":{"a":["tea",1]}})"), "list of them"));
  CHECK(one_problem(map_with(R"("extras":{"column":"Q","values":{"a":[]}})"), "list of them"));
  CHECK(one_problem(map_with(R"("note":{"column":"Q","values":{"a":""}})"), "a text, not empty"));
  CHECK(one_problem(map_with(R"("rooms":{"column":"Q","skipped":[0]})"),
                    "/questions/rooms/skipped/0: must be a text"));
}

TEST_CASE("A cell that is listed twice, or not-applicable where it is not offered, is told") {
  CHECK(one_problem(map_with(R"("rooms":{"column":"Q","not_applicable":["0"],"skipped":[" 0 "]})"),
                    "/questions/rooms/skipped/0: the cell \"0\" is listed twice"));
  CHECK(
      one_problem(map_with(R"("rooms":{"column":"Q","skipped":["x"],"values":{"x":1}})"), "twice"));
  CHECK(one_problem(map_with(R"("note":{"column":"Q","not_applicable":["-"]})"), "does not offer"));
  CHECK(one_problem(map_with(R"("rooms.why":{"column":"Q","not_applicable":["-"]})"),
                    "does not offer"));
}

TEST_CASE("The wanted version can be asked before the survey is known") {
  CHECK(import_map_version(R"({"version": 7})") == 7);
  CHECK_FALSE(import_map_version("{}"));
  CHECK_FALSE(import_map_version(R"({"version": "7"})"));
  CHECK_FALSE(import_map_version(R"({"version": 0})"));
  CHECK_FALSE(import_map_version("nonsense"));
}

TEST_CASE("The map in the README is a good one") {
  const std::string readme =
      read_file(std::string(AFTERWORD_SOURCE_DIR) + "/sync/import/README.md", 1 << 20).value();
  const std::size_t begin = readme.find("```json\n") + 8;
  std::string text = readme.substr(begin, readme.find("```", begin) - begin);
  CHECK(problems_of(text).empty());
}

}  // namespace afterword
