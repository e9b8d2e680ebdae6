#include "sync/collector/page/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace afterword::page {
namespace {

constexpr double kSmallHalfWidth = 5;  // points of a hundred
constexpr double kDecimalsUnder = 10;  // an interval narrower than this shows its tenths

std::string lower_first(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

// A true minus, and a plus: points can be either. A rounded nought has no sign.
std::string points(double value) {
  const auto rounded = static_cast<long>(std::lround(value));
  if (rounded == 0) return "0";
  return fmt::format("{}{}", rounded > 0 ? "+" : "−", std::labs(rounded));
}

std::string name_of(const Figure& figure) {
  if (figure.metric == "csat") return "CSAT";
  if (figure.metric == "nps") return "NPS";
  if (figure.metric == "ces") return "CES";
  if (figure.metric == "fcr") return "FCR";
  return figure.metric == "mean" ? "Mean" : "Share";
}

std::string beside_of(const Figure& figure, const QuestionFigures& question) {
  const Item& item = question.item;
  if (figure.metric == "nps") return "of −100 to +100";
  if (figure.metric == "mean") return fmt::format("of {}", item.most);
  if (figure.metric == "ces") return fmt::format("chose 5 to {} of {}", item.most, item.most);
  if (figure.metric == "fcr") return "said yes";
  if (figure.metric == "csat") {
    const auto top = static_cast<std::size_t>(item.most);
    if (question.words.size() == static_cast<std::size_t>(item.most - item.least + 1) &&
        !question.words[question.words.size() - 2].empty())
      return lower_first(place_words(question, top - 1)) + " or " +
             lower_first(place_words(question, top));
    return fmt::format("{} or {} of {}", item.most - 1, item.most, item.most);
  }
  return item.kind == ItemKind::yes_no ? "said yes" : "";
}

struct Range {
  double least = 0, most = 100;
};
Range range_of(const Figure& figure, const Item& item) {
  if (figure.metric == "nps") return {-100, 100};
  if (figure.metric == "mean")
    return {static_cast<double>(item.least), static_cast<double>(item.most)};
  return {};
}

std::string value_of(const Figure& figure) {
  if (figure.metric == "nps") return points(*figure.value);
  if (figure.metric == "mean") return fmt::format("{:.1f}", *figure.value);
  return percent(*figure.value);
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string counted(std::uint64_t number, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", grouped(number), number == 1 ? one : many);
}

std::string percent(double value) {
  const bool near_an_end = (value > 0 && value < 9.95) || (value > 99 && value < 100);
  if (near_an_end && std::abs(value - std::round(value)) >= 0.05)
    return fmt::format("{:.1f}%", value);
  return fmt::format("{:.0f}%", value);
}

Reading read(const Figure& figure, const QuestionFigures& question) {
  Reading reading;
  reading.name = name_of(figure);
  if (figure.n < kShowLeast || !figure.value || !figure.low || !figure.high) {
    reading.value = fmt::format("Too few to show ({})", grouped(figure.n));
    return reading;
  }
  const Range range = range_of(figure, question.item);
  const double width = range.most - range.least;
  const auto place = [&](double value) {
    return std::clamp((value - range.least) / width, 0.0, 1.0);
  };
  reading.shown = true;
  reading.value = value_of(figure);
  reading.beside = beside_of(figure, question);
  reading.interval = interval_words(figure);
  // Five points of a percentage or of a net score; of a mean, five hundredths of its scale.
  const double points_wide = figure.metric == "mean" ? 100 / width : 1;
  reading.is_small = (*figure.high - *figure.low) / 2 * points_wide > kSmallHalfWidth;
  reading.at = place(*figure.value);
  reading.low = place(*figure.low);
  reading.high = place(*figure.high);
  return reading;
}

std::optional<Figure> lead_figure(const Item& item, const Histogram& counts) {
  const bool leads = item.kind == ItemKind::scale || item.kind == ItemKind::yes_no ||
                     item.metric != ItemMetric::none;
  std::vector<Figure> figures = figures_of(item, counts);
  if (!leads || figures.empty()) return std::nullopt;
  return std::move(figures.front());
}

std::string interval_words(const Figure& figure) {
  const double low = *figure.low, high = *figure.high;
  if (figure.metric == "nps") return points(low) + " to " + points(high);
  if (figure.metric == "mean") return fmt::format("{:.2f}–{:.2f}", low, high);
  return high - low < kDecimalsUnder ? fmt::format("{:.1f}–{:.1f}%", low, high)
                                     : fmt::format("{:.0f}–{:.0f}%", low, high);
}

std::string place_words(const QuestionFigures& question, std::size_t place) {
  const Item& item = question.item;
  const bool scale = item.kind == ItemKind::scale;
  const std::size_t first = scale ? static_cast<std::size_t>(item.least) : 0;
  const auto& words = question.words;
  const std::string given =
      place >= first && place - first < words.size() ? words[place - first] : std::string();
  if (!scale && !given.empty()) return given;
  if (item.kind == ItemKind::yes_no) return place == 0 ? "No" : "Yes";
  if (!scale) return place < item.options.size() ? item.options[place] : std::to_string(place);
  // Where only the ends have words, they explain the number but cannot replace it.
  const bool every_step = words.size() == static_cast<std::size_t>(item.most - item.least + 1) &&
                          std::find(words.begin(), words.end(), "") == words.end();
  if (every_step) return given;
  return given.empty() ? std::to_string(place) : fmt::format("{}, {}", place, lower_first(given));
}

std::string not_applicable_words(const Histogram& counts) {
  const std::uint64_t asked = counts.answered + counts.not_applicable + counts.skipped;
  const auto rate = not_applicable_rate(counts);
  if (!rate || asked < kShowLeast || counts.not_applicable == 0) return {};
  return percent(rate->value) + " N/A";
}

}  // namespace afterword::page
