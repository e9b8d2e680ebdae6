// A respondent: answers one run of a survey as people do, out of a seed.
//
// Moods run through a whole response, so that scores go together; about one question in ten does
// not apply, some are skipped, some people go back and change their mind, some leave half way, and
// some write what they should not (a mail address, a phone number). A hasty one presses the last answer
// everywhere, at once.
#pragma once
#include <functional>

#include "kiosk/session/session.h"

namespace afterword::robots {

struct Visit {
  std::string touchpoint;
  std::string boot;
  kiosk::Now start;
  bool hasty = false;
};

// What is left of a run when it is over.
struct Run {
  kiosk::Recording recording;
  bool has_anything = false;
  bool finished = false;  // else left
};

// `draft` is called after each change of an answer, as a kiosk saves it.
Run answer(const Survey& survey, const Visit& visit, Random& random,
           const std::function<void(const kiosk::Recording&)>& draft);

}  // namespace afterword::robots
