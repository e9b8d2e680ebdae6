// The surveys that come with the program, for practice before enrolment.
#pragma once
#include <string>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

inline constexpr const char* kPracticeTouchpoint = "exit";

// All definitions of `folder` for kiosks, at any hour. Errors: io, and invalid naming every problem
// of every file: shipped files are ours.
Result<std::vector<Survey>> practice_surveys(const std::string& folder);

}  // namespace afterword::kiosk
