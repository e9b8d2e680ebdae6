// What the two covers share: cards of what came of answers, and the way to how all this is
// protected. Private to this folder.
#pragma once
#include <string>
#include <vector>

#include "kiosk/ui/screens/parts.h"
#include "kiosk/ui/screens/words.h"

namespace afterword::kiosk {

// A pill of its own ground, so that it reads on the mark as well.
void draw_protect_pill(Page& page, Rect rect);
float protect_pill_width(Page& page);
float cover_pill_height(const Page& page);
// The masthead, and the way to how this is protected where it can be reached there. Returns the room
// for one thing more, beside them or upright below.
Rect draw_cover_top(Page& page);

// The cards in turn, in `rect`: each stays 9 s and fades into the next over 600 ms, until nobody
// has touched the screen for a minute. With reduced motion none turns by itself; the next welcome
// begins with the next card. Draws nothing, and takes no room, where there are no cards.
void draw_cards(Page& page, const std::vector<CardView>& cards, Rect rect);
// What the highest of them needs at that width.
float cards_height(Page& page, const std::vector<CardView>& cards, float width);

}  // namespace afterword::kiosk
