#include "sync/protocol/names.h"

#include "sync/protocol/limits.h"

namespace afterword {
namespace {

bool is_low(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_device(std::string_view text) {
  if (text.empty() || text.size() > 64 || !is_low(text.front())) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_low(c) || is_digit(c) || c == '_' || c == ':' || c == '-';
  });
}

bool is_key_id(std::string_view text) {
  if (text.empty() || text.size() > 32 || !(is_low(text.front()) || is_digit(text.front())))
    return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_low(c) || is_digit(c) || c == '_' || c == '-'; });
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  if (text.empty() || text.size() > 16 || (text.size() > 1 && text.front() == '0'))
    return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > kNumberMax) return std::nullopt;
  return value;
}

std::string definition_path(std::string_view survey, int version) {
  return fmt::format("/v1/definitions/{}/{}", survey, version);
}
std::string retired_path(std::string_view survey, int version) {
  return definition_path(survey, version) + "/retired";
}

}  // namespace afterword
