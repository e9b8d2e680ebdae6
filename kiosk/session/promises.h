// What this installation can truly say of itself, and what came of earlier answers. Both come from
// the collector's settings; what is empty is not claimed, and screens say something plainer.
#pragma once
#include <string>
#include <vector>

#include "survey-defs/model/survey.h"

namespace afterword::kiosk {

struct Promises {
  std::string owner;           // who is responsible for the answers, in their own words
  std::string contact;         // where to ask: a desk, a telephone number, an address
  std::string reading_day;     // "monday" .. "sunday": when somebody reads every answer
  std::string withdraw_at;     // address where a withdraw code is taken; empty: no code is given
  int withdraw_days = 0;       // how long the code works
  std::string withdraw_key;    // what its hash is made with; opaque here
  int comments_kept_days = 0;  // 0: no rule is set
  std::string last_deletion;   // day of the last run that deleted by rule, "2026-03-03"
  // A code that is shown must work: all three are set, or none is given.
  bool give_codes() const {
    return !withdraw_at.empty() && !withdraw_key.empty() && withdraw_days > 0;
  }
  bool operator==(const Promises&) const = default;
};

// "You said, we did", or "we won't, because".
struct Card {
  LocalText said, did;
  bool refused = false;  // we won't, because
  std::string day;       // when it was decided, "2026-03-03"
  int answers = 0;       // how many answers it came from; 0: not said
  bool operator==(const Card&) const = default;
};
inline constexpr std::size_t kCardsMost = 12;

}  // namespace afterword::kiosk
