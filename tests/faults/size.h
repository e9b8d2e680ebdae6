// How long a test of faults runs, and from which seed: both from the environment, both printed.
#pragma once
#include <cstdint>
#include <cstdlib>

namespace afterword::test {

// AFTERWORD_FULL=1: the sizes that tests/faults/README.md gives. Otherwise a short form, for every run.
inline bool full_size() { return std::getenv("AFTERWORD_FULL") != nullptr; }
template <class Number>
Number sized(Number short_form, Number full) {
  return full_size() ? full : short_form;
}

inline std::uint64_t first_seed() {
  const char* const text = std::getenv("AFTERWORD_SEED");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 1;
}

}  // namespace afterword::test
