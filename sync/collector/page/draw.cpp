#include "sync/collector/page/draw.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace afterword::page {
namespace {

// A drawing's own units; the page scales the whole to the width it has.
struct Box {
  double left, right, top, bottom;
  double x(std::size_t i, std::size_t count) const {
    return count < 2
               ? right
               : left + (right - left) * static_cast<double>(i) / static_cast<double>(count - 1);
  }
};

struct Scale {
  double least = 0, most = 1;
  double y(const Box& box, double value) const {
    return box.bottom - (box.bottom - box.top) * (value - least) / (most - least);
  }
};

bool drawable(const std::optional<Figure>& figure) {
  return figure && figure->n >= kShowLeast && figure->value && figure->low && figure->high;
}

Scale scale_of(const Trend& trend, double span_least) {
  Scale scale{1e9, -1e9};
  for (const auto& figure : trend.figures) {
    if (!drawable(figure)) continue;
    scale.least = std::min(scale.least, *figure->low);
    scale.most = std::max(scale.most, *figure->high);
  }
  const double missing = span_least - (scale.most - scale.least);
  if (missing > 0) {
    scale.least -= missing / 2;
    scale.most += missing / 2;
  }
  return scale;
}

bool is_mean(const Trend& trend) {
  return std::any_of(trend.figures.begin(), trend.figures.end(),
                     [](const auto& figure) { return figure && figure->metric == "mean"; });
}

// Neighbouring periods that can be drawn, as [from, to).
struct Run {
  std::size_t from, to;
};
std::vector<Run> runs_of(const Trend& trend) {
  std::vector<Run> runs;
  for (std::size_t i = 0; i < trend.figures.size(); ++i) {
    if (!drawable(trend.figures[i])) continue;
    if (!runs.empty() && runs.back().to == i)
      ++runs.back().to;
    else
      runs.push_back({i, i + 1});
  }
  return runs;
}

Html& point(Html& out, double x, double y) {
  return out.coordinate(x).text(" ").coordinate(y).text(" ");
}

// Band, line and last point.
Html curve(const Trend& trend, const Box& box, const Scale& scale) {
  const std::size_t count = trend.figures.size();
  Html out;
  for (const Run& run : runs_of(trend)) {
    out << R"(<path class="band" d="M)";
    for (std::size_t i = run.from; i < run.to; ++i)
      point(out, box.x(i, count), scale.y(box, *trend.figures[i]->high));
    for (std::size_t i = run.to; i-- > run.from;)
      point(out, box.x(i, count), scale.y(box, *trend.figures[i]->low));
    out << R"(Z"/><path class="line" d="M)";
    for (std::size_t i = run.from; i < run.to; ++i)
      point(out, box.x(i, count), scale.y(box, *trend.figures[i]->value));
    out << R"("/>)";
  }
  const Run last = runs_of(trend).back();
  out << R"(<circle class="last" cx=")";
  out.coordinate(box.x(last.to - 1, count)) << R"(" cy=")";
  out.coordinate(scale.y(box, *trend.figures[last.to - 1]->value)) << R"(" r="4.2"/>)";
  return out;
}

std::string axis_words(const Trend& trend, double value) {
  if (is_mean(trend)) return fmt::format("{:.1f}", value);
  for (const auto& figure : trend.figures)
    if (figure && figure->metric == "nps") return fmt::format("{:.0f}", value);
  return fmt::format("{:.0f}%", value);
}

// Grid lines at even values that are easy to read.
double step_for(double span, bool mean) {
  for (const double step : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0})
    if ((mean || step >= 1) && span / step <= 4) return step;
  return 100;
}

// The same numbers for who cannot see the line.
Html spoken(const Trend& trend) {
  Html out;
  for (std::size_t i = 0; i < trend.figures.size(); ++i)
    if (drawable(trend.figures[i])) {
      out.text(trend.words[i]).text(": ");
      out.text(axis_words(trend, *trend.figures[i]->value)).text("; ");
    }
  return out;
}

}  // namespace

Html bar(double share, Fill fill) {
  Html out;
  out << R"(<span class="track"><svg class="bar )";
  if (fill == Fill::hatched)
    out << "hatched";
  else
    out << "plain";
  out << R"(" aria-hidden="true" height="22" width=")";
  return out.coordinate(100 * std::clamp(share, 0.0, 1.0)) << R"(%"/></span>)";
}

Html whisker(const Reading& reading) {
  constexpr double kWide = 280, kInset = 8;
  const auto x = [](double place) { return kInset + (kWide - 2 * kInset) * place; };
  Html out;
  out << R"(<svg class="whisker" viewBox="0 0 280 20" aria-hidden="true"><path class="axis" d="M0 10H280"/>)"
         R"(<rect class="interval" y="6" height="8" rx="4" x=")";
  const double left = x(reading.low) - 4, right = x(reading.high) + 4;
  out.coordinate(left) << R"(" width=")";
  out.coordinate(right - left) << R"("/><circle class="value" cy="10" r="5.5" cx=")";
  return out.coordinate(x(reading.at)) << R"("/></svg>)";
}

Trend trend_of(const QuestionFigures& question) {
  Trend trend;
  for (const Period& period : question.series) {
    trend.words.push_back(period.words);
    trend.figures.push_back(lead_figure(question.item, period.counts));
  }
  return trend;
}

bool has_line(const Trend& trend) {
  return std::count_if(trend.figures.begin(), trend.figures.end(), drawable) >= 2;
}

Html sparkline(const Trend& trend) {
  const Box box{6, 274, 6, 50};
  Html out;
  out << R"(<svg class="spark" viewBox="0 0 280 56" role="img" aria-label=")";
  out << spoken(trend) << R"(">)" << curve(trend, box, scale_of(trend, is_mean(trend) ? 0.5 : 10));
  return out << "</svg>";
}

Html chart(const Trend& trend) {
  const Box box{46, 470, 14, 168};
  Scale scale = scale_of(trend, is_mean(trend) ? 0.5 : 10);
  const double step = step_for(scale.most - scale.least, is_mean(trend));
  scale.least = std::floor(scale.least / step) * step;
  scale.most = std::ceil(scale.most / step) * step;
  Html out;
  out << R"(<svg class="chart" viewBox="0 0 480 196" role="img" aria-label=")" << spoken(trend)
      << R"(">)";
  for (double value = scale.least; value < scale.most + step / 2; value += step) {
    out << R"(<path class="grid" d="M)";
    point(out, box.left - 4, scale.y(box, value)) << "H478";
    out << R"("/><text class="end" x="36" y=")";
    out.coordinate(scale.y(box, value) + 4.5) << R"(">)";
    out.text(axis_words(trend, value)) << "</text>";
  }
  out << curve(trend, box, scale);
  // At most four periods have room for their words: first, last and two between.
  const std::size_t count = trend.words.size();
  const std::size_t every = count <= 4 ? 1 : (count - 1 + 2) / 3;
  for (std::size_t i = 0; i < count; ++i) {
    const bool last = i + 1 == count;
    if (!last && (i % every != 0 || count - 1 - i < (every + 1) / 2)) continue;
    if (last)
      out << R"(<text class="end" y="192" x=")";
    else
      out << R"(<text class="middle" y="192" x=")";
    out.coordinate(last ? 478 : std::max(60.0, box.x(i, count))) << R"(">)";
    out.text(trend.words[i]) << "</text>";
  }
  return out << "</svg>";
}

}  // namespace afterword::page
