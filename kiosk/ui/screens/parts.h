// What several screens share: grounds, bars, the question itself, texts that fit. Private to this
// folder.
#pragma once
#include <initializer_list>
#include <string>

#include "kiosk/ui/screens/state.h"

namespace afterword::kiosk {

// How high what is touched is at least, in millimetres: anything, and the buttons of a page.
inline constexpr float kLeastMm = 12.05F, kButtonLeastMm = 13.5F;

// Measures of a page, in pixels of one that reads from left to right.
struct Measures {
  float margin = 0;
  float top = 0;          // below the top bar
  float buttons_top = 0;  // of the bottom bar
  float button_height = 0;
  float tiles_bottom = 0;  // where answers stand
  float inner_width = 0;   // between the margins
  float answers_most = 0;  // how high answers may stand, from tiles_bottom upwards
};
Measures measures(const Page& page);

void draw_paper(Page& page);
void draw_cover(Page& page);
// Where the mark's body is on a cover; its tail reaches down, or up where the page is mirrored.
struct Mark {
  Point center;
  float radius = 0;
};
Mark cover_mark(const Page& page);
// The mark, the brand and the place; that is left out where they would reach beyond `most` (0: as far
// as they usually may). Returns where they end.
float draw_masthead(Page& page, Color mark, Color brand, Color place, float most = 0);
// Dots and "Question 2 of 3"; centred on `center`, or beginning there if `from_start`.
// Returns where it begins.
float draw_progress(Page& page, const Progress& progress, Point center, bool from_start);
// The language in use; tapping it asks for all of them.
void draw_language_button(Page& page, Rect rect, const char* name = "language");
// The same at the end of the top bar, or nothing where that is out of reach.
void draw_language_on_top(Page& page);
float language_button_width(Page& page);
// A title and a sentence or two on a cover, above the foot; all of it shrinks until it fits.
void draw_message(Page& page, const std::string& title, const std::string& text);
// "Practice: nothing is saved", where it is so.
void draw_practice(Page& page, Rect rect, Align align = Align::center);

// The aids as buttons in one row, those that are on filled; says their intents. Read aloud is there
// if there is a voice. As wide as they want to be, aligned in `rect`, or all of one width if that is
// too wide; in bars of pages and of covers. Where their words would be too small, one button opens a
// sheet with all of them. `with_language`: the language is the last of them.
void draw_aids(Page& page, Rect rect, Align align = Align::center, bool with_language = false);
// The language alone, as draw_aids shows it.
void draw_language(Page& page, Rect rect, Align align = Align::center);
// The same as large tiles side by side, for the welcome (152 du high; two lines of words fit).
void draw_aid_tiles(Page& page, Rect rect);
// Only their signs and the language's, at the end of `rect`: above a keyboard, where words have no
// room. They are named by speech.
void draw_aid_signs(Page& page, Rect rect);
// How many signs that are, and whether the aids are one of them (it opens their sheet).
int aid_signs(const Page& page);
bool aids_folded_to_sign(const Page& page);
// What draw_aids needs at the least: one button that opens the sheet of aids, and the language.
float folded_aids_width(Page& page, bool with_language);
// The aids and the language of a page with buttons at its foot: between these two, or upright in a
// row of their own below them.
void draw_foot(Page& page, float left, float right);

// Where everything to touch must lie below: the middle where controls were asked to be low, else
// what is 1,200 mm above the floor where it is known how high the screen hangs, but never below
// the middle.
float reach_top(const Page& page);
// What stands in the top bar elsewhere stands at the foot.
bool top_out_of_reach(const Page& page);

// At the end of `rect`: "Receipt read: ...", or the way to type its number.
void draw_receipt_word(Page& page, const WelcomeView& view, Rect rect);

// The largest of `sizes_du` at which the text takes at most `lines_max` lines and `height_px`; the
// last one if none does.
TextSpec fitted(const Page& page, const std::string& text, Type type,
                std::initializer_list<float> sizes_du, float width_px, int lines_max,
                float height_px = 1e9F);
// The words of an answer: three lines at most, then smaller down to 20 du, then broken.
TextSpec label(const Page& page, const std::string& text, Type type, float width_px,
               float height_px);

// A gap of that many du, but never less than what tells two targets apart.
float gap_of(const Page& page, float gap_du);

// What is asked, between the top bar and the answers.
struct Asked {
  std::string topic, text, hint;
};
// Whether it has room above `bottom` at a size that can be read from afar.
bool asked_fits(Page& page, const Asked& asked, float bottom);
// Returns where it ends.
float draw_asked(Page& page, const Asked& asked, float bottom);
inline float draw_asked(Page& page, const std::string& topic, const std::string& text,
                        const std::string& hint, float bottom) {
  return draw_asked(page, Asked{topic, text, hint}, bottom);
}

struct Bar {
  bool back = false, skip = true, next = false;
};
// Back at the start, Skip and Next at the end; says their intents.
void draw_bottom_bar(Page& page, const Bar& bar);

}  // namespace afterword::kiosk
