// Opens the fonts that a font list names, and no others. Private to this folder.
#pragma once
#include <string>

#include "kiosk/ui/glyphs/layout.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

Result<Faces> open_faces(const std::string& fonts_conf, const FontFamilies& families);

}  // namespace afterword::kiosk
