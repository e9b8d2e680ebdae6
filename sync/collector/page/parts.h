// Parts that more than one page shows of a question.
#pragma once
#include "sync/collector/page/draw.h"
#include "sync/collector/page/html.h"
#include "sync/collector/page/page.h"

namespace afterword::page {

// A part of a whole, 0 where there is none.
double share(std::uint64_t part, std::uint64_t whole);

// How often each answer was given: words, bar, share, count. Scales from the best step down,
// options in their order. `rows_max` 0: all. Nothing if too few answered.
Html distribution(const QuestionFigures& question, std::size_t rows_max = 0);

// One line of a list of class "rows": sign, words, bar, share, and count. The bar fills the line
// where the share is `full`.
Html row(const Html& sign, std::string_view words, std::uint64_t part, std::uint64_t whole,
         Fill fill, double full, std::string_view interval = {});

// Not applicable and skipped, hatched, as a share of everyone asked. Nothing if too few were asked.
Html not_rated(const QuestionFigures& question);

// "Too few to show (7)" in the place of a figure.
Html too_few(std::uint64_t count);

}  // namespace afterword::page
