// The door behind which the machine's voice and its sounds are.
//
// What is said is queued and spoken in order; stop() makes it silent at once. Nothing here waits:
// a voice that is slow or gone delays no frame. What was said is overwritten once it is spoken or
// stopped, and is written nowhere.
//
// Threads: main only; the one that really speaks (kiosk/sound) has a thread of its own.
// Errors: none are told. A voice that fails is silent, and says so in the log once.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "survey-defs/model/survey.h"

namespace afterword::kiosk {

struct Utterance {
  std::string text;
  bool slow = false;    // a code or a spelled word: time to write it down
  bool secret = false;  // what somebody typed, or a code: only for the ears of one person
  bool operator==(const Utterance&) const = default;
};
inline constexpr std::size_t kUtteranceBytesMax = 4096;  // longer ones are cut between characters
inline constexpr std::size_t kUtterancesMax = 256;       // waiting; the newest are dropped

// Nine steps of 3 dB: 24 dB between softest and loudest, and the middle one, where every person
// begins, lies 12 dB above the softest (EN 301 549, 8.2.1).
inline constexpr int kVolumeLeast = 1, kVolumeMost = 9, kVolumeAtFirst = 5;
inline constexpr float kVolumeStepDb = 3;

class Speaker {
 public:
  virtual ~Speaker() = default;

  // Languages there is a voice for; "en" serves "en-GB". Empty: nothing can be read aloud.
  virtual std::vector<Language> voices() const = 0;

  // Behind what is being said. A language without a voice: nothing is said.
  virtual void say(Utterance utterance, const Language& language) = 0;
  // Silent at once, and nothing said before is heard any more.
  virtual void stop() = 0;
  // Two soft notes, behind what is being said: something on the screen wants attention.
  virtual void chime() = 0;
  // A letter came into the text, and must not be heard itself.
  virtual void tick() = 0;

  // kVolumeLeast to kVolumeMost; beyond them the nearest. Heard at once.
  virtual void set_volume(int step) = 0;
  virtual int volume() const = 0;

  // Something is being said or waits to be.
  virtual bool speaking() const = 0;
};

// Whether one of `voices` serves `language`.
inline bool has_voice(const std::vector<Language>& voices, const Language& language) {
  return std::any_of(voices.begin(), voices.end(), [&](const Language& voice) {
    return language == voice || language.starts_with(voice + "-");
  });
}

}  // namespace afterword::kiosk
