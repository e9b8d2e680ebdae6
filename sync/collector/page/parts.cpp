#include "sync/collector/page/parts.h"

#include <algorithm>
#include <map>

#include "sync/collector/page/draw.h"
#include "sync/collector/page/words.h"

namespace afterword::page {

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

namespace {

std::vector<std::size_t> places_of(const Item& item) {
  std::vector<std::size_t> places;
  switch (item.kind) {
    case ItemKind::scale:
      for (int step = item.most; step >= item.least; --step)
        places.push_back(static_cast<std::size_t>(step));
      break;
    case ItemKind::yes_no:
      places = {1, 0};
      break;
    case ItemKind::choice:
    case ItemKind::choices:
      for (std::size_t i = 0; i < std::min(item.options.size(), kHistogramPlaces); ++i)
        places.push_back(i);
      break;
    case ItemKind::text:
      break;
  }
  return places;
}

// What the longest bar stands for. Rated and not rated are drawn to one scale.
double full_bar(const QuestionFigures& question) {
  double most = 0.25;  // a page of short bars looks as if nobody had answered
  for (const std::size_t place : places_of(question.item))
    most = std::max(most, share(question.counts.v[place], question.counts.answered));
  const Histogram& counts = question.counts;
  const std::uint64_t asked = counts.answered + counts.not_applicable + counts.skipped;
  return std::max({most, share(counts.not_applicable, asked), share(counts.skipped, asked)});
}

// The interval of each place's share. Steps of a scale have none of their own: the figure has one.
std::map<std::size_t, std::string> intervals_of(const QuestionFigures& question) {
  std::map<std::size_t, std::string> intervals;
  const Item& item = question.item;
  for (const Figure& figure : figures_of(item, question.counts)) {
    if (figure.metric != "share" || !figure.low || !figure.high) continue;
    if (item.kind == ItemKind::yes_no) intervals[*figure.option == "yes"] = interval_words(figure);
    for (std::size_t place = 0; place < item.options.size(); ++place)
      if (item.options[place] == figure.option) intervals[place] = interval_words(figure);
  }
  return intervals;
}

}  // namespace

Html row(const Html& sign, std::string_view words, std::uint64_t part, std::uint64_t whole,
         Fill fill, double full, std::string_view interval) {
  Html out;
  out << R"(<li class="row">)" << sign << R"(<span class="label"><bdi>)";
  out.text(words) << "</bdi></span>" << bar(share(part, whole) / full, fill)
                  << R"(<span class="share">)";
  out.text(percent(100 * share(part, whole))) << "</span>";
  if (!interval.empty()) {
    out << R"(<span class="between">)";
    out.text(interval) << "</span>";
  }
  out << R"(<span class="count">)";
  return out.count(part) << "</span></li>";
}

Histogram without(Histogram all, const Histogram& some) {
  all.answered -= some.answered;
  all.not_applicable -= some.not_applicable;
  all.skipped -= some.skipped;
  all.not_shown -= some.not_shown;
  for (std::size_t place = 0; place < all.v.size(); ++place) all.v[place] -= some.v[place];
  return all;
}

Html too_few(std::uint64_t count) {
  Html out;
  out << R"(<p class="too-few">Too few to show ()";
  return out.count(count) << ")</p>";
}

Html distribution(const QuestionFigures& question, std::size_t rows_max) {
  Html out;
  const std::uint64_t whole = question.counts.answered;
  std::vector<std::size_t> places = places_of(question.item);
  if (whole < kShowLeast || places.empty()) return out;
  const auto& counts = question.counts.v;
  std::size_t left_out = 0;
  if (rows_max != 0 && places.size() > rows_max) {
    // Only a few fit: those given most often, in that order.
    std::stable_sort(places.begin(), places.end(),
                     [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    left_out = places.size() - rows_max;
    places.resize(rows_max);
  }
  const double full = full_bar(question);
  auto intervals = intervals_of(question);
  if (question.faces)
    out << R"(<ul class="rows faces">)";
  else if (!intervals.empty())
    out << R"(<ul class="rows intervals">)";
  else
    out << R"(<ul class="rows">)";
  for (const std::size_t place : places)
    out << row(question.faces ? face(static_cast<int>(place)) : Html(),
               place_words(question, place), counts[place], whole, Fill::plain, full,
               intervals[place]);
  out << "</ul>";
  if (left_out > 0) {
    out << R"(<p class="note">and )";
    out.text(counted(left_out, "more answer", "more answers")) << "</p>";
  } else if (rows_max == 0 && question.item.kind == ItemKind::choices) {
    out << R"(<p class="note">Several answers were possible.</p>)";
  }
  return out;
}

Html not_rated(const QuestionFigures& question) {
  Html out;
  const Histogram& counts = question.counts;
  const std::uint64_t asked = counts.answered + counts.not_applicable + counts.skipped;
  if (asked < kShowLeast) return out;
  const double full = full_bar(question);
  out << R"(<section class="sheet"><h2>Not rated</h2><ul class="rows faces">)";
  const std::string words =
      question.not_applicable.empty() ? "Not applicable" : question.not_applicable;
  // Nobody can say of an open question that it does not apply: it may be left empty.
  if (question.item.kind != ItemKind::text)
    out << row(not_rated_ring(), words, counts.not_applicable, asked, Fill::hatched, full);
  out << row(skip_arrow(), "Skipped", counts.skipped, asked, Fill::hatched, full) << "</ul>";
  out << R"(<p class="note">Of )";
  out.text(counted(asked, "person asked.", "people asked."));
  if (question.item.kind != ItemKind::text) out << " The figures are of those who answered.";
  return out << "</p></section>";
}

}  // namespace afterword::page
