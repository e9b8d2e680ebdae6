// Which voice of espeak-ng speaks a language, and which it had better not speak.
#pragma once
#include <string_view>
#include <vector>

#include "survey-defs/model/survey.h"

namespace afterword::kiosk {

// "zh" -> "cmn-latn-pinyin"; empty: nothing that listeners could understand (README.md says why).
std::string_view voice_for(std::string_view language);

// The languages of our table whose voice `listing` (what `espeak-ng --voices` prints) has.
std::vector<Language> voices_in(std::string_view listing);

}  // namespace afterword::kiosk
