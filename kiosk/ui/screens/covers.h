// What the two covers share: cards of what came of answers, days in words, and the way to how all
// this is protected. Private to this folder.
#pragma once
#include <string>
#include <vector>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

// "3 March", or "3 March 2025"; "" for what is no day.
std::string date_words(const Strings& words, const std::string& day, bool with_year);
// "on Monday"; "" for what is no day of the week.
std::string weekday_words(const Strings& words, const std::string& weekday);
// A list of words in one text of the table, split where it says: "January|February|...".
std::string one_of(const std::string& list, std::size_t index);

// A name or an address that keeps its own direction within a text (U+2068 .. U+2069).
inline std::string isolated(const std::string& text) { return "\u2068" + text + "\u2069"; }

// A pill of its own ground, so that it reads on the mark as well. Its right end is at `right`.
void draw_protect_pill(Page& page, float right, float top);
float protect_pill_width(Page& page);

// The cards in turn, in `rect`: each stays 9 s and fades into the next over 600 ms, until nobody
// has touched the screen for a minute. With reduced motion none turns by itself; the next welcome
// begins with the next card. Draws nothing, and takes no room, where there are no cards.
void draw_cards(Page& page, const std::vector<CardView>& cards, Rect rect);
// What the highest of them needs at that width.
float cards_height(Page& page, const std::vector<CardView>& cards, float width);

}  // namespace afterword::kiosk
