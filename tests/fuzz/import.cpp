// An import map and a CSV file, up to and after the first zero byte: whatever they hold, either all
// of it is fit to be stored or there is a list of what is not.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "survey-defs/model/read.h"
#include "sync/base/core/bytes.h"
#include "sync/import/rows.h"

namespace {

constexpr std::string_view kSurvey = R"({
  "format": 1, "id": "s", "version": 1, "use": "import", "languages": ["en"],
  "questions": [
    {"id": "a", "kind": "scale", "scale": "stars5", "text": {"en": "A"}, "why": {"en": "W"}},
    {"id": "b", "kind": "yes_no", "text": {"en": "B"}},
    {"id": "c", "kind": "choices", "text": {"en": "C"},
     "options": [{"id": "x", "text": {"en": "X"}}, {"id": "y", "text": {"en": "Y"}}]},
    {"id": "d", "kind": "text", "text": {"en": "D"}},
    {"id": "e", "kind": "choice", "text": {"en": "E"},
     "options": [{"id": "x", "text": {"en": "X"}}, {"id": "y", "text": {"en": "Y"}}]}]})";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const afterword::Survey survey =
      *afterword::read_survey(kSurvey, afterword::Reader::author).survey;
  const std::string_view text = afterword::as_text({data, size});
  const std::size_t end = text.find('\0');
  const afterword::ImportMapReading map = afterword::read_import_map(text.substr(0, end), survey);
  if (map.map.has_value() != map.problems.empty()) std::abort();
  if (map.map && map.map->version && afterword::import_map_version(text.substr(0, end)) != map.map->version)
    std::abort();
  if (!map.map || end == text.npos) return 0;
  const afterword::ImportReading reading = afterword::read_rows(
      text.substr(end + 1), *map.map, survey, {{{"s1", "UTC"}}, std::string("Europe/Madrid")});
  if (!reading.ok() && !reading.responses.empty()) std::abort();
  for (const afterword::ImportTrouble& trouble : reading.troubles)
    if (trouble.text().empty()) std::abort();
  for (const afterword::ImportedResponse& row : reading.responses)
    if (afterword::check_response(survey, row.response)) std::abort();
  return 0;
}
