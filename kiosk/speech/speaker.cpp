#include "kiosk/speech/speaker.h"

#include <algorithm>

namespace afterword::kiosk {

bool has_voice(const std::vector<Language>& voices, const Language& language) {
  return std::any_of(voices.begin(), voices.end(), [&](const Language& voice) {
    return language == voice || language.starts_with(voice + "-");
  });
}

}  // namespace afterword::kiosk
