// Stands between the screen and the voice: shows the narrator each frame, and knows the keys and
// the headphones that start, end, repeat and set the volume (README.md has the table of keys).
//
// Threads: main only; headphones() too (a watch posts it to the MainQueue).
#pragma once
#include <optional>
#include <vector>

#include "kiosk/session/intent.h"
#include "kiosk/speech/narrator.h"
#include "kiosk/ui/screens/screens.h"

namespace afterword::kiosk {

class Talking {
 public:
  // Both must outlive it.
  Talking(Speaker& speaker, const AllStrings& strings) : narrator_(speaker, strings) {}

  // Something was plugged in or out; what follows from it comes with the next frame.
  void headphones(bool plugged) { plugged_ = plugged; }

  // Before a frame is drawn: what keys and headphones ask the flow for.
  std::vector<Intent> asked(const Frame& frame, const View& view);
  // After it is drawn.
  void watch(const View& view, const Ui& ui, const Frame& frame);

 private:
  void take_plug(bool plugged, const View& view, std::vector<Intent>& out);

  Narrator narrator_;
  std::optional<bool> plugged_;  // not acted on yet
};

}  // namespace afterword::kiosk
