// Definitions for tests: the samples and shipped files, and small changes made to them.
#pragma once
#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "survey-defs/model/lint.h"
#include "survey-defs/model/read.h"
#include "sync/base/core/files.h"
#include "sync/base/json/value.h"

namespace afterword::test {

inline std::string source(const std::string& path) {
  const auto bytes = read_file(std::string(AFTERWORD_SOURCE_DIR) + "/" + path, 1 << 20);
  REQUIRE_MESSAGE(bytes.has_value(), path);
  return *bytes;
}
inline std::string sample(const std::string& file) {
  return source("tests/survey-defs/samples/" + file);
}

inline json::Value parsed(std::string_view text) {
  const auto value = json::parse(text);
  REQUIRE_MESSAGE(value.has_value(), std::string(text));
  return *value;
}

// A copy of `document` with `value` at `pointer`, whose parent must exist. An absent member is
// added; an index one past the end appends.
inline json::Value with(json::Value document, std::string_view pointer, json::Value value) {
  json::Value* at = &document;
  pointer.remove_prefix(1);
  for (;;) {
    const std::size_t slash = pointer.find('/');
    const std::string name(pointer.substr(0, slash));
    const bool last = slash == std::string_view::npos;
    if (at->is_array()) {
      const std::size_t index = std::stoul(name);
      REQUIRE(index <= at->as_array().size());
      if (index == at->as_array().size()) at->push(nullptr);
      at = &at->as_array()[index];
    } else {
      if (at->find(name) == nullptr) at->set(name, nullptr);
      for (json::Member& member : at->as_object())
        if (member.first == name) {
          at = &member.second;
          break;
        }
    }
    if (last) break;
    pointer.remove_prefix(slash + 1);
  }
  *at = std::move(value);
  return document;
}

// A copy without the member at `pointer`.
inline json::Value without(json::Value document, std::string_view pointer) {
  const std::size_t slash = pointer.rfind('/');
  const std::string name(pointer.substr(slash + 1));
  json::Value* at = &document;
  std::string_view rest = pointer.substr(0, slash);
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t next = rest.find('/');
    const std::string step(rest.substr(0, next));
    json::Value* child = nullptr;
    if (at->is_array()) {
      child = &at->as_array()[std::stoul(step)];
    } else {
      for (json::Member& member : at->as_object())
        if (member.first == step) child = &member.second;
    }
    REQUIRE(child != nullptr);
    at = child;
    rest = next == std::string_view::npos ? std::string_view() : rest.substr(next);
  }
  std::erase_if(at->as_object(), [&name](const json::Member& item) { return item.first == name; });
  return document;
}

inline Survey survey_from(std::string_view bytes) {
  Reading reading = read_survey(bytes, Reader::author);
  for (const json::Trouble& trouble : reading.problems)
    MESSAGE(trouble.where << " " << trouble.message);
  REQUIRE(reading.survey.has_value());
  return std::move(*reading.survey);
}
inline Survey survey_of(const json::Value& definition) {
  return survey_from(json::dump(definition));
}

// A survey in English with these questions, as JSON text.
inline json::Value survey_with(std::string_view questions) {
  json::Value out = parsed(R"({"format":1,"id":"s","version":1,"languages":["en"]})");
  out.set("questions", parsed(questions));
  return out;
}

inline json::Value fitting_rooms() { return parsed(sample("fitting-rooms.json")); }

inline json::Problems problems_of(const json::Value& definition) {
  return read_survey(json::dump(definition), Reader::author).problems;
}
// The first problem at `where`, or nullptr.
inline const json::Trouble* at(const json::Problems& problems, std::string_view where) {
  for (const json::Trouble& trouble : problems)
    if (trouble.where == where) return &trouble;
  return nullptr;
}

}  // namespace afterword::test
