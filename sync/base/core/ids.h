// Names that people give to things, and their limits.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace afterword {

inline constexpr std::size_t kIdBytesMax = 48;

// Ids of surveys, questions, options, stores, touchpoints: [a-z][a-z0-9_-]{0,47}.
bool is_id(std::string_view text);

// A BCP 47 tag of the shape we take: 2-3 letters, then parts of 2-8 letters or digits ("zh-Hans").
bool is_language_tag(std::string_view text);

// The nearest of `known` to `given` by edit distance, if near enough to be a slip of the pen.
template <class Range>
std::string nearest(std::string_view given, const Range& known);

// Edit distance with swaps of neighbours counted as one.
std::size_t edit_distance(std::string_view a, std::string_view b);

template <class Range>
std::string nearest(std::string_view given, const Range& known) {
  std::string best;
  std::size_t best_distance = given.size() / 3 + 2;
  for (const auto& candidate : known) {
    // The distance is never less than the difference of the lengths; and lengths come from outside.
    const std::size_t longer = std::max(given.size(), std::size(candidate));
    const std::size_t shorter = std::min(given.size(), std::size(candidate));
    if (longer - shorter >= best_distance) continue;
    const std::size_t distance = edit_distance(given, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace afterword
