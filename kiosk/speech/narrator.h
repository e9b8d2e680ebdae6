// Watches what is on the screen and has said what is new about it; knows what may be heard by
// others.
//
// It speaks while the aid "read aloud" is on and the language has a voice. Everything a person does
// silences what is being said (a new page, a touch, a key); then what came of it is said. The idle
// warning sounds whether or not anything is read aloud: it comes by two senses.
//
// What is secret (typed text, the withdraw code) is said while headphones are in, else only when
// the repeat key asks for it; a typed letter is a tick then. Nothing typed is kept here beyond the
// page it was typed on.
//
// The volume is set back when a person's visit ends.
//
// Threads: main only.
#pragma once
#include <optional>

#include "kiosk/speech/narration.h"

namespace afterword::kiosk {

// One frame, as it stands on the screen.
struct Seen {
  const View& view;
  std::optional<Spot> focus;     // where keys have led to
  std::optional<Typing> typing;  // the comment that is being typed
  bool acted = false;            // a finger came down or a key was pressed
  bool chose = false;            // ... which was OK on `focus`
};

class Narrator {
 public:
  // Both must outlive it.
  Narrator(Speaker& speaker, const AllStrings& strings) : speaker_(speaker), strings_(strings) {}
  ~Narrator() { forget(); }
  Narrator(const Narrator&) = delete;
  Narrator& operator=(const Narrator&) = delete;

  // After each frame.
  void watch(Seen seen);
  // Says again what was said last; pressed twice, the whole page. Both aloud even if secret.
  void repeat();
  void louder() { set_volume(speaker_.volume() + 1); }
  void quieter() { set_volume(speaker_.volume() - 1); }
  // Only one person hears what is said.
  void set_private(bool alone) { private_ = alone; }
  // The page once, without starting the mode: where nothing can be answered there is no mode.
  void say_page(const View& view);

  bool reading() const { return reading_; }

 private:
  enum class Last { page, spot, change, warning, typing };

  void begin(const Seen& seen);
  void end(const View& view);
  void say_news(const Seen& seen);
  void say(Utterances utterances, bool asked_for = false);
  void set_volume(int step);
  void warn(const View& view);
  void forget();
  void wipe_before();

  Speaker& speaker_;
  const AllStrings& strings_;
  Strings words_;
  Language language_;
  bool reading_ = false, private_ = false;
  std::optional<View> before_;
  std::optional<Spot> focus_;
  std::optional<Typing> typing_;
  Utterances change_;  // never secret
  Last last_ = Last::page;
  bool repeated_ = false, chimed_again_ = false;
};

}  // namespace afterword::kiosk
