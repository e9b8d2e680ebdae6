#include "survey-defs/model/response.h"
#include "survey-defs/model/timing_receipt.h"
#include "survey-defs/model/timing_visits.h"
#include "tests/survey-defs/model/helpers.h"

namespace afterword::timing_test {

Survey asked_of(int share_percent) {
  Survey survey;
  survey.id = "a";
  survey.touchpoint = "exit";
  survey.languages = {"en"};
  survey.timing.share_percent = share_percent;
  survey.questions.emplace_back().id = "rating";
  return survey;
}

ReceiptScheme scheme_of(const char* text) {
  const auto scheme = read_receipt_scheme(test::parsed(text), "scheme");
  REQUIRE_MESSAGE(scheme, text);
  return *scheme;
}

constexpr MonoTime kNoon{1'000'000'000};

TEST_CASE("The share of visits that are asked is the one that was set") {
  SeededRandom random(7);
  Visits visits(random, kNoon);
  const std::vector<Survey> surveys{asked_of(30)};
  int asked = 0;
  for (int visit = 0; visit < 20'000; ++visit) {
    const MonoTime now = kNoon + Ms{visit};
    asked += choose(surveys, visits.moment(surveys, "exit", 600, now)) ? 1 : 0;
    visits.visit_over();
  }
  CHECK(asked > 6000 - 4 * 65);  // four times the spread of 20,000 draws
  CHECK(asked < 6000 + 4 * 65);
}

TEST_CASE("One visit is drawn once, and a new one when nobody came for ten minutes") {
  SeededRandom random(3);
  Visits visits(random, kNoon);
  const std::vector<Survey> surveys{asked_of(50)};
  int changes = 0;
  bool before = true;
  for (int slot = 0; slot < 200; ++slot) {
    const MonoTime begun = kNoon + Ms{slot * kDrawHolds.count()};
    const bool left_out = visits.moment(surveys, "exit", 600, begun).left_out.contains("a");
    for (int look = 1; look < 60; ++look)
      REQUIRE(
          visits.moment(surveys, "exit", 600, begun + Ms{look * 10'000}).left_out.contains("a") ==
          left_out);
    changes += left_out != before ? 1 : 0;
    before = left_out;
  }
  CHECK(changes > 60);
}

TEST_CASE("Who was refused is said foremost first, and what is offered instead is not among them") {
  SeededRandom random(1);
  Visits visits(random, kNoon);
  std::vector<Survey> surveys{asked_of(100), asked_of(100), asked_of(100), asked_of(100)};
  surveys[1].id = "b";
  surveys[1].priority = 2;
  surveys[1].timing.open = OpenHours{0, 60};
  surveys[2].id = "c";
  surveys[2].priority = 9;
  surveys[2].timing.quiet = {{0, 1440}};
  surveys[3].id = "d";
  surveys[3].touchpoint = "elsewhere";
  surveys[3].priority = 99;
  const Moment moment = visits.moment(surveys, "exit", 600, kNoon);
  const auto offered = choose(surveys, moment);
  REQUIRE(offered == 0);
  const auto refused = refused_before(surveys, moment, offered);
  REQUIRE(refused.size() == 2);
  CHECK(refused[0].index == 2);
  CHECK(refused[0].reason == NotOffered::quiet);
  CHECK(refused[1].index == 1);
  CHECK(refused[1].reason == NotOffered::closed);
}

TEST_CASE("An ask that nobody took is told once when its time is over") {
  SeededRandom random(1);
  Visits visits(random, kNoon);
  CHECK_FALSE(visits.take(HappeningKind::pickup_done, "", std::nullopt, Ms{0}, kNoon));
  CHECK(visits.next_change({}, kNoon) == kNoon + kAskHolds);
  CHECK(visits.expire(kNoon + kAskHolds + -Ms{1}).empty());
  CHECK(visits.expire(kNoon + kAskHolds) == std::vector{HappeningKind::pickup_done});
  CHECK(visits.expire(kNoon + kAskHolds).empty());
  CHECK_FALSE(visits.next_change({}, kNoon + kAskHolds));
}

TEST_CASE("What happened too long ago leads to nothing, and a clock that runs ahead is forgiven") {
  SeededRandom random(1);
  Visits visits(random, kNoon);
  CHECK(visits.take(HappeningKind::pickup_done, "", std::nullopt, kAskHolds, kNoon) ==
        NotOffered::too_late);
  CHECK_FALSE(visits.take(HappeningKind::pickup_done, "", std::nullopt, Ms{-90'000}, kNoon));
  CHECK(visits.next_change({}, kNoon) == kNoon + kAskHolds);
}

TEST_CASE("A flood of happenings pushes out the oldest, never the memory") {
  SeededRandom random(1);
  Visits visits(random, kNoon);
  for (int i = 0; i < 1000; ++i)
    visits.take(HappeningKind::pickup_done, std::to_string(i), std::nullopt, Ms{0}, kNoon);
  CHECK(visits.expire(kNoon + kAskHolds).size() == kHappeningsMax);
}

TEST_CASE("The receipt of a happening says what was experienced by whoever it brings") {
  SeededRandom random(1);
  Visits visits(random, kNoon);
  Survey survey = asked_of(100);
  survey.timing.after = After::pickup;
  visits.take(HappeningKind::pickup_done, "m", Tags{"checkout"}, Ms{0}, kNoon);
  const Moment moment = visits.moment({survey}, "exit", 600, kNoon);
  CHECK(experience_for(survey, moment) == Tags{"checkout"});
  survey.timing.after = After::any;
  CHECK_FALSE(experience_for(survey, moment));
}

TEST_CASE("A receipt that was scanned and not asked about can be scanned again") {
  SeededRandom random(1);
  Visits visits(random, kNoon);
  CHECK_FALSE(visits.scan("m", std::nullopt, kNoon));
  visits.visit_over();
  CHECK_FALSE(visits.scan("m", std::nullopt, kNoon));
  visits.asked(asked_of(100), kNoon);
  visits.visit_over();
  CHECK(visits.scan("m", std::nullopt, kNoon) == NotOffered::asked_before);
}

TEST_CASE("Of two receipts in one hand the last is meant, and many of them fill no memory") {
  SeededRandom random(1);
  Visits visits(random, kNoon);
  for (int i = 0; i < 100; ++i)
    CHECK_FALSE(visits.scan(std::to_string(i), Tags{"t" + std::to_string(i)}, kNoon));
  const Moment moment = visits.moment({}, "exit", 600, kNoon);
  CHECK(moment.experienced == Tags{"t99"});
  CHECK(visits.expire(kNoon + kAskHolds).size() == 1);
}

TEST_CASE("A receipt's pattern says which letters stand for what") {
  const ReceiptScheme scheme = scheme_of(
      R"({"pattern": "HS ####-!!!-=", "check": "luhn", "tags": {"F": "fitting-room", "c": "checkout"}})");
  CHECK(scheme.pattern == "HS####!!!=");
  // 1234 and its check digit 4.
  CHECK(read_receipt(scheme, "HS1234FC04") == Tags{"fitting-room", "checkout"});
  CHECK(read_receipt(scheme, " hs 1234-f-c-0-4") == std::nullopt);  // a filler ran out of places
  CHECK(read_receipt(scheme, "hs 1234 f-0 4") == Tags{"fitting-room"});
  CHECK(read_receipt(scheme, "HS1234XXX4") == Tags{});
  CHECK_FALSE(read_receipt(scheme, "HS1234FC05"));
  CHECK_FALSE(read_receipt(scheme, "HS123FC04"));
  CHECK_FALSE(read_receipt(scheme, "HS1234FC044"));
  CHECK_FALSE(read_receipt(scheme, "XX1234FC04"));
  CHECK_FALSE(read_receipt(scheme, ""));
  CHECK(plain_receipt("hs 12-34 fc") == "HS1234FC");
  const auto again = read_receipt_scheme(to_json(scheme), "");
  REQUIRE(again);
  CHECK(*again == scheme);
}

TEST_CASE("A scheme that cannot work is refused with what to do") {
  for (const char* const text :
       {R"({"pattern": "###", "tags": {}})", R"({"pattern": "####!", "tags": {}})",
        R"({"pattern": "####", "tags": {"F": "fitting-room"}})",
        R"({"pattern": "####=!", "tags": {"F": "fitting-room"}})",
        R"({"pattern": "####", "check": "luhn", "tags": {}})",
        R"({"pattern": "##=##", "check": "luhn", "tags": {}})",
        R"({"pattern": "####.", "tags": {}})", R"({"pattern": "####!", "tags": {"FF": "room"}})",
        R"({"pattern": "####!", "tags": {"F": "Room"}})", R"({"tags": {}})", R"([])",
        R"({"pattern": "####", "check": "crc", "tags": {}})",
        R"({"pattern": "####", "tags": {}, "tag": {}})"}) {
    CAPTURE(text);
    CHECK_FALSE(read_receipt_scheme(test::parsed(text), "scheme"));
  }
}

TEST_CASE("An event is one small object, and what is wrong with it is said") {
  const auto read = [](const char* text) { return read_happening(test::parsed(text), true); };
  const auto whole = read(R"({"event": "pickup_done", "receipt": "A17", "at_ms": 1772546400000})");
  REQUIRE(whole);
  CHECK(whole->kind == HappeningKind::pickup_done);
  CHECK(whole->receipt == "A17");
  CHECK(whole->at == WallTime{1'772'546'400'000});
  CHECK(read_happening(to_json(*whole), true) == *whole);
  CHECK(read(R"({"event": "visit_failed"})"));
  for (const char* const text :
       {R"({})", R"([])", R"({"event": "delivered"})", R"({"event": 3})",
        R"({"event": "pickup_done", "at_ms": -1})", R"({"event": "pickup_done", "name": "Ann"})",
        R"({"event": "pickup_done", "receipt": 17})"}) {
    CAPTURE(text);
    CHECK_FALSE(read(text));
  }
  CHECK(read_happening(test::parsed(R"({"event": "entered", "later": 1})"), false));
}

TEST_CASE("A question about something particular is not shown to whom a receipt says otherwise") {
  const std::string text = R"json({"format": 1, "id": "s", "version": 1, "languages": ["en"],
    "questions": [
      {"id": "rooms", "kind": "yes_no", "about": ["fitting-room"], "text": {"en": "Rooms?"}},
      {"id": "till", "kind": "yes_no", "about": ["checkout", "pickup"], "text": {"en": "Till?"}},
      {"id": "more", "kind": "text", "text": {"en": "More?"}}]})json";
  const Reading reading = read_survey(text, Reader::author);
  REQUIRE(reading.survey);
  const Survey& survey = *reading.survey;
  CHECK(path(survey, {}).size() == 3);
  CHECK(path(survey, {}, Tags{"pickup"}).size() == 2);
  CHECK(path(survey, {}, Tags{}).size() == 1);

  Response response;
  response.survey = "s";
  response.language = "en";
  response.answers["till"] = {AnswerState::answered, true, std::nullopt};
  response.experienced = Tags{"checkout"};
  settle(survey, response.answers, AnswerState::skipped, response.experienced);
  CHECK(response.answers.at("rooms").state == AnswerState::not_shown);
  CHECK_FALSE(check_response(survey, response));
  const auto again = read_response(to_json(response));
  REQUIRE(again);
  CHECK(again->experienced == Tags{"checkout"});

  // Without the tags nobody could say why a question was left out.
  response.experienced.reset();
  const auto refused = check_response(survey, response);
  REQUIRE(refused);
  CHECK(refused->reason == Quarantine::state_missing);
  // And what was left out cannot have been answered.
  response.experienced = Tags{"checkout"};
  response.answers["rooms"] = {AnswerState::skipped, std::nullopt, std::nullopt};
  REQUIRE(check_response(survey, response));
  CHECK(check_response(survey, response)->reason == Quarantine::answer_out_of_range);
}

}  // namespace afterword::timing_test
