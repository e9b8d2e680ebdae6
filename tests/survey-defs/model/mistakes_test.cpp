// Every mistake an author can make, one at a time: where it is reported, in which words.
#include "tests/survey-defs/model/helpers.h"

namespace afterword::mistakes_test {

using test::at;
using test::fitting_rooms;
using test::problems_of;
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

json::Value changed(const Bad& bad) {
  if (bad.change[0] == '-') return without(fitting_rooms(), bad.change + 1);
  return with(fitting_rooms(), bad.change, test::parsed(bad.value));
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

TEST_CASE("Each mistake in when it is asked, and of whom, is named") {
  check_all({
      {"half a break", "/timing/quiet", R"([["12:00"]])", "/timing/quiet/0", "two different times",
       "12:00"},
      {"an empty break", "/timing/quiet", R"([["12:00", "12:00"]])", "/timing/quiet/0",
       "two different times", "12:00"},
      {"no such time", "/timing/quiet", R"([["12:00", "14:00"], ["25:00", "26:00"]])",
       "/timing/quiet/1", "two different times", "12:00"},
      {"a dwell without end", "/timing/min_dwell_s", "3601", "/timing/min_dwell_s", "", ""},
      {"finished as a word", "/timing/ask_finished", R"("yes")", "/timing/ask_finished", "", ""},
      {"about as one word", "/questions/0/about", R"("rooms")", "/questions/0/about", "", ""},
      {"about nothing", "/questions/0/about", "[]", "/questions/0/about", "is empty", "tag"},
      {"about no tag", "/questions/0/about", R"(["The rooms"])", "/questions/0/about/0",
       "is no tag", "a-z"},
      {"about one twice", "/questions/0/about", R"(["rooms", "rooms"])", "/questions/0/about/1",
       "stands twice", "once"},
  });
}

}  // namespace afterword::mistakes_test
