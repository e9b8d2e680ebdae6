#include "kiosk/ui/kit.h"

namespace afterword::kiosk {
namespace {

constexpr float kPressMs = 90, kReleaseMs = 140;
constexpr float kAtOnce = 0.5F;  // what the first frame after a touch shows of it

}  // namespace

Kit::Kit(const Theme& theme, const AllStrings& strings, Glyphs& glyphs, Textures& textures)
    : theme_(theme),
      high_contrast_(high_contrast_colors(theme.high_contrast)),
      strings_(strings),
      painter_(glyphs, textures) {
  painter_.set_mark(theme.mark);
}

void Kit::begin(const Frame& frame, std::string_view language, bool right_to_left, const Aids& aids,
                bool calm) {
  frame_ = frame;
  aids_ = aids;
  calm_ = calm || aids.slow_down();
  units_ = units_for(frame.size, frame.px_per_mm);
  units_.type = type_scale_for(aids, units_, installation_.reading_mm);
  // A hand that needs an aid may strike OK twice; other keys lead one step at a time anyway.
  hits_.set_double_strike(installation_.double_strike);
  hits_.set_same_key(installation_.same_key, aids.slow_down()
                                                 ? std::max(installation_.same_key, kSameKeySlow)
                                                 : installation_.same_key);
  redraw_at_.reset();
  if (language_ != language || words_.language().empty()) {
    language_ = language;
    words_ = strings_.in(language);
  }
  right_to_left_ = right_to_left;
  painter_.glyphs().next_frame();
  Frame judged = frame;
  judged.px_per_mm = units_.px_per_mm;
  hits_.begin(judged);
  if (hits_.took_key()) frame_.event.reset();
}

void Kit::again_at(MonoTime time) {
  if (!redraw_at_ || time < *redraw_at_) redraw_at_ = time;
}

TextSpec Kit::spec(std::string text, Type type, float size_du) const {
  return styled(std::move(text), type, units_, language_, right_to_left_, size_du);
}

TextSpec Kit::spec_in(std::string text, Type type, std::string_view language, float size_du) const {
  return styled(std::move(text), type, units_, language, is_right_to_left(language), size_du);
}

TextSpec Kit::spec_eased(std::string text, Type type, float size_du, float share,
                         std::string_view language) const {
  Units units = units_;
  units.type = units.type.eased(share);
  if (language.empty())
    return styled(std::move(text), type, units, language_, right_to_left_, size_du);
  return styled(std::move(text), type, units, language, is_right_to_left(language), size_du);
}

void Kit::target(std::string name, Rect rect, float gap_px, bool enabled, float radius_px) {
  const Rect at = painter_.placed(rect);
  hits_.add(std::move(name), at, at.grown(gap_px / 2), enabled, radius_px);
}

void Kit::draw_focus(bool on_cover) {
  const Hit* const hit = hits_.focused();
  if (hit == nullptr) return;
  const bool mirrored = painter_.set_mirrored(false);  // targets are where they are
  const float gap = du(4);
  painter_.outline(hit->rect.grown(gap), hit->radius + gap, du(colors().outlined ? 6 : 5),
                   on_cover ? colors().focus_on_cover : colors().focus);
  painter_.set_mirrored(mirrored);
}

float Kit::pressed_share(std::string_view name) {
  const bool down = hits_.pressed(name);
  auto found = std::find_if(presses_.begin(), presses_.end(),
                            [&](const Press& press) { return press.name == name; });
  if (found == presses_.end()) {
    if (!down) return 0;
    presses_.push_back({std::string(name), kAtOnce, now()});
    found = presses_.end() - 1;
  }
  const float passed = static_cast<float>((now() - found->at).count());
  found->at = now();
  found->share =
      std::clamp(found->share + (down ? passed / kPressMs : -passed / kReleaseMs), 0.0F, 1.0F);
  if (calm_) found->share = down ? 1 : 0;
  const float share = found->share;
  if (down ? share < 1 : share > 0) again_now();
  if (!down && share <= 0) presses_.erase(found);
  return share;
}

}  // namespace afterword::kiosk
