#include "survey-defs/model/desk_records.h"

#include <doctest/doctest.h>

#include "sync/base/core/files.h"
#include "tests/survey-defs/model/helpers.h"

namespace afterword::desk_records_test {

json::Value documented(const std::string& kind) {
  const auto text =
      read_file(std::string(AFTERWORD_SOURCE_DIR) + "/survey-defs/FORMAT.md", 1 << 20);
  REQUIRE(text.has_value());
  const std::string mark = "```json " + kind + "\n";
  const std::size_t begin = text->find(mark);
  REQUIRE(begin != std::string::npos);
  const std::size_t from = begin + mark.size();
  const auto value = json::parse(text->substr(from, text->find("```", from) - from));
  REQUIRE(value.has_value());
  return *value;
}

Answer scaled(std::int64_t value) { return {AnswerState::answered, AnswerValue{value}, 0}; }

}  // namespace afterword::desk_records_test

using namespace afterword;
using namespace afterword::desk_records_test;

TEST_CASE(
    "The interaction and the star that FORMAT.md shows are read and written as they stand there") {
  const json::Value interaction = documented("interaction");
  const auto read = read_interaction(interaction);
  REQUIRE(read.has_value());
  CHECK(read->category == "return");
  CHECK(read->solved == Solved::yes);
  CHECK(read->duration_ms() == 252'000);
  CHECK_FALSE(check_interaction(*read).has_value());
  CHECK(to_json(*read) == interaction);

  const json::Value star = documented("star");
  const auto given = read_star(star);
  REQUIRE(given.has_value());
  CHECK(given->staff == "s4");
  CHECK(to_json(*given) == star);
}

TEST_CASE("Neither record has a place for who recorded it, nor for a customer's response") {
  for (const char* const field : {"staff", "device", "sequence", "response", "survey"})
    CHECK(documented("interaction").find(field) == nullptr);
}

TEST_CASE("A record that is not whole names every problem at once") {
  const auto read =
      read_interaction(*json::parse(R"({"format":1,"category":"A b","solved":"maybe"})"));
  REQUIRE_FALSE(read.has_value());
  for (const char* const field :
       {"category", "solved", "touchpoint", "handed_over", "mono_start_ms"})
    CHECK_MESSAGE(read.error().text().find(field) != std::string::npos, read.error().text());
  CHECK_FALSE(read_star(*json::parse("[]")).has_value());
}

TEST_CASE("The rating of a scoreboard is that of satisfaction, else of the first faces or stars") {
  const Survey rooms = test::survey_from(test::sample("fitting-rooms.json"));
  Answers answers;
  CHECK(desk_rating(rooms, answers) == DeskRating{});
  answers["rooms"] = scaled(4);
  CHECK(desk_rating(rooms, answers) == DeskRating{AnswerState::answered, 4});
  answers["rooms"] = {AnswerState::not_applicable, std::nullopt, 0};
  CHECK(desk_rating(rooms, answers) == DeskRating{AnswerState::not_applicable, 0});
  Survey none = rooms;
  none.questions.erase(none.questions.begin() + 1, none.questions.end());
  CHECK_FALSE(desk_rating(none, answers).has_value());
}
