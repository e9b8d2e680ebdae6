// From one response to its counts in the cube. Used when it arrives and when everything is counted
// again, so that both agree.
#pragma once
#include "survey-defs/model/answer.h"
#include "sync/collector/ingest/definitions.h"
#include "sync/collector/storage/records.h"

namespace afterword::collector {

// Adds one to the histogram of every question and possible why. Precondition: `answers` fit this
// version (check_response).
void count_response(const KnownSurvey& known, const ResponseRow& row, const Answers& answers,
                    Cube& cube);

}  // namespace afterword::collector
