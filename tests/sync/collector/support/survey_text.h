// A small survey with one question of each kind that counts, and answers to it.
#pragma once
#include <string>

#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"

namespace afterword::test {

std::string survey_text(int version = 1, const std::string& id = "fitting-rooms");
std::string import_survey_text();
Survey survey_of(const std::string& text);

// Everything answered: used yes, rooms 4, recommend 9, reason buy and look, with a why.
Answers all_answered();
Answer answered(AnswerValue value);
Answer unanswered(AnswerState state);

// A whole response to `survey`, given two minutes before `clock`.
Response response_to(const Survey& survey, Answers answers, const Clock& clock);

}  // namespace afterword::test
