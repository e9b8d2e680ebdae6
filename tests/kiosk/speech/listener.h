// Somebody who cannot see: presses arrows and OK, and decides by what they hear and nothing else.
//
// Behind them runs the real flow, the real screens and the real narrator; between them are a fake
// clock and a speaker that writes down what it would say.
#pragma once
#include <doctest/doctest.h>

#include <functional>

#include "kiosk/session/kiosk_flow.h"
#include "kiosk/speech/talking.h"
#include "tests/kiosk/speech/fake_speaker.h"
#include "tests/kiosk/ui/world.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk::speech_test {

using test::world;

class Listener {
 public:
  Listener(Survey survey, Language language, Place place)
      : speaker_({"ar", "de", "en", "es", "hi", "ru", "vi", "zh"}),
        random_(7),
        flow_(with_voices(std::move(place)), "boot", clock_, random_),
        ui_(world().theme, world().strings, *world().glyphs, world().textures),
        talking_(speaker_, world().strings),
        words_(world().strings.in(language)) {
    std::stable_partition(survey.languages.begin(), survey.languages.end(),
                          [&](const Language& tag) { return tag == language; });
    flow_.set_surveys({std::move(survey)});
    settle();
  }

  // Presses a key, waits until the page stands still, and gives what is heard then.
  std::string press(NamedKey key) {
    clock_.advance(Ms{700});
    frame(KeyEvent{key, clock_.mono()});
    settle();
    return speaker_.heard();
  }
  // Goes on with the arrow until `wanted` says yes to what is heard; false if all was heard.
  bool go_to(const std::function<bool(const std::string&)>& wanted) {
    std::vector<std::string> places;
    for (int steps = 0; steps < 120; ++steps) {
      std::string here = press(NamedKey::right);
      if (wanted(here)) return true;
      if (!places.empty() && here == places.front() && steps > 1) return false;
      places.push_back(std::move(here));
    }
    return false;
  }
  bool go_to_button(const char* key) {
    const std::string name = button(key);
    return go_to([&](const std::string& heard) { return heard == name; });
  }
  // "Next, button", as it is heard.
  std::string button(const char* key) const {
    return words_.get("say_button", {{"name", words_.get(key)}}) + "\n";
  }
  bool hears(std::string_view text) const {
    return speaker_.heard().find(text) != std::string::npos;
  }
  bool hears_key(const char* key) const { return hears(words_.get(key)); }

  const Strings& words() const { return words_; }
  test::FakeSpeaker& speaker() { return speaker_; }
  Flow& flow() { return flow_; }
  test::FakeClock& clock() { return clock_; }
  Talking& talking() { return talking_; }
  std::vector<Recording>& kept() { return kept_; }

  void frame(std::optional<InputEvent> event = std::nullopt) {
    const Frame now{{1280, 800}, 5.88F, clock_.mono(), std::move(event)};
    perform(flow_.tick());
    for (const Intent& intent : talking_.asked(now, flow_.view())) perform(flow_.take(intent));
    const View view = flow_.view();
    const std::vector<Intent> intents = draw(view, ui_, now);
    talking_.watch(view, ui_, now);
    for (const Intent& intent : intents) perform(flow_.take(intent));
  }
  void settle() {
    for (int i = 0; i < 4; ++i) {
      clock_.advance(Ms{150});
      frame();
    }
  }

 private:
  static Place with_voices(Place place) {
    place.voices = {"ar", "de", "en", "es", "hi", "ru", "vi", "zh"};
    return place;
  }
  void perform(Effects effects) {
    for (Effect& effect : effects)
      if (auto* response = std::get_if<KeepResponse>(&effect)) {
        kept_.push_back(std::move(response->recording));
        flow_.kept();
      }
  }

  test::FakeClock clock_;
  test::FakeSpeaker speaker_;
  SeededRandom random_;
  Flow flow_;
  Ui ui_;
  Talking talking_;
  Strings words_;
  std::vector<Recording> kept_;
};

}  // namespace afterword::kiosk::speech_test
