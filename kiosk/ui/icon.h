// Line icons on a grid of 24.
#pragma once
namespace afterword::kiosk {

enum class Icon {
  back,   // arrow against the reading direction (mirrors)
  next,   // arrow in the reading direction (mirrors)
  skip,   // arrow to a bar (mirrors)
  left,   // arrow to the left, always
  right,  // arrow to the right, always
  globe,
  chevron,  // downwards
  tick,
  shield,
  hand,
  sync,
  backspace,
  enter,
  shift,
  shift_lock,
  contrast,    // a disc, half of it filled
  large_text,  // a large and a small A
  speaker,
  reach,  // an arrow down to a hand's height
};

}  // namespace afterword::kiosk
