// What robots sent, counted as the collector should count it.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "kiosk/session/session.h"
#include "sync/base/json/value.h"

namespace afterword::robots {

// One question, or one why.
struct SentEntry {
  std::int64_t answered = 0, not_applicable = 0, skipped = 0, not_shown = 0;
  // By value: "0".."10", "yes"/"no", an option id (each chosen one counts). Empty for comments.
  std::map<std::string, std::int64_t> values;
  bool operator==(const SentEntry&) const = default;
};

struct SentSurvey {
  int version = 1;
  std::int64_t responses = 0, complete = 0, partial = 0;
  std::int64_t flagged = 0;  // with a sign of misuse
  std::int64_t masked = 0;   // pieces of personal data that were masked before storing
  std::map<std::string, std::int64_t> languages;
  std::map<std::string, SentEntry> entries;
};

struct Sent {
  int kiosks = 0;
  bool real_stores = false;  // else the answers were kept in memory
  std::int64_t responses = 0;
  std::int64_t empty = 0;    // runs that left nothing behind
  std::int64_t dropped = 0;  // half-done runs of surveys that drop them
  double seconds = 0;
  std::map<std::string, std::string> devices;  // device -> store
  std::map<std::string, SentSurvey> surveys;   // by id
};

// `recording` as it was stored: after redaction.
void add(Sent& sent, const kiosk::Recording& recording);
json::Value to_json(const Sent& sent);

}  // namespace afterword::robots
