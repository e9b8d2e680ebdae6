// The kiosk's own sounds, computed: nothing is recorded, so nothing needs a licence.
#pragma once
#include <cstdint>
#include <vector>

namespace afterword::kiosk {

// Two soft notes falling a third, 0.9 s in all: something on the screen wants attention.
std::vector<std::int16_t> chime_samples();
// 20 ms, quiet: a letter came into the text.
std::vector<std::int16_t> tick_samples();

// What samples are multiplied with at a step of the volume (kVolumeLeast to kVolumeMost): 1 at the
// loudest, 3 dB less each step down.
float gain_of(int volume);

}  // namespace afterword::kiosk
