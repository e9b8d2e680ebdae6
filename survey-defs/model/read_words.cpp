// Texts, ids and words out of a closed list.
#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/reading.h"
#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"

namespace afterword::reading {
namespace {

// What would break a line, ring a bell or vanish: C0, DEL, C1, and Unicode's two separators.
bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029;
}

std::optional<char32_t> first_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    if (is_control(point.value)) return point.value;
    at += point.bytes;
  }
  return std::nullopt;
}

template <class Word>
std::string joined(const std::vector<Word>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += fmt::format("\"{}\"", words[i]);
  }
  return out;
}

// What came from outside, cut so that a message stays a sentence.
std::string shown(std::string_view given) {
  constexpr std::size_t kShownBytesMax = 60;
  if (given.size() <= kShownBytesMax) return std::string(given);
  std::size_t end = kShownBytesMax;
  while (end > 0 && (static_cast<unsigned char>(given[end]) & 0xc0u) == 0x80) --end;
  return std::string(given.substr(0, end)) + "...";
}

}  // namespace

std::string listed(const std::vector<std::string_view>& words) { return joined(words); }
std::string listed(const std::vector<std::string>& words) { return joined(words); }

std::optional<std::string> words(const Context& context, const json::Value& value,
                                 const std::string& where) {
  if (!value.is_string()) {
    context.problem(where, "must be a text in quotes", "write a text in quotes here");
    return std::nullopt;
  }
  const std::string& text = value.as_string();
  if (trim(text).empty()) {
    context.problem(where, "is empty", "give it words or leave it out");
    return std::nullopt;
  }
  if (const std::size_t count = count_code_points(text); count > kTextCharactersMax) {
    context.problem(
        where,
        fmt::format("is {} characters long; at most {} are allowed", count, kTextCharactersMax),
        "shorten it");
    return std::nullopt;
  }
  if (const auto control = first_control(text)) {
    context.problem(
        where,
        fmt::format("contains the control character U+{:04X}", static_cast<unsigned>(*control)),
        "remove line breaks, tabs and other invisible characters");
    return std::nullopt;
  }
  return text;
}

std::string plain_words(const Context& context, json::Fields& fields, std::string_view field) {
  const json::Value* value = fields.any(field);
  if (value == nullptr) return {};
  return words(context, *value, fields.where(field)).value_or("");
}

bool is_declared(const Context& context, std::string_view tag, const std::string& where) {
  // With no languages read there is a problem already; one more for each text would bury it.
  if (context.languages.empty() ||
      std::find(context.languages.begin(), context.languages.end(), tag) != context.languages.end())
    return true;
  context.problem(where,
                  fmt::format("\"{}\" is not among the survey's languages ({})", shown(tag),
                              listed(context.languages)),
                  is_language_tag(tag) ? fmt::format("add \"{}\" to languages, or remove it", tag)
                                       : "texts are objects from a language to its words");
  return false;
}

LocalText local_text(const Context& context, const json::Value& value, const std::string& where) {
  LocalText out;
  if (!value.is_object()) {
    const std::string language = context.languages.empty() ? "en" : context.languages.front();
    context.problem(where, "must be an object from a language to its words",
                    fmt::format("write {{\"{}\": \"...\"}} here", language));
    return out;
  }
  bool any = false;
  for (const json::Member& member : value.as_object()) {
    if (member.first.starts_with("x_")) continue;
    any = true;
    const std::string place = json::pointer(where, member.first);
    if (!is_declared(context, member.first, place)) continue;
    if (auto text = words(context, member.second, place))
      out.by_language[member.first] = std::move(*text);
  }
  if (!any) context.problem(where, "has no words in any language", "give it words or leave it out");
  return out;
}

LocalText local_text(const Context& context, json::Fields& fields, std::string_view field) {
  const json::Value* value = fields.any(field);
  return value == nullptr ? LocalText() : local_text(context, *value, fields.where(field));
}

std::string id(json::Fields& fields, std::string_view field, bool required) {
  const auto text = fields.text(field, {.required = required});
  if (!text) return {};
  if (is_id(*text)) return *text;
  fields.problem(field, fmt::format("\"{}\" is no id", shown(*text)),
                 fmt::format("begin with a letter a-z, then use only a-z, 0-9, _ and -, at most {} "
                             "characters in all",
                             kIdBytesMax));
  return {};
}

void not_one_of(json::Fields& fields, std::string_view field, std::string_view given,
                const std::vector<std::string_view>& known) {
  const std::string near = nearest(given.substr(0, kIdBytesMax), known);
  fields.problem(
      field, fmt::format("\"{}\" is not one of {}", shown(given), listed(known)),
      near.empty() ? "use one of these words" : fmt::format("did you mean \"{}\"?", near));
}

}  // namespace afterword::reading
