#include "kiosk/ui/glyphs/png.h"

#include <cairo.h>

#include <cmath>
#include <cstring>

#include "kiosk/ui/glyphs/glyphs.h"

namespace afterword::kiosk {
namespace {

constexpr int kPngSideMost = 4096;

// Cairo keeps colours multiplied by their alpha, as native 32-bit words.
void append_straight(std::vector<std::uint8_t>& out, std::uint32_t pixel) {
  const std::uint32_t alpha = pixel >> 24U;
  for (const std::uint32_t shift : {16U, 8U, 0U}) {
    const std::uint32_t value = (pixel >> shift) & 255U;
    out.push_back(static_cast<std::uint8_t>(alpha == 0 ? 0 : std::min(255U, value * 255 / alpha)));
  }
  out.push_back(static_cast<std::uint8_t>(alpha));
}

}  // namespace

Result<Size> read_png_size(const std::string& path) {
  cairo_surface_t* const surface = cairo_image_surface_create_from_png(path.c_str());
  const bool read = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
  const int width = read ? cairo_image_surface_get_width(surface) : 0;
  const int height = read ? cairo_image_surface_get_height(surface) : 0;
  cairo_surface_destroy(surface);
  if (width <= 0 || height <= 0 || width > kPngSideMost || height > kPngSideMost)
    return fail(Failure::invalid, "no PNG picture that can be used", path,
                "use a PNG of at most 4096 x 4096 pixels");
  return Size{static_cast<float>(width), static_cast<float>(height)};
}

Bitmap paint_png(const std::string& path, int height_px) {
  Bitmap bitmap;
  const auto size = read_png_size(path);
  if (!size || height_px <= 0) return bitmap;
  const double scale = height_px / static_cast<double>(size->height);
  bitmap.format = Bitmap::Format::rgba;
  bitmap.width = std::max(1, static_cast<int>(std::lround(scale * size->width)));
  bitmap.height = height_px;
  cairo_surface_t* const source = cairo_image_surface_create_from_png(path.c_str());
  cairo_surface_t* const surface =
      cairo_image_surface_create(CAIRO_FORMAT_ARGB32, bitmap.width, bitmap.height);
  cairo_t* const cairo = cairo_create(surface);
  cairo_scale(cairo, scale, scale);
  cairo_set_source_surface(cairo, source, 0, 0);
  cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST);
  cairo_paint(cairo);
  cairo_destroy(cairo);
  cairo_surface_flush(surface);
  const unsigned char* const data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < bitmap.height; ++y) {
    const unsigned char* const row = data + static_cast<std::ptrdiff_t>(y) * stride;
    for (int x = 0; x < bitmap.width; ++x) {
      std::uint32_t pixel = 0;
      std::memcpy(&pixel, row + static_cast<std::ptrdiff_t>(x) * 4, sizeof pixel);
      append_straight(bitmap.pixels, pixel);
    }
  }
  cairo_surface_destroy(surface);
  cairo_surface_destroy(source);
  return bitmap;
}

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
