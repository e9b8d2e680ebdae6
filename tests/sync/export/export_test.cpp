#include <doctest/doctest.h>

#include "survey-defs/model/read.h"
#include "sync/export/csv.h"
#include "sync/export/figures_json.h"
#include "sync/export/responses.h"

namespace afterword {
namespace export_test {

Answer answered(AnswerValue value, std::optional<std::int64_t> ms = std::nullopt) {
  return {AnswerState::answered, std::move(value), ms};
}

// The worked example of the survey format.
StoredResponse example() {
  StoredResponse out;
  out.id = "r4k9q2";
  out.survey = "fitting-rooms";
  out.version = 3;
  out.language = "es";
  out.device = "dev-7";
  out.log = 1;
  out.sequence = 41;
  out.store = "harbour-street";
  out.touchpoint = "fitting-room";
  out.day = *Day::parse("2026-03-03");
  out.started_at = *parse_rfc3339("2026-03-03T14:07:31.250Z");
  out.duration_ms = 21'400;
  out.answers["used"] = answered(true, 1900);
  out.answers["rooms"] = answered(std::int64_t{2}, 2500);
  out.answers["rooms.why"] = answered(std::string("Solo dos abiertos."), 14'000);
  out.answers["reason"] = {AnswerState::not_applicable, std::nullopt, 1200};
  return out;
}

Survey survey(std::string_view questions, int version) {
  const std::string bytes = R"({"format":1,"id":"s","version":)" + std::to_string(version) +
                            R"(,"use":"import","languages":["en"],"questions":[)" +
                            std::string(questions) + "]}";
  const Reading reading = read_survey(bytes, Reader::author);
  REQUIRE(reading.survey);
  return *reading.survey;
}

}  // namespace export_test
using namespace export_test;

TEST_CASE("A response is one line of JSON in the documented shape") {
  CHECK(jsonl_line(example()) ==
        R"({"id":"r4k9q2","survey":"fitting-rooms","version":3,"language":"es","device":"dev-7",)"
        R"("log":1,"sequence":41,"store":"harbour-street","touchpoint":"fitting-room",)"
        R"("day":"2026-03-03","started_at":"2026-03-03T14:00:00Z","time_quality":"exact",)"
        R"("duration_ms":21400,"completion":"complete","answers":{)"
        R"("reason":{"state":"not_applicable","ms":1200},)"
        R"("rooms":{"state":"answered","value":2,"ms":2500},)"
        R"("rooms.why":{"state":"answered","value":"Solo dos abiertos.","ms":14000},)"
        R"("used":{"state":"answered","value":true,"ms":1900}},"flags":[]})"
        "\n");
}

TEST_CASE(
    "Exact times leave as null once they are forgotten, and the start is always rounded down") {
  StoredResponse response = example();
  response.duration_ms.reset();
  for (auto& entry : response.answers) entry.second.ms.reset();
  response.flags = {Flag::speeding, Flag::play};
  response.time_quality = TimeQuality::estimated;
  response.completion = Completion::partial;
  const json::Value out = to_json(response);
  CHECK(out.find("duration_ms")->is_null());
  CHECK(out.find("answers")->find("used")->find("ms")->is_null());
  CHECK(json::dump(*out.find("flags")) == R"(["speeding","play"])");
  CHECK(out.find("completion")->as_string() == "partial");
  CHECK(out.find("time_quality")->as_string() == "estimated");
  CHECK(rfc3339(rounded_start(*parse_rfc3339("2026-03-03T14:14:59.999Z"))) ==
        "2026-03-03T14:00:00Z");
  CHECK(rfc3339(rounded_start(*parse_rfc3339("2026-03-03T14:15:00Z"))) == "2026-03-03T14:15:00Z");
  CHECK(rounded_start({-1}).ms == -900'000);
}

TEST_CASE("The words of time quality read back") {
  for (const auto quality :
       {TimeQuality::exact, TimeQuality::estimated, TimeQuality::received, TimeQuality::imported})
    CHECK(parse_time_quality(name(quality)) == quality);
  CHECK_FALSE(parse_time_quality("guessed"));
}

TEST_CASE("A CSV row has value, state and time of every entry, zero and no included") {
  StoredResponse response = example();
  response.answers["score"] = answered(std::int64_t{0});
  response.answers["used"] = answered(false);
  response.answers["reason"] = answered(std::vector<std::string>{"buy", "look"});
  response.flags = {Flag::repeat, Flag::burst};
  const std::vector<std::string> entries = {"used", "score", "reason", "rooms.why", "old"};
  CHECK(csv_header(entries) ==
        "id,survey,version,language,device,log,sequence,store,touchpoint,day,started_at,"
        "time_quality,duration_ms,completion,flags,used,used.state,used.ms,score,score.state,"
        "score.ms,reason,reason.state,reason.ms,rooms.why,rooms.why.state,rooms.why.ms,old,"
        "old.state,old.ms\r\n");
  CHECK(csv_row(response, entries) ==
        "r4k9q2,fitting-rooms,3,es,dev-7,1,41,harbour-street,fitting-room,2026-03-03,"
        "2026-03-03T14:00:00Z,exact,21400,complete,repeat;burst,no,answered,,0,answered,,"
        "buy;look,answered,,Solo dos abiertos.,answered,14000,,not_shown,\r\n");
}

TEST_CASE("The columns are those of the newest version, then what only older ones had") {
  const std::string text = R"({"id":"%","kind":"text","text":{"en":"Q"}})";
  const auto question = [&text](const char* id) {
    std::string out = text;
    return out.replace(out.find('%'), 1, id);
  };
  const Survey old = survey(question("gone") + "," + question("kept"), 1);
  const Survey now = survey(question("fresh") + "," + question("kept"), 2);
  CHECK(csv_entries({&old, &now}) == std::vector<std::string>{"fresh", "kept", "gone"});
  CHECK(csv_entries({}).empty());
}

TEST_CASE("Cells are quoted as RFC 4180 says") {
  const std::vector<std::string> cells = {"plain",      "",   "a,b",   "say \"hi\"",
                                          "two\nlines", " x", "Zürich"};
  CHECK(csv_record(cells) == "plain,,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" x\",Zürich\r\n");
}

TEST_CASE("A comment never runs as a formula in a spreadsheet, and numbers are left alone") {
  for (const char* text : {"=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx"})
    CHECK(guard_formula(text) == "'" + std::string(text));
  CHECK(guard_formula("5 = five") == "5 = five");
  CHECK(guard_formula("").empty());
  StoredResponse response = example();
  response.answers["rooms.why"] = answered(std::string("=HYPERLINK(\"http://x\")"));
  CHECK(csv_row(response, {"rooms.why"}).find("\"'=HYPERLINK(\"\"http://x\"\")\"") !=
        std::string::npos);
}

TEST_CASE("A figure's JSON has every field, null where nothing is known, numbers unrounded") {
  const Item item{"rooms", ItemKind::scale, ItemMetric::csat, 1, 5, {}};
  Histogram counts;
  counts.v[5] = 1;
  counts.v[1] = 2;
  counts.answered = 3;
  counts.skipped = 4;
  Figure figure = figures_of(item, counts).front();
  figure.group = {{"store", "s1"}, {"week", "2026-W10"}};
  const json::Value out = to_json(figure);
  CHECK(json::dump(*out.find("group")) == R"({"store":"s1","week":"2026-W10"})");
  CHECK(out.find("value")->as_number() == 100.0 / 3);
  CHECK(out.find("n")->as_integer() == 3);
  CHECK(out.find("skipped")->as_integer() == 4);
  CHECK(out.find("option") == nullptr);
  CHECK(out.find("note")->as_string() == "low base");

  const json::Value empty = to_json(figures_of(item, Histogram{}).front());
  CHECK(json::dump(*empty.find("group")) == "{}");
  CHECK(empty.find("value")->is_null());
  CHECK(empty.find("low")->is_null());
  CHECK(empty.find("high")->is_null());

  const Item yes_no{"used", ItemKind::yes_no, ItemMetric::none, 1, 5, {}};
  const json::Value document = figures_document("s", figures_of(yes_no, Histogram{}));
  CHECK(document.find("survey")->as_string() == "s");
  REQUIRE(document.find("figures")->as_array().size() == 2);
  CHECK(document.find("figures")->as_array()[0].find("option")->as_string() == "yes");
}

}  // namespace afterword
