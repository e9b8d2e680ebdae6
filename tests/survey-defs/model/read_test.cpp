#include "survey-defs/model/read.h"

#include "tests/survey-defs/model/helpers.h"

namespace afterword::read_test {

using test::at;
using test::fitting_rooms;
using test::problems_of;
using test::sample;
using test::with;

TEST_CASE("A definition is read with all its fields") {
  const Survey survey = test::survey_from(sample("fitting-rooms.json"));
  CHECK(survey.id == "fitting-rooms");
  CHECK(survey.version == 3);
  CHECK(survey.use == Use::kiosk);
  CHECK(survey.owner == "Store operations");
  CHECK(survey.touchpoint == "fitting-room");
  CHECK(survey.phase == Phase::try_);
  CHECK(survey.languages == std::vector<Language>{"en", "es"});
  CHECK(survey.title.in("es", "en") == "Su visita");
  CHECK(survey.timing.after == After::visit);
  CHECK(survey.timing.open->open_minute == 9 * 60);
  CHECK(survey.timing.open->close_minute == 21 * 60);
  REQUIRE(survey.questions.size() == 3);

  const Question& rooms = survey.questions[1];
  CHECK(rooms.kind == QuestionKind::scale);
  CHECK(rooms.scale == ScaleKind::faces5);
  CHECK(rooms.metric == Metric::csat);
  CHECK(rooms.labels.at("es")[4] == "Muy bien");
  CHECK(rooms.offers_not_applicable);
  CHECK(rooms.not_applicable.in("en", "en") == "I didn't use this");
  CHECK(rooms.show_if->question == "used");
  CHECK(rooms.show_if->values == std::vector<std::string>{"yes"});
  CHECK(rooms.why->for_band(WhyBand::low)->in("en", "en") == "What could have been better?");
  CHECK(rooms.chips.size() == 2);

  const Question& reason = survey.questions[2];
  CHECK(reason.max_choices == 3);
  CHECK(reason.shuffle);
  CHECK(reason.options[1].id == "look");
}

TEST_CASE("What is left out has its default") {
  const Survey survey = test::survey_of(test::survey_with(
      R"([{"id":"a","kind":"choices","text":{"en":"Which?"},
           "options":[{"id":"x","text":{"en":"X"}},{"id":"y","text":{"en":"Y"}}]},
          {"id":"b","kind":"text","text":{"en":"What?"}}])"));
  CHECK(survey.use == Use::kiosk);
  CHECK(survey.priority == 0);
  CHECK(survey.phase == Phase::none);
  CHECK_FALSE(survey.timing.open);
  CHECK(survey.timing.cool_down_s == 5);
  CHECK(survey.timing.share_percent == 100);
  CHECK(survey.timing.partial == Partial::keep);
  CHECK(survey.timing.after == After::any);
  CHECK(survey.questions[0].max_choices == 2);
  CHECK_FALSE(survey.questions[0].shuffle);
  CHECK(survey.questions[0].offers_not_applicable);
  CHECK_FALSE(survey.questions[1].offers_not_applicable);
}

TEST_CASE("A why is by score if it has only low, mid and high, otherwise by language") {
  const auto with_why = [](const char* why) {
    return test::survey_of(with(test::survey_with(R"([{"id":"a","kind":"scale","scale":"stars5",
        "text":{"en":"How?"}}])"),
                                "/questions/0/why", test::parsed(why)));
  };
  const Survey one = with_why(R"({"en":"Why?"})");
  for (const WhyBand band : {WhyBand::low, WhyBand::mid, WhyBand::high})
    CHECK(one.questions[0].why->for_band(band)->in("en", "en") == "Why?");
  const Survey low = with_why(R"({"low":{"en":"Oh?"},"x_note":"ours"})");
  CHECK(low.questions[0].why->for_band(WhyBand::low)->in("en", "en") == "Oh?");
  CHECK(low.questions[0].why->for_band(WhyBand::high) == nullptr);
}

TEST_CASE("show_if may not look at what people write") {
  const auto problems = problems_of(test::survey_with(
      R"([{"id":"a","kind":"text","text":{"en":"What?"}},
          {"id":"b","kind":"yes_no","text":{"en":"Why?"},"show_if":{"question":"a","is":["x"]}}])"));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message.find("is a text question") != std::string::npos);
}

TEST_CASE("A misspelt form of show_if is named beside the complaint that nothing is tested") {
  const auto problems =
      problems_of(with(fitting_rooms(), "/questions/1/show_if", test::parsed(R"({"al":[]})")));
  const json::Trouble* misspelt = at(problems, "/questions/1/show_if/al");
  REQUIRE(misspelt != nullptr);
  CHECK(misspelt->remedy == "did you mean \"all\"?");
}

TEST_CASE("show_if nests eight deep and no deeper") {
  const auto nested = [](int nots) {
    std::string text = R"({"question":"used","is":["yes"]})";
    for (int i = 0; i < nots; ++i) text = R"({"not":)" + text + "}";
    return problems_of(with(fitting_rooms(), "/questions/1/show_if", test::parsed(text)));
  };
  CHECK(nested(kShowIfDepthMax - 1).empty());
  const auto problems = nested(kShowIfDepthMax);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message.find("more than 8 deep") != std::string::npos);
}

TEST_CASE("All problems are told at once") {
  json::Value broken = fitting_rooms();
  broken = with(broken, "/versoin", 1);
  broken = with(broken, "/timing/share_percent", 400);
  broken = with(broken, "/questions/0/kind", "yesno");
  broken = with(broken, "/questions/1/labels/es", test::parsed(R"(["uno"])"));
  broken = with(broken, "/questions/2/options/0/id", "Buy it");
  broken = with(broken, "/questions/2/text/de", "Wozu?");
  const auto problems = problems_of(broken);
  for (const char* where :
       {"/versoin", "/timing/share_percent", "/questions/0/kind", "/questions/1/labels/es",
        "/questions/2/options/0/id", "/questions/2/text/de"}) {
    CAPTURE(where);
    CHECK(at(problems, where) != nullptr);
  }
  // A test on a question whose own kind is wrong is no further problem.
  CHECK(problems.size() == 6);
}

TEST_CASE("A survey whose languages cannot be read is not buried under each of its texts") {
  const auto problems = problems_of(with(fitting_rooms(), "/languages", "en"));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].where == "/languages");
}

TEST_CASE("A language that stands twice is named") {
  const auto problems = problems_of(with(fitting_rooms(), "/languages/2", "es"));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].where == "/languages/2");
}

TEST_CASE("A kiosk ignores unknown fields where an author is told") {
  json::Value extended = with(fitting_rooms(), "/mood", "blue");
  extended = with(extended, "/questions/1/colour", 3);
  extended = with(extended, "/questions/1/show_if/weight", 2);
  const std::string bytes = json::dump(extended);
  CHECK(read_survey(bytes, Reader::kiosk).survey.has_value());
  CHECK(read_survey(bytes, Reader::author).problems.size() == 3);
}

TEST_CASE("Notes that begin with x_ are kept and ignored everywhere") {
  json::Value noted = with(fitting_rooms(), "/x_mood", "blue");
  noted = with(noted, "/title/x_note", 5);
  noted = with(noted, "/questions/1/x_colour", 3);
  noted = with(noted, "/questions/1/labels/x_note", 3);
  noted = with(noted, "/questions/1/why/x_note", 3);
  noted = with(noted, "/questions/1/show_if/x_note", 3);
  noted = with(noted, "/timing/x_note", 3);
  CHECK(problems_of(noted).empty());
}

TEST_CASE("Limits hold at their edge") {
  SUBCASE("500 characters a text, counted as characters and not as bytes") {
    std::string words;
    for (int i = 0; i < 500; ++i) words += "语";
    CHECK(problems_of(with(fitting_rooms(), "/headline/en", words)).empty());
    const auto problems = problems_of(with(fitting_rooms(), "/headline/en", words + "语"));
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message == "is 501 characters long; at most 500 are allowed");
  }
  SUBCASE("60 questions") {
    json::Value many = fitting_rooms();
    for (std::size_t i = 3; i < 60; ++i)
      many = with(many, "/questions/" + std::to_string(i),
                  test::parsed(R"({"id":"q)" + std::to_string(i) +
                               R"(","kind":"text","text":{"en":"What?"}})"));
    CHECK(problems_of(many).empty());
    many = with(many, "/questions/60",
                test::parsed(R"({"id":"q60","kind":"text","text":{"en":"What?"}})"));
    const auto problems = problems_of(many);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].where == "/questions");
  }
  SUBCASE("12 options") {
    json::Value many = fitting_rooms();
    for (std::size_t i = 3; i < 12; ++i)
      many = with(many, "/questions/2/options/" + std::to_string(i),
                  test::parsed(R"({"id":"o)" + std::to_string(i) + R"(","text":{"en":"Option"}})"));
    CHECK(problems_of(many).empty());
    many = with(many, "/questions/2/options/12",
                test::parsed(R"({"id":"o12","text":{"en":"Option"}})"));
    CHECK(at(problems_of(many), "/questions/2/options") != nullptr);
  }
  SUBCASE("256 KiB") {
    std::string bytes = json::dump(fitting_rooms());
    bytes.resize(kDefinitionBytesMax, ' ');
    CHECK(read_survey(bytes, Reader::author).survey.has_value());
    const auto problems = read_survey(bytes + " ", Reader::author).problems;
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].message.find("262144") != std::string::npos);
  }
}

TEST_CASE("Open hours may cross midnight and end with the day") {
  const auto hours = [](const char* open) {
    return *test::survey_of(with(fitting_rooms(), "/timing/open", test::parsed(open))).timing.open;
  };
  CHECK(hours(R"(["22:00","06:30"])").close_minute == 390);
  CHECK(hours(R"(["00:00","24:00"])").close_minute == 1440);
}

TEST_CASE("fcr is asked with yes and no, or with a choice of the ids it knows") {
  const auto choice = [](const char* last) {
    return problems_of(test::survey_with(
        std::string(R"([{"id":"a","kind":"choice","metric":"fcr","text":{"en":"Solved?"},
        "options":[{"id":"yes","text":{"en":"Yes"}},{"id":"no","text":{"en":"No"}},
        {"id":")") +
        last + R"(","text":{"en":"Other"}}],"why":{"en":"Why?"}}])"));
  };
  CHECK(choice("not_yet").empty());
  CHECK(choice("no_issue").empty());
  const auto problems = choice("perhaps");
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].where == "/questions/0/metric");
  CHECK(problems[0].message.find("\"perhaps\"") != std::string::npos);
}

TEST_CASE("Broken JSON, other documents and odd bytes are one problem each, never a crash") {
  for (const std::string& bytes :
       {std::string(), std::string("{"), std::string("[]"), std::string("null"), std::string("7"),
        std::string("{\"format\":1,}"), std::string("\xff\xfe"), std::string("{\"id\":\"\xc3\"}"),
        std::string(200, '['), std::string("{\"format\":1,\"format\":1}"), std::string(1, '\0')}) {
    CAPTURE(bytes);
    const Reading reading = read_survey(bytes, Reader::author);
    CHECK_FALSE(reading.survey);
    CHECK(reading.problems.size() == 1);
  }
}

TEST_CASE("A broken file says where it breaks") {
  const auto problems = read_survey("{\n  \"format\": 1,\n  \"id\" 2\n}", Reader::author).problems;
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].message.find("line 3") != std::string::npos);
}

TEST_CASE("A message never carries a control character from the file") {
  const auto problems =
      read_survey(R"({"format":1,"id":"a\u001b[31m","\u0007bell":1})", Reader::author).problems;
  CHECK(problems.size() >= 2);
  for (const json::Trouble& trouble : problems)
    for (const std::string& text : {trouble.where, trouble.message, trouble.remedy})
      for (const char c : text) CHECK_FALSE((c >= 0 && c < ' '));
}

}  // namespace afterword::read_test
