// Which characters are letters of a keyboard's letter rows, and their capitals: our own small rules
// for the scripts we have keyboards for, so that a keyboard needs no Unicode database.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace afterword::kiosk {

// Letters and the vowel signs and marks that are typed like letters; no digits, no punctuation, no
// presentation forms (the Arabic lam-alef key types two letters that other keys have).
bool is_keyboard_letter(char32_t c);
// A mark that needs another character to stand on.
bool is_combining(char32_t c);
// Latin and Cyrillic capitals; other characters are returned as they are.
char32_t upper(char32_t c);
std::string upper(std::string_view text);

// The characters of a text, one string each: "áà" -> "á", "à".
std::vector<std::string> characters(std::string_view text);

}  // namespace afterword::kiosk
