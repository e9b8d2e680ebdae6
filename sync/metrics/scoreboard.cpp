#include "sync/metrics/scoreboard.h"

#include <algorithm>
#include <array>

#include "sync/metrics/figures.h"
#include "sync/metrics/times.h"
#include "sync/metrics/wilson.h"

namespace afterword {
namespace {

constexpr std::array kFigures{DeskFigure::solved, DeskFigure::rating, DeskFigure::time,
                              DeskFigure::not_applicable};

// Empties `waiting` into the sums once it is a whole block.
bool fill(std::vector<bool>& waiting, std::uint64_t& yes, std::uint64_t& all) {
  if (waiting.size() < kDeskBlock) return false;
  yes += static_cast<std::uint64_t>(std::count(waiting.begin(), waiting.end(), true));
  all += waiting.size();
  waiting.clear();
  return true;
}

DeskLine share(DeskFigure figure, std::uint64_t part, std::uint64_t n) {
  DeskLine line{figure, {}, {}, {}, n, part};
  const auto interval = wilson(part, n);
  if (!interval || n < kShowLeast) {
    line.part = 0;  // with too few, not even how many of them
    return line;
  }
  line.value = 100 * static_cast<double>(part) / static_cast<double>(n);
  line.low = 100 * interval->low;
  line.high = 100 * interval->high;
  return line;
}

DeskLine time_line(const std::vector<double>& seconds) {
  DeskLine line{DeskFigure::time, {}, {}, {}, seconds.size(), seconds.size()};
  const auto times = times_of(seconds);
  if (!times || times->n < kShowLeast || !times->median_interval) return line;
  line.value = times->median;
  line.low = times->median_interval->low;
  line.high = times->median_interval->high;
  return line;
}

}  // namespace

bool DeskBook::add_closed(bool solved, double seconds) {
  solved_.push_back(solved);
  bool changed = fill(solved_, shown_.solved, shown_.closed);
  if (!solved) return changed;
  seconds_.push_back(seconds);
  if (seconds_.size() < kDeskBlock) return changed;
  shown_.seconds.insert(shown_.seconds.end(), seconds_.begin(), seconds_.end());
  seconds_.clear();
  return true;
}

bool DeskBook::add_rating(int value) {
  good_.push_back(value >= 4);
  const bool rated = fill(good_, shown_.good, shown_.rated);
  return add_asked(false) || rated;
}

bool DeskBook::add_not_applicable() { return add_asked(true); }
bool DeskBook::add_skipped() { return add_asked(false); }

bool DeskBook::add_asked(bool not_applicable) {
  not_applicable_.push_back(not_applicable);
  return fill(not_applicable_, shown_.not_applicable, shown_.asked);
}

std::string_view name(DeskFigure figure) {
  switch (figure) {
    case DeskFigure::solved:
      return "solved";
    case DeskFigure::rating:
      return "rating";
    case DeskFigure::time:
      return "time";
    case DeskFigure::not_applicable:
      return "not_applicable";
  }
  return "solved";
}

std::optional<DeskFigure> parse_desk_figure(std::string_view word) {
  for (const DeskFigure figure : kFigures)
    if (name(figure) == word) return figure;
  return std::nullopt;
}

std::vector<DeskLine> desk_lines(const DeskCounts& counts) {
  return {share(DeskFigure::solved, counts.solved, counts.closed),
          share(DeskFigure::rating, counts.good, counts.rated), time_line(counts.seconds),
          share(DeskFigure::not_applicable, counts.not_applicable, counts.asked)};
}

Standing standing(const DeskLine& line, std::optional<double> aim) {
  if (!line.value || !line.low || !line.high) return Standing::too_few;
  if (!aim) return Standing::no_aim;
  const bool less_is_better =
      line.figure == DeskFigure::time || line.figure == DeskFigure::not_applicable;
  if (less_is_better ? *line.high <= *aim : *line.low >= *aim) return Standing::reached;
  if (less_is_better ? *line.low > *aim : *line.high < *aim) return Standing::missed;
  return Standing::too_close;
}

}  // namespace afterword
