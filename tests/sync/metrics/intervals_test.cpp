#include <doctest/doctest.h>

#include <cmath>

#include "sync/metrics/mean.h"
#include "sync/metrics/nps.h"
#include "sync/metrics/wilson.h"

// Expected numbers were computed apart from this program, from the formulas in the headers.
namespace afterword {
namespace intervals_test {

bool near(double a, double b, double within) { return std::abs(a - b) <= within; }

struct NpsVector {
  NpsCounts counts;
  double value, variance, error, centre, adjusted_error, low, high;
};

}  // namespace intervals_test
using namespace intervals_test;

TEST_CASE("Net promoter score, its error and its adjusted interval match the hand-computed table") {
  const NpsVector vectors[] = {
      {{50, 30, 20}, 30.0, 0.61, 7.8102, 29.1262, 7.6915, 14.051, 44.201},
      {{5, 3, 2}, 30.0, 0.61, 24.6982, 23.0769, 21.4940, -19.051, 65.204},
      {{10, 0, 0}, 100, 0, 0, 76.9231, 15.0102, 47.504, 100},
      {{0, 10, 0}, 0, 0, 0, 0, 9.4211, -18.465, 18.465},
      {{420, 350, 230}, 19.0, 0.6139, 2.4777, 18.9432, 2.4735, 14.095, 23.791},
      {{12, 6, 2}, 50.0, 0.45, 15.0, 43.4783, 14.5195, 15.021, 71.936},
  };
  for (const NpsVector& expected : vectors) {
    const auto score = nps(expected.counts);
    REQUIRE(score);
    CHECK(near(score->value, expected.value, 1e-9));
    CHECK(near(score->variance, expected.variance, 5e-5));
    CHECK(near(score->standard_error, expected.error, 5e-5));
    CHECK(near(score->centre, expected.centre, 5e-5));
    CHECK(near(score->adjusted_error, expected.adjusted_error, 5e-5));
    CHECK(near(score->interval.low, expected.low, 5e-4));
    CHECK(near(score->interval.high, expected.high, 5e-4));
  }
}

TEST_CASE("The interval of the net promoter score stays within -100 and 100, whatever the counts") {
  CHECK_FALSE(nps({0, 0, 0}));
  for (std::uint64_t up = 0; up < 12; ++up)
    for (std::uint64_t middle = 0; middle < 12; ++middle)
      for (std::uint64_t down = 0; down < 12; ++down) {
        const auto score = nps({up, middle, down});
        if (!score) continue;
        CHECK(score->interval.low >= -100);
        CHECK(score->interval.high <= 100);
        CHECK(score->interval.low < score->interval.high);
        const auto mirrored = nps({down, middle, up});
        CHECK(near(mirrored->value, -score->value, 1e-9));
        CHECK(near(mirrored->interval.low, -score->interval.high, 1e-9));
      }
}

TEST_CASE("Wilson intervals match the published and hand-computed examples") {
  struct Vector {
    std::uint64_t yes, n;
    double low, high, within;
  };
  const Vector vectors[] = {
      {0, 10, 0, 0.277533, 5e-7},         {10, 10, 0.722467, 1, 5e-7},
      {8, 10, 0.490162, 0.943318, 5e-7},  {7, 50, 0.069508, 0.261862, 5e-7},
      {45, 50, 0.786398, 0.956524, 5e-7}, {180, 250, 0.661336, 0.772006, 5e-7},
      {84, 85, 0.936328, 0.997920, 5e-7}, {425, 500, 0.816039, 0.878624, 5e-7},
      {1, 1, 0.206549, 1, 5e-7},          {5, 5, 0.565518, 1, 5e-7},
      {92, 100, 0.8500, 0.9589, 5e-5},    {72, 90, 0.7059, 0.8696, 5e-5},
  };
  for (const Vector& expected : vectors) {
    CAPTURE(expected.yes);
    CAPTURE(expected.n);
    const auto interval = wilson(expected.yes, expected.n);
    REQUIRE(interval);
    CHECK(near(interval->low, expected.low, expected.within));
    CHECK(near(interval->high, expected.high, expected.within));
  }
  CHECK_FALSE(wilson(0, 0));
  CHECK(wilson(0, 7)->low == 0.0);
  CHECK(wilson(7, 7)->high == 1.0);
}

TEST_CASE("The mean has the sample's deviation and a normal interval") {
  const std::uint64_t five[] = {10, 15, 50, 225, 200};
  const auto csat = mean(1, five);
  REQUIRE(csat);
  CHECK(csat->n == 500);
  CHECK(near(csat->value, 4.18, 1e-12));
  CHECK(near(*csat->deviation, 0.877005, 5e-7));
  CHECK(near(csat->interval->low, 4.1031, 5e-5));
  CHECK(near(csat->interval->high, 4.2569, 5e-5));
  CHECK(near((csat->value - 1) / 4 * 100, 79.5, 1e-9));

  const std::uint64_t seven[] = {2, 1, 3, 4, 9, 12, 9};
  const auto ces = mean(1, seven);
  REQUIRE(ces);
  CHECK(ces->n == 40);
  CHECK(near(ces->value, 5.225, 1e-12));
  CHECK(near(*ces->deviation, 1.624926, 5e-7));
  CHECK(near(*ces->deviation / std::sqrt(40.0), 0.256923, 5e-7));
  CHECK(near((ces->value - 1) / 6 * 100, 70.4167, 5e-5));
}

TEST_CASE(
    "A mean of nothing is nothing, of one answer has no interval, of equal answers an empty one") {
  const std::uint64_t none[] = {0, 0, 0};
  CHECK_FALSE(mean(0, none));
  const std::uint64_t one[] = {0, 0, 1};
  CHECK(mean(0, one)->value == 2.0);
  CHECK_FALSE(mean(0, one)->interval);
  CHECK_FALSE(mean(0, one)->deviation);
  const std::uint64_t zeros[] = {5, 0, 0};
  CHECK(mean(0, zeros)->value == 0.0);
  CHECK(mean(0, zeros)->interval->low == 0.0);
  CHECK(mean(0, zeros)->interval->high == 0.0);
}

}  // namespace afterword
