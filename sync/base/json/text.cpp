// Text to Value and back: the one file that includes nlohmann-json.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "sync/base/core/utf8.h"
#include "sync/base/json/value.h"

namespace afterword::json {
namespace {

// Builds a Value from the parser's events; stops at a repeated name and at too great a depth.
class Builder {
 public:
  Value root;
  std::string trouble;
  std::size_t trouble_at = 0;

  bool null() { return add(Value()); }
  bool boolean(bool value) { return add(Value(value)); }
  bool number_integer(std::int64_t value) { return add(Value(static_cast<long long>(value))); }
  bool number_unsigned(std::uint64_t value) {
    if (value > static_cast<std::uint64_t>(INT64_MAX))
      return add(Value(static_cast<double>(value)));
    return add(Value(static_cast<long long>(value)));
  }
  bool number_float(double value, const std::string&) { return add(Value(value)); }
  bool string(std::string& value) { return add(Value(std::move(value))); }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Value(Object{})); }
  bool start_array(std::size_t) { return open(Value(Array{})); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& name) {
    if (!names_.back().insert(name).second) {
      trouble = fmt::format("the name \"{}\" stands twice in one object", name);
      return false;
    }
    pending_.push_back(std::move(name));
    return true;
  }
  template <class Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception& error) {
    trouble = error.what();
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error ... - reason;
    // last read: ..."
    if (const auto colon = trouble.find(": "); colon != std::string::npos)
      trouble = trouble.substr(colon + 2);
    trouble_at = position == 0 ? 0 : position - 1;
    return false;
  }

 private:
  bool add(Value value) {
    if (stack_.empty()) {
      root = std::move(value);
      return true;
    }
    Value& parent = stack_.back();
    if (parent.is_array()) {
      parent.as_array().push_back(std::move(value));
    } else {
      parent.as_object().emplace_back(std::move(pending_.back()), std::move(value));
      pending_.pop_back();
    }
    return true;
  }
  bool open(Value container) {
    if (stack_.size() >= static_cast<std::size_t>(kDepthMax)) {
      trouble = fmt::format("nested more than {} deep", kDepthMax);
      return false;
    }
    stack_.push_back(std::move(container));
    names_.emplace_back();
    return true;
  }
  bool close() {
    Value done = std::move(stack_.back());
    stack_.pop_back();
    names_.pop_back();
    return add(std::move(done));
  }

  std::vector<Value> stack_;
  std::vector<std::set<std::string>> names_;  // of each open container, to find repeats
  std::vector<std::string> pending_;          // names whose values are still being read
};

nlohmann::ordered_json to_library(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return nullptr;
    case Kind::boolean:
      return value.as_bool();
    case Kind::integer:
      return value.as_integer();
    case Kind::number: {
      const double number = value.as_number();
      if (!std::isfinite(number)) return nullptr;
      return number;
    }
    case Kind::string:
      return value.as_string();
    case Kind::array: {
      auto out = nlohmann::ordered_json::array();
      for (const Value& item : value.as_array()) out.push_back(to_library(item));
      return out;
    }
    case Kind::object: {
      auto out = nlohmann::ordered_json::object();
      for (const Member& member : value.as_object()) out[member.first] = to_library(member.second);
      return out;
    }
  }
  return nullptr;
}

std::string place_of(std::string_view text, std::size_t at) {
  std::size_t line = 1;
  std::size_t column = 1;
  for (std::size_t i = 0; i < at && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
  }
  return fmt::format("line {}, column {}", line, column);
}

}  // namespace

Result<Value> parse(std::string_view text) {
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);
  if (!is_utf8(text)) {
    std::size_t good = 0;
    while (good < text.size()) {
      const std::size_t step = code_point_at(text, good).bytes;
      if (good + step > text.size() || !is_utf8(text.substr(good, step))) break;
      good += step;
    }
    return fail(Failure::invalid, "the text is not valid UTF-8", place_of(text, good),
                "save the file as UTF-8");
  }
  Builder builder;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
    return fail(Failure::invalid, "not valid JSON: " + builder.trouble,
                builder.trouble_at == 0 && text.empty() ? "" : place_of(text, builder.trouble_at));
  return std::move(builder.root);
}

std::string dump(const Value& value) {
  return to_library(value).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}
std::string dump_pretty(const Value& value) {
  return to_library(value).dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace afterword::json
