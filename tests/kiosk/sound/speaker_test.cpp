// One suite for every speaker: the real one, and the one that tests listen to.
#include "kiosk/speech/speaker.h"

#include <doctest/doctest.h>

#include "kiosk/sound/sound_thread.h"
#include "kiosk/sound/tones.h"
#include "sync/base/core/utf8.h"
#include "tests/kiosk/sound/fakes.h"
#include "tests/kiosk/speech/fake_speaker.h"

namespace afterword::kiosk::speaker_test {

using test::FakeEngine;

struct Real {
  test::Heard heard;
  test::ListLog log;
  FakeEngine* engine = nullptr;
  std::unique_ptr<SoundThread> made;

  Real() { make(); }
  void make() {
    auto fresh = std::make_unique<FakeEngine>();
    engine = fresh.get();
    made = std::make_unique<SoundThread>(std::move(fresh), std::make_unique<test::FakeSink>(heard),
                                         log);
  }
  Speaker& speaker() { return *made; }
  void finish() { made->wait_until_quiet(); }
  std::vector<std::string> spoken() {
    const std::lock_guard lock(engine->mutex);
    return engine->spoken;
  }
};

struct Fake {
  test::FakeSpeaker made{{"en", "es"}};
  Speaker& speaker() { return made; }
  void finish() { made.said.clear(); }
  std::vector<std::string> spoken() {
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < made.all.size(); ++i)
      lines.push_back(made.language_said[i] + ": " + made.all[i]);
    return lines;
  }
};

Utterance words(std::string text) { return {.text = std::move(text)}; }

TEST_CASE_TEMPLATE("What is said is spoken in order, and then it is quiet", Each, Real, Fake) {
  Each each;
  each.speaker().say(words("one"), "en");
  each.speaker().say(words("dos"), "es");
  each.speaker().say(words("three"), "en-GB");
  CHECK(each.speaker().speaking());
  each.finish();
  CHECK_FALSE(each.speaker().speaking());
  CHECK(each.spoken() == std::vector<std::string>{"en: one", "es: dos", "en-GB: three"});
}

TEST_CASE_TEMPLATE("A language without a voice is not spoken", Each, Real, Fake) {
  Each each;
  CHECK(each.speaker().voices() == std::vector<Language>{"en", "es"});
  each.speaker().say(words("หนึ่ง"), "th");
  each.finish();
  CHECK(each.spoken().empty());
}

TEST_CASE_TEMPLATE("The volume stays between its ends", Each, Real, Fake) {
  Each each;
  CHECK(each.speaker().volume() == kVolumeAtFirst);
  each.speaker().set_volume(kVolumeMost + 1);
  CHECK(each.speaker().volume() == kVolumeMost);
  each.speaker().set_volume(kVolumeLeast - 3);
  CHECK(each.speaker().volume() == kVolumeLeast);
}

TEST_CASE_TEMPLATE("A stop ends what is said, and what comes after it is spoken", Each, Real,
                   Fake) {
  Each each;
  each.speaker().say(words("for ever"), "en");
  each.speaker().say(words("never heard"), "en");
  each.speaker().stop();
  each.speaker().say(words("after"), "en");
  each.finish();
  const std::vector<std::string> spoken = each.spoken();
  REQUIRE_FALSE(spoken.empty());
  CHECK(spoken.back() == "en: after");
}

TEST_CASE("A stop in the middle of a word is silence: nothing of it is played any more") {
  Real real;
  real.speaker().say(words("for ever"), "en");
  real.speaker().say(words("never heard"), "en");
  real.heard.wait_for(kSampleRate);
  real.speaker().stop();
  real.finish();
  CHECK(real.spoken() == std::vector<std::string>{"en: for ever"});
  CHECK(real.heard.drops >= 1);
}

TEST_CASE("What is still on its way to the ear is stopped too") {
  Real real;
  {
    const std::lock_guard lock(real.heard.mutex);
    real.heard.left = Ms{3'600'000};
  }
  real.speaker().say(words("short"), "en");
  real.heard.wait_for(kSampleRate / 10);
  CHECK(real.speaker().speaking());
  real.speaker().stop();
  real.finish();
  CHECK(real.heard.drops >= 1);
}

std::int16_t loudest_at(int volume) {
  Real real;
  real.speaker().set_volume(volume);
  const std::size_t before = real.heard.all().size();
  real.speaker().say(words("word"), "en");
  real.finish();
  const std::vector<std::int16_t> all = real.heard.all();
  return *std::max_element(all.begin() + static_cast<std::ptrdiff_t>(before), all.end());
}

float decibels(std::int16_t louder, std::int16_t softer) {
  return 20 * std::log10(static_cast<float>(louder) / static_cast<float>(softer));
}

TEST_CASE("The volume reaches over 18 dB and more, and its middle lies 12 dB above the softest") {
  const std::int16_t softest = loudest_at(kVolumeLeast), middle = loudest_at(kVolumeAtFirst),
                     loudest = loudest_at(kVolumeMost);
  CHECK(decibels(loudest, softest) >= 18);
  CHECK(decibels(middle, softest) == doctest::Approx(12).epsilon(0.01));
  CHECK(loudest == FakeEngine::kLoudness);
  for (int step = kVolumeLeast; step < kVolumeMost; ++step)
    CHECK(gain_of(step + 1) / gain_of(step) == doctest::Approx(std::pow(10, 3.0 / 20)));
}

TEST_CASE("Another volume is heard while a word is spoken") {
  Real real;
  real.speaker().set_volume(kVolumeLeast);
  real.speaker().say(words("for ever"), "en");
  real.heard.wait_for(kSampleRate);
  real.speaker().set_volume(kVolumeMost);
  std::size_t more = real.heard.all().size();
  for (;;) {
    real.heard.wait_for(more += kSampleRate / 10);
    if (real.heard.all().back() == FakeEngine::kLoudness) break;
  }
  real.speaker().stop();
  real.finish();
}

TEST_CASE("A machine without a sound card has no voice, says so once, and nothing waits for it") {
  Real real;
  real.heard.broken = true;
  real.make();
  CHECK(real.speaker().voices().empty());
  real.speaker().say(words("one"), "en");
  real.speaker().chime();
  real.speaker().tick();
  real.finish();
  CHECK(real.spoken().empty());
  CHECK(real.log.lines().front() == "sound: no sound: no sound card");
}

TEST_CASE("A voice that fails is silent, told once in the log, and told when it works again") {
  Real real;
  for (const char* const text : {"broken", "broken", "whole", "whole"})
    real.speaker().say(words(text), "en");
  real.finish();
  CHECK(real.log.lines() ==
        std::vector<std::string>{"sound: it broke", "sound: sound works again"});
}

TEST_CASE("The chime is played behind what is said, and the device is given back after it") {
  Real real;
  const std::size_t before = real.heard.all().size();
  real.speaker().say(words("word"), "en");
  real.speaker().chime();
  real.finish();
  CHECK(real.heard.all().size() == before + kSampleRate / 10 + chime_samples().size());
  CHECK(real.heard.closes >= 2);  // after the look whether there is a sound card, and now
}

TEST_CASE("Texts longer than a voice gets are cut between characters, and too many are dropped") {
  Real real;
  real.speaker().say(words("for ever"), "en");
  real.heard.wait_for(kSampleRate / 10);
  for (std::size_t i = 0; i < kUtterancesMax + 10; ++i) real.speaker().say(words("x"), "en");
  real.speaker().stop();
  std::string text;
  while (text.size() < kUtteranceBytesMax + 10) text += "日";
  real.speaker().say(words(text), "en");
  real.finish();
  const std::string spoken = real.spoken().back();
  CHECK(spoken.size() <= kUtteranceBytesMax + 4);
  CHECK(is_utf8(spoken));
}

TEST_CASE("The chime begins and ends in silence and does not clip") {
  const std::vector<std::int16_t> chime = chime_samples();
  CHECK(std::abs(chime.front()) < 100);
  CHECK(std::abs(chime.back()) < 300);
  const auto [least, most] = std::minmax_element(chime.begin(), chime.end());
  CHECK(*most > 5'000);
  CHECK(*most < 30'000);
  CHECK(*least > -30'000);
}

}  // namespace afterword::kiosk::speaker_test
