// UTF-8 at the door: is it valid, how many characters, one code point at a time.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace afterword {

// No overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

// The code point at `at` (a boundary of valid UTF-8) and its length in bytes.
struct CodePoint {
  char32_t value = 0;
  std::size_t bytes = 1;
};
CodePoint code_point_at(std::string_view text, std::size_t at);

void append_utf8(std::string& out, char32_t code_point);
std::size_t count_code_points(std::string_view text);  // of valid UTF-8

// `text` without ASCII white space at both ends.
std::string_view trim(std::string_view text);

}  // namespace afterword
