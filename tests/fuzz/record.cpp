// What a device sealed, opened: the first byte says whether it was sent as a response, an interaction or a star.
// What a reader accepts, it must read again from its own writing to the same writing, and judge alike.
#include <cstdint>
#include <cstdlib>

#include "survey-defs/model/desk_records.h"
#include "survey-defs/model/read.h"
#include "sync/base/core/bytes.h"

namespace {

using namespace afterword;

constexpr std::string_view kSurvey = R"({
  "format": 1, "id": "s", "version": 1, "languages": ["en"],
  "questions": [
    {"id": "a", "kind": "scale", "scale": "stars5", "text": {"en": "A"}, "why": {"en": "W"}},
    {"id": "b", "kind": "yes_no", "text": {"en": "B"}},
    {"id": "c", "kind": "choices", "text": {"en": "C"},
     "options": [{"id": "x", "text": {"en": "X"}}, {"id": "y", "text": {"en": "Y"}}]},
    {"id": "d", "kind": "text", "text": {"en": "D"}}]})";

template <class Record, class Judge>
void reads_its_own_writing(Result<Record> (*read)(const json::Value&), const json::Value& value,
                           Judge fits) {
  const auto first = read(value);
  if (!first) return;
  const std::string written = dump(to_json(*first));
  const auto again = json::parse(written);
  if (!again) std::abort();
  const auto second = read(*again);
  if (!second || dump(to_json(*second)) != written || fits(*second) != fits(*first)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Survey survey = *read_survey(kSurvey, Reader::author).survey;
  if (size == 0) return 0;
  const auto value = json::parse(as_text({data + 1, size - 1}));
  if (!value) return 0;
  switch (data[0] % 3) {
    case 0:
      reads_its_own_writing(read_response, *value, [](const Response& response) {
        return !check_response(survey, response) && !check_imported_response(survey, response);
      });
      break;
    case 1:
      reads_its_own_writing(read_interaction, *value, [](const Interaction& interaction) {
        return !check_interaction(interaction);
      });
      break;
    default:
      reads_its_own_writing(read_star, *value, [](const Star&) { return true; });
      break;
  }
  return 0;
}
