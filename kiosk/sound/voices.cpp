#include "kiosk/sound/voices.h"

#include <algorithm>
#include <string>

namespace afterword::kiosk {
namespace {

struct VoiceName {
  std::string_view language, voice;
};

// Judged with version 1.51 of Debian 12. Left out on purpose: Hebrew (written without vowels, and
// it says only the consonants) and Thai (it knows few rules and reads out letters' names). "cmn"
// alone reads Chinese as English letters; the voice for pinyin reads it as Chinese.
constexpr VoiceName kVoices[] = {
    {"ar", "ar"},
    {"bg", "bg"},
    {"ca", "ca"},
    {"cs", "cs"},
    {"cy", "cy"},
    {"da", "da"},
    {"de", "de"},
    {"el", "el"},
    {"en", "en"},
    {"es", "es"},
    {"et", "et"},
    {"eu", "eu"},
    {"fi", "fi"},
    {"fr", "fr"},
    {"ga", "ga"},
    {"hi", "hi"},
    {"hr", "hr"},
    {"hu", "hu"},
    {"id", "id"},
    {"is", "is"},
    {"it", "it"},
    {"lt", "lt"},
    {"lv", "lv"},
    {"mt", "mt"},
    {"nb", "nb"},
    {"nl", "nl"},
    {"no", "nb"},
    {"pl", "pl"},
    {"pt", "pt"},
    {"ro", "ro"},
    {"ru", "ru"},
    {"sk", "sk"},
    {"sl", "sl"},
    {"sv", "sv"},
    {"sw", "sw"},
    {"ta", "ta"},
    {"te", "te"},
    {"tr", "tr"},
    {"uk", "uk"},
    {"vi", "vi"},
    {"zh", "cmn-latn-pinyin"},
};

// The second column, as in " 5  en-gb  --/M  English_(Great_Britain)  gmw/en  (en 2)".
std::string_view language_in(std::string_view line) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t priority = line.find_first_not_of(kBlank);
  if (priority == std::string_view::npos) return {};
  const std::size_t behind = line.find_first_of(kBlank, priority);
  if (behind == std::string_view::npos) return {};
  const std::size_t begin = line.find_first_not_of(kBlank, behind);
  if (begin == std::string_view::npos) return {};
  return line.substr(begin, line.find_first_of(kBlank, begin) - begin);
}

bool lists(std::string_view listing, std::string_view voice) {
  while (!listing.empty()) {
    const std::size_t end = listing.find('\n');
    const std::string_view named = language_in(listing.substr(0, end));
    // "en" is the base of "en-gb", and a voice that espeak-ng accepts.
    if (named == voice || (named.starts_with(voice) && named.substr(voice.size()).starts_with("-")))
      return true;
    listing = end == std::string_view::npos ? std::string_view() : listing.substr(end + 1);
  }
  return false;
}

}  // namespace

std::string_view voice_for(std::string_view language) {
  const std::string_view base = language.substr(0, language.find('-'));
  const auto found = std::find_if(std::begin(kVoices), std::end(kVoices),
                                  [&](const VoiceName& name) { return name.language == base; });
  return found == std::end(kVoices) ? std::string_view() : found->voice;
}

std::vector<Language> voices_in(std::string_view listing) {
  std::vector<Language> languages;
  for (const VoiceName& name : kVoices)
    if (lists(listing, name.voice)) languages.emplace_back(name.language);
  return languages;
}

}  // namespace afterword::kiosk
