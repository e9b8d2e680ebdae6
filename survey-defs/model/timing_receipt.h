// What a receipt's number says of a visit: a pattern an administrator writes down, without regular
// expressions, and the tags it leads to.
//
// A receipt's number is never stored: it is read here, and only the tags go on.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "survey-defs/model/survey.h"
#include "sync/base/core/result.h"
#include "sync/base/json/value.h"

namespace afterword {

inline constexpr std::size_t kReceiptBytesMax = 64;

// In `pattern`, # is a digit, @ a letter, ? a letter or a digit, ! a letter that names a tag (or 0
// or - for none), = the check digit (once); letters and digits stand for themselves. Case and
// blanks never matter, nor do hyphens except as a filler of !.
struct ReceiptScheme {
  enum class Check { none, luhn };
  std::string pattern;        // "HS######!!!="
  Check check = Check::none;  // luhn: over all digits but fillers, the check digit the last of them
  std::map<char, std::string> tags;  // 'F' -> "fitting-room"
  bool operator==(const ReceiptScheme&) const = default;
};

// {"pattern": "HS######!!!=", "check": "luhn", "tags": {"F": "fitting-room", "C": "checkout"}}.
// Errors: invalid, naming every problem.
Result<ReceiptScheme> read_receipt_scheme(const json::Value& value, const std::string& where);
json::Value to_json(const ReceiptScheme& scheme);

// The number as it counts: upper case, without blanks and hyphens; "" if it is none at all.
std::string plain_receipt(std::string_view typed);

// What was experienced, by the tag letters; letters without a tag say nothing. Nothing at all: the
// number does not fit the pattern or its check digit is wrong.
std::optional<Tags> read_receipt(const ReceiptScheme& scheme, std::string_view typed);

}  // namespace afterword
