// Which survey may be offered here and now, and why not the others. Pure: the store's local minute
// comes in.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/survey.h"

namespace afterword {

enum class NotOffered { wrong_touchpoint, closed, import_only };
std::string_view name(NotOffered);

// An empty touchpoint, the survey's or the moment's, fits every other.
struct Moment {
  std::string touchpoint;  // empty before enrolment
  int minute_of_day = 0;   // the store's local time, 0..1439
};

// Nothing: it may be offered.
std::optional<NotOffered> why_not(const Survey& survey, const Moment& moment);

// The index of the survey to offer: the highest priority, then the first by id, then its newest
// version; nothing if none may be.
std::optional<std::size_t> choose(const std::vector<Survey>& surveys, const Moment& moment);

}  // namespace afterword
