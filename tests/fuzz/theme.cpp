// A theme: one that is accepted can be read by everybody who looks at it, and its mark can be drawn.
#include <cstdint>
#include <cstdlib>

#include "kiosk/ui/glyphs/shapes.h"
#include "kiosk/ui/theme.h"
#include "sync/base/core/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace afterword;
  const auto theme = kiosk::read_theme(as_text({data, size}), "/nowhere/theme.json");
  if (!theme) return 0;
  const kiosk::Colors high = high_contrast_colors(theme->high_contrast);
  for (const kiosk::Colors& colors : {theme->colors, high})
    if (contrast(colors.ink, colors.paper) < 7 || contrast(colors.focus, colors.paper) < 3)
      std::abort();
  const kiosk::BrandMark& mark = theme->mark;
  if (mark.path.empty()) return 0;
  kiosk::Point offset;
  const float scale = std::min(60 / mark.box.width, 60 / mark.box.height);
  paint_shape({.path = mark.path, .scale = scale, .turned = mark.turns}, offset);
  return 0;
}
