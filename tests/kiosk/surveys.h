// Surveys that the kiosk's tests run.
#pragma once
#include <stdexcept>
#include <string>

#include "survey-defs/model/read.h"

namespace afterword::test {

inline Survey survey_of(const std::string& json) {
  Reading reading = read_survey(json, Reader::author);
  if (!reading.survey)
    throw std::runtime_error(json::to_error(reading.problems, "test survey").text());
  return std::move(*reading.survey);
}

// Every kind, whys by band and for fcr, a branch two deep, two languages.
inline constexpr const char* kEveryKind = R"json({
  "format": 1, "id": "every-kind", "version": 3, "touchpoint": "exit",
  "languages": ["en", "es"],
  "title": {"en": "All", "es": "Todo"}, "headline": {"en": "How was it?", "es": "¿Qué tal?"},
  "purpose": {"en": "We read it.", "es": "Lo leemos."}, "owner": "Tests",
  "timing": {"cool_down_s": 5, "partial": "keep"},
  "questions": [
    {"id": "used", "kind": "yes_no", "text": {"en": "Did you try one?", "es": "¿Probó uno?"}},
    {"id": "rooms", "kind": "scale", "scale": "faces5", "metric": "csat",
     "topic": {"en": "Rooms", "es": "Probadores"},
     "text": {"en": "How were the rooms?", "es": "¿Qué tal?"},
     "labels": {"en": ["Very poor", "Poor", "Okay", "Good", "Very good"],
                "es": ["Muy mal", "Mal", "Regular", "Bien", "Muy bien"]},
     "not_applicable": {"en": "I didn't use this", "es": "No los usé"},
     "show_if": {"question": "used", "is": ["yes"]},
     "why": {"low": {"en": "What could be better?", "es": "¿Qué mejorar?"},
             "high": {"en": "What was good?", "es": "¿Qué fue bien?"}},
     "chips": [{"en": "Wait", "es": "Espera"}, {"en": "Space", "es": "Espacio"}]},
    {"id": "again", "kind": "yes_no",
     "text": {"en": "Would you use them again?", "es": "¿Otra vez?"},
     "show_if": {"question": "rooms", "at_least": 4}},
    {"id": "nps", "kind": "scale", "scale": "zero_to_ten", "metric": "nps",
     "text": {"en": "Would you recommend us?", "es": "¿Nos recomendaría?"},
     "labels": {"en": ["Not at all", "Surely"], "es": ["No", "Sí"]}},
    {"id": "reason", "kind": "choices", "max_choices": 2, "shuffle": true,
     "text": {"en": "What for?", "es": "¿A qué vino?"},
     "options": [{"id": "buy", "text": {"en": "Buy", "es": "Comprar"}},
                 {"id": "look", "text": {"en": "Look", "es": "Mirar"}},
                 {"id": "return", "text": {"en": "Return", "es": "Devolver"}},
                 {"id": "other", "text": {"en": "Else", "es": "Otra"}}]},
    {"id": "solved", "kind": "choice", "metric": "fcr",
     "text": {"en": "Solved?", "es": "¿Resuelto?"},
     "options": [{"id": "yes", "text": {"en": "Yes", "es": "Sí"}},
                 {"id": "not_yet", "text": {"en": "Not yet", "es": "Aún no"}},
                 {"id": "no", "text": {"en": "No", "es": "No"}}],
     "why": {"low": {"en": "What is open?", "es": "¿Qué falta?"}}},
    {"id": "effort", "kind": "scale", "scale": "agree7", "metric": "ces",
     "text": {"en": "It was easy.", "es": "Fue fácil."},
     "labels": {"en": ["1", "2", "3", "4", "5", "6", "7"],
                "es": ["1", "2", "3", "4", "5", "6", "7"]}},
    {"id": "stars", "kind": "scale", "scale": "stars5",
     "text": {"en": "How many stars?", "es": "¿Cuántas estrellas?"},
     "labels": {"en": ["Few", "Many"], "es": ["Pocas", "Muchas"]}},
    {"id": "more", "kind": "text", "text": {"en": "Anything else?", "es": "¿Algo más?"}}
  ]})json";

inline Survey every_kind() { return survey_of(kEveryKind); }

// One rating and its why; half-done runs are dropped.
inline constexpr const char* kShort = R"json({
  "format": 1, "id": "short", "version": 1, "touchpoint": "exit", "languages": ["en", "ar"],
  "title": {"en": "Short", "ar": "قصير"}, "owner": "Tests",
  "timing": {"cool_down_s": 0, "partial": "drop"},
  "questions": [
    {"id": "visit", "kind": "scale", "scale": "faces5", "metric": "csat",
     "text": {"en": "How was it?", "ar": "كيف كانت؟"},
     "why": {"en": "Why?", "ar": "لماذا؟"}},
    {"id": "staff", "kind": "yes_no", "text": {"en": "Were we kind?", "ar": "هل كنا لطفاء؟"}}
  ]})json";

inline Survey short_one() { return survey_of(kShort); }

}  // namespace afterword::test
