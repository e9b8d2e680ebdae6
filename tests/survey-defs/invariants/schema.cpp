#include "tests/survey-defs/invariants/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "sync/base/core/utf8.h"
#include "sync/base/json/fields.h"

namespace afterword::test {
namespace {

using json::Value;

const std::set<std::string, std::less<>> kNotes{"$schema", "$id",     "$defs", "title",
                                                "then",    "default", "else",  "description"};

std::wstring wide(std::string_view text) {
  std::wstring out;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    out += static_cast<wchar_t>(point.value);
    at += point.bytes;
  }
  return out;
}

// std::regex recurses once a character, so nothing long may come near it.
bool matches(const std::string& pattern, const std::string& text) {
  constexpr std::size_t kTextMax = 4096;
  static thread_local std::map<std::string, std::wregex> compiled;
  auto found = compiled.find(pattern);
  if (found == compiled.end())
    found = compiled.emplace(pattern, std::wregex(wide(pattern), std::regex::ECMAScript)).first;
  return text.size() <= kTextMax && std::regex_search(wide(text), found->second);
}

std::string_view type_of(const Value& value) {
  switch (value.kind()) {
    case json::Kind::null:
      return "null";
    case json::Kind::boolean:
      return "boolean";
    case json::Kind::integer:
      return "integer";
    case json::Kind::number:
      return "number";
    case json::Kind::string:
      return "string";
    case json::Kind::array:
      return "array";
    case json::Kind::object:
      return "object";
  }
  return "";
}

class Validator {
 public:
  explicit Validator(const Value& root) : root_(root) {}

  // "" if it fits.
  std::string check(const Value& schema, const Value& value, const std::string& where) {
    if (schema.is_bool()) return schema.as_bool() ? "" : where + " must not be there";
    for (const json::Member& keyword : schema.as_object()) {
      if (kNotes.count(keyword.first) != 0) continue;
      std::string bad = check_keyword(schema, keyword.first, keyword.second, value, where);
      if (!bad.empty()) return bad;
    }
    return "";
  }

 private:
  bool fits(const Value& schema, const Value& value, const std::string& where) {
    return check(schema, value, where).empty();
  }

  std::string check_keyword(const Value& schema, const std::string& keyword, const Value& rule,
                            const Value& value, const std::string& where) {
    if (keyword == "$ref") return check(resolve(rule.as_string()), value, where);
    if (keyword == "allOf" || keyword == "anyOf" || keyword == "oneOf")
      return check_several(keyword, rule, value, where);
    if (keyword == "if") {
      const Value* branch = schema.find(fits(rule, value, where) ? "then" : "else");
      return branch == nullptr ? "" : check(*branch, value, where);
    }
    if (keyword == "type") return said(has_type(rule, value), where, keyword);
    if (keyword == "const") return said(rule == value, where, keyword);
    if (keyword == "enum") {
      const auto& allowed = rule.as_array();
      return said(std::find(allowed.begin(), allowed.end(), value) != allowed.end(), where,
                  keyword);
    }
    if (const auto bad = check_scalar(keyword, rule, value, where)) return *bad;
    if (const auto bad = check_array(schema, keyword, rule, value, where)) return *bad;
    if (const auto bad = check_object(schema, keyword, rule, value, where)) return *bad;
    return where + ": the schema's keyword " + keyword + " is not known here";
  }

  static std::string said(bool good, const std::string& where, const std::string& keyword) {
    return good ? "" : fmt::format("{}: {}", where.empty() ? "/" : where, keyword);
  }

  const Value& resolve(const std::string& reference) const {
    constexpr std::string_view kPrefix = "#/$defs/";
    return *root_.find("$defs")->find(std::string_view(reference).substr(kPrefix.size()));
  }

  std::string check_several(const std::string& keyword, const Value& rule, const Value& value,
                            const std::string& where) {
    std::size_t good = 0;
    std::string first_bad;
    for (const Value& part : rule.as_array()) {
      std::string bad = check(part, value, where);
      if (bad.empty()) ++good;
      if (first_bad.empty()) first_bad = std::move(bad);
    }
    if (keyword == "allOf") return first_bad;
    return said(keyword == "oneOf" ? good == 1 : good > 0, where, keyword);
  }

  static bool has_type(const Value& rule, const Value& value) {
    const auto one = [&value](const Value& type) {
      return type.as_string() == type_of(value) ||
             (type.as_string() == "number" && value.is_number());
    };
    if (rule.is_string()) return one(rule);
    return std::any_of(rule.as_array().begin(), rule.as_array().end(), one);
  }

  std::optional<std::string> check_scalar(const std::string& keyword, const Value& rule,
                                          const Value& value, const std::string& where) {
    if (keyword == "minimum" || keyword == "maximum") {
      if (!value.is_number()) return "";
      return said(keyword == "minimum" ? value.as_number() >= rule.as_number()
                                       : value.as_number() <= rule.as_number(),
                  where, keyword);
    }
    if (keyword == "minLength" || keyword == "maxLength") {
      if (!value.is_string()) return "";
      const auto length = static_cast<std::int64_t>(count_code_points(value.as_string()));
      return said(
          keyword == "minLength" ? length >= rule.as_integer() : length <= rule.as_integer(), where,
          keyword);
    }
    if (keyword == "pattern")
      return said(!value.is_string() || matches(rule.as_string(), value.as_string()), where,
                  keyword);
    return std::nullopt;
  }

  std::optional<std::string> check_array(const Value& schema, const std::string& keyword,
                                         const Value& rule, const Value& value,
                                         const std::string& where) {
    static const std::set<std::string> kKeywords{"items", "prefixItems", "minItems", "maxItems",
                                                 "uniqueItems"};
    if (kKeywords.count(keyword) == 0) return std::nullopt;
    if (!value.is_array()) return "";
    const json::Array& items = value.as_array();
    const auto count = static_cast<std::int64_t>(items.size());
    if (keyword == "minItems") return said(count >= rule.as_integer(), where, keyword);
    if (keyword == "maxItems") return said(count <= rule.as_integer(), where, keyword);
    if (keyword == "uniqueItems") {
      for (std::size_t i = 0; i < items.size(); ++i)
        if (std::find(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(i), items[i]) !=
            items.begin() + static_cast<std::ptrdiff_t>(i))
          return said(false, where, keyword);
      return "";
    }
    const Value* prefix = schema.find("prefixItems");
    const std::size_t fixed = prefix == nullptr ? 0 : prefix->as_array().size();
    for (std::size_t i = keyword == "items" ? fixed : 0; i < items.size(); ++i) {
      if (keyword == "prefixItems" && i >= fixed) break;
      const Value& part = keyword == "prefixItems" ? rule.as_array()[i] : rule;
      std::string bad = check(part, items[i], json::pointer(where, i));
      if (!bad.empty()) return bad;
    }
    return "";
  }

  std::optional<std::string> check_object(const Value& schema, const std::string& keyword,
                                          const Value& rule, const Value& value,
                                          const std::string& where) {
    static const std::set<std::string> kKeywords{
        "required",      "properties",           "patternProperties", "minProperties",
        "maxProperties", "additionalProperties", "propertyNames",     "dependentSchemas"};
    if (kKeywords.count(keyword) == 0) return std::nullopt;
    if (!value.is_object()) return "";
    const auto count = static_cast<std::int64_t>(value.as_object().size());
    if (keyword == "minProperties") return said(count >= rule.as_integer(), where, keyword);
    if (keyword == "maxProperties") return said(count <= rule.as_integer(), where, keyword);
    if (keyword == "required") {
      for (const Value& name : rule.as_array())
        if (value.find(name.as_string()) == nullptr)
          return said(false, json::pointer(where, name.as_string()), keyword);
      return "";
    }
    if (keyword == "dependentSchemas") {
      for (const json::Member& part : rule.as_object()) {
        std::string bad = value.find(part.first) ? check(part.second, value, where) : "";
        if (!bad.empty()) return bad;
      }
      return "";
    }
    for (const json::Member& member : value.as_object()) {
      std::string bad = check_member(schema, keyword, rule, member, where);
      if (!bad.empty()) return bad;
    }
    return "";
  }

  std::string check_member(const Value& schema, const std::string& keyword, const Value& rule,
                           const json::Member& member, const std::string& where) {
    const std::string place = json::pointer(where, member.first);
    if (keyword == "propertyNames") return check(rule, Value(member.first), place);
    if (keyword == "properties") {
      const Value* part = rule.find(member.first);
      return part == nullptr ? "" : check(*part, member.second, place);
    }
    if (keyword == "patternProperties") {
      for (const json::Member& part : rule.as_object()) {
        std::string bad =
            matches(part.first, member.first) ? check(part.second, member.second, place) : "";
        if (!bad.empty()) return bad;
      }
      return "";
    }
    return is_named(schema, member.first) ? "" : check(rule, member.second, place);
  }

  static bool is_named(const Value& schema, const std::string& name) {
    const Value* properties = schema.find("properties");
    if (properties != nullptr && properties->find(name) != nullptr) return true;
    const Value* patterns = schema.find("patternProperties");
    if (patterns == nullptr) return false;
    return std::any_of(patterns->as_object().begin(), patterns->as_object().end(),
                       [&name](const json::Member& part) { return matches(part.first, name); });
  }

  const Value& root_;
};

}  // namespace

std::optional<std::string> misfit(const json::Value& schema, const json::Value& value) {
  std::string bad = Validator(schema).check(schema, value, "");
  if (bad.empty()) return std::nullopt;
  return bad;
}

}  // namespace afterword::test
