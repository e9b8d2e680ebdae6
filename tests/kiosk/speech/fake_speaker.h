// A voice that only writes down what it would have said.
#pragma once
#include <algorithm>

#include "kiosk/speech/speaker.h"

namespace afterword::test {

class FakeSpeaker final : public kiosk::Speaker {
 public:
  explicit FakeSpeaker(std::vector<Language> voices) : voices_(std::move(voices)) {}

  std::vector<Language> voices() const override { return voices_; }
  void say(kiosk::Utterance utterance, const Language& language) override {
    if (!kiosk::has_voice(voices_, language)) return;
    said.push_back(utterance.text);
    language_said.push_back(language);
    all.push_back(utterance.text);
  }
  void stop() override {
    said.clear();
    ++stops;
  }
  void chime() override { ++chimes; }
  void tick() override { ++ticks; }
  void set_volume(int step) override {
    volume_ = std::clamp(step, kiosk::kVolumeLeast, kiosk::kVolumeMost);
  }
  int volume() const override { return volume_; }
  bool speaking() const override { return !said.empty(); }

  // What is being said and waits to be, one line each.
  std::string heard() const {
    std::string lines;
    for (const std::string& text : said) lines += text + "\n";
    return lines;
  }

  std::vector<std::string> said;  // since the last stop
  std::vector<std::string> all;   // since the beginning
  std::vector<Language> language_said;
  int stops = 0, chimes = 0, ticks = 0;

 private:
  std::vector<Language> voices_;
  int volume_ = kiosk::kVolumeAtFirst;
};

}  // namespace afterword::test
