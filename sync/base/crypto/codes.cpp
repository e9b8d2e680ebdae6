#include "sync/base/crypto/codes.h"

namespace afterword::crypto {
namespace {

std::optional<char> canonical(char typed) {
  char c = typed;
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'O') c = '0';
  if (c == 'I' || c == 'L') c = '1';
  if (kCrockford.find(c) == std::string_view::npos) return std::nullopt;
  return c;
}

}  // namespace

std::string make_code(std::size_t characters, Random& random) {
  std::string code;
  for (std::size_t i = 0; i < characters; ++i) code += kCrockford[random.below(kCrockford.size())];
  return code;
}

std::optional<std::string> read_code(std::string_view typed, std::size_t characters) {
  std::string code;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const auto known = canonical(c);
    if (!known || code.size() == characters) return std::nullopt;
    code += *known;
  }
  if (code.size() != characters) return std::nullopt;
  return code;
}

std::string show_code(std::string_view code, std::size_t group) {
  std::string shown;
  for (std::size_t i = 0; i < code.size(); ++i) {
    if (i > 0 && i % group == 0) shown += '-';
    shown += code[i];
  }
  return shown;
}

}  // namespace afterword::crypto
