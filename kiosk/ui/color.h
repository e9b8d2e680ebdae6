// A colour, and how far two are apart for an eye.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace afterword::kiosk {

struct Color {
  std::uint8_t red = 0, green = 0, blue = 0, alpha = 255;

  Color with_alpha(float share) const {  // share of its present alpha, 0..1
    return {red, green, blue, static_cast<std::uint8_t>(static_cast<float>(alpha) * share + 0.5F)};
  }
  bool operator==(const Color&) const = default;
};

// "#RRGGBB" or "#RRGGBBAA"; nothing for other words.
std::optional<Color> parse_color(std::string_view text);
// WCAG 2 contrast of two opaque colours, 1 to 21.
double contrast(Color a, Color b);
// `share` 0 gives a, 1 gives b.
Color mix(Color a, Color b, float share);

}  // namespace afterword::kiosk
