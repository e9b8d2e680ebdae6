#include "sync/metrics/scoreboard.h"

#include <doctest/doctest.h>

#include <cmath>

#include "sync/metrics/figures.h"
#include "sync/metrics/times.h"

// Expected numbers were computed apart from this program, from the formulas in the headers.
namespace afterword {
namespace scoreboard_test {

const DeskLine& line(const std::vector<DeskLine>& lines, DeskFigure figure) {
  return lines.at(static_cast<std::size_t>(figure));
}

DeskBook book_of(int yes, int no) {
  DeskBook book;
  for (int i = 0; i < yes; ++i) book.add_closed(true, 300);
  for (int i = 0; i < no; ++i) book.add_closed(false, 600);
  return book;
}

}  // namespace scoreboard_test
using namespace scoreboard_test;

TEST_CASE("Times: mean, median and 90th percentile of returns and of service") {
  const auto returns = times_of({12, 18, 30});
  REQUIRE(returns.has_value());
  CHECK(returns->mean == 20);
  CHECK(returns->median == 18);
  CHECK(returns->p90 == 30);
  CHECK_FALSE(returns->median_interval.has_value());
  const auto service = times_of({24, 72});
  REQUIRE(service.has_value());
  CHECK(service->mean == 48);
  CHECK(service->median == 48);
  CHECK(service->p90 == 72);
  CHECK_FALSE(times_of({}).has_value());
}

TEST_CASE("The interval of a median lies between the l-th smallest and the l-th largest") {
  const std::pair<std::uint64_t, std::uint64_t> ranks[] = {
      {5, 0}, {6, 1}, {8, 1}, {9, 2}, {10, 2}, {15, 4}, {20, 6}, {60, 22}, {100, 40}, {1000, 469}};
  for (const auto& each : ranks) CHECK_MESSAGE(median_rank(each.first) == each.second, each.first);
  std::vector<double> values;
  for (int i = 20; i >= 1; --i) values.push_back(i);
  const auto times = times_of(values);
  REQUIRE(times->median_interval.has_value());
  CHECK(times->median == 10.5);
  CHECK(times->median_interval->low == 6);
  CHECK(times->median_interval->high == 15);
  CHECK(times->p90 == 18);
}

TEST_CASE("Solved first time: 72 yes and 18 no are 80.0 %, and too early is outside") {
  const auto lines = desk_lines(book_of(72, 18).shown());
  const DeskLine& solved = line(lines, DeskFigure::solved);
  CHECK(solved.n == 90);
  CHECK(solved.part == 72);
  CHECK(*solved.value == 80.0);
  CHECK(std::abs(*solved.low - 70.58626) < 1e-4);
  CHECK(std::abs(*solved.high - 86.95760) < 1e-4);
}

TEST_CASE("Nothing is shown under ten answers, and then only whole blocks of five") {
  for (int n = 0; n <= 27; ++n) {
    const auto lines = desk_lines(book_of(n, 0).shown());
    const DeskLine& solved = line(lines, DeskFigure::solved);
    CHECK(solved.n == static_cast<std::uint64_t>(n / 5 * 5));
    CHECK(solved.value.has_value() == (n >= 10));
    if (n < 10) CHECK(solved.part == 0);
    CHECK(line(lines, DeskFigure::time).n == static_cast<std::uint64_t>(n / 5 * 5));
    CHECK(line(lines, DeskFigure::time).value.has_value() == (n >= 10));
  }
}

TEST_CASE("Who looks, sees one shopper answer, and looks again learns nothing of that answer") {
  // After every beginning, the scoreboard after a good and after a poor rating is either the same,
  // or differs from the one before by five answers or more.
  for (int before = 0; before < 40; ++before) {
    DeskBook book;
    for (int i = 0; i < before; ++i) book.add_rating(i % 3 == 0 ? 2 : 5);
    const DeskCounts looked = book.shown();
    DeskBook good = book, poor = book, passed = book;
    good.add_rating(5);
    poor.add_rating(1);
    passed.add_not_applicable();
    for (const DeskBook* after : {&good, &poor, &passed}) {
      const std::uint64_t moved = after->shown().rated - looked.rated;
      const std::uint64_t asked = after->shown().asked - looked.asked;
      CHECK((moved == 0 || moved == kDeskBlock));
      CHECK((asked == 0 || asked == kDeskBlock));
      if (moved == 0) CHECK(after->shown().good == looked.good);
      if (asked == 0) CHECK(after->shown().not_applicable == looked.not_applicable);
    }
  }
}

TEST_CASE("A book that goes on from what was shown says the same as one that was never closed") {
  DeskBook whole, first;
  for (int i = 0; i < 10; ++i) {
    whole.add_rating(i % 5 + 1);
    first.add_rating(i % 5 + 1);
  }
  DeskBook second(first.shown());
  for (int i = 0; i < 10; ++i) {
    whole.add_rating(4);
    second.add_rating(4);
  }
  CHECK(whole.shown() == second.shown());
  CHECK(desk_lines(whole.shown()) == desk_lines(second.shown()));
}

TEST_CASE(
    "The middle time is that of what was solved; the rate of not applicable is of all asked") {
  DeskBook book;
  for (int i = 1; i <= 20; ++i) book.add_closed(true, 60.0 * i);
  for (int i = 0; i < 35; ++i) book.add_rating(i < 30 ? 4 : 3);
  for (int i = 0; i < 5; ++i) book.add_not_applicable();
  const auto lines = desk_lines(book.shown());
  CHECK(*line(lines, DeskFigure::time).value == 630);
  CHECK(*line(lines, DeskFigure::time).low == 360);
  CHECK(*line(lines, DeskFigure::time).high == 900);
  CHECK(std::abs(*line(lines, DeskFigure::rating).low - 70.62445) < 1e-4);
  CHECK(line(lines, DeskFigure::not_applicable).part == 5);
  CHECK(line(lines, DeskFigure::not_applicable).n == 40);
  CHECK(*line(lines, DeskFigure::not_applicable).value == 12.5);
}

TEST_CASE("An aim is reached or missed only when the whole interval is on one side") {
  const auto lines = desk_lines(book_of(72, 18).shown());  // 70.6 to 87.0
  const DeskLine& solved = line(lines, DeskFigure::solved);
  CHECK(standing(solved, 70.0) == Standing::reached);
  CHECK(standing(solved, 80.0) == Standing::too_close);
  CHECK(standing(solved, 88.0) == Standing::missed);
  CHECK(standing(solved, std::nullopt) == Standing::no_aim);
  const DeskLine& time = line(lines, DeskFigure::time);  // all took 300 s: less is better
  CHECK(standing(time, 420.0) == Standing::reached);
  CHECK(standing(time, 240.0) == Standing::missed);
  CHECK(standing(DeskLine{}, 80.0) == Standing::too_few);
}

}  // namespace afterword
