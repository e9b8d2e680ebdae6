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

}  // namespace afterword::test
