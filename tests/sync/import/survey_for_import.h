// A survey with one question of each kind, for the tests of this folder.
#pragma once
#include <doctest/doctest.h>

#include "survey-defs/model/read.h"

namespace afterword {

inline Survey survey_for_import() {
  const Reading reading = read_survey(R"({
    "format": 1, "id": "shop", "version": 2, "use": "import", "touchpoint": "exit",
    "languages": ["en", "es"],
    "questions": [
      {"id": "rooms", "kind": "scale", "scale": "stars5", "metric": "csat",
       "text": {"en": "Rooms?"}, "why": {"en": "Why?"}},
      {"id": "score", "kind": "scale", "scale": "zero_to_ten", "metric": "nps",
       "text": {"en": "Score?"}},
      {"id": "used", "kind": "yes_no", "text": {"en": "Used?"}},
      {"id": "class", "kind": "choice", "text": {"en": "Class?"},
       "options": [{"id": "eco", "text": {"en": "Eco"}}, {"id": "first", "text": {"en": "First"}}]},
      {"id": "extras", "kind": "choices", "text": {"en": "Extras?"},
       "options": [{"id": "music", "text": {"en": "Music"}}, {"id": "coffee", "text": {"en": "Coffee"}},
                   {"id": "tea", "text": {"en": "Tea"}}]},
      {"id": "reason", "kind": "choices", "text": {"en": "Reason?"},
       "options": [{"id": "buy", "text": {"en": "Buy"}}, {"id": "look", "text": {"en": "Look"}}]},
      {"id": "after", "kind": "yes_no", "text": {"en": "After?"},
       "show_if": {"question": "used", "is": ["yes"]}},
      {"id": "note", "kind": "text", "text": {"en": "Anything else?"}}
    ]})",
                                      Reader::author);
  for (const json::Trouble& problem : reading.problems)
    MESSAGE(problem.where << ": " << problem.message);
  REQUIRE(reading.survey);
  return *reading.survey;
}

}  // namespace afterword
