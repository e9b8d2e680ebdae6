// What of a page is another than in the frame before. Where the processor draws, drawing a whole page because one
// button was pressed takes longer than all the rest of a touch.
#pragma once
#include <imgui.h>

#include <vector>

#include "kiosk/ui/geometry.h"

namespace afterword::kiosk {

// Pixels from the top left corner: [left, right) by [top, bottom).
struct Area {
  int left = 0, top = 0, right = 0, bottom = 0;
  bool empty() const { return left >= right || top >= bottom; }
  bool operator==(const Area&) const = default;
};

class Changes {
 public:
  // What must be drawn where the frame before still stands: everything the first time and in a window of
  // another size. A texture is taken for the same as long as its number is. Remembers triangles and colours,
  // no words.
  Area since_last(const std::vector<ImDrawList*>& lists, Size window);

 private:
  struct Triangle {
    ImTextureID texture{};
    ImVec4 clip;
    ImDrawVert corners[3];
    bool operator==(const Triangle& other) const;
  };
  static void gather(const ImDrawList& list, std::vector<Triangle>& out);
  static ImVec4 around(const Triangle* first, const Triangle* last);

  std::vector<Triangle> before_, now_;
  Size window_{-1, -1};
};

// While this lives, the lists draw nothing outside of the area.
class DrawnWithin {
 public:
  DrawnWithin(const std::vector<ImDrawList*>& lists, const Area& area);
  ~DrawnWithin();
  DrawnWithin(const DrawnWithin&) = delete;
  DrawnWithin& operator=(const DrawnWithin&) = delete;

 private:
  std::vector<std::pair<ImDrawCmd*, ImVec4>> as_they_were_;
};

}  // namespace afterword::kiosk
