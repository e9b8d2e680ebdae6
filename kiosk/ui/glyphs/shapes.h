// SVG paths to coverage, by cairo. Private to this folder.
#pragma once
#include "kiosk/ui/glyphs/glyphs.h"

namespace afterword::kiosk {

// An empty bitmap if the path cannot be read. `offset` is from the path's origin to the bitmap's
// corner, in pixels.
Bitmap paint_shape(const ShapeSpec& spec, Point& offset);

}  // namespace afterword::kiosk
