#include "survey-defs/model/timing_receipt.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/ids.h"
#include "sync/base/json/fields.h"

namespace afterword {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

bool fits(char sign, char c) {
  switch (sign) {
    case '#':
    case '=':
      return is_digit(c);
    case '@':
      return is_letter(c);
    case '?':
      return is_letter(c) || is_digit(c);
    case '!':
      return is_letter(c) || c == '0' || c == '-';
    default:
      return sign == c;
  }
}

// Every second digit from the right doubled; the sum is a multiple of ten.
bool luhn_holds(const ReceiptScheme& scheme, std::string_view number) {
  int sum = 0;
  bool twice = false;
  for (std::size_t at = number.size(); at-- > 0;) {
    if (!is_digit(number[at]) || scheme.pattern[at] == '!') continue;
    const int digit = (number[at] - '0') * (twice ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
    twice = !twice;
  }
  return sum % 10 == 0;
}

// Letters and digits only, and as many fillers as the pattern has places for.
std::optional<std::string> matched(const ReceiptScheme& scheme, std::string_view typed) {
  std::string out;
  for (const char raw : typed) {
    const char c = upper(raw);
    if (c == ' ') continue;
    const bool filler =
        c == '-' && out.size() < scheme.pattern.size() && scheme.pattern[out.size()] == '!';
    if (c == '-' && !filler) continue;
    if (out.size() == scheme.pattern.size() || !fits(scheme.pattern[out.size()], c))
      return std::nullopt;
    out.push_back(c);
  }
  if (out.size() != scheme.pattern.size()) return std::nullopt;
  return out;
}

void check_pattern(json::Fields& fields, ReceiptScheme& out) {
  std::string given =
      fields.text("pattern", {.required = true, .bytes_max = kReceiptBytesMax}).value_or("");
  for (char& c : given) c = upper(c);
  std::erase_if(given, [](char c) { return c == ' ' || c == '-'; });
  const bool known = std::all_of(given.begin(), given.end(), [](char c) {
    return is_digit(c) || is_letter(c) || std::string_view("#@?!=").find(c) != std::string::npos;
  });
  if (!known)
    fields.problem("pattern", "holds a sign that means nothing",
                   "use # @ ? ! = as documented, and letters and digits for themselves");
  if (!given.empty() && given.size() < 4)
    fields.problem("pattern", "is shorter than 4 signs", "a number so short says nothing");
  if (std::count(given.begin(), given.end(), '=') > 1)
    fields.problem("pattern", "has two check digits", "write = once, where the check digit stands");
  out.pattern = std::move(given);
}

void read_check(json::Fields& fields, ReceiptScheme& out) {
  const auto check = fields.text("check");
  if (check && *check != "luhn" && *check != "none")
    fields.problem("check", "is neither luhn nor none", "write luhn, or leave it out");
  if (check && *check == "luhn") out.check = ReceiptScheme::Check::luhn;
  const std::size_t at = out.pattern.find('=');
  if ((at != std::string::npos) != (out.check == ReceiptScheme::Check::luhn))
    fields.problem("check", "does not go with the pattern",
                   R"(a = in the pattern and "check": "luhn" need each other)");
  else if (at != std::string::npos &&
           out.pattern.find_first_of("#?0123456789", at + 1) != std::string::npos)
    fields.problem("pattern", "has digits behind its check digit",
                   "the check digit of luhn is the last of the digits");
}

void read_tags(json::Fields& fields, ReceiptScheme& out) {
  const json::Value* tags = fields.object("tags", true);
  if (tags == nullptr) return;
  for (const json::Member& member : tags->as_object()) {
    const bool letter = member.first.size() == 1 && is_letter(upper(member.first[0]));
    const bool tag = member.second.is_string() && is_id(member.second.as_string());
    if (letter && tag)
      out.tags[upper(member.first[0])] = member.second.as_string();
    else
      fields.problem("tags", "must lead from one letter to a tag",
                     R"(write {"F": "fitting-room"}; tags are a-z, 0-9, _ and -)");
  }
  if ((out.pattern.find('!') != std::string::npos) != !out.tags.empty())
    fields.problem("tags", "do not go with the pattern",
                   "a ! in the pattern and letters in tags need each other");
}

}  // namespace

Result<ReceiptScheme> read_receipt_scheme(const json::Value& value, const std::string& where) {
  json::Problems problems;
  json::Fields fields(value, "", problems);
  ReceiptScheme out;
  check_pattern(fields, out);
  read_check(fields, out);
  read_tags(fields, out);
  fields.finish();
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, where));
  return out;
}

json::Value to_json(const ReceiptScheme& scheme) {
  json::Value tags{json::Object{}};
  for (const auto& [letter, tag] : scheme.tags) tags.set(std::string(1, letter), tag);
  return json::object({{"pattern", scheme.pattern},
                       {"check", scheme.check == ReceiptScheme::Check::luhn ? "luhn" : "none"},
                       {"tags", std::move(tags)}});
}

std::string plain_receipt(std::string_view typed) {
  std::string out;
  for (const char raw : typed.substr(0, kReceiptBytesMax)) {
    const char c = upper(raw);
    if (is_letter(c) || is_digit(c)) out.push_back(c);
  }
  return out;
}

std::optional<Tags> read_receipt(const ReceiptScheme& scheme, std::string_view typed) {
  if (typed.size() > kReceiptBytesMax) return std::nullopt;
  const auto number = matched(scheme, typed);
  if (!number) return std::nullopt;
  if (scheme.check == ReceiptScheme::Check::luhn && !luhn_holds(scheme, *number))
    return std::nullopt;
  Tags tags;
  for (std::size_t at = 0; at < number->size(); ++at) {
    if (scheme.pattern[at] != '!') continue;
    const auto tag = scheme.tags.find((*number)[at]);
    if (tag != scheme.tags.end()) tags.insert(tag->second);
  }
  return tags;
}

}  // namespace afterword
