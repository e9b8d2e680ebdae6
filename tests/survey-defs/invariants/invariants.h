// What must be true of every definition, whatever its bytes; for tests and for the fuzz target.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "survey-defs/model/flow.h"
#include "survey-defs/model/response.h"
#include "survey-defs/model/survey.h"
#include "sync/base/core/random.h"
#include "sync/base/json/value.h"

namespace afterword::test {

// A random answer that is valid for `question`.
AnswerValue random_value(const Question& question, Random& random);
// A whole run as a shopper might make it: each screen answered, declined or skipped at random,
// sometimes gone back and changed, sometimes left half way. Settled.
Response random_response(const Survey& survey, Random& random);

// Nothing, or a sentence that says which promise was broken: the reader gives a survey exactly when
// it has no problems, every problem has a remedy, what reads fits the schema and can be linted, and
// random runs through it settle into responses that check_response() accepts and that survive
// JSON. `schema` is survey.schema.json.
std::optional<std::string> broken_promise(std::string_view definition, const json::Value& schema);

}  // namespace afterword::test
