// Sentences, words and phrases, just well enough for lint: no dictionary, no grammar.
#include <algorithm>

#include "survey-defs/model/linting.h"
#include "sync/base/core/utf8.h"

namespace afterword::linting {
namespace {

constexpr std::u32string_view kEnds = U"!?\u3002\uff01\uff1f\u061f\u06d4\u0964\u2026";
constexpr std::u32string_view kMarks =
    U"\u00a1\u00ab\u00b7\u00bb\u00bf\u060c\u061b\u061f\u06d4\u0964";

std::u32string decode(std::string_view text) {
  std::u32string out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    out += point.value;
    at += point.bytes;
  }
  return out;
}

char32_t lower(char32_t c) {
  if (c >= U'A' && c <= U'Z') return c + 32;
  if (c >= 0x410 && c <= 0x42f) return c + 32;  // Cyrillic's
  if (c >= 0x400 && c <= 0x40f) return c + 80;
  return c >= 0xc0 && c <= 0xde && c != 0xd7 ? c + 32 : c;  // Latin-1's capitals
}

bool is_space(char32_t c) { return c == U' ' || c == 0xa0 || c == 0x3000; }

// Part of a word, in any script: neither space nor punctuation.
bool is_letter(char32_t c) {
  if (c < 0x80)
    return (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
  if (is_space(c) || kMarks.find(c) != std::u32string_view::npos) return false;
  const bool general_punctuation = c >= 0x2000 && c <= 0x206f;
  const bool cjk_punctuation =
      (c >= 0x3001 && c <= 0x303f) || (c >= 0xff00 && c <= 0xff0f) || (c >= 0xff1a && c <= 0xff20);
  return !general_punctuation && !cjk_punctuation;
}

std::string_view primary(std::string_view language) {
  return language.substr(0, language.find('-'));
}
bool is_han(std::string_view language) {
  const std::string_view tag = primary(language);
  return tag == "zh" || tag == "yue" || tag == "ja";
}
bool is_thai(std::string_view language) { return primary(language) == "th"; }
bool counts_characters(std::string_view language) { return is_han(language) || is_thai(language); }
bool joins_words(std::string_view language) {
  return primary(language) == "ar" || counts_characters(language);
}

// Vowels and tones above and below take no room of their own.
bool is_thai_mark(char32_t c) {
  return c == 0xe31 || (c >= 0xe34 && c <= 0xe3a) || (c >= 0xe47 && c <= 0xe4e);
}

// A full stop ends a sentence only before a space or the end: not in 3.5. In Thai a space does.
bool ends_sentence(const std::u32string& text, std::size_t at, bool thai) {
  if (text[at] == U'.') return at + 1 == text.size() || is_space(text[at + 1]);
  if (thai && is_space(text[at])) return true;
  return kEnds.find(text[at]) != std::u32string_view::npos;
}

}  // namespace

SentenceLength longest_sentence(std::string_view text, std::string_view language) {
  const std::u32string points = decode(text);
  const bool thai = is_thai(language);
  SentenceLength longest{0, counts_characters(language)};
  std::size_t count = 0;
  bool in_word = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool letter = is_letter(points[i]) && !(thai && is_thai_mark(points[i]));
    if (letter && (longest.in_characters || !in_word)) ++count;
    // An apostrophe or a hyphen inside does not end a word; a space does.
    if (letter) in_word = true;
    if (is_space(points[i])) in_word = false;
    if (ends_sentence(points, i, thai) || i + 1 == points.size()) {
      longest.count = std::max(longest.count, count);
      count = 0;
      in_word = false;
    }
  }
  return longest;
}

SentenceLimits sentence_limits(std::string_view language) {
  if (is_han(language)) return {30, 50};
  if (is_thai(language)) return {50, 80};
  if (primary(language) == "vi") return {20, 35};  // counted by syllables
  return {15, 25};
}

std::size_t count_question_marks(std::string_view text) {
  const std::u32string points = decode(text);
  return static_cast<std::size_t>(std::count_if(points.begin(), points.end(), [](char32_t c) {
    return c == U'?' || c == 0xff1f || c == 0x61f;
  }));
}

bool has_exclamation(std::string_view text) {
  const std::u32string points = decode(text);
  return points.find(U'!') != std::u32string::npos || points.find(0xff01) != std::u32string::npos;
}

std::string_view first_phrase(std::string_view text, std::string_view language,
                              const std::vector<std::string_view>& phrases) {
  std::u32string points = decode(text);
  std::transform(points.begin(), points.end(), points.begin(), lower);
  std::replace(points.begin(), points.end(), U'\u2019', U'\'');
  const bool anywhere = joins_words(language);
  for (const std::string_view phrase : phrases) {
    const std::u32string wanted = decode(phrase);
    for (std::size_t at = points.find(wanted); at != std::u32string::npos;
         at = points.find(wanted, at + 1)) {
      const std::size_t end = at + wanted.size();
      const bool starts = at == 0 || !is_letter(points[at - 1]);
      const bool stops = end == points.size() || !is_letter(points[end]);
      if (anywhere || (starts && stops)) return phrase;
    }
  }
  return {};
}

}  // namespace afterword::linting
