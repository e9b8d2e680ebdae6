// Turns words into samples.
//
// Threads: one at a time; `take` is called on the same one.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kiosk/sound/sink.h"
#include "kiosk/speech/speaker.h"

namespace afterword::kiosk {

// Gets samples as they come; returns whether more are wanted.
using TakeSamples = std::function<bool(Samples)>;
// Asked at least every 50 ms while the engine has nothing to give: whether it is still wanted.
using StillWanted = std::function<bool()>;

class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::vector<Language> voices() const = 0;
  // Until all is said or no longer wanted. Errors: unavailable, when it cannot be started or ends
  // with an error; invalid, when what it gives is no sound we know.
  virtual Result<> speak(const Utterance& utterance, const Language& language,
                         const TakeSamples& take, const StillWanted& wanted) = 0;
};

// espeak-ng (GPL-3+), run as a program of its own, one a sentence; the words go to its standard
// input, never onto its command line, which everybody on the machine may read. `program` is a path
// or a name looked up on PATH. A program that is not there has no voices.
std::unique_ptr<Engine> espeak_engine(std::string program = "espeak-ng");

}  // namespace afterword::kiosk
