#include "survey-defs/model/read.h"

#include <doctest/doctest.h>

#include "sync/base/core/files.h"

namespace afterword {
namespace read_test {

std::string sample(const std::string& file) {
  const auto bytes =
      read_file(std::string(AFTERWORD_SOURCE_DIR) + "/tests/survey-defs/samples/" + file,
                kDefinitionBytesMax);
  REQUIRE(bytes);
  return *bytes;
}

}  // namespace read_test

TEST_CASE("A definition is read with all its fields") {
  const Reading reading = read_survey(read_test::sample("fitting-rooms.json"), Reader::author);
  for (const json::Trouble& trouble : reading.problems)
    MESSAGE(trouble.where << ": " << trouble.message << " (" << trouble.remedy << ")");
  REQUIRE(reading.survey);
  CHECK(reading.survey->id == "fitting-rooms");
}

}  // namespace afterword
