// A PNG file as a bitmap of a wanted height. Private to this folder.
#pragma once
#include <string>

#include "kiosk/ui/glyphs/textures.h"

namespace afterword::kiosk {

// Straight RGBA; empty if it cannot be read.
Bitmap paint_png(const std::string& path, int height_px);

}  // namespace afterword::kiosk
