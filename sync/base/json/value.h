// A JSON document: what came in, or what goes out.
//
// Objects keep their order. Numbers without point or exponent that fit are 64-bit integers and stay
// exact; all others are doubles. Threads: a value, no sharing.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sync/base/core/result.h"

namespace afterword::json {

class Value;
using Array = std::vector<Value>;
using Member = std::pair<std::string, Value>;
using Object = std::vector<Member>;  // in order; names are unique after parse()

enum class Kind { null, boolean, integer, number, string, array, object };

class Value {
 public:
  Value() = default;
  Value(std::nullptr_t) {}
  Value(bool value) : data_(value) {}
  Value(int value) : data_(static_cast<std::int64_t>(value)) {}
  Value(unsigned value) : data_(static_cast<std::int64_t>(value)) {}
  Value(long value) : data_(static_cast<std::int64_t>(value)) {}
  Value(long long value) : data_(static_cast<std::int64_t>(value)) {}
  Value(unsigned long value);       // must fit int64
  Value(unsigned long long value);  // must fit int64
  Value(double value) : data_(value) {}
  Value(std::string value) : data_(std::move(value)) {}
  Value(std::string_view value) : data_(std::string(value)) {}
  Value(const char* value) : data_(std::string(value)) {}
  Value(Array value) : data_(std::move(value)) {}
  Value(Object value) : data_(std::move(value)) {}

  Kind kind() const { return static_cast<Kind>(data_.index()); }
  bool is_null() const { return kind() == Kind::null; }
  bool is_bool() const { return kind() == Kind::boolean; }
  bool is_integer() const { return kind() == Kind::integer; }
  bool is_number() const { return is_integer() || kind() == Kind::number; }
  bool is_string() const { return kind() == Kind::string; }
  bool is_array() const { return kind() == Kind::array; }
  bool is_object() const { return kind() == Kind::object; }

  // Precondition: it is of that kind. (as_number also takes an integer.)
  bool as_bool() const { return std::get<bool>(data_); }
  std::int64_t as_integer() const { return std::get<std::int64_t>(data_); }
  double as_number() const;
  const std::string& as_string() const { return std::get<std::string>(data_); }
  const Array& as_array() const { return std::get<Array>(data_); }
  Array& as_array() { return std::get<Array>(data_); }
  const Object& as_object() const { return std::get<Object>(data_); }
  Object& as_object() { return std::get<Object>(data_); }

  // The member, or nullptr if this is no object or has none of that name.
  const Value* find(std::string_view name) const;
  // Sets or replaces a member; a null becomes an object first. Returns *this for chaining.
  Value& set(std::string name, Value value);
  Value& push(Value value);  // appends; a null becomes an array first

  bool operator==(const Value&) const = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

Value object(std::initializer_list<Member> members);
Value array(std::initializer_list<Value> values);

inline constexpr int kDepthMax = 64;

// Strict JSON in valid UTF-8, at most kDepthMax deep, no name twice in one object. Optionally a
// byte order mark. Errors: invalid, with line and column in `where`.
Result<Value> parse(std::string_view text);

// Compact, one line. Doubles so that they read back the same; NaN and infinities become null.
std::string dump(const Value& value);
// Two spaces a level, for people.
std::string dump_pretty(const Value& value);

}  // namespace afterword::json
