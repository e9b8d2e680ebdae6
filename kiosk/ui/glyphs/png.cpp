#include <cairo.h>

#include "kiosk/ui/glyphs/glyphs.h"

namespace afterword::kiosk {

Result<> write_png(const std::string& path, int width, int height,
                   const std::vector<std::uint8_t>& rgba) {
  cairo_surface_t* const surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  unsigned char* const data = cairo_image_surface_get_data(surface);
  if (data == nullptr) {
    cairo_surface_destroy(surface);
    return fail(Failure::internal, "a picture of this size cannot be made", path);
  }
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const std::size_t from = (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                static_cast<std::size_t>(x)) *
                               4;
      unsigned char* const to = data + static_cast<std::ptrdiff_t>(y) * stride + x * 4;
      to[0] = rgba[from + 2];
      to[1] = rgba[from + 1];
      to[2] = rgba[from];
      to[3] = 255;
    }
  }
  cairo_surface_mark_dirty(surface);
  const cairo_status_t status = cairo_surface_write_to_png(surface, path.c_str());
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS)
    return fail(Failure::io,
                std::string("cannot write the picture: ") + cairo_status_to_string(status), path,
                "the folder must exist and be writable");
  return {};
}

}  // namespace afterword::kiosk
