// Which function keys of a keypad speak, as its maker's tool gave them out (speech/README.md says
// what each does):
//
//   {"read_aloud": "F7", "louder": "F9"}     what is not named keeps its own key
#pragma once
#include "sync/base/json/fields.h"

namespace afterword::kiosk {

inline constexpr int kFunctionKeyMost = 24;

// 1 is F1.
struct SpeechKeys {
  int read_aloud = 1, repeat = 2, quieter = 3, louder = 4, headphones_in = 15, headphones_out = 16;
  bool operator==(const SpeechKeys&) const = default;
};

// Adds what is wrong to the problems of the document; one key for two things is.
SpeechKeys read_speech_keys(const json::Value& object, const std::string& where,
                            json::Problems& problems);

}  // namespace afterword::kiosk
