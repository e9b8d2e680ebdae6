#include <doctest/doctest.h>

#include "kiosk/ui/strings.h"

namespace afterword::kiosk::strings_test {

AllStrings made(const std::map<std::string, std::string>& texts) {
  Result<AllStrings> all = AllStrings::read(texts);
  REQUIRE_MESSAGE(all.has_value(), (all ? std::string() : all.error().text()));
  return std::move(*all);
}

std::string trouble(const std::map<std::string, std::string>& texts) {
  const Result<AllStrings> all = AllStrings::read(texts);
  REQUIRE_FALSE(all.has_value());
  CHECK(all.error().failure == Failure::invalid);
  return all.error().text();
}

const char* const kEnglishText = R"({
  "skip": "Skip", "of": "Question {n} of {m}", "twice": "{a} and {a}", "only": "Only here",
  "left": {"one": "{n} second for {who}", "other": "{n} seconds for {who}"}})";

TEST_CASE("a text comes in its language, else in the shorter tag's, else in English") {
  const AllStrings all = made({{"en", kEnglishText}, {"zh", R"({"skip": "跳过"})"}});
  CHECK(all.in("zh").get("skip") == "跳过");
  CHECK(all.in("zh-Hans-CN").get("skip") == "跳过");
  CHECK(all.in("zh").get("only") == "Only here");
  CHECK(all.in("sw").get("skip") == "Skip");
  CHECK(all.in("").get("skip") == "Skip");
  CHECK(all.in("en").get("nothing_of_that_name") == "nothing_of_that_name");
}

TEST_CASE("names in a text are filled in wherever they stand, and only once") {
  const Strings words = made({{"en", kEnglishText}}).in("en");
  CHECK(words.get("of", {{"n", "2"}, {"m", "3"}}) == "Question 2 of 3");
  CHECK(words.get("twice", {{"a", "x"}}) == "x and x");
  CHECK(words.get("twice", {{"a", "{a}"}}) == "{a} and {a}");
  CHECK(words.get("of", {{"m", "3"}}) == "Question {n} of 3");
}

TEST_CASE("counting takes the language's plural form and its digits") {
  const AllStrings all = made(
      {{"en", kEnglishText},
       {"ar",
        R"({"left": {"zero": "z{n}", "one": "o", "two": "t", "few": "f{n}", "many": "m{n}", "other": "x{n}"}})"}});
  CHECK(all.in("en").count("left", 1, {{"who", "you"}}) == "1 second for you");
  CHECK(all.in("en").count("left", 12, {{"who", "you"}}) == "12 seconds for you");
  CHECK(all.in("ar").count("left", 1) == "o");
  CHECK(all.in("ar").count("left", 2) == "t");
  CHECK(all.in("ar").count("left", 10) == "f١٠");
  CHECK(all.in("ar").count("left", 12) == "m١٢");
  CHECK(all.in("ar").count("left", 100) == "x١٠٠");
  // A text that comes from English counts as English does, whatever the language asked for.
  CHECK(all.in("vi").count("left", 1, {{"who", "you"}}) == "1 second for you");
}

TEST_CASE("plural forms are those of the language") {
  const auto forms = [](std::string_view language) {
    std::string out;
    for (const int n : {0, 1, 2, 3, 5, 11, 21, 22, 100, 111}) {
      out += std::string(plural_form(language, n)) + " ";
    }
    return out;
  };
  CHECK(forms("en") == "other one other other other other other other other other ");
  CHECK(forms("fr") == "one one other other other other other other other other ");
  CHECK(forms("zh-Hans") == "other other other other other other other other other other ");
  CHECK(forms("ar") == "zero one two few few many many many other many ");
  CHECK(forms("ru") == "many one few few many many one few many many ");
  CHECK(forms("hi") == "one one other other other other other other other other ");
  CHECK(forms("he") == "other one two other other other other other other other ");
  CHECK(forms("th") == forms("vi"));
  CHECK(forms("th") == forms("zh"));
  CHECK(forms("de") == forms("en"));
  CHECK(forms("pl") == "many one few few many many many few many many ");
  CHECK(plural_form("en", -1) == "one");
}

TEST_CASE("digits are those of the language, and other signs stay") {
  const AllStrings all = made({{"en", kEnglishText}});
  CHECK(all.in("ar").number(305) == "٣٠٥");
  CHECK(all.in("ar-EG").digits("10 / 3") == "١٠ / ٣");
  CHECK(all.in("ar").number(-7) == "-٧");
  CHECK(all.in("es").number(305) == "305");
}

TEST_CASE("a language has its own name and direction") {
  CHECK(own_name("ar") == "العربية");
  CHECK(own_name("zh") == "中文");
  CHECK(own_name("zh-Hant-TW") == "繁體中文");
  CHECK(own_name("es-MX") == "Español");
  CHECK(own_name("tlh") == "tlh");
  CHECK(is_right_to_left("ar-EG"));
  CHECK(is_right_to_left("he"));
  CHECK_FALSE(is_right_to_left("es"));
  CHECK(made({{"en", kEnglishText}}).in("ur").right_to_left());
}

TEST_CASE("what is wrong with the files is said with file and key, all at once") {
  const std::string text =
      trouble({{"en", R"({"a": 3, "b": "", "c": {"one": "x", "few": "y"}})"}, {"es", "not json"}});
  CHECK(text.find("en.json /a: must be a text") != std::string::npos);
  CHECK(text.find("en.json /b: the text is empty") != std::string::npos);
  CHECK(text.find("no plural form \"few\"") != std::string::npos);
  CHECK(text.find("the form \"other\" is missing") != std::string::npos);
  CHECK(text.find("es.json") != std::string::npos);
  CHECK(trouble({{"es", "{}"}}).find("en.json is missing") != std::string::npos);
}

TEST_CASE("a folder that is not there is an error that names it") {
  const Result<AllStrings> all = AllStrings::load("/nonexistent/strings");
  REQUIRE_FALSE(all.has_value());
  CHECK(all.error().failure == Failure::not_found);
  CHECK(all.error().where == "/nonexistent/strings");
}

}  // namespace afterword::kiosk::strings_test
