#include "kiosk/appliance/speech_keys.h"

#include <fmt/format.h>

#include <map>

namespace afterword::kiosk {
namespace {

struct Named {
  const char* name;
  int SpeechKeys::*key;
};
constexpr Named kAll[] = {
    {"read_aloud", &SpeechKeys::read_aloud},
    {"repeat", &SpeechKeys::repeat},
    {"quieter", &SpeechKeys::quieter},
    {"louder", &SpeechKeys::louder},
    {"headphones_in", &SpeechKeys::headphones_in},
    {"headphones_out", &SpeechKeys::headphones_out},
};

// "F7" -> 7; 0 if it is no such key.
int function_key(std::string_view text) {
  for (int key = 1; key <= kFunctionKeyMost; ++key)
    if (text == fmt::format("F{}", key)) return key;
  return 0;
}

}  // namespace

SpeechKeys read_speech_keys(const json::Value& object, const std::string& where,
                            json::Problems& problems) {
  SpeechKeys out;
  json::Fields fields(object, where, problems);
  for (const Named& each : kAll) {
    const auto text = fields.text(each.name, {.bytes_max = 8});
    if (!text) continue;
    out.*each.key = function_key(*text);
    if (out.*each.key == 0)
      fields.problem(each.name, "\"" + *text + "\" is no function key", "use F1 to F24");
  }
  std::map<int, std::string_view> taken;
  for (const Named& each : kAll) {
    const auto [other, is_new] = taken.emplace(out.*each.key, each.name);
    if (!is_new && out.*each.key != 0)
      fields.problem(each.name, fmt::format("is F{}, and so is {}", out.*each.key, other->second),
                     "give each a key of its own");
  }
  fields.finish();
  return out;
}

}  // namespace afterword::kiosk
