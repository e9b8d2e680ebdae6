// What is said while somebody types.
#include "kiosk/speech/narration.h"
#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

// The bytes of the last character of `text`; 0 if there is none.
std::size_t last_character(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at - 1]) & 0xC0U) == 0x80U) --at;
  return at == 0 ? 0 : text.size() - (at - 1);
}

bool parts_words(std::string_view letter) {
  static constexpr std::string_view kParting = " \n.,;:?-\"()";
  if (letter.size() == 1) return kParting.find(letter) != std::string_view::npos;
  return letter == "。" || letter == "，" || letter == "？" || letter == "、" || letter == "،" ||
         letter == "؟" || letter == "।";
}

// The word that ends where `text` does.
std::string_view last_word(std::string_view text) {
  std::size_t begin = text.size();
  while (begin > 0) {
    const std::size_t bytes = last_character(text.substr(0, begin));
    if (bytes == 0 || parts_words(text.substr(begin - bytes, bytes))) break;
    begin -= bytes;
  }
  return text.substr(begin);
}

std::string_view without_parting_end(std::string_view text) {
  while (!text.empty()) {
    const std::size_t bytes = last_character(text);
    if (bytes == 0 || !parts_words(text.substr(text.size() - bytes))) break;
    text.remove_suffix(bytes);
  }
  return text;
}

Utterance secret(std::string text) { return {.text = std::move(text), .secret = true}; }

}  // namespace

std::string letter_words(std::string_view letter, const Strings& strings) {
  if (letter == " ") return strings.get("key_space");
  if (letter == "\n") return strings.get("say_key_return");
  if (letter.size() == 1 && letter[0] >= 'A' && letter[0] <= 'Z')
    return strings.get("say_capital", {{"letter", letter}});
  return std::string(letter);
}

std::string spelled(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = code_point_at(text, at).bytes;
    if (!out.empty()) out += ", ";
    out += text.substr(at, bytes);
    at += bytes;
  }
  return out;
}

Utterances typing_words(const Typing& before, const Typing& after, const Strings& strings) {
  Utterances out;
  if (after.full && !before.full) return {Utterance{.text = strings.get("keyboard_full")}};
  if (after.bytes > before.bytes) {
    const std::size_t added = std::min(after.bytes - before.bytes, after.before_cursor.size());
    const std::string_view text = after.before_cursor;
    const std::string_view letters = text.substr(text.size() - added);
    if (last_character(letters) != letters.size()) {
      out.push_back(secret(std::string(letters)));  // a chip, or several letters at once
    } else if (const auto word = last_word(text.substr(0, text.size() - added));
               parts_words(letters) && !word.empty()) {
      out.push_back(secret(std::string(word)));
    } else {
      out.push_back(secret(letter_words(letters, strings)));
    }
  } else if (after.bytes < before.bytes) {
    const std::size_t gone = std::min(before.bytes - after.bytes, before.before_cursor.size());
    const std::string_view text = before.before_cursor;
    std::string_view letters = text.substr(text.size() - gone);
    std::string words = last_character(letters) == letters.size() ? letter_words(letters, strings)
                                                                  : std::string(letters);
    out.push_back(secret(strings.get("say_deleted", {{"letter", words}})));
  } else if (after.changes != before.changes && !after.before_cursor.empty()) {
    const std::string_view text = after.before_cursor;
    out.push_back(secret(letter_words(text.substr(text.size() - last_character(text)), strings)));
  }
  return out;
}

Utterances spelled_word(const Typing& typing, const Strings& strings) {
  const std::string_view word = last_word(without_parting_end(typing.before_cursor));
  if (word.empty()) return {Utterance{.text = strings.get("say_empty")}};
  return {Utterance{.text = spelled(word), .slow = true, .secret = true}};
}

}  // namespace afterword::kiosk
