#include "kiosk/sound/tones.h"

#include <algorithm>
#include <cmath>

#include "kiosk/sound/sink.h"
#include "kiosk/speech/speaker.h"

namespace afterword::kiosk {
namespace {

constexpr float kLoudest = 32'767;
constexpr float kTwoPi = 6.283185F;

struct Note {
  float hertz, from_s, seconds, share;  // of the loudest
};

// A struck note: begins within 8 ms, without a click, and rings out to nothing at its end.
float value_at(const Note& note, float second) {
  const float t = second - note.from_s;
  if (t < 0 || t >= note.seconds) return 0;
  const float attack = std::min(1.0F, t / 0.008F);
  const float decay = std::exp(-4 * t / note.seconds) * (1 - t / note.seconds);
  const float wave =
      std::sin(kTwoPi * note.hertz * t) + 0.25F * std::sin(kTwoPi * 2 * note.hertz * t);
  return note.share * attack * decay * wave;
}

template <std::size_t count>
std::vector<std::int16_t> played(const Note (&notes)[count], float seconds) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(seconds * kSampleRate));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    float sum = 0;
    for (const Note& note : notes) sum += value_at(note, static_cast<float>(i) / kSampleRate);
    samples[i] = static_cast<std::int16_t>(std::clamp(sum, -1.0F, 1.0F) * kLoudest);
  }
  return samples;
}

}  // namespace

std::vector<std::int16_t> chime_samples() {
  return played({{784, 0, 0.6F, 0.4F}, {622.3F, 0.25F, 0.65F, 0.4F}}, 0.9F);
}

std::vector<std::int16_t> tick_samples() { return played({{1000, 0, 0.02F, 0.2F}}, 0.02F); }

float gain_of(int volume) {
  const int step = std::clamp(volume, kVolumeLeast, kVolumeMost);
  return std::pow(10.0F, -kVolumeStepDb * static_cast<float>(kVolumeMost - step) / 20);
}

}  // namespace afterword::kiosk
