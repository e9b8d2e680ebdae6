// Names after words that announce them: "ask for Anna Schmidt", "me llamo Ana de la Cruz".
//
// Only what is written with a capital is taken for a name, and only next to its cue: recall is low,
// and that is said wherever redaction is described.
#include <algorithm>
#include <string>

#include "sync/redact/find.h"
#include "sync/redact/numbers.h"

namespace afterword::redaction {
namespace {

enum class Cue {
  plain,    // ask for Anna Schmidt
  certain,  // my name is ANNA: capitals alone are no reason for doubt
  title,    // Mr. Smith
  label,    // Name: Anna Schmidt
  sign,     // Regards, (new line) Anna Schmidt
  praise,   // thanks to Anna Schmidt: the first name stays, for the team; the family name goes
};

struct Phrase {
  std::u32string_view words;  // lower case, single spaces
  Cue cue;
};
constexpr Phrase kPhrases[] = {
    {U"ask for", Cue::plain},
    {U"asked for", Cue::plain},
    {U"asking for", Cue::plain},
    {U"speak to", Cue::plain},
    {U"spoke to", Cue::plain},
    {U"speak with", Cue::plain},
    {U"spoke with", Cue::plain},
    {U"talk to", Cue::plain},
    {U"talked to", Cue::plain},
    {U"talked with", Cue::plain},
    {U"contact", Cue::plain},
    {U"named", Cue::plain},
    {U"i am", Cue::plain},
    {U"i'm", Cue::plain},
    {U"my name is", Cue::certain},
    {U"name is", Cue::certain},
    {U"my name's", Cue::certain},
    {U"name's", Cue::certain},
    {U"mr", Cue::title},
    {U"mrs", Cue::title},
    {U"ms", Cue::title},
    {U"miss", Cue::title},
    {U"dr", Cue::title},
    {U"name", Cue::label},
    {U"signed", Cue::label},
    {U"contact", Cue::label},
    {U"contacto", Cue::label},
    {U"regards", Cue::sign},
    {U"sincerely", Cue::sign},
    {U"yours", Cue::sign},
    {U"cashier", Cue::praise},
    {U"thanks to", Cue::praise},
    {U"served by", Cue::praise},
    {U"helped by", Cue::praise},
    {U"pregunte por", Cue::plain},
    {U"pregunten por", Cue::plain},
    {U"preguntar por", Cue::plain},
    {U"hablar con", Cue::plain},
    {U"hablé con", Cue::plain},
    {U"se llama", Cue::plain},
    {U"soy", Cue::plain},
    {U"me llamo", Cue::certain},
    {U"mi nombre es", Cue::certain},
    {U"nombre es", Cue::certain},
    {U"sr", Cue::title},
    {U"sra", Cue::title},
    {U"srta", Cue::title},
    {U"señor", Cue::title},
    {U"señora", Cue::title},
    {U"señorita", Cue::title},
    {U"don", Cue::title},
    {U"doña", Cue::title},
    {U"nombre", Cue::label},
    {U"firmado", Cue::label},
    {U"saludos", Cue::sign},
    {U"atentamente", Cue::sign},
    {U"cajera", Cue::praise},
    {U"cajero", Cue::praise},
    {U"gracias a", Cue::praise},
    {U"atendió", Cue::praise},
    {U"dependienta", Cue::praise},
    {U"dependiente", Cue::praise},
};
constexpr int kPhraseWordsMax = 3;

// Written with a capital at the head of a sentence or by habit, and no names.
constexpr std::u32string_view kNoNames[] = {
    U"a",      U"all",        U"am",       U"an",       U"and",       U"another",   U"any",
    U"anyone", U"assistance", U"at",       U"but",      U"card",      U"christmas", U"customer",
    U"desk",   U"dios",       U"dr",       U"el",       U"english",   U"español",   U"everyone",
    U"for",    U"friday",     U"god",      U"great",    U"happy",     U"he",        U"help",
    U"her",    U"his",        U"i",        U"i'm",      U"if",        U"in",        U"information",
    U"it",     U"la",         U"las",      U"los",      U"lost",      U"manager",   U"mi",
    U"monday", U"more",       U"mr",       U"mrs",      U"ms",        U"much",      U"my",
    U"no",     U"not",        U"now",      U"of",       U"ok",        U"on",        U"online",
    U"or",     U"our",        U"please",   U"property", U"refund",    U"returns",   U"road",
    U"santa",  U"saturday",   U"security", U"sell",     U"service",   U"she",       U"shop",
    U"so",     U"someone",    U"sorry",    U"spanish",  U"staff",     U"store",     U"street",
    U"su",     U"sunday",     U"support",  U"team",     U"thank",     U"thanks",    U"that",
    U"the",    U"their",      U"there",    U"they",     U"this",      U"thursday",  U"to",
    U"todos",  U"truly",      U"tuesday",  U"un",       U"una",       U"unhappy",   U"us",
    U"usted",  U"vat",        U"very",     U"we",       U"wednesday", U"when",      U"with",
    U"yes",    U"you",        U"your",     U"yours"};

// Between the parts of one name, in small letters.
constexpr std::u32string_view kParticles[] = {U"al",  U"bin", U"da",  U"de",  U"del",
                                              U"di",  U"dos", U"ibn", U"la",  U"las",
                                              U"los", U"van", U"von", U"der", U"y"};
constexpr int kNamePartsMax = 3;

bool is_name_letter(const Shadow& shadow, std::size_t i) {
  const char32_t c = shadow[i];
  if (c == U'\'' || c == U'-') return is_joined(shadow[i - 1]) && is_joined(shadow[i + 1]);
  return is_joined(c) && !is_digit(c) && c != U'_';
}

// A word from `begin` (no letter stands before it). Words longer than any name or cue are cut short.
struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::u32string lowered;
  bool upper_first = false;
  bool any_lower = false;
};
constexpr std::size_t kWordMax = 40;

Word word_at(const Shadow& shadow, std::size_t begin) {
  Word word{begin, begin, {}, is_upper(shadow[begin]), false};
  while (is_name_letter(shadow, word.end) && word.end - begin < kWordMax) {
    word.any_lower |= is_lower(shadow[word.end]);
    word.lowered += lower(shadow[word.end++]);
  }
  return word;
}

bool is_initial(const Word& word) { return word.upper_first && word.end - word.begin == 1; }

std::size_t skip(const Shadow& shadow, std::size_t i, std::u32string_view what, int most) {
  for (int n = 0; n < most && what.find(shadow[i]) != what.npos && shadow[i] != 0; ++n) ++i;
  return i;
}

// Where a name may begin after a cue that ends at `i`; 0 if it must not.
std::size_t name_begin(const Shadow& shadow, std::size_t i, Cue cue) {
  switch (cue) {
    case Cue::plain:
    case Cue::praise: {
      const std::size_t at = skip(shadow, i, U" ", 2);
      return at > i ? at : 0;
    }
    case Cue::certain:
      return skip(shadow, i, U" :", 3);
    case Cue::title:
      return skip(shadow, i, U". ", 3);
    case Cue::label: {
      const std::size_t colon = skip(shadow, i, U" ", 1);
      return shadow[colon] == U':' ? skip(shadow, colon + 1, U" ", 2) : 0;
    }
    case Cue::sign: {
      const std::size_t at = skip(shadow, i, U" ,.\r\n", 5);
      return at > i ? at : 0;
    }
  }
  return 0;
}

bool is_name(const Word& word, Cue cue) {
  if (!word.upper_first || is_one_of(kNoNames, word.lowered)) return false;
  const bool capitals_will_do = cue == Cue::certain || cue == Cue::title || cue == Cue::label;
  return word.any_lower || (capitals_will_do && word.end - word.begin > 1);
}

// The word after one that ends at `end`, beyond spaces and at most two particles.
Word next_part(const Shadow& shadow, std::size_t end) {
  Word word = word_at(shadow, skip(shadow, end, U" ", 2));
  for (int particles = 0; particles < 2 && is_one_of(kParticles, word.lowered); ++particles)
    word = word_at(shadow, skip(shadow, word.end, U" ", 2));
  return word;
}

// The end of the first part of a name, with the family name after an initial ("J. Smith"); its
// beginning if it is no name.
std::size_t first_part_end(const Shadow& shadow, const Word& word, Cue cue) {
  if (!is_initial(word)) return is_name(word, cue) ? word.end : word.begin;
  if (word.lowered == U"i" || word.lowered == U"a") return word.begin;
  const Word family = word_at(shadow, skip(shadow, word.end, U". ", 2));
  return family.begin > word.end && is_name(family, cue) ? family.end : word.begin;
}

void add_name(const Shadow& shadow, std::size_t begin, Cue cue, Finds& finds) {
  const std::size_t first_end = first_part_end(shadow, word_at(shadow, begin), cue);
  if (first_end == begin) return;
  std::size_t end = first_end;
  for (int parts = 1; parts < kNamePartsMax; ++parts) {
    const Word part = next_part(shadow, end);
    if (part.begin == end || !is_name(part, cue)) break;
    end = part.end;
  }
  if (cue == Cue::praise) begin = skip(shadow, first_end, U" ", 2);
  if (end > begin) finds.push_back({begin, end, Kind::name});
}

bool begins_a_phrase(std::u32string_view word) {
  return std::any_of(std::begin(kPhrases), std::end(kPhrases), [word](const Phrase& phrase) {
    return phrase.words.substr(0, word.size()) == word &&
           (phrase.words.size() == word.size() || phrase.words[word.size()] == U' ');
  });
}

// Adds the names after all cues that begin with the word `first`.
void look_for_cues(const Shadow& shadow, const Word& first, Finds& finds) {
  if (!begins_a_phrase(first.lowered)) return;
  std::u32string words;
  bool any_lower = false;
  Word word = first;
  for (int count = 0; count < kPhraseWordsMax && !word.lowered.empty(); ++count) {
    if (count > 0) words += U' ';
    words += word.lowered;
    any_lower |= word.any_lower;
    for (const Phrase& phrase : kPhrases) {
      // Where all is in capitals, capitals say nothing.
      if (phrase.words != words || !any_lower) continue;
      if (const std::size_t begin = name_begin(shadow, word.end, phrase.cue))
        add_name(shadow, begin, phrase.cue, finds);
    }
    if (!is_space(shadow[word.end])) break;
    word = word_at(shadow, skip(shadow, word.end, U" ", 2));
  }
}

}  // namespace

void find_names(const Shadow& shadow, Finds& finds) {
  for (std::size_t i = 0; i < shadow.size();) {
    if (!is_name_letter(shadow, i)) {
      ++i;
      continue;
    }
    const Word word = word_at(shadow, i);
    if (is_clean_before(shadow, i)) look_for_cues(shadow, word, finds);
    i = word.end;
  }
}

}  // namespace afterword::redaction
