#include "sync/base/json/value.h"

#include <cassert>
#include <cmath>
#include <limits>

namespace afterword::json {

Value::Value(unsigned long value) : data_(static_cast<std::int64_t>(value)) {
  assert(value <= static_cast<unsigned long>(std::numeric_limits<std::int64_t>::max()));
}
Value::Value(unsigned long long value) : data_(static_cast<std::int64_t>(value)) {
  assert(value <= static_cast<unsigned long long>(std::numeric_limits<std::int64_t>::max()));
}

double Value::as_number() const {
  return is_integer() ? static_cast<double>(as_integer()) : std::get<double>(data_);
}

const Value* Value::find(std::string_view name) const {
  if (!is_object()) return nullptr;
  for (const Member& member : as_object())
    if (member.first == name) return &member.second;
  return nullptr;
}

Value& Value::set(std::string name, Value value) {
  if (is_null()) data_ = Object{};
  for (Member& member : as_object())
    if (member.first == name) {
      member.second = std::move(value);
      return *this;
    }
  as_object().emplace_back(std::move(name), std::move(value));
  return *this;
}

Value& Value::push(Value value) {
  if (is_null()) data_ = Array{};
  as_array().push_back(std::move(value));
  return *this;
}

Value object(std::initializer_list<Member> members) { return Value(Object(members)); }
Value array(std::initializer_list<Value> values) { return Value(Array(values)); }

}  // namespace afterword::json
