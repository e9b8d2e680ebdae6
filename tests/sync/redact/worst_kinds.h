// Texts that make redaction look hardest: one piece over and over, each the beginning, the middle or the
// whole of something that it looks for.
#pragma once
#include <array>
#include <string>
#include <string_view>

namespace afterword {

constexpr std::size_t kMegabyte = std::size_t{1024} * 1024;

constexpr std::array<std::string_view, 40> kWorstRedactions = {
    "@",
    "1",
    ".",
    "1 ",
    "a",
    "a ",
    "A ",
    "a.",
    "-",
    "@a",
    "a@",
    "a@b.",
    "(at)",
    " at ",
    "at dot ",
    "dot ",
    "www.",
    "://",
    "http://",
    "+1",
    "00 ",
    "4111 1111 1111 1111 ",
    "call 1234567 ",
    "[EMAIL]",
    "[",
    "AA11 ",
    "ask for Anna ",
    "ask for ",
    "my name is ",
    "我叫",
    "王先生",
    "اسمي ",
    "\u200b",
    "\xff",
    "1-",
    "12-34-",
    "1(",
    "Mr ",
    "de ",
    "call 5551234 [PHONE] ",
};

// At least `bytes` long.
inline std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += piece;
  return text;
}

}  // namespace afterword
