// What the world can do to us is a Result; what only we can do wrong is an assertion.
//
// An Error is written for the person who can act: what happened, where, and what to do about it.
// Threads: values, no sharing.
#pragma once
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace afterword {

// What kind of failure, so that a program can decide; the words are for people.
enum class Failure {
  invalid,      // the input is wrong and stays wrong
  not_found,    // what was named does not exist
  denied,       // who asks may not
  conflict,     // something else is there already
  busy,         // may be tried again soon
  unreachable,  // no connection to the other side, so it was sent nothing; may be tried again
  unavailable,  // the other side does not answer, or not rightly; may be tried again
  disk_full,    // needs a person
  corrupt,      // needs a person
  io,           // the disk or the system refused
  unsupported,  // this build or this machine cannot
  internal,     // our mistake
};

struct Error {
  Failure failure = Failure::internal;
  std::string what;   // one sentence: what is wrong
  std::string where;  // file, row, JSON pointer, address; may be empty
  std::string hint;   // what to do; may be empty

  // "WHERE: WHAT. HINT" for a log or a terminal.
  std::string text() const {
    std::string out = where.empty() ? what : where + ": " + what;
    if (!hint.empty()) out += " (" + hint + ")";
    return out;
  }
};

// tl::expected with our Error, and a warning when nobody looks at it.
template <class T = void>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(tl::expected<T, Error> other) : tl::expected<T, Error>(std::move(other)) {}
};

inline tl::unexpected<Error> fail(Failure failure, std::string what, std::string where = {},
                                  std::string hint = {}) {
  return tl::unexpected<Error>(Error{failure, std::move(what), std::move(where), std::move(hint)});
}

}  // namespace afterword

// Returns early with the error of `result_expression`. Statement only.
#define AFTERWORD_TRY(result_expression)                                           \
  do {                                                                             \
    if (auto afterword_try = (result_expression); !afterword_try)                  \
      return tl::unexpected<::afterword::Error>(std::move(afterword_try).error()); \
  } while (false)

#define AFTERWORD_JOIN_(a, b) a##b
#define AFTERWORD_JOIN(a, b) AFTERWORD_JOIN_(a, b)
// `AFTERWORD_ASSIGN(const auto rows, count())`: the value, or return early with the error.
#define AFTERWORD_ASSIGN(declaration, result_expression) \
  AFTERWORD_ASSIGN_(AFTERWORD_JOIN(afterword_result_, __LINE__), declaration, result_expression)
#define AFTERWORD_ASSIGN_(name, declaration, result_expression)                  \
  auto name = (result_expression);                                               \
  if (!name) return tl::unexpected<::afterword::Error>(std::move(name).error()); \
  declaration = std::move(*name)
