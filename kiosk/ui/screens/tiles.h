// Answers as tiles: what all kinds of question share. Private to this folder.
#pragma once
#include <functional>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

inline constexpr float kAnswerLeastMm = 17, kScaleLeastMm = 13.5F, kBandMostMm = 700;

// One answer's tile: draws it, and when it is tapped says its intent at once (`needs_next`) or after
// it was on show.
TileState answer_tile(Page& page, const QuestionView& view, const OptionView& option, Rect rect,
                      float radius_du, float gap_px, bool tick = true);
// "Doesn't apply" as a tile like the others; its words and its circle are drawn by the caller.
TileState not_applicable_tile(Page& page, const QuestionView& view, Rect rect, float radius_du,
                              float gap_px, bool tick = true);
// The survey's words; yes and no have none there and are the interface's.
std::string answer_words(const Page& page, const OptionView& option);
std::string not_applicable_words(const Page& page, const QuestionView& view);
void draw_dashed(Page& page, const TileState& tile, Point center, float radius);

// The room answers stand in: never wider than what an arm reaches from one place.
Rect answer_band(const Page& page);

// A bar as wide as `rect` with the circle beside the words.
void not_applicable_bar(Page& page, const QuestionView& view, Rect rect);

// Answers as bars in a grid, each with its sign at the start and its words beside it: for words that
// have no room below their sign. `sign` draws into a square of its tile; "doesn't apply" is the last.
// Draws if asked, and returns where they begin.
using DrawSign = std::function<void(const OptionView&, const TileState&, Rect)>;
float answer_grid(Page& page, const QuestionView& view, int columns, float most, bool draw,
                  const DrawSign& sign);
// "0  Not at all likely" at the start, "10  Extremely likely" at the end, a line between: what stands
// below a row of numbers or stars, and how high that is.
void draw_ends(Page& page, const QuestionView& view, Rect rect);
float ends_height(const Page& page);
// Whether everything to touch is to lie in the lower half of a small panel, which has room for one
// row of answers.
bool half_of_small(const Page& page);
// Whether the words of all answers have room in tiles of that width with that share of what larger
// text adds.
bool words_fit(const Page& page, const QuestionView& view, Type type, float width_px, int lines,
               float share = 1);

// Each draws all answers standing on `measures().tiles_bottom`, at most `most` pixels high if fingers
// allow, and returns where they begin. With `draw` false it only measures.
float faces_and_stars(Page& page, const QuestionView& view, float most, bool draw);
float zero_to_ten(Page& page, const QuestionView& view, float most, bool draw);
float agree(Page& page, const QuestionView& view, float most, bool draw);
float yes_no(Page& page, const QuestionView& view, float most, bool draw);
float choices(Page& page, const QuestionView& view, float most, bool draw);

}  // namespace afterword::kiosk
