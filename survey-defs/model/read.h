// A definition's bytes -> a Survey, or all its problems, each with its place and a remedy.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/json/fields.h"

namespace afterword {

enum class Reader {
  author,  // lint, publish, shipped files: unknown fields are problems
  kiosk,   // unknown fields of a known format are ignored
};

struct Reading {
  std::optional<Survey> survey;  // present exactly when problems is empty
  json::Problems problems;
};
// Never throws, whatever the bytes. At most kDefinitionBytesMax.
Reading read_survey(std::string_view bytes, Reader reader);

}  // namespace afterword
