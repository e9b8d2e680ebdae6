// Private to this folder.
#pragma once
#include "kiosk/ui/screens/state.h"

namespace afterword::kiosk {

// The letters being composed, the candidates for them, and arrows to more. False: nothing is being
// composed, and nothing was drawn. Targets: "candidate:0", "candidates:next", "candidates:previous".
bool draw_candidates(Page& page, Writing& writing, Rect rect);

}  // namespace afterword::kiosk
