// Reading a JSON object at the door: every problem is collected, each with its place and a remedy.
//
//   Problems problems;
//   Fields fields(value, "", problems);
//   survey.id = fields.text("id", {.required = true, .bytes_max = 48});
//   fields.finish();                       // unknown fields become problems
//   if (!problems.empty()) ...
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/json/value.h"

namespace afterword::json {

struct Trouble {
  std::string where;    // JSON pointer (RFC 6901) into the document
  std::string message;  // what is wrong there
  std::string remedy;   // what to do
};
using Problems = std::vector<Trouble>;

// Joins a JSON pointer and a name or an index, escaping as RFC 6901 says.
std::string pointer(std::string_view base, std::string_view name);
std::string pointer(std::string_view base, std::size_t index);

struct TextRule {
  bool required = false;
  std::size_t bytes_max = 4096;
  bool may_be_empty = false;
};
struct IntegerRule {
  bool required = false;
  std::int64_t least = INT64_MIN;
  std::int64_t most = INT64_MAX;
};

enum class Unknown { refuse, ignore };

class Fields {
 public:
  // If `value` is no object, one problem is recorded and every field reads as absent.
  Fields(const Value& value, std::string where, Problems& problems);

  // Each returns the value, or nothing (nullptr) if it is absent or wrong; wrong ones and missing
  // required ones are recorded. Asking for a name makes it known.
  std::optional<std::string> text(std::string_view name, TextRule rule = {});
  std::optional<std::int64_t> integer(std::string_view name, IntegerRule rule = {});
  std::optional<double> number(std::string_view name, bool required = false);
  std::optional<bool> boolean(std::string_view name, bool required = false);
  const Value* any(std::string_view name, bool required = false);
  const Array* list(std::string_view name, bool required = false, std::size_t count_max = 10'000);
  const Value* object(std::string_view name, bool required = false);

  bool has(std::string_view name) const;
  std::string where(std::string_view name) const { return pointer(where_, name); }
  const std::string& where() const { return where_; }
  void problem(std::string_view name, std::string message, std::string remedy);
  // Names that begin with "x_" are always allowed and ignored.
  void finish(Unknown unknown = Unknown::refuse);

 private:
  const Value* look(std::string_view name, bool required, Kind kind, std::string_view kind_words);

  const Value* object_ = nullptr;
  std::string where_;
  Problems& problems_;
  std::vector<std::string> known_;
};

// All problems in one error: "WHERE: MESSAGE; WHERE: MESSAGE", for callers that only need a
// sentence.
Error to_error(const Problems& problems, std::string where);

}  // namespace afterword::json
