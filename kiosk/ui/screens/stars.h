// Those who may be thanked, as tiles. Private to this folder.
#pragma once
#include <optional>
#include <string>

#include "kiosk/ui/screens/parts.h"

namespace afterword::kiosk {

// How the tiles lie: the last row ends at the room's bottom.
struct StarGrid {
  std::vector<StarChoice> shown;  // twelve at the most, the team last
  int columns = 4;
  float width = 0, height = 0, gap = 0;  // of one tile, and between two
  Point corner;
};
// In `room`, no tile lower than `least`, though they reach above it then.
StarGrid star_grid(const Page& page, const StarsView& view, Rect room, float least);
// The id of who was tapped; empty: the team. Targets: "star:ID", "star:team".
std::optional<std::string> draw_star_tiles(Page& page, const StarGrid& grid);

}  // namespace afterword::kiosk
