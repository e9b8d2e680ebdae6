// How often a test with random input goes round.
#pragma once

namespace afterword::test {

// A fifth as often under a sanitizer, which makes it thirty times slower and looks for something else.
constexpr int rounds(int usual) {
#ifdef AFTERWORD_SANITIZED
  return usual / 5;
#else
  return usual;
#endif
}

// For a test of limits that are reached by a million rows: there it takes a minute, and finds nothing that others do not.
//   TEST_CASE("..." * doctest::skip(test::kTooSlow))
#ifdef AFTERWORD_SANITIZED
inline constexpr bool kTooSlow = true;
#else
inline constexpr bool kTooSlow = false;
#endif

}  // namespace afterword::test
