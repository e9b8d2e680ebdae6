// A desk's day in figures, on the tablet and in the collector: the same code, so that they agree.
//
// Counts come out in blocks of five: DeskBook keeps what it is told until five answers of a kind
// are together, and only then do they enter what is shown. So nobody can look, see a shopper
// answer, look again and know what they said. Each figure has blocks of its own denominator. The order of
// arrival decides the blocks, so what was shown once stays in: figures never go back.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace afterword {

inline constexpr std::size_t kDeskBlock = 5;

// Sums of whole blocks. Each denominator is a multiple of kDeskBlock.
struct DeskCounts {
  std::uint64_t solved = 0, closed = 0;         // yes, of yes and no
  std::uint64_t good = 0, rated = 0;            // 4 and 5, of 1 to 5
  std::uint64_t not_applicable = 0, asked = 0;  // of answered, not applicable and skipped
  std::vector<double> seconds;                  // of interactions that were solved
  bool operator==(const DeskCounts&) const = default;
};

class DeskBook {
 public:
  DeskBook() = default;
  // Goes on from whole blocks that were shown before.
  explicit DeskBook(DeskCounts shown) : shown_(std::move(shown)) {}

  // An interaction that was closed; too early to say is outside of every figure and not told.
  // True: a block filled, and what is shown has changed.
  bool add_closed(bool solved, double seconds);
  // A rating of 1 to 5; somebody who was asked and passed.
  bool add_rating(int value);
  bool add_not_applicable();
  bool add_skipped();

  const DeskCounts& shown() const { return shown_; }

 private:
  bool add_asked(bool not_applicable);

  DeskCounts shown_;
  std::vector<bool> solved_, good_, not_applicable_;
  std::vector<double> seconds_;
};

enum class DeskFigure { solved, rating, time, not_applicable };
std::string_view name(DeskFigure);
std::optional<DeskFigure> parse_desk_figure(std::string_view);

// One line of the scoreboard. Percent; seconds for `time`.
struct DeskLine {
  DeskFigure figure = DeskFigure::solved;
  std::optional<double> value, low, high;  // nothing under kShowLeast answers
  std::uint64_t n = 0;                     // the denominator
  std::uint64_t part = 0;                  // how many of them; of `time`: n
  bool operator==(const DeskLine&) const = default;
};
// Always all four, in the order of DeskFigure. Wilson intervals; of `time` the median with its
// interval from order statistics.
std::vector<DeskLine> desk_lines(const DeskCounts& counts);

// How a line stands to its aim: reached or missed only when the whole interval is on one side.
enum class Standing { too_few, no_aim, reached, missed, too_close };
// `aim` in the line's unit; more is better but for `time` and `not_applicable`.
Standing standing(const DeskLine& line, std::optional<double> aim);

}  // namespace afterword
