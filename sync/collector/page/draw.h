// Small drawings as SVG: no script, no inline style. Colours come from the style sheet's classes.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "sync/collector/page/html.h"
#include "sync/collector/page/page.h"
#include "sync/collector/page/words.h"

namespace afterword::page {

Html comma();  // the mark
Html tick_disc(bool large = false);
Html triangle(bool large = false);
Html half_disc();
Html tick();
Html not_rated_ring();  // "doesn't apply"
Html skip_arrow();
Html face(int step);  // 1 very poor .. 5 very good

// A bar as wide as `share` (0 to 1) of the row. Hatched: not rated.
enum class Fill { plain, hatched };
Html bar(double share, Fill fill);

// Interval and value on a line from the least to the most possible.
Html whisker(const Reading& reading);

// Value and interval of each period, oldest first; nothing where there were too few.
struct Trend {
  std::vector<std::string> words;
  std::vector<std::optional<Figure>> figures;
};
Trend trend_of(const QuestionFigures& question);
// Whether there is something to draw: two periods with enough answers.
bool has_line(const Trend& trend);
Html sparkline(const Trend& trend);
// With three grid lines, their values, and the words of some periods.
Html chart(const Trend& trend);

}  // namespace afterword::page
