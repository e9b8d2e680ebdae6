// Which question comes next: pure functions of a survey and the answers so far.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "survey-defs/model/answer.h"
#include "survey-defs/model/survey.h"

namespace afterword {

// One screen of a run: a question, or the why that follows it.
struct Step {
  std::size_t question = 0;  // index into survey.questions
  bool is_why = false;
  auto operator<=>(const Step&) const = default;
};
std::string id_of(const Survey& survey, Step step);  // "rooms" or "rooms.why"

// Whether show_if holds for these answers. A value test on a question that is not answered is
// false.
bool holds(const Condition& condition, const Answers& answers);

// The band of an answer, if its question has bands (scales and fcr questions) and the answer is in
// one.
std::optional<WhyBand> band_of(const Question& question, const AnswerValue& value);

// The words of the why that follows this answer, or nullptr if none follows.
const LocalText* why_of(const Question& question, const Answers& answers);

// What somebody experienced, as a receipt said; nothing: it is not known, and nothing is left out.
using Experienced = std::optional<Tags>;

// Whether `question` may be asked of somebody who experienced that: it is about nothing particular,
// or about one of it, or nobody knows.
bool concerns(const Question& question, const Experienced& experienced);

// All steps that these answers lead through, in order: the questions that concern the person and
// whose show_if holds, each followed by its why where its answer calls for one. Questions not yet
// answered count as not answered.
std::vector<Step> path(const Survey& survey, const Answers& answers,
                       const Experienced& experienced = {});

// The survey with the questions that do not concern the person made unreachable, for whoever looks
// at its ways rather than at one run.
Survey narrowed(Survey survey, const Experienced& experienced);

// Every entry a response of this survey has: each question and each possible why, in order.
std::vector<std::string> entry_ids(const Survey& survey);

// Brings `answers` into the shape a response must have: exactly one entry for each of entry_ids();
// what is off the path becomes not_shown (without value; its ms stays), what is on the path and has
// no entry becomes `unreached`.
void settle(const Survey& survey, Answers& answers, AnswerState unreached,
            const Experienced& experienced = {});

}  // namespace afterword
