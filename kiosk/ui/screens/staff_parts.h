// What the pages of staff share. Private to this folder.
//
// Names that can be touched: pin:0..9, pin:erase, pin:ok; tab:desk, tab:today, tab:help, sign_out;
// language (on all of them);
// open, thank, star:ID, star:team, back, cancel, category:ID, solved:yes|no|too_early, hand_over, close; staff (from the neutral page).
#pragma once
#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

// Staff pages are read at arm's length by who works there: nothing is under 17 du.
inline constexpr float kStaffNoteDu = 17;

// Paper, the mark, the desk and shop, tabs, the sync pill. Returns where the page's sheets go.
Rect staff_frame(Page& page, const StaffView& view);
// A white sheet with a hairline and a soft shadow.
void staff_sheet(Page& page, Rect rect);
std::string sync_words(const Page& page, const SyncView& sync);

// An outlined tile with words in its middle; chosen: ringed, ticked. True: tapped.
bool staff_tile(Page& page, const std::string& name, const std::string& words, Rect rect,
                bool chosen, Type type, float gap_px);

// Seconds as a clock reads them: "4:12", "1:02:03".
std::string clock_words(const Page& page, std::int64_t seconds);

// The scoreboard's lines in `rect`, under its title; `whole`: all of them, and in words how each
// stands to its aim.
void draw_scores(Page& page, const TodayView& today, Rect rect, bool whole);

void draw_staff_pin(Page& page, const StaffView& view);
void draw_staff_interaction(Page& page, const StaffView& view);
void draw_staff_today(Page& page, const StaffView& view);
void draw_staff_stars(Page& page, const StaffView& view);
void draw_staff_help(Page& page, const StaffView& view);
void draw_give_back(Page& page);

}  // namespace afterword::kiosk
