// For what can only fail because the simulation itself is wrong.
#pragma once
#include <stdexcept>

#include "sync/base/core/result.h"

namespace afterword::simulator {

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().text());
  return std::move(*result);
}
inline void must(Result<> result) {
  if (!result) throw std::runtime_error(result.error().text());
}

}  // namespace afterword::simulator
