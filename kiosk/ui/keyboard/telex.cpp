#include "kiosk/ui/keyboard/telex.h"

#include <algorithm>
#include <array>
#include <vector>

#include "kiosk/ui/keyboard/letters.h"
#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

// A row: a vowel without a tone, then with sắc, huyền, hỏi, ngã, nặng.
constexpr std::array<std::u32string_view, 12> kVowels = {
    U"aáàảãạ", U"ăắằẳẵặ", U"âấầẩẫậ", U"eéèẻẽẹ", U"êếềểễệ", U"iíìỉĩị",
    U"oóòỏõọ", U"ôốồổỗộ", U"ơớờởỡợ", U"uúùủũụ", U"ưứừửữự", U"yýỳỷỹỵ"};
constexpr std::u32string_view kToneKeys = U"zsfrxj";  // by tone
constexpr std::array<std::u32string_view, 9> kLastConsonants = {U"",   U"c",  U"ch", U"m", U"n",
                                                                U"ng", U"nh", U"p",  U"t"};
constexpr std::array<std::u32string_view, 29> kFirstConsonants = {
    U"",  U"b",  U"c", U"ch", U"d", U"đ",  U"g",   U"gh", U"gi", U"h",
    U"k", U"kh", U"l", U"m",  U"n", U"ng", U"ngh", U"nh", U"p",  U"ph",
    U"q", U"qu", U"r", U"s",  U"t", U"th", U"tr",  U"v",  U"x"};
constexpr std::size_t kWordBytesMax = 32;

struct Letter {
  char32_t base = 0;  // small, without tone
  std::size_t tone = 0;
  bool capital = false;
};
using Word = std::vector<Letter>;

Letter letter_of(char32_t c) {
  for (const std::u32string_view vowel : kVowels) {
    for (std::size_t tone = 0; tone < vowel.size(); ++tone) {
      if (vowel[tone] == c) return {vowel[0], tone, false};
      if (upper(vowel[tone]) == c) return {vowel[0], tone, true};
    }
  }
  if (c >= U'A' && c <= U'Z') return {c + 0x20, 0, true};
  if (c == U'Đ') return {U'đ', 0, true};
  return {c, 0, false};
}

bool is_vowel(char32_t base) {
  return std::any_of(kVowels.begin(), kVowels.end(),
                     [base](std::u32string_view vowel) { return vowel[0] == base; });
}

// Vowels with a hat, a horn or a bowl carry the tone wherever they stand.
bool is_marked(char32_t base) {
  return std::u32string_view(U"ăâêôơư").find(base) != std::u32string_view::npos;
}

Word read(std::string_view text) {
  Word word;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    word.push_back(letter_of(point.value));
    at += point.bytes;
  }
  return word;
}

std::string written(const Word& word) {
  std::string out;
  for (const Letter& letter : word) {
    char32_t c = letter.base;
    for (const std::u32string_view vowel : kVowels)
      if (vowel[0] == letter.base) c = vowel[letter.tone];
    append_utf8(out, letter.capital ? upper(c) : c);
  }
  return out;
}

// Where the vowels of the one syllable stand; empty if these letters are no syllable.
struct Vowels {
  std::size_t begin = 0, end = 0;
};
std::optional<Vowels> vowels_of(const Word& word) {
  std::size_t begin = 0;
  while (begin < word.size() && !is_vowel(word[begin].base)) ++begin;
  // The u of qu and the i of gi before another vowel belong to the consonant.
  if (begin > 0 && begin + 1 < word.size() && is_vowel(word[begin + 1].base)) {
    const char32_t before = word[begin - 1].base, first = word[begin].base;
    if ((before == U'q' && first == U'u') || (before == U'g' && first == U'i')) ++begin;
  }
  std::size_t end = begin;
  while (end < word.size() && is_vowel(word[end].base)) ++end;
  if (end == begin || end - begin > 3) return std::nullopt;
  std::u32string first, last;
  for (std::size_t i = 0; i < begin; ++i) first += word[i].base;
  for (std::size_t i = end; i < word.size(); ++i) last += word[i].base;
  if (std::find(kFirstConsonants.begin(), kFirstConsonants.end(), first) ==
          kFirstConsonants.end() ||
      std::find(kLastConsonants.begin(), kLastConsonants.end(), last) == kLastConsonants.end())
    return std::nullopt;
  return Vowels{begin, end};
}

std::size_t carrier_of(const Word& word, Vowels vowels) {
  for (std::size_t i = vowels.end; i > vowels.begin; --i)
    if (is_marked(word[i - 1].base)) return i - 1;
  const std::size_t count = vowels.end - vowels.begin;
  if (count == 3) return vowels.begin + 1;
  return count == 2 && vowels.end < word.size() ? vowels.begin + 1 : vowels.begin;
}

std::size_t take_tone(Word& word) {
  std::size_t tone = 0;
  for (Letter& letter : word) {
    tone = std::max(tone, letter.tone);
    letter.tone = 0;
  }
  return tone;
}

std::optional<std::string> toned(Word word, Letter key, std::size_t tone) {
  const std::optional<Vowels> vowels = vowels_of(word);
  if (!vowels) return std::nullopt;
  const std::size_t had = take_tone(word);
  if (tone == 0 && had == 0) return std::nullopt;
  if (tone == had) {  // the same again: taken back, and the letter itself
    word.push_back(key);
    return written(word);
  }
  word[carrier_of(word, *vowels)].tone = tone;
  return written(word);
}

// What `key` makes of `base`: the marked letter, the plain one if it was marked so already, or 0.
char32_t marked(char32_t base, char32_t key) {
  constexpr std::u32string_view kDoubled = U"aâeêoôdđ", kHooked = U"aăoơuư";
  const std::u32string_view pairs = key == U'w' ? kHooked : kDoubled;
  for (std::size_t i = 0; i < pairs.size(); i += 2)
    if (pairs[i] == base && (key == U'w' || key == base)) return pairs[i + 1];
  return 0;
}
char32_t unmarked(char32_t base, char32_t key) {
  for (const char32_t plain : U"aeoud")
    if (plain != 0 && marked(plain, key) == base) return plain;
  return 0;
}

// Another mark on the same vowel: â, then w, is ă.
char32_t plain_of(char32_t base) {
  switch (base) {
    case U'ă':
    case U'â':
      return U'a';
    case U'ê':
      return U'e';
    case U'ô':
    case U'ơ':
      return U'o';
    case U'ư':
      return U'u';
    default:
      return base;
  }
}

// The tone goes where it belongs now, and so does the horn of uơ, which is ươ before anything else.
std::string settled(Word word) {
  const std::optional<Vowels> vowels = vowels_of(word);
  if (!vowels) return written(word);
  const std::size_t tone = take_tone(word);
  for (std::size_t i = vowels->begin; i + 2 < word.size() && i + 1 < vowels->end; ++i)
    if (word[i].base == U'u' && word[i + 1].base == U'ơ') word[i].base = U'ư';
  if (tone != 0) word[carrier_of(word, *vowels)].tone = tone;
  return written(word);
}

std::optional<std::string> doubled_d(Word word, Letter key) {
  if (word.front().base == U'd' && (word.size() == 1 || vowels_of(word))) {
    word.front().base = U'đ';
    return written(word);
  }
  if (word.size() == 1 && word.front().base == U'đ') {
    word.front().base = U'd';
    word.push_back(key);
    return written(word);
  }
  return std::nullopt;
}

std::optional<std::string> shaped(Word word, Letter key) {
  if (key.base == U'd') return doubled_d(std::move(word), key);
  const std::optional<Vowels> vowels = vowels_of(word);
  if (!vowels) return std::nullopt;
  for (std::size_t i = vowels->end; i > vowels->begin; --i) {
    Letter& letter = word[i - 1];
    if (const char32_t plain = unmarked(letter.base, key.base)) {
      letter.base = plain;
      std::string out = settled(word);
      append_utf8(out, key.capital ? upper(key.base) : key.base);
      return out;
    }
    if (const char32_t made = marked(plain_of(letter.base), key.base)) {
      letter.base = made;
      return settled(std::move(word));
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> telex(std::string_view text, std::string_view typed) {
  if (typed.size() != 1 || text.empty()) return std::nullopt;
  const Letter key = letter_of(static_cast<unsigned char>(typed[0]));
  if (key.base < U'a' || key.base > U'z') return std::nullopt;
  Word word = read(text);
  if (const std::size_t tone = kToneKeys.find(key.base); tone != std::u32string_view::npos)
    return toned(std::move(word), key, tone);
  const bool shapes = key.base == U'w' || key.base == U'a' || key.base == U'e' ||
                      key.base == U'o' || key.base == U'd';
  if (shapes)
    if (std::optional<std::string> out = shaped(word, key)) return out;
  // A letter that follows may still move the tone: hòa, n, is hoàn.
  word.push_back(key);
  const std::string moved = settled(word);
  return moved == written(word) ? std::nullopt : std::optional<std::string>(moved);
}

std::size_t word_before(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && text.size() - at < kWordBytesMax) {
    std::size_t begin = at - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
    if (!is_keyboard_letter(code_point_at(text, begin).value)) break;
    at = begin;
  }
  return text.size() - at;
}

}  // namespace afterword::kiosk
