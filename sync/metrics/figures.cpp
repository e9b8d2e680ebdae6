#include "sync/metrics/figures.h"

#include <span>

#include "sync/metrics/mean.h"
#include "sync/metrics/nps.h"
#include "sync/metrics/wilson.h"

namespace afterword {
namespace {

// The words of Figure::rule. README.md lists them; a test compares.
constexpr std::string_view kNpsRule =
    "share of 9-10 minus share of 0-6, in points; raw value, adjusted Wald interval (n + 3)";
constexpr std::string_view kCsatRule = "share of 4 and 5 of 1-5 (top-2-box); Wilson interval";
constexpr std::string_view kCesRule = "share of 5, 6 and 7 of 1-7; Wilson interval";
constexpr std::string_view kFcrRule =
    "yes of yes and no; not_yet and no_issue are outside n; Wilson interval";
constexpr std::string_view kMeanRule = "mean in scale units; normal interval with the sample's s";
constexpr std::string_view kShareRule = "share of those who answered; Wilson interval";
constexpr std::string_view kChoicesRule =
    "share of those who answered that chose it, several allowed; Wilson interval";
constexpr std::string_view kLowBaseNote = "low base";

Figure blank(const Item& item, std::string_view metric, const Histogram& counts,
             std::string_view rule) {
  Figure figure;
  figure.question = item.question;
  figure.metric = metric;
  figure.answered = counts.answered;
  figure.not_applicable = counts.not_applicable;
  figure.skipped = counts.skipped;
  figure.not_shown = counts.not_shown;
  figure.rule = rule;
  return figure;
}

Figure finished(Figure figure, std::uint64_t n) {
  figure.n = n;
  if (n < kLowBase) figure.note = std::string(kLowBaseNote);
  return figure;
}

void fill_percent(Figure& figure, std::uint64_t yes, std::uint64_t n) {
  const auto interval = wilson(yes, n);
  if (!interval) return;
  figure.value = 100 * static_cast<double>(yes) / static_cast<double>(n);
  figure.low = 100 * interval->low;
  figure.high = 100 * interval->high;
}

// Of the places first..last.
std::uint64_t sum(const Histogram& counts, int first, int last) {
  std::uint64_t total = 0;
  for (int place = first; place <= last; ++place)
    total += counts.v[static_cast<std::size_t>(place)];
  return total;
}

Figure nps_figure(const Item& item, const Histogram& counts) {
  Figure figure = blank(item, "nps", counts, kNpsRule);
  const NpsCounts answers{sum(counts, 9, 10), sum(counts, 7, 8), sum(counts, 0, 6)};
  if (const auto score = nps(answers)) {
    figure.value = score->value;
    figure.low = score->interval.low;
    figure.high = score->interval.high;
  }
  return finished(std::move(figure), answers.n());
}

Figure box_figure(const Item& item, std::string_view metric, const Histogram& counts,
                  std::string_view rule, int from) {
  Figure figure = blank(item, metric, counts, rule);
  const std::uint64_t n = sum(counts, item.least, item.most);
  fill_percent(figure, sum(counts, from, item.most), n);
  return finished(std::move(figure), n);
}

Figure mean_figure(const Item& item, const Histogram& counts) {
  Figure figure = blank(item, "mean", counts, kMeanRule);
  const auto places = std::span<const std::uint64_t>(counts.v).subspan(
      static_cast<std::size_t>(item.least), static_cast<std::size_t>(item.most - item.least + 1));
  const auto result = mean(item.least, places);
  if (result) {
    figure.value = result->value;
    if (result->interval) {
      figure.low = result->interval->low;
      figure.high = result->interval->high;
    }
  }
  return finished(std::move(figure), result ? result->n : 0);
}

std::optional<std::size_t> place_of(const Item& item, std::string_view option) {
  for (std::size_t place = 0; place < item.options.size(); ++place)
    if (item.options[place] == option) return place;
  return std::nullopt;
}

Figure fcr_figure(const Item& item, const Histogram& counts) {
  Figure figure = blank(item, "fcr", counts, kFcrRule);
  std::uint64_t yes = counts.v[1];
  std::uint64_t no = counts.v[0];
  if (item.kind == ItemKind::choice) {
    const auto yes_place = place_of(item, "yes");
    const auto no_place = place_of(item, "no");
    yes = yes_place ? counts.v[*yes_place] : 0;
    no = no_place ? counts.v[*no_place] : 0;
  }
  fill_percent(figure, yes, yes + no);
  return finished(std::move(figure), yes + no);
}

Figure share_figure(const Item& item, const Histogram& counts, std::string_view option,
                    std::uint64_t chosen, std::uint64_t n) {
  Figure figure =
      blank(item, "share", counts, item.kind == ItemKind::choices ? kChoicesRule : kShareRule);
  figure.option = std::string(option);
  fill_percent(figure, chosen, n);
  return finished(std::move(figure), n);
}

void add_shares(const Item& item, const Histogram& counts, std::vector<Figure>& out) {
  if (item.kind == ItemKind::yes_no) {
    const std::uint64_t n = counts.v[0] + counts.v[1];
    out.push_back(share_figure(item, counts, "yes", counts.v[1], n));
    out.push_back(share_figure(item, counts, "no", counts.v[0], n));
    return;
  }
  const std::size_t places = std::min(item.options.size(), counts.v.size());
  std::uint64_t n = counts.answered;
  if (item.kind == ItemKind::choice) n = sum(counts, 0, static_cast<int>(kHistogramPlaces) - 1);
  for (std::size_t place = 0; place < places; ++place)
    out.push_back(share_figure(item, counts, item.options[place], counts.v[place], n));
}

void add_scale_metric(const Item& item, const Histogram& counts, std::vector<Figure>& out) {
  if (item.metric == ItemMetric::nps) out.push_back(nps_figure(item, counts));
  if (item.metric == ItemMetric::csat)
    out.push_back(box_figure(item, "csat", counts, kCsatRule, item.most - 1));
  if (item.metric == ItemMetric::ces) out.push_back(box_figure(item, "ces", counts, kCesRule, 5));
}

}  // namespace

Histogram& Histogram::operator+=(const Histogram& other) {
  answered += other.answered;
  not_applicable += other.not_applicable;
  skipped += other.skipped;
  not_shown += other.not_shown;
  for (std::size_t place = 0; place < v.size(); ++place) v[place] += other.v[place];
  return *this;
}

Histogram operator+(Histogram a, const Histogram& b) { return a += b; }

std::vector<Figure> figures_of(const Item& item, const Histogram& counts) {
  std::vector<Figure> out;
  switch (item.kind) {
    case ItemKind::text:
      break;
    case ItemKind::scale:
      add_scale_metric(item, counts, out);
      out.push_back(mean_figure(item, counts));
      break;
    case ItemKind::yes_no:
    case ItemKind::choice:
      if (item.metric == ItemMetric::fcr) out.push_back(fcr_figure(item, counts));
      add_shares(item, counts, out);
      break;
    case ItemKind::choices:
      add_shares(item, counts, out);
      break;
  }
  return out;
}

std::optional<Rate> not_applicable_rate(const Histogram& counts) {
  const std::uint64_t asked = counts.answered + counts.not_applicable + counts.skipped;
  const auto interval = wilson(counts.not_applicable, asked);
  if (!interval) return std::nullopt;
  return Rate{100 * static_cast<double>(counts.not_applicable) / static_cast<double>(asked),
              100 * interval->low, 100 * interval->high};
}

std::string_view name(ItemKind kind) {
  switch (kind) {
    case ItemKind::scale:
      return "scale";
    case ItemKind::yes_no:
      return "yes_no";
    case ItemKind::choice:
      return "choice";
    case ItemKind::choices:
      return "choices";
    case ItemKind::text:
      return "text";
  }
  return "text";
}

std::string_view name(ItemMetric metric) {
  switch (metric) {
    case ItemMetric::none:
      return "none";
    case ItemMetric::csat:
      return "csat";
    case ItemMetric::nps:
      return "nps";
    case ItemMetric::ces:
      return "ces";
    case ItemMetric::fcr:
      return "fcr";
  }
  return "none";
}

}  // namespace afterword
