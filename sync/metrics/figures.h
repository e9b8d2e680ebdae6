// From counted answers to figures with intervals: every figure the product shows comes from here,
// on the kiosk's scoreboard, in the collector and on the command line.
//
// Pure functions of a Histogram; README.md beside lists each rule and note with formula and source.
// Doubles are unrounded. Scores of nps are points (-100..100), shares are percent, means are scale
// units.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace afterword {

inline constexpr std::size_t kHistogramPlaces = 12;

// What became of one question, counted. One row of the cube, or a sum of such rows.
struct Histogram {
  std::uint64_t answered = 0;
  std::uint64_t not_applicable = 0;
  std::uint64_t skipped = 0;
  std::uint64_t not_shown = 0;
  // How often each value was given. A scale: the place is the value itself (0..10). yes_no: v[0] is
  // no, v[1] is yes. choice and choices: the option's place; choices count each chosen option once,
  // so their sum may exceed `answered`.
  std::array<std::uint64_t, kHistogramPlaces> v{};

  Histogram& operator+=(const Histogram& other);
  bool operator==(const Histogram&) const = default;
};
Histogram operator+(Histogram a, const Histogram& b);

enum class ItemKind { scale, yes_no, choice, choices, text };
enum class ItemMetric { none, csat, nps, ces, fcr };

// What the places of a Histogram mean.
struct Item {
  std::string question;
  ItemKind kind = ItemKind::text;
  ItemMetric metric = ItemMetric::none;
  int least = 1;  // scale only
  int most = 5;
  std::vector<std::string> options;  // choice and choices: option ids by place, at most 12
};

struct Figure {
  std::string question;
  std::string metric;                 // "nps" "csat" "ces" "fcr" "mean" "share"
  std::optional<std::string> option;  // share only; of yes_no: "yes" and "no"
  std::vector<std::pair<std::string, std::string>> group;  // {"store","s1"}; filled by who grouped
  std::optional<double> value, low, high;                  // nothing when n = 0
  double confidence = 0.95;
  std::uint64_t n = 0;  // the denominator of `value`
  std::uint64_t answered = 0;
  std::uint64_t not_applicable = 0;
  std::uint64_t skipped = 0;
  std::uint64_t not_shown = 0;
  std::string rule;                 // which formula, in words
  std::optional<std::string> note;  // how to read it, in words

  bool operator==(const Figure&) const = default;
};

// Under this many answers a figure carries the note "low base".
inline constexpr std::uint64_t kLowBase = 30;
// Pages and scoreboards show nothing under this many; the command line and the API are exact
// from 1.
inline constexpr std::uint64_t kShowLeast = 10;

// The metric of the question first, then the mean (every scale), then shares in the order of the
// options (yes_no: yes, no). A text question has none.
std::vector<Figure> figures_of(const Item& item, const Histogram& counts);

// not_applicable / (answered + not_applicable + skipped), in percent with a Wilson interval.
// Nothing if nobody was asked.
struct Rate {
  double value = 0, low = 0, high = 0;
};
std::optional<Rate> not_applicable_rate(const Histogram& counts);

std::string_view name(ItemKind);
std::string_view name(ItemMetric);

}  // namespace afterword
