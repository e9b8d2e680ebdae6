#include "sync/base/json/value.h"

#include <doctest/doctest.h>

#include "sync/base/json/fields.h"

namespace afterword::json {

TEST_CASE("A document reads back as it was written, in order, with exact integers") {
  const std::string text =
      R"({"b":1,"a":[true,null,-9007199254740993,0.1,"é\n"],"o":{"x":{"y":[]}}})";
  const auto value = parse(text);
  REQUIRE(value);
  CHECK(dump(*value) == text);
  CHECK(value->find("a")->as_array()[2].as_integer() == -9007199254740993LL);
}

TEST_CASE("A broken document is refused with its line and column") {
  const auto value = parse("{\n  \"a\": 1,\n  \"b\" 2\n}");
  REQUIRE_FALSE(value);
  CHECK(value.error().where.find("line 3") == 0);
  CHECK_FALSE(parse(""));
  CHECK_FALSE(parse("{} x"));
  CHECK_FALSE(parse("\"\xff\""));
  CHECK_FALSE(parse("\"\xed\xa0\x80\""));
}

TEST_CASE("A name that stands twice in one object is refused") {
  CHECK_FALSE(parse(R"({"a":1,"a":2})"));
  CHECK(parse(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST_CASE("Depth is limited") {
  CHECK(parse(std::string(kDepthMax, '[') + std::string(kDepthMax, ']')));
  CHECK_FALSE(parse(std::string(kDepthMax + 1, '[') + std::string(kDepthMax + 1, ']')));
}

TEST_CASE("Reading an object collects every problem with place and remedy") {
  const auto value = parse(R"({"id":7,"versoin":1,"x_note":true,"long":"abcdef"})");
  REQUIRE(value);
  Problems problems;
  Fields fields(*value, "/s", problems);
  CHECK_FALSE(fields.text("id"));
  CHECK_FALSE(fields.integer("version", {.required = true}));
  CHECK_FALSE(fields.text("long", {.bytes_max = 3}));
  fields.finish();
  REQUIRE(problems.size() == 4);
  CHECK(problems[0].where == "/s/id");
  CHECK(problems[1].where == "/s/version");
  CHECK(problems[3].where == "/s/versoin");
  CHECK(problems[3].remedy == "did you mean \"version\"?");
}

}  // namespace afterword::json
