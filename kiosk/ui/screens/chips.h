// Nouns that put themselves into a comment, in rows of buttons. Private to this folder.
#pragma once
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

float chip_gap(const Page& page);
// How high a row of them is.
float chip_row(const Page& page);
// How wide all are in one row, and how high in as many rows as that width asks for; 0 without any.
float chips_width(Page& page, const CommentView& view);
float chips_height(Page& page, const CommentView& view, float width);
// From the corner of `rect`: upright in as many rows as they need, else in one as wide as `rect`. A
// chip that is tapped goes into the text. Targets: "chip:0".
void draw_chips(Page& page, const CommentView& view, TextEdit& edit, Rect rect);

}  // namespace afterword::kiosk
