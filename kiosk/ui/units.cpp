#include <cmath>

#include "kiosk/ui/theme.h"

namespace afterword::kiosk {
namespace {

constexpr float kTenInchDiagonal = 10.1F * 25.4F;  // mm
constexpr float kButtonDu = 80, kButtonLeastMm = 13.5F;
constexpr float kGrowthMost = 4.0F / 3;
constexpr float kHeightOfDistance = 0.0122173F;  // 0.7 degrees
constexpr float kCapital = 0.727F;               // of Inter: an H's height, in sizes

}  // namespace

Units units_for(Size page, float px_per_mm) {
  Units units;
  units.page = page;
  units.portrait = page.height > page.width;
  units.du = units.portrait ? std::min(page.width / 800, page.height / 1280)
                            : std::min(page.width / 1280, page.height / 800);
  const bool known = px_per_mm >= kPxPerMmLeast && px_per_mm <= kPxPerMmMost;
  units.px_per_mm = known ? px_per_mm : std::hypot(page.width, page.height) / kTenInchDiagonal;
  if (known) {
    const float wanted = units.mm(kButtonLeastMm) / kButtonDu;
    units.du = std::clamp(wanted, units.du, units.du * kGrowthMost);
  }
  return units;
}

float type_px_for(float reading_mm, float px_per_mm) {
  return kHeightOfDistance * reading_mm / kCapital * px_per_mm;
}

float reading_mm_for(float type_px, float px_per_mm) {
  return type_px * kCapital / px_per_mm / kHeightOfDistance;
}

TypeScale type_scale_for(const Aids& aids, const Units& units, float reading_mm) {
  TypeScale scale;
  scale.sans_only = aids.high_contrast;
  if (aids.high_contrast || aids.larger_text) scale.question = kLargerQuestion;
  if (!aids.larger_text) return scale;
  const float wanted = type_px_for(std::clamp(reading_mm, 200.0F, 2000.0F), units.px_per_mm);
  const float button = units(style_of(Type::button).size_du);
  scale.control = std::clamp(wanted / button, kLargerControl, kLargerControlMost);
  scale.least_px = std::min(wanted, button * scale.control);
  return scale;
}

TypeStyle style_of(Type type) {
  switch (type) {
    case Type::thanks:
      return {92, 92, 500, Face::serif};
    case Type::display:
      return {78, 80, 500, Face::serif};
    case Type::question:
      return {56, 63, 500, Face::serif};
    case Type::title:
      return {46, 51, 500, Face::serif};
    case Type::card_title:
      return {33, 38, 500, Face::serif};
    case Type::timer:
      return {96, 86, 500, Face::serif};
    case Type::number:
      return {54, 64, 600, Face::sans};
    case Type::number_scale:
      return {40, 48, 600, Face::sans};
    case Type::start:
      return {38, 46, 600, Face::sans};
    case Type::typed:
      return {31, 42, 400, Face::sans};
    case Type::key:
      return {34, 40, 500, Face::sans};
    case Type::body:
      return {25, 36, 400, Face::sans};
    case Type::answer:
      return {24, 29, 600, Face::sans};
    case Type::button:
      return {24, 30, 600, Face::sans};
    case Type::hint:
      return {22, 31, 400, Face::sans};
    case Type::label:
      return {20, 26, 600, Face::sans};
    case Type::label_long:
      return {20, 25, 500, Face::sans};
    case Type::nav:
      return {19, 24, 500, Face::sans};
    case Type::note:
      return {19, 27, 400, Face::sans};
  }
  return {};
}

namespace {

// How far apart the lines of a language must stand, in sizes.
float least_leading(std::string_view language, Face face) {
  const std::string_view primary = language.substr(0, language.find('-'));
  if (primary == "ar" || primary == "fa" || primary == "ur")
    return face == Face::sans ? 1.15F * 1.35F : 1.35F;
  if (primary == "vi") return 1.26F;
  if (primary == "zh" || primary == "ja" || primary == "ko") return 1.3F;
  // Vowels and tones stack above and below the letters, which are drawn larger (glyphs.h).
  if (primary == "th") return face == Face::sans ? 1.12F * 1.4F : 1.4F;
  if (primary == "hi" || primary == "mr" || primary == "ne")
    return face == Face::sans ? 1.08F * 1.35F : 1.35F;
  return 1;
}

// What does not grow: keys have their own size, and a timer is large already.
bool keeps_size(Type type) { return type == Type::key || type == Type::timer; }

float scale_of(Type type, const TypeScale& scale) {
  if (keeps_size(type)) return 1;
  return style_of(type).face == Face::serif ? scale.question : scale.control;
}

// Without serifs the question stands in the heaviest weight of the other face.
TypeStyle scaled_style(Type type, const TypeScale& scale) {
  TypeStyle style = style_of(type);
  if (style.face == Face::serif && scale.sans_only) {
    style.face = Face::sans;
    style.weight = 700;
  }
  return style;
}

}  // namespace

TextSpec styled(std::string text, Type type, const Units& units, std::string_view language,
                bool right_to_left, float size_du) {
  const TypeStyle style = scaled_style(type, units.type);
  const float base = size_du > 0 ? size_du : style.size_du;
  const float size = std::max(base * scale_of(type, units.type), units.type.least_px / units.du);
  const float line =
      std::max(style.line_du * size / style.size_du, size * least_leading(language, style.face));
  TextSpec spec;
  spec.text = std::move(text);
  spec.face = style.face;
  spec.weight = style.weight;
  spec.size_px = units(size);
  spec.line_px = std::ceil(units(line) - 0.01F);
  if (style_of(type).face == Face::serif && size >= 32)
    spec.letter_spacing_em = style.face == Face::serif ? -0.012F : -0.02F;
  spec.language = language;
  spec.right_to_left = right_to_left;
  return spec;
}

}  // namespace afterword::kiosk
