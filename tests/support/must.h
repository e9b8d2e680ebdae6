// For what can only fail because the test itself is wrong.
#pragma once
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "sync/base/core/result.h"

namespace afterword::test {

// The value; throws the error's words.
template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

}  // namespace afterword::test
