// What an installation says of itself on its kiosks: promises that its owner has set, and what came
// of earlier answers. Part of the settings in the reply to a heartbeat.
//
// What is empty is not set, and nobody claims it. Threads: any.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/json/fields.h"

namespace afterword {

struct About {
  std::string owner;           // who is responsible for the answers, in their own words
  std::string contact;         // where to ask: a desk, a telephone number, an address
  std::string reading_day;     // "monday" .. "sunday": when somebody reads every answer
  int comments_kept_days = 0;  // comments older than this are erased; 0: no rule is set
  std::string last_deletion;   // day of the last run of that rule, "2026-03-03"; never typed in
  std::string withdraw_at;     // address where people type a withdraw code, as kiosks show it
  int withdraw_days = 0;       // how long a code works
  // base64url of the salt of withdrawal.h. Set only where a code works: empty, no code is given.
  std::string withdraw_key;
  bool operator==(const About&) const = default;
};

// "You said, we did", or "we won't, because".
struct Card {
  LocalText said, did;
  bool refused = false;  // we won't, because
  std::string day;       // when it was decided, "2026-03-03"
  int answers = 0;       // how many answers it came from; 0: not said
  bool operator==(const Card&) const = default;
};

inline constexpr int kCardsMost = 12;                   // given to one kiosk, the newest
inline constexpr int kCardLanguagesMost = 40;           // of one text
inline constexpr std::size_t kCardCharactersMax = 160;  // of one text: it fits its card
inline constexpr std::size_t kAboutBytesMax = 200;      // of owner, contact, address
inline constexpr int kAboutDaysMost = 3'660;            // ten years
inline constexpr int kWithdrawDaysMost = 365;
inline constexpr int kCardAnswersMost = 1'000'000;

bool is_weekday(std::string_view word);

json::Value to_json(const About& about);
json::Value to_json(const Card& card);
// Empty members are left out, and read as empty. A weekday that this reader does not know is no
// weekday. Unknown fields are ignored.
About read_about(json::Fields& fields);
Card read_card(json::Fields& fields, json::Problems& problems);
std::vector<Card> read_cards(json::Fields& fields, json::Problems& problems);  // member "cards"

// {"en": "..."}; each at most `characters_max` long.
LocalText local_text_field(json::Fields& fields, std::string_view name, bool required,
                           std::size_t characters_max, json::Problems& problems);
json::Value to_json(const LocalText& text);

}  // namespace afterword
