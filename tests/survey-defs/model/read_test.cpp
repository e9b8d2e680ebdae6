#include "survey-defs/model/read.h"

#include "tests/survey-defs/model/helpers.h"

namespace afterword::read_test {

using test::sample;
using test::with;
using test::without;

struct Bad {
  const char* what;    // for the reader of a failing test
  const char* change;  // a pointer; "-/x" removes
  const char* value;   // JSON
  const char* where;   // of the problem
  const char* says;    // part of its message
  const char* remedy;  // part of its remedy
};

json::Value fitting_rooms() { return test::parsed(sample("fitting-rooms.json")); }

json::Value changed(const Bad& bad) {
  if (bad.change[0] == '-') return without(fitting_rooms(), bad.change + 1);
  return with(fitting_rooms(), bad.change, test::parsed(bad.value));
}

const json::Trouble* at(const json::Problems& problems, std::string_view where) {
  for (const json::Trouble& trouble : problems)
    if (trouble.where == where) return &trouble;
  return nullptr;
}

json::Problems problems_of(const json::Value& definition) {
  return read_survey(json::dump(definition), Reader::author).problems;
}

// Every one of them must be exactly one problem, at that place, in those words.
void check_all(std::initializer_list<Bad> cases) {
  for (const Bad& bad : cases) {
    CAPTURE(bad.what);
    const json::Problems problems = problems_of(changed(bad));
    std::string all;
    for (const json::Trouble& trouble : problems)
      all += trouble.where + " " + trouble.message + " (" + trouble.remedy + ")\n";
    CAPTURE(all);
    CHECK(problems.size() == 1);
    const json::Trouble* trouble = at(problems, bad.where);
    REQUIRE(trouble != nullptr);
    CHECK(trouble->message.find(bad.says) != std::string::npos);
    CHECK(trouble->remedy.find(bad.remedy) != std::string::npos);
  }
}

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

TEST_CASE("Each mistake in a survey's own fields is named with its place and a remedy") {
  check_all({
      {"no format", "-/format", "", "/format", "is missing", "add"},
      {"format as text", "/format", R"("1")", "/format", "whole number", "write"},
      {"later format", "/format", "2", "/format", "2 is not known", "reads format 1"},
      {"no id", "-/id", "", "/id", "is missing", "add"},
      {"id with capitals", "/id", R"("Fitting")", "/id", "is no id", "a-z"},
      {"id with a dot", "/id", R"("a.why")", "/id", "is no id", "a-z"},
      {"id too long", "/id", R"("a23456789012345678901234567890123456789012345678x")", "/id",
       "is no id", "48"},
      {"version 0", "/version", "0", "/version", "from 1 to 2147483647", "range"},
      {"version too large", "/version", "2147483648", "/version", "from 1", "range"},
      {"version with a point", "/version", "3.5", "/version", "whole number", "write"},
      {"no languages", "/languages", "[]", "/languages", "is empty", "at least one"},
      {"no language tag", "/languages/1", R"("Spanish!")", "/languages/1", "no language tag",
       "BCP 47"},
      {"unknown use", "/use", R"("kioks")", "/use", "\"kioks\" is not one of", "\"kiosk\""},
      {"unknown phase", "/phase", R"("leaving")", "/phase", "not one of", "\"leave\""},
      {"touchpoint with a space", "/touchpoint", R"("fitting room")", "/touchpoint", "is no id",
       "a-z"},
      {"priority too high", "/priority", "9000000", "/priority", "from -1000000", "range"},
      {"owner as object", "/owner", "{}", "/owner", "a text in quotes", "write"},
      {"title as text", "/title", R"("Your visit")", "/title", "from a language to its words",
       R"({"en": "..."})"},
      {"title in no language", "/title", "{}", "/title", "no words", "leave it out"},
      {"title with a note only", "/title", R"({"x_note":"?"})", "/title", "no words", "words"},
      {"title in an undeclared language", "/title/fr", R"("Votre visite")", "/title/fr",
       "\"fr\" is not among", "add \"fr\""},
      {"empty words", "/title/en", R"("  ")", "/title/en", "is empty", "words"},
      {"a line break", "/title/en", R"("a\nb")", "/title/en", "U+000A", "line breaks"},
      {"a C1 control", "/title/en", "\"a\u0085b\"", "/title/en", "U+0085", "invisible"},
      {"unknown field", "/tuochpoint", R"("exit")", "/tuochpoint", "not a known field",
       "\"touchpoint\""},
      {"unknown field like none", "/zzzzzzzzzz", "1", "/zzzzzzzzzz", "not a known field", "x_"},
      {"no questions", "/questions", "[]", "/questions", "is empty", "at least one"},
      {"questions as object", "/questions", "{}", "/questions", "a list", "write"},
      {"open hours as text", "/timing/open", R"("09:00-21:00")", "/timing/open", "a list", "write"},
      {"one open hour", "/timing/open", R"(["09:00"])", "/timing/open", "two times", "21:00"},
      {"open hour 9:00", "/timing/open", R"(["9:00","21:00"])", "/timing/open", "two times",
       "09:00"},
      {"open hour 24:00", "/timing/open", R"(["24:00","02:00"])", "/timing/open", "two times",
       "midnight"},
      {"open minute 60", "/timing/open", R"(["09:60","21:00"])", "/timing/open", "two times",
       "09:00"},
      {"after something else", "/timing/after", R"("lunch")", "/timing/after", "not one of", "use"},
      {"share 0", "/timing/share_percent", "0", "/timing/share_percent", "from 1 to 100", "range"},
      {"partial maybe", "/timing/partial", R"("maybe")", "/timing/partial", "not one of", "use"},
      {"cool-down a day", "/timing/cool_down_s", "86400", "/timing/cool_down_s", "from 0 to 3600",
       "range"},
      {"unknown timing", "/timing/opens", "[]", "/timing/opens", "not a known field", "\"open\""},
  });
}

TEST_CASE("Each mistake in a question is named with its place and a remedy") {
  check_all({
      {"a number", "/questions/0", "7", "/questions/0", "must be an object", "kind"},
      {"no id", "-/questions/2/id", "", "/questions/2/id", "is missing", "add"},
      {"the same id twice", "/questions/2/id", R"("rooms")", "/questions/2/id", "already", "own"},
      {"no text", "-/questions/0/text", "", "/questions/0/text", "is missing", "add"},
      {"unknown kind", "/questions/2/kind", R"("choises")", "/questions/2/kind", "not one of",
       "\"choices\""},
      {"no scale", "-/questions/1/scale", "", "/questions/1/scale", "is missing", "add"},
      {"unknown scale", "/questions/1/scale", R"("faces")", "/questions/1/scale", "not one of",
       "\"faces5\""},
      {"scale on yes_no", "/questions/0/scale", R"("faces5")", "/questions/0/scale", "belongs to",
       "remove"},
      {"labels on yes_no", "/questions/0/labels", R"({"en":["a","b"]})", "/questions/0/labels",
       "belongs to", "remove"},
      {"four labels", "/questions/1/labels/en", R"(["a","b","c","d"])", "/questions/1/labels/en",
       "list of 5", "exactly"},
      {"an empty label", "/questions/1/labels/en/2", R"("")", "/questions/1/labels/en/2",
       "is empty", "words"},
      {"labels in another language", "/questions/1/labels/fr", R"(["a","b","c","d","e"])",
       "/questions/1/labels/fr", "not among", "add"},
      {"options on a scale", "/questions/1/options", "[]", "/questions/1/options", "belongs to",
       "remove"},
      {"no options", "-/questions/2/options", "", "/questions/2/options", "is missing", "add"},
      {"one option", "/questions/2/options", R"([{"id":"a","text":{"en":"A"}}])",
       "/questions/2/options", "fewer than two", "choose from"},
      {"the same option twice", "/questions/2/options/1/id", R"("buy")",
       "/questions/2/options/1/id", "already", "own"},
      {"option without text", "-/questions/2/options/1/text", "", "/questions/2/options/1/text",
       "is missing", "add"},
      {"option as text", "/questions/2/options/1", R"("look")", "/questions/2/options/1",
       "must be an object", "id"},
      {"unknown option field", "/questions/2/options/1/label", R"("x")",
       "/questions/2/options/1/label", "not a known field", "x_"},
      {"max_choices over the options", "/questions/2/max_choices", "4", "/questions/2/max_choices",
       "from 1 to 3", "range"},
      {"max_choices on yes_no", "/questions/0/max_choices", "1", "/questions/0/max_choices",
       "belongs to", "remove"},
      {"unknown metric", "/questions/1/metric", R"("cast")", "/questions/1/metric", "not one of",
       "\"csat\""},
      {"nps on faces", "/questions/1/metric", R"("nps")", "/questions/1/metric", "zero_to_ten",
       "remove"},
      {"fcr on a scale", "/questions/1/metric", R"("fcr")", "/questions/1/metric", "yes_no",
       "remove"},
      {"csat on choices", "/questions/2/metric", R"("csat")", "/questions/2/metric", "faces5",
       "remove"},
      {"why on choices", "/questions/2/why", R"({"en":"Why?"})", "/questions/2/why", "belongs to",
       "text"},
      {"why on plain yes_no", "/questions/0/why", R"({"en":"Why?"})", "/questions/0/why",
       "belongs to", "text"},
      {"why that is empty", "/questions/1/why", "{}", "/questions/1/why", "no words", "words"},
      {"why with a band as text", "/questions/1/why/low", R"("Why?")", "/questions/1/why/low",
       "from a language", "en"},
      {"why with bands and languages", "/questions/1/why", R"({"en":"Why?","low":{"en":"Why?"}})",
       "/questions/1/why/low", "not among", "add"},
      {"not_applicable true", "/questions/1/not_applicable", "true", "/questions/1/not_applicable",
       "is true", "leave it out"},
      {"not_applicable waived for no reason", "/questions/1/not_applicable", "false",
       "/questions/1/not_applicable_why", "is missing", "say why"},
      {"a reason without waiving", "/questions/1/not_applicable_why", R"("All did.")",
       "/questions/1/not_applicable_why", "stands without", "waive"},
      {"a review without a day", "/questions/1/review_by", R"("next year")",
       "/questions/1/review_by", "no day", "YYYY-MM-DD"},
      {"chips as texts", "/questions/1/chips/0", R"("The wait")", "/questions/1/chips/0",
       "from a language", "en"},
      {"shuffle as word", "/questions/2/shuffle", R"("yes")", "/questions/2/shuffle",
       "true or false", "write"},
      {"unknown field", "/questions/1/showif", "{}", "/questions/1/showif", "not a known field",
       "\"show_if\""},
  });
}

TEST_CASE("Each mistake in show_if is named with its place and a remedy") {
  const char* at = "/questions/1/show_if";
  check_all({
      {"a text", at, R"("used")", "/questions/1/show_if", "must be an object", "question"},
      {"nothing", at, "{}", "/questions/1/show_if", "tests nothing", "exactly one"},
      {"two forms", at, R"({"question":"used","is":["yes"],"all":[]})", "/questions/1/show_if",
       "mixes", "exactly one"},
      {"no test", at, R"({"question":"used"})", "/questions/1/show_if/question", "not tested",
       "is"},
      {"an unknown question", at, R"({"question":"usde","is":["yes"]})",
       "/questions/1/show_if/question", "no question before", "\"used\""},
      {"itself", at, R"({"question":"rooms","is":[1]})", "/questions/1/show_if/question",
       "no question before", "move"},
      {"a later one", at, R"({"question":"reason","is":["buy"]})", "/questions/1/show_if/question",
       "no question before", "move"},
      {"a why", "/questions/2/show_if", R"({"question":"rooms.why","is":["x"]})",
       "/questions/2/show_if/question", "names a why", "before it"},
      {"a value there is not", at, R"({"question":"used","is":["maybe"]})",
       "/questions/1/show_if/is/0", "no value of \"used\"", "\"yes\" or \"no\""},
      {"a boolean", at, R"({"question":"used","is":[true]})", "/questions/1/show_if/is/0",
       "no value of", "\"yes\""},
      {"no values", at, R"({"question":"used","is":[]})", "/questions/1/show_if/is", "is empty",
       "at least one"},
      {"a step there is not", "/questions/2/show_if", R"({"question":"rooms","is":[6]})",
       "/questions/2/show_if/is/0", "no value of", "from 1 to 5"},
      {"a bound there is not", "/questions/2/show_if", R"({"question":"rooms","at_least":0})",
       "/questions/2/show_if/at_least", "from 1 to 5", "range"},
      {"bounds that exclude all", "/questions/2/show_if",
       R"({"question":"rooms","at_least":4,"at_most":2})", "/questions/2/show_if/at_most",
       "no answer fits", "swap"},
      {"bounds on yes_no", at, R"({"question":"used","at_least":1})",
       "/questions/1/show_if/question", "no scale", "is"},
      {"both tests", "/questions/2/show_if", R"({"question":"rooms","is":[1],"at_least":2})",
       "/questions/2/show_if/question", "two ways", "either"},
      {"an empty list of parts", at, R"({"all":[]})", "/questions/1/show_if/all", "is empty",
       "at least one"},
      {"a wrong part", at, R"({"any":[{"not":{"question":"used","is":["y"]}}]})",
       "/questions/1/show_if/any/0/not/is/0", "no value of", "\"yes\""},
      {"an unknown field", at, R"({"question":"used","is":["yes"],"iss":1})",
       "/questions/1/show_if/iss", "not a known field", "\"is\""},
  });
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
