// Numbers as people read them: "1,204", "79%", "+34", "77.6–80.3%".
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "sync/collector/page/page.h"
#include "sync/metrics/figures.h"

namespace afterword::page {

std::string grouped(std::uint64_t number);
// "1 kiosk", "1,204 kiosks".
std::string counted(std::uint64_t number, std::string_view one, std::string_view many);
// Whole percent, but one decimal under 10 and over 99, where it makes the difference.
std::string percent(double value);

// A figure as it is shown, or the reason why it is not.
struct Reading {
  std::string name;       // "CSAT", "NPS"; what people in the trade call it
  bool shown = false;     // false: `value` says "Too few to show (7)"
  std::string value;      // "79%", "+34", "5.4"
  std::string beside;     // "good or very good", "of 7"
  std::string interval;   // "77.6–80.3%"
  bool is_small = false;  // half the interval is over five points: "a small number"
  // Where value and interval lie between the least and the most possible, 0 to 1.
  double at = 0, low = 0, high = 0;
};
Reading read(const Figure& figure, const QuestionFigures& question);

// The figure that a question is known by: its metric, the mean of a scale without one, the share
// of "yes". Nothing for choices (they have a distribution) and for text.
std::optional<Figure> lead_figure(const Item& item, const Histogram& counts);

// "59.5–64.5%", "+31 to +37", "5.33–5.47". Precondition: the figure has both bounds.
std::string interval_words(const Figure& figure);

// The words of a place of the histogram: step or option. Never empty.
std::string place_words(const QuestionFigures& question, std::size_t place);

// "9% N/A", or "" if nobody said so or too few were asked.
std::string not_applicable_words(const Histogram& counts);

}  // namespace afterword::page
