// What the collector tells a desk: what interactions may be about, aims, who may be thanked, who
// may sign in; and the shop's figures of today. PROTOCOL.md has both as JSON.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/json/fields.h"

namespace afterword {

inline constexpr std::size_t kDeskCategoriesMax = 12;  // what a tablet shows at once
inline constexpr std::size_t kDeskStaffMax = 200;      // of one store
inline constexpr std::size_t kStaffNameBytesMax = 60;
inline constexpr std::size_t kRoleBytesMax = 60;

// What an interaction is about.
struct DeskCategory {
  std::string id;
  LocalText text;  // empty: the interface's own words for that id
  bool operator==(const DeskCategory&) const = default;
};
// return, pickup, advice, repair, complaint, payment, delivery, other: until a list is set.
std::vector<DeskCategory> default_desk_categories();

// What the shop aims at; nothing where it has no aim.
struct DeskAims {
  std::optional<double> solved_percent, rating_percent, time_s;
  bool operator==(const DeskAims&) const = default;
};

// A member of staff who agreed to be named where customers give stars.
struct StarName {
  std::string id;  // opaque
  std::string first_name, role;
  bool operator==(const StarName&) const = default;
};

struct DeskSettings {
  std::vector<DeskCategory> categories;
  DeskAims aims;
  std::vector<StarName> stars;
  // Of everybody who may sign in, without saying whose: a keyed hash each, as base64url. The tablet
  // need not know who signs in, so it is not told.
  std::vector<std::string> pins;
  std::string pin_salt;  // base64url of 16 bytes; the store's
  bool operator==(const DeskSettings&) const = default;
};
json::Value to_json(const DeskSettings& settings);
// Unknown fields are ignored. What is wrong is added to `problems`.
DeskSettings read_desk_settings(const json::Value& value, const std::string& where,
                                json::Problems& problems);

// The parts an administrator sets, by the same rules.
json::Value to_json(const std::vector<DeskCategory>& categories);
json::Value to_json(const DeskAims& aims);
std::vector<DeskCategory> read_desk_categories(json::Fields& fields, json::Problems& problems);
DeskAims read_desk_aims(json::Fields& fields, json::Problems& problems);
// A first name, a nickname or a badge number: one word, so no surname.
bool is_staff_name(std::string_view text);

// One figure of the shop's day, whole blocks of five only; nothing shown under ten answers.
struct DeskFigureLine {
  std::string figure;  // solved, rating, time, not_applicable
  std::optional<double> value, low, high;
  std::int64_t n = 0, part = 0;
  bool operator==(const DeskFigureLine&) const = default;
};
struct DeskFigures {
  std::string day;  // the store's
  std::vector<DeskFigureLine> lines;
  std::string mark;  // the collector's name for just these; a tablet says which it has
  bool operator==(const DeskFigures&) const = default;
};
json::Value to_json(const DeskFigures& figures);
DeskFigures read_desk_figures(const json::Value& value, const std::string& where,
                              json::Problems& problems);

}  // namespace afterword
