// Answers as tiles: what all kinds of question share. Private to this folder.
#pragma once
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

inline constexpr float kAnswerLeastMm = 17, kScaleLeastMm = 13.5F;

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

// A bar as wide as `rect` with the circle beside the words.
void not_applicable_bar(Page& page, const QuestionView& view, Rect rect);

// Each draws all answers standing on `measures().tiles_bottom` and returns where they begin. With
// `draw` false it only measures.
float faces_and_stars(Page& page, const QuestionView& view, bool draw);
float zero_to_ten(Page& page, const QuestionView& view, bool draw);
float agree(Page& page, const QuestionView& view, bool draw);
float yes_no(Page& page, const QuestionView& view, bool draw);
float choices(Page& page, const QuestionView& view, bool draw);

}  // namespace afterword::kiosk
