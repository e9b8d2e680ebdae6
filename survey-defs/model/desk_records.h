// What a service desk records beside responses: interactions and stars.
//
// Each is a record of its own kind in the device's log: numbered, sealed, chained, sent and counted
// like a response. Neither says who of the staff recorded it: the figures are the shop's, and what is not
// written down cannot be turned into somebody's own score. FORMAT.md describes both shapes.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "survey-defs/model/response.h"

namespace afterword {

// When something was under way, by the device's clocks. The wall clock may be wrong, or set back.
struct RecordTimes {
  std::string boot;  // opaque, one a start of the machine
  MonoTime mono_start, mono_end;
  WallTime wall_start, wall_end;
  bool operator==(const RecordTimes&) const = default;
};
RecordTimes times_of(const Response& response);

// At this first contact, as staff see it. too_early is outside of every rate.
enum class Solved { yes, no, too_early };
std::string_view name(Solved);
std::optional<Solved> parse_solved(std::string_view);

inline constexpr int kInteractionFormat = 1;
// One that was open for longer was forgotten, and says nothing about how long help took.
inline constexpr Ms kInteractionMost = std::chrono::hours(12);

// Help given to one customer at a desk, from opening to closing or handing over.
struct Interaction {
  int format = kInteractionFormat;
  std::string category;  // an id: return, advice, ...
  Solved solved = Solved::too_early;
  std::string touchpoint;
  bool handed_over = false;  // the customer was offered the survey
  RecordTimes times;

  std::int64_t duration_ms() const { return (times.mono_end - times.mono_start).count(); }
  bool operator==(const Interaction&) const = default;
};

// Whose word a star is.
enum class StarBy { customer, staff };
std::string_view name(StarBy);
std::optional<StarBy> parse_star_by(std::string_view);

inline constexpr int kStarFormat = 1;

// "Someone made my day."
struct Star {
  int format = kStarFormat;
  std::string staff;  // the opaque id of who agreed to be named; empty: the team
  StarBy by = StarBy::customer;
  std::string touchpoint;
  RecordTimes times;  // start and end are the moment it was given
  bool operator==(const Star&) const = default;
};

json::Value to_json(const Interaction& interaction);
json::Value to_json(const Star& star);
// Read the shape only. Unknown fields are ignored. The error names every problem with its place.
Result<Interaction> read_interaction(const json::Value& value);
Result<Star> read_star(const json::Value& value);

// Why one cannot be counted, or nothing. Categories and staff may come and go, so any id fits.
std::optional<Refusal> check_interaction(const Interaction& interaction);

// The rating that a desk's scoreboard counts: of the first question for satisfaction, else of the first with
// five faces or stars. Nothing: the survey has no such question.
struct DeskRating {
  AnswerState state = AnswerState::not_shown;
  int value = 0;  // 1..5 when answered
  bool operator==(const DeskRating&) const = default;
};
std::optional<DeskRating> desk_rating(const Survey& survey, const Answers& answers);

}  // namespace afterword
