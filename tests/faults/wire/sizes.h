// How large a run is, and out of which seed: from the environment, or the short form's.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace afterword::test {

inline std::int64_t size_of(const char* variable, std::int64_t in_short) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? in_short : std::atoll(text);
}
inline std::uint64_t seed_of_run() {
  return static_cast<std::uint64_t>(size_of("AFTERWORD_SEED", 1));
}
// Whether what a program takes says what it holds: sanitizers keep what was freed.
#ifdef AFTERWORD_SANITIZED
inline constexpr bool kMemoryCounts = false;
#else
inline constexpr bool kMemoryCounts = true;
#endif

// Prints what was reached; a figure belongs to its seed.
inline void say(const std::string& figure) {
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed_of_run()), figure.c_str());
  std::fflush(stdout);
}

}  // namespace afterword::test
