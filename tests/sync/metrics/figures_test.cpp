#include "sync/metrics/figures.h"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

namespace afterword {
namespace figures_test {

Item scale(ItemMetric metric, int least, int most) {
  return {"q", ItemKind::scale, metric, least, most, {}};
}

// `counts[i]` answers of the value `least + i`.
Histogram given(int least, std::initializer_list<std::uint64_t> counts) {
  Histogram out;
  auto place = static_cast<std::size_t>(least);
  for (const std::uint64_t count : counts) {
    out.v[place++] = count;
    out.answered += count;
  }
  return out;
}

const Figure& find(const std::vector<Figure>& figures, std::string_view metric,
                   std::string_view option = {}) {
  for (const Figure& figure : figures)
    if (figure.metric == metric && figure.option.value_or("") == option) return figure;
  FAIL("no figure " << std::string(metric) << " " << std::string(option));
  return figures.front();
}

bool near(std::optional<double> a, double b, double within = 1e-9) {
  return a && std::abs(*a - b) <= within;
}

}  // namespace figures_test
using namespace figures_test;

TEST_CASE("Satisfaction is the share of 4 and 5, and the mean is a figure of its own") {
  const auto figures = figures_of(scale(ItemMetric::csat, 1, 5), given(1, {10, 15, 50, 225, 200}));
  REQUIRE(figures.size() == 2);
  CHECK(figures[0].metric == "csat");
  CHECK(near(figures[0].value, 85.0));
  CHECK(near(figures[0].low, 81.6039, 5e-4));
  CHECK(near(figures[0].high, 87.8624, 5e-4));
  CHECK(figures[0].n == 500);
  CHECK_FALSE(figures[0].note);
  CHECK(figures[1].metric == "mean");
  CHECK(near(figures[1].value, 4.18));
}

TEST_CASE("Effort is the share of 5 to 7") {
  const auto figures = figures_of(scale(ItemMetric::ces, 1, 7), given(1, {2, 1, 3, 4, 9, 12, 9}));
  const Figure& ces = find(figures, "ces");
  CHECK(near(ces.value, 75.0));
  CHECK(near(ces.low, 59.8, 0.05));
  CHECK(near(ces.high, 85.8, 0.05));
  CHECK(near(find(figures, "mean").value, 5.225));
}

TEST_CASE("Promoters are 9 and 10, detractors 0 to 6, and zero is an answer") {
  const auto figures =
      figures_of(scale(ItemMetric::nps, 0, 10), given(0, {5, 2, 2, 2, 3, 3, 3, 15, 15, 20, 30}));
  const Figure& nps = find(figures, "nps");
  CHECK(nps.n == 100);
  CHECK(near(nps.value, 30.0));
  CHECK(near(nps.low, 14.051, 5e-4));
  CHECK(near(nps.high, 44.201, 5e-4));
}

TEST_CASE("All answers zero: the score is -100, the mean 0, and both have bounds") {
  const auto figures = figures_of(scale(ItemMetric::nps, 0, 10), given(0, {40}));
  CHECK(near(find(figures, "nps").value, -100));
  CHECK(near(find(figures, "nps").low, -100));
  CHECK(near(find(figures, "nps").high, -83.5817, 5e-5));
  CHECK(near(find(figures, "mean").value, 0));
  CHECK(find(figures, "mean").n == 40);
}

TEST_CASE("Nobody could answer: nothing to show, and everything is counted") {
  Histogram counts;
  counts.not_applicable = 17;
  counts.skipped = 2;
  counts.not_shown = 4;
  for (const ItemMetric metric : {ItemMetric::none, ItemMetric::csat}) {
    for (const Figure& figure : figures_of(scale(metric, 1, 5), counts)) {
      CHECK_FALSE(figure.value);
      CHECK_FALSE(figure.low);
      CHECK_FALSE(figure.high);
      CHECK(figure.n == 0);
      CHECK(figure.answered == 0);
      CHECK(figure.not_applicable == 17);
      CHECK(figure.skipped == 2);
      CHECK(figure.not_shown == 4);
      CHECK(figure.note == "low base");
    }
  }
  const auto rate = not_applicable_rate(counts);
  REQUIRE(rate);
  CHECK(near(rate->value, 100.0 * 17 / 19));
  CHECK_FALSE(not_applicable_rate(Histogram{}));
}

TEST_CASE("None of the unanswered states enters a denominator") {
  Histogram counts = given(1, {0, 0, 0, 30, 10});
  const auto alone = figures_of(scale(ItemMetric::csat, 1, 5), counts);
  counts.not_applicable = 900;
  counts.skipped = 800;
  counts.not_shown = 700;
  const auto among = figures_of(scale(ItemMetric::csat, 1, 5), counts);
  REQUIRE(alone.size() == among.size());
  for (std::size_t i = 0; i < alone.size(); ++i) {
    CHECK(alone[i].value == among[i].value);
    CHECK(alone[i].low == among[i].low);
    CHECK(alone[i].n == among[i].n);
  }
}

TEST_CASE("One answer is exact, has bounds where there are any, and says low base") {
  const auto csat = figures_of(scale(ItemMetric::csat, 1, 5), given(1, {0, 0, 0, 0, 1}));
  CHECK(near(find(csat, "csat").value, 100));
  CHECK(near(find(csat, "csat").low, 20.6549, 5e-5));
  CHECK(near(find(csat, "csat").high, 100));
  CHECK(find(csat, "csat").note == "low base");
  CHECK(near(find(csat, "mean").value, 5));
  CHECK_FALSE(find(csat, "mean").low);
  const auto nps = figures_of(scale(ItemMetric::nps, 0, 10), given(10, {1}));
  CHECK(near(find(nps, "nps").value, 100));
  CHECK(near(find(nps, "nps").low, 25 - 73.4986, 5e-4));
  CHECK(near(find(nps, "nps").high, 25 + 73.4986, 5e-4));
}

TEST_CASE("The note on small counts goes at thirty answers") {
  CHECK(find(figures_of(scale(ItemMetric::csat, 1, 5), given(1, {29})), "csat").note == "low base");
  CHECK_FALSE(find(figures_of(scale(ItemMetric::csat, 1, 5), given(1, {30})), "csat").note);
}

TEST_CASE("First contact resolution counts yes and no only") {
  const Item choice{
      "fixed", ItemKind::choice, ItemMetric::fcr, 1, 5, {"no_issue", "yes", "not_yet", "no"}};
  const auto figures = figures_of(choice, given(0, {50, 30, 15, 10}));
  const Figure& fcr = find(figures, "fcr");
  CHECK(near(fcr.value, 75.0));
  CHECK(fcr.n == 40);
  CHECK(fcr.answered == 105);
  CHECK(near(find(figures, "share", "not_yet").value, 100.0 * 15 / 105));

  const Item yes_no{"fixed", ItemKind::yes_no, ItemMetric::fcr, 1, 5, {}};
  const auto of_yes_no = figures_of(yes_no, given(0, {10, 30}));
  CHECK(near(find(of_yes_no, "fcr").value, 75.0));
  CHECK(near(find(of_yes_no, "share", "yes").value, 75.0));
  CHECK(near(find(of_yes_no, "share", "no").value, 25.0));
  CHECK(of_yes_no.size() == 3);
}

TEST_CASE("Nobody said yes or no: resolution is unknown although people answered") {
  const Item choice{"fixed", ItemKind::choice, ItemMetric::fcr, 1, 5, {"yes", "no", "no_issue"}};
  const auto figures = figures_of(choice, given(0, {0, 0, 12}));
  CHECK_FALSE(find(figures, "fcr").value);
  CHECK(find(figures, "fcr").n == 0);
  CHECK(find(figures, "fcr").answered == 12);
  CHECK(near(find(figures, "share", "no_issue").value, 100));
}

TEST_CASE("Where several may be chosen, a share is of the people, not of the choices") {
  const Item item{"reason", ItemKind::choices, ItemMetric::none, 1, 5, {"buy", "look", "other"}};
  Histogram counts;
  counts.answered = 50;
  counts.v = {45, 40, 0};
  const auto figures = figures_of(item, counts);
  REQUIRE(figures.size() == 3);
  CHECK(near(find(figures, "share", "buy").value, 90));
  CHECK(near(find(figures, "share", "buy").low, 78.6398, 5e-5));
  CHECK(near(find(figures, "share", "look").value, 80));
  CHECK(near(find(figures, "share", "other").value, 0));
  CHECK(find(figures, "share", "look").n == 50);
}

TEST_CASE("A text question has no figures, and a choice without answers has empty shares") {
  CHECK(figures_of({"c", ItemKind::text, ItemMetric::none, 1, 5, {}}, given(0, {3})).empty());
  const auto figures =
      figures_of({"c", ItemKind::choice, ItemMetric::none, 1, 5, {"a", "b"}}, Histogram{});
  REQUIRE(figures.size() == 2);
  CHECK_FALSE(figures[1].value);
  CHECK(figures[1].option == "b");
}

TEST_CASE("Rows of the cube add up: the figure of a sum is the figure of all answers") {
  const Histogram a = given(1, {1, 2, 3, 4, 5});
  const Histogram b = given(1, {5, 4, 3, 2, 1});
  CHECK(a + b == given(1, {6, 6, 6, 6, 6}));
  Histogram c = a;
  c.skipped = 3;
  c += b;
  CHECK(c.skipped == 3);
  CHECK(c.answered == 30);
}

TEST_CASE("Every rule and note is listed in the README of the metrics") {
  std::ifstream file(std::string(AFTERWORD_SOURCE_DIR) + "/sync/metrics/README.md");
  std::stringstream readme;
  readme << file.rdbuf();
  const std::vector<Item> items = {
      scale(ItemMetric::nps, 0, 10),
      scale(ItemMetric::csat, 1, 5),
      scale(ItemMetric::ces, 1, 7),
      {"q", ItemKind::choice, ItemMetric::fcr, 1, 5, {"yes", "no"}},
      {"q", ItemKind::choices, ItemMetric::none, 1, 5, {"a"}},
  };
  std::set<std::string> rules;
  for (const Item& item : items)
    for (const Figure& figure : figures_of(item, Histogram{})) {
      rules.insert(figure.rule);
      CHECK(readme.str().find("`" + *figure.note + "`") != std::string::npos);
    }
  CHECK(rules.size() == 7);
  for (const std::string& rule : rules) {
    CAPTURE(rule);
    CHECK(readme.str().find("`" + rule + "`") != std::string::npos);
  }
}

}  // namespace afterword
