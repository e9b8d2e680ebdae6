#include "survey-defs/model/desk_settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"

namespace afterword {
namespace {

constexpr std::size_t kLanguagesMax = 64;
constexpr std::size_t kLabelBytesMax = 120;
constexpr std::size_t kPinBytesMax = 64;
constexpr std::size_t kFigureLinesMax = 16;
constexpr std::int64_t kCountMost = std::int64_t{1} << 53;

json::Value to_json(const LocalText& text) {
  json::Value out{json::Object{}};
  for (const auto& [language, words] : text.by_language) out.set(language, words);
  return out;
}

LocalText read_words(const json::Value& value, const std::string& where, json::Problems& problems) {
  LocalText out;
  if (!value.is_object() || value.as_object().size() > kLanguagesMax) {
    problems.push_back(
        {where, "must be an object from languages to words", "write {\"en\": \"...\"}"});
    return out;
  }
  for (const json::Member& member : value.as_object()) {
    const bool fits = is_language_tag(member.first) && member.second.is_string() &&
                      !member.second.as_string().empty() &&
                      member.second.as_string().size() <= kLabelBytesMax;
    if (fits)
      out.by_language[member.first] = member.second.as_string();
    else
      problems.push_back({json::pointer(where, member.first),
                          fmt::format("is no language with 1 to {} bytes of words", kLabelBytesMax),
                          "write {\"en\": \"Return\"}"});
  }
  return out;
}

std::string read_desk_id(json::Fields& fields, std::string_view field) {
  const auto id = fields.text(field, {.required = true, .bytes_max = kIdBytesMax});
  if (id && !is_id(*id)) fields.problem(field, "is no id", "use a-z, 0-9, _ and -, at most 48");
  return id.value_or("");
}

std::optional<double> aim_of(json::Fields& fields, std::string_view field, double most) {
  const json::Value* given = fields.any(field);
  if (given == nullptr || given->is_null()) return std::nullopt;
  const auto value = fields.number(field);
  if (!value) return std::nullopt;
  if (!(*value > 0 && *value <= most)) {
    fields.problem(field, fmt::format("is not over 0 and at most {}", most),
                   "leave it out where there is no aim");
    return std::nullopt;
  }
  return value;
}

json::Value maybe(const std::optional<double>& value) {
  return value ? json::Value(*value) : json::Value(nullptr);
}

std::optional<double> maybe_number(json::Fields& fields, std::string_view field) {
  const json::Value* given = fields.any(field);
  if (given == nullptr || given->is_null()) return std::nullopt;
  return fields.number(field);
}

StarName read_star_name(const json::Value& value, const std::string& where,
                        json::Problems& problems) {
  json::Fields fields(value, where, problems);
  StarName out;
  out.id = read_desk_id(fields, "id");
  out.first_name =
      fields.text("first_name", {.required = true, .bytes_max = kStaffNameBytesMax}).value_or("");
  out.role = fields.text("role", {.bytes_max = kRoleBytesMax, .may_be_empty = true}).value_or("");
  return out;
}

DeskFigureLine read_line(const json::Value& value, const std::string& where,
                         json::Problems& problems) {
  json::Fields fields(value, where, problems);
  DeskFigureLine out;
  out.figure = fields.text("figure", {.required = true, .bytes_max = kIdBytesMax}).value_or("");
  out.value = maybe_number(fields, "value");
  out.low = maybe_number(fields, "low");
  out.high = maybe_number(fields, "high");
  out.n = fields.integer("n", {.required = true, .least = 0, .most = kCountMost}).value_or(0);
  out.part = fields.integer("part", {.required = true, .least = 0, .most = kCountMost}).value_or(0);
  return out;
}

}  // namespace

std::vector<DeskCategory> default_desk_categories() {
  std::vector<DeskCategory> out;
  for (const char* const id :
       {"return", "pickup", "advice", "repair", "complaint", "payment", "delivery", "other"})
    out.push_back({id, {}});
  return out;
}

bool is_staff_name(std::string_view text) {
  if (text.empty() || text.size() > kStaffNameBytesMax || !is_utf8(text)) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte > 0x20 && byte != 0x7f;
  });
}

json::Value to_json(const std::vector<DeskCategory>& categories) {
  json::Array out;
  for (const DeskCategory& category : categories) {
    json::Value one = json::object({{"id", category.id}});
    if (!category.text.empty()) one.set("text", to_json(category.text));
    out.push_back(std::move(one));
  }
  return json::Value(std::move(out));
}

json::Value to_json(const DeskAims& aims) {
  json::Value out{json::Object{}};
  if (aims.solved_percent) out.set("solved_percent", *aims.solved_percent);
  if (aims.rating_percent) out.set("rating_percent", *aims.rating_percent);
  if (aims.time_s) out.set("time_s", *aims.time_s);
  return out;
}

std::vector<DeskCategory> read_desk_categories(json::Fields& fields, json::Problems& problems) {
  std::vector<DeskCategory> out;
  const json::Array* list = fields.list("categories", false, kDeskCategoriesMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::Fields one((*list)[i], json::pointer(fields.where("categories"), i), problems);
    DeskCategory category;
    category.id = read_desk_id(one, "id");
    if (const json::Value* text = one.any("text"))
      category.text = read_words(*text, one.where("text"), problems);
    const bool twice = std::any_of(out.begin(), out.end(), [&category](const DeskCategory& other) {
      return other.id == category.id;
    });
    if (twice) one.problem("id", "is there twice", "each category has an id of its own");
    out.push_back(std::move(category));
  }
  return out;
}

DeskAims read_desk_aims(json::Fields& fields, json::Problems& problems) {
  DeskAims out;
  const json::Value* value = fields.object("aims");
  if (value == nullptr) return out;
  json::Fields aims(*value, fields.where("aims"), problems);
  out.solved_percent = aim_of(aims, "solved_percent", 100);
  out.rating_percent = aim_of(aims, "rating_percent", 100);
  out.time_s = aim_of(aims, "time_s", 12 * 3600);
  return out;
}

json::Value to_json(const DeskSettings& settings) {
  json::Array stars, pins;
  for (const StarName& star : settings.stars)
    stars.push_back(
        json::object({{"id", star.id}, {"first_name", star.first_name}, {"role", star.role}}));
  for (const std::string& pin : settings.pins) pins.emplace_back(pin);
  return json::object({{"categories", to_json(settings.categories)},
                       {"aims", to_json(settings.aims)},
                       {"stars", std::move(stars)},
                       {"pins", std::move(pins)},
                       {"pin_salt", settings.pin_salt}});
}

DeskSettings read_desk_settings(const json::Value& value, const std::string& where,
                                json::Problems& problems) {
  json::Fields fields(value, where, problems);
  DeskSettings out;
  out.categories = read_desk_categories(fields, problems);
  out.aims = read_desk_aims(fields, problems);
  const json::Array* stars = fields.list("stars", false, kDeskStaffMax);
  for (std::size_t i = 0; stars != nullptr && i < stars->size(); ++i)
    out.stars.push_back(
        read_star_name((*stars)[i], json::pointer(fields.where("stars"), i), problems));
  const json::Array* pins = fields.list("pins", false, kDeskStaffMax);
  for (std::size_t i = 0; pins != nullptr && i < pins->size(); ++i) {
    const json::Value& pin = (*pins)[i];
    if (pin.is_string() && pin.as_string().size() <= kPinBytesMax)
      out.pins.push_back(pin.as_string());
    else
      fields.problem("pins", fmt::format("entry {} is no keyed hash", i), "");
  }
  out.pin_salt =
      fields.text("pin_salt", {.bytes_max = kPinBytesMax, .may_be_empty = true}).value_or("");
  return out;
}

json::Value to_json(const DeskFigures& figures) {
  json::Array lines;
  for (const DeskFigureLine& line : figures.lines)
    lines.push_back(json::object({{"figure", line.figure},
                                  {"value", maybe(line.value)},
                                  {"low", maybe(line.low)},
                                  {"high", maybe(line.high)},
                                  {"n", line.n},
                                  {"part", line.part}}));
  return json::object({{"day", figures.day}, {"lines", std::move(lines)}, {"mark", figures.mark}});
}

DeskFigures read_desk_figures(const json::Value& value, const std::string& where,
                              json::Problems& problems) {
  json::Fields fields(value, where, problems);
  DeskFigures out;
  out.day = fields.text("day", {.required = true, .bytes_max = 16}).value_or("");
  out.mark = fields.text("mark", {.bytes_max = 64, .may_be_empty = true}).value_or("");
  const json::Array* lines = fields.list("lines", true, kFigureLinesMax);
  for (std::size_t i = 0; lines != nullptr && i < lines->size(); ++i)
    out.lines.push_back(read_line((*lines)[i], json::pointer(fields.where("lines"), i), problems));
  return out;
}

}  // namespace afterword
