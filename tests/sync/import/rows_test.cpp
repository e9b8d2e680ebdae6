#include "sync/import/rows.h"

#include <doctest/doctest.h>

#include "tests/sync/import/survey_for_import.h"

namespace afterword {
namespace rows_test {

const ImportStores kStores{{{"s1", "Europe/Madrid"}, {"area-a", "America/New_York"}}, std::nullopt};

// Reads `csv` with a map whose `questions` are given; store s1 and a date unless `more` says other.
struct Import {
  std::string questions = R"("rooms":{"column":"Q"})";
  std::string time = R"({"value":"2026-03-03"})";
  std::string store = R"({"value":"s1"})";
  std::string more = {};
  ImportStores stores = kStores;

  ImportReading read(std::string_view csv) const {
    const Survey survey = survey_for_import();
    const ImportMapReading reading =
        read_import_map(R"({"id":{"column":"ID"},"time":)" + time + R"(,"store":)" + store + "," +
                            more + R"("questions":{)" + questions + "}}",
                        survey);
    for (const json::Trouble& problem : reading.problems) FAIL(problem.where << problem.message);
    return read_rows(csv, *reading.map, survey, stores);
  }

  // Of a file with one row, which must be good.
  ImportedResponse one(std::string_view csv) const {
    ImportReading reading = read(csv);
    for (const ImportTrouble& trouble : reading.troubles) FAIL(trouble.text());
    REQUIRE(reading.responses.size() == 1);
    return std::move(reading.responses.front());
  }
};

std::vector<std::string> texts(const ImportReading& reading) {
  CHECK(reading.responses.empty());
  std::vector<std::string> out;
  for (const ImportTrouble& trouble : reading.troubles) out.push_back(trouble.text());
  return out;
}

bool one_trouble(const ImportReading& reading, std::string_view words) {
  const auto found = texts(reading);
  for (const std::string& text : found) INFO(text);
  return found.size() == 1 && found[0].find(words) != std::string::npos;
}

Answer answered(AnswerValue value) {
  return {AnswerState::answered, std::move(value), std::nullopt};
}
const Answer kNotApplicable{AnswerState::not_applicable, std::nullopt, std::nullopt};
const Answer kSkipped{AnswerState::skipped, std::nullopt, std::nullopt};
const Answer kNotShown{AnswerState::not_shown, std::nullopt, std::nullopt};

using Choices = std::vector<std::string>;

}  // namespace rows_test
using namespace rows_test;

TEST_CASE("A row becomes a response with one entry for every question and every why") {
  const ImportedResponse row = Import{}.one("ID,Q\r\n r1 , 4 \r\n");
  CHECK(row.external_id == "r1");
  CHECK(row.store == "s1");
  CHECK(row.row == 2);
  CHECK(row.day.text() == "2026-03-03");
  CHECK(rfc3339(row.started) == "2026-03-02T23:00:00Z");  // midnight in Madrid
  const Response& response = row.response;
  CHECK(response.survey == "shop");
  CHECK(response.version == 2);
  CHECK(response.language == "en");
  CHECK(response.touchpoint == "exit");
  CHECK(response.completion == Completion::complete);
  CHECK(response.wall_start == row.started);
  CHECK(response.duration_ms() == 0);
  CHECK(response.answers.size() == 9);
  CHECK(response.answers.at("rooms") == answered(std::int64_t{4}));
  CHECK(response.answers.at("rooms.why") == kNotShown);
  CHECK(response.answers.at("used") == kNotShown);
}

TEST_CASE("Cells are tried as not applicable, skipped, translated, empty, then as the kind's own") {
  const Import import{
      R"("rooms":{"column":"Q","not_applicable":["6","N/A"],"skipped":["0","?"],"values":{"Very good":5,"9":1}},)"
      R"("score":{"column":"S"})"};
  const auto rooms = [&import](std::string_view cell) {
    return import.one("ID,Q,S\n1," + std::string(cell) + ",0\n").response.answers.at("rooms");
  };
  CHECK(rooms("6") == kNotApplicable);
  CHECK(rooms("N/A") == kNotApplicable);
  CHECK(rooms("0") == kSkipped);
  CHECK(rooms("") == kSkipped);
  CHECK(rooms("  ") == kSkipped);
  CHECK(rooms("Very good") == answered(std::int64_t{5}));
  CHECK(rooms("9") == answered(std::int64_t{1}));
  CHECK(rooms("5") == answered(std::int64_t{5}));
  CHECK(rooms("5.0") == answered(std::int64_t{5}));
  CHECK(rooms("\" 5 \"") == answered(std::int64_t{5}));
  CHECK(import.one("ID,Q,S\n1,,0\n").response.answers.at("score") == answered(std::int64_t{0}));
}

TEST_CASE("An empty cell may be listed to mean something else than skipped") {
  const Import import{
      R"("rooms":{"column":"Q","not_applicable":[""]},"used":{"column":"U","values":{"":false}})"};
  const auto answers = import.one("ID,Q,U\n1,,\n").response.answers;
  CHECK(answers.at("rooms") == kNotApplicable);
  CHECK(answers.at("used") == answered(false));
}

TEST_CASE("Every kind is read: yes and no, one option, several, comments") {
  const Import import{
      R"("used":{"column":"U"},"class":{"column":"C","values":{"Economy":"eco"}},)"
      R"("extras":{"column":"E","separator":";","values":{"Hot drinks":["coffee","tea"],"Both;two":"music"}},)"
      R"("rooms.why":{"column":"W"},"note":{"column":"N"})"};
  const auto row = [&import](std::string_view cells) {
    return import.one("ID,U,C,E,W,N\n1," + std::string(cells) + "\n").response.answers;
  };
  auto answers = row("YES,eco,music; Hot drinks ;music,\"Too, dark\",x");
  CHECK(answers.at("used") == answered(true));
  CHECK(answers.at("class") == answered(std::string("eco")));
  CHECK(answers.at("extras") == answered(Choices{"music", "coffee", "tea"}));
  CHECK(answers.at("rooms.why") == answered(std::string("Too, dark")));
  answers = row("false,Economy,Both;two,,");
  CHECK(answers.at("used") == answered(false));
  CHECK(answers.at("class") == answered(std::string("eco")));
  CHECK(answers.at("extras") == answered(Choices{"music"}));
  CHECK(answers.at("rooms.why") == kSkipped);
  CHECK(answers.at("note") == kSkipped);
  CHECK(row("no,,;,,").at("extras") == kSkipped);
}

TEST_CASE("Options may have a column each") {
  const Import import{
      R"("extras":{"columns":{"music":"M","coffee":"C","tea":"T"}},"class":{"columns":{"eco":"E","first":"F"}})"};
  const auto answers = import.one("ID,M,C,T,E,F\n1,X,yes,0,1.0,no\n").response.answers;
  CHECK(answers.at("extras") == answered(Choices{"music", "coffee"}));
  CHECK(answers.at("class") == answered(std::string("eco")));
  CHECK(import.one("ID,M,C,T,E,F\n1,,,,TRUE,\n").response.answers.at("extras") == kSkipped);
  CHECK(one_trouble(import.read("ID,M,C,T,E,F\n1,maybe,,,1,\n"),
                    "row 2, column \"M\", value \"maybe\""));
  CHECK(one_trouble(import.read("ID,M,C,T,E,F\n1,,,,1,1\n"), "takes one"));
}

TEST_CASE("What the survey's conditions would have hidden is taken all the same") {
  const Import import{R"("used":{"column":"U"},"after":{"column":"A"})"};
  CHECK(import.one("ID,U,A\n1,no,yes\n").response.answers.at("after") == answered(true));
}

TEST_CASE("Comments are redacted, and what was masked is counted but not kept") {
  const Import import{R"("rooms.why":{"column":"W"},"note":{"column":"N"},"used":{"column":"U"})"};
  const ImportReading reading =
      import.read("ID,U,W,N\n1,yes,write to a@b.com,call +44 20 7946 0958\n2,yes,fine,fine\n");
  REQUIRE(reading.ok());
  const Response& response = reading.responses[0].response;
  CHECK(response.answers.at("rooms.why") == answered(std::string("write to [EMAIL]")));
  CHECK(response.answers.at("note") == answered(std::string("call [PHONE]")));
  CHECK(response.masked == std::map<std::string, int>{{"EMAIL", 1}, {"PHONE", 1}});
  CHECK(reading.masked == response.masked);
}

TEST_CASE("Times are the store's, wherever it stands") {
  Import import;
  import.store = R"({"column":"B","values":{"Madrid":"s1"}})";
  import.time = R"({"column":"T","format":"%Y-%m-%d %H:%M"})";
  const ImportReading reading =
      import.read("ID,B,T,Q\n1,Madrid,2026-03-03 23:30,1\n2,area-a,2026-03-03 23:30,1\n");
  REQUIRE(reading.ok());
  CHECK(rfc3339(reading.responses[0].started) == "2026-03-03T22:30:00Z");
  CHECK(rfc3339(reading.responses[1].started) == "2026-03-04T04:30:00Z");
  CHECK(reading.responses[1].day.text() == "2026-03-03");

  import.time = R"({"value":"2026-03-03T23:30:00Z"})";
  const ImportReading moment = import.read("ID,B,Q\n1,Madrid,1\n2,area-a,1\n");
  REQUIRE(moment.ok());
  CHECK(moment.responses[0].day.text() == "2026-03-04");
  CHECK(moment.responses[1].day.text() == "2026-03-03");
}

TEST_CASE("Language and touchpoint come from their columns, or are the survey's own") {
  Import import;
  import.more =
      R"("language":{"column":"L","values":{"Español":"es"}},"touchpoint":{"column":"P"},)";
  const Response response = import.one("ID,Q,L,P\n1,1,Español,till\n").response;
  CHECK(response.language == "es");
  CHECK(response.touchpoint == "till");
  const Response bare = import.one("ID,Q,L,P\n1,1,,\n").response;
  CHECK(bare.language == "en");
  CHECK(bare.touchpoint == "exit");
  CHECK(one_trouble(import.read("ID,Q,L,P\n1,1,English,till\n"),
                    "value \"English\": is no language tag"));
  CHECK(one_trouble(import.read("ID,Q,L,P\n1,1,en,The till\n"), "is no touchpoint id"));
}

TEST_CASE(
    "Unknown stores are errors, once a store and not once a row, unless they are to be made") {
  Import import;
  import.store = R"({"value":"nowhere"})";
  CHECK(one_trouble(import.read("ID,Q\n1,1\n2,1\n3,1\n"),
                    "the file, value \"nowhere\": there is no store \"nowhere\""));
  import.store = R"({"column":"B"})";
  CHECK(
      texts(import.read("ID,B,Q\n1,s1,1\n2,s9,1\n3,,1\n4,S 1,1\n5,s9,1\n")) ==
      std::vector<std::string>{
          "row 3, column \"B\", value \"s9\": there is no store \"s9\"; add it first, or import "
          "with --create-stores ZONE",
          "row 4, column \"B\": is no store id (a-z, 0-9, _ and -); translate it in the map's "
          "\"values\"",
          "row 5, column \"B\", value \"S 1\": is no store id (a-z, 0-9, _ and -); translate it in "
          "the map's \"values\""});
  import.stores.zone_for_new = "Asia/Tokyo";
  const ImportReading made = import.read("ID,B,Q\n1,s1,1\n2,s9,1\n3,s9,1\n");
  REQUIRE(made.ok());
  CHECK(made.new_stores == std::set<std::string>{"s9"});
  CHECK(rfc3339(made.responses[1].started) == "2026-03-02T15:00:00Z");
  import.stores.zone_for_new = "Asia/Nowhere";
  CHECK(one_trouble(import.read("ID,B,Q\n1,s1,1\n"), "is no time zone"));
}

TEST_CASE("Everything that is wrong with a file is told, with row, column and value") {
  Import import{
      R"("rooms":{"column":"Q"},"used":{"column":"U"},"class":{"column":"C"},"extras":{"column":"E","separator":"/"})"};
  import.time = R"({"column":"T","format":"%F"})";
  const auto found =
      texts(import.read("ID,Q,U,C,E,T\n"
                        "1,6,yes,eco,tea,2026-03-03\n"
                        ",4.5,perhaps,Eco,tea/milk,03.03.2026\n"
                        "3,1,yes\n"));
  const std::vector<std::string> expected = {
      "row 2, column \"Q\", value \"6\": is no step of \"rooms\" (1 to 5); add it to the map's "
      "\"values\", \"not_applicable\" or \"skipped\"",
      "row 3, column \"ID\": the id is empty; each row needs one of its own",
      "row 3, column \"T\", value \"03.03.2026\": is no time: expected a year of 4 digits at "
      "character 1",
      "row 3, column \"Q\", value \"4.5\": is no step of \"rooms\" (1 to 5); add it to the map's "
      "\"values\", \"not_applicable\" or \"skipped\"",
      "row 3, column \"U\", value \"perhaps\": is neither yes nor no, which \"used\" asks; add it "
      "to "
      "the map's \"values\"",
      "row 3, column \"C\", value \"Eco\": is no option of \"class\" (eco, first); add it to the "
      "map's "
      "\"values\", or did you mean \"eco\"?",
      "row 3, column \"E\", value \"tea/milk\": holds \"milk\", which is no option of \"extras\" "
      "(music, coffee, tea); add it to the map's \"values\"",
      "row 4: the row has 3 cells, the header 6; check for missing quotes or delimiters"};
  CHECK(found == expected);
}

TEST_CASE("Columns that are missing or named twice are told before any row is read") {
  const Import import{R"("rooms":{"column":"Rooms"},"used":{"column":"U"})"};
  CHECK(texts(import.read("ID,Room,U,U\n1,9,maybe,maybe\n")) ==
        std::vector<std::string>{
            "row 1, column \"Rooms\": the file has no such column; did you mean \"Room\"?",
            "row 1, column \"U\": the file has two columns of this name; rename one"});
  CHECK(one_trouble(import.read(""), "the file is empty"));
  CHECK(one_trouble(import.read("ID,Rooms,U\n"), "a header and no rows"));
  CHECK(texts(Import{}.read("ID;Q\n1;2\n")).size() == 2);  // read with commas
  Import semicolons;
  semicolons.more = R"("delimiter":";",)";
  CHECK(semicolons.one("ID;Q\n1;2\n").external_id == "1");
}

TEST_CASE("A file that is no UTF-8 or no CSV says where") {
  const Import import;
  CHECK(one_trouble(import.read("ID,Q\n1,2\n2,\xe9\n"), "row 3: the text is not UTF-8"));
  CHECK(one_trouble(import.read("ID,Q\n1,2\n2,\"3\n"),
                    "row 3, column \"Q\": a quote is opened and never closed"));
  CHECK(import.one("\xef\xbb\xbfID,Q\n1,2\n").external_id == "1");
}

TEST_CASE("A repeated row counts once, and the same id with other content is an error") {
  const Import import;
  const ImportReading twice = import.read("ID,Q\n1,4\n2,4\n1,4.0\n");
  REQUIRE(twice.ok());
  CHECK(twice.responses.size() == 2);
  CHECK(twice.repeated == 1);
  CHECK(twice.rows == 3);
  CHECK(one_trouble(import.read("ID,Q\n1,4\n2,4\n1,5\n"),
                    "row 4, column \"ID\", value \"1\": row 2 has the same id with other content"));
}

TEST_CASE("A row that answers nothing is no response; one that is all not-applicable is") {
  const Import import{R"("rooms":{"column":"Q","not_applicable":["0"]},"used":{"column":"U"})"};
  const ImportReading reading = import.read("ID,Q,U\n1,,\n2,0,\n3,5,\n");
  REQUIRE(reading.ok());
  CHECK(reading.unanswered == 1);
  REQUIRE(reading.responses.size() == 2);
  CHECK(reading.responses[0].response.answers.at("rooms") == kNotApplicable);
}

TEST_CASE("A comment that is wrong is reported without its words") {
  const Import import{R"("note":{"column":"N"},"used":{"column":"U"})"};
  const ImportReading reading =
      import.read("ID,U,N\n1,yes," + std::string(kCommentBytesMax + 1, 'a') + "\n");
  REQUIRE(reading.troubles.size() == 1);
  CHECK(reading.troubles[0].column == "N");
  CHECK(reading.troubles[0].value.empty());
  CHECK(reading.troubles[0].message.find("aaaa") == std::string::npos);
}

TEST_CASE("A file with thousands of mistakes names a hundred and counts the rest") {
  std::string csv = "ID,Q\n";
  for (int i = 0; i < 1000; ++i) csv += std::to_string(i) + ",bad\n";
  const ImportReading reading = Import{}.read(csv);
  CHECK(reading.troubles.size() == kImportTroublesMax);
  CHECK(reading.troubles_more == 900);
  CHECK(reading.responses.empty());
  CHECK(reading.troubles.back().row == 101);
}

}  // namespace afterword
