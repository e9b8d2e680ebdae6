#include "sync/protocol/about.h"

#include <algorithm>
#include <array>

#include "sync/base/core/day.h"
#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"

namespace afterword {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

std::string short_text(json::Fields& fields, std::string_view name) {
  return fields.text(name, {.bytes_max = kAboutBytesMax, .may_be_empty = true}).value_or("");
}

std::string day_field(json::Fields& fields, std::string_view name, bool required) {
  std::string day = fields.text(name, {.required = required, .bytes_max = 10}).value_or("");
  if (!day.empty() && !Day::parse(day)) fields.problem(name, "is no day", "write YYYY-MM-DD");
  return day;
}

int days_field(json::Fields& fields, std::string_view name, int most) {
  return static_cast<int>(fields.integer(name, {.least = 0, .most = most}).value_or(0));
}

}  // namespace

bool is_weekday(std::string_view word) {
  return std::find(kWeekdays.begin(), kWeekdays.end(), word) != kWeekdays.end();
}

json::Value to_json(const LocalText& text) {
  json::Value out = json::object({});
  for (const auto& [language, words] : text.by_language) out.set(language, words);
  return out;
}

json::Value to_json(const About& about) {
  json::Value out = json::object({});
  const auto text = [&out](const char* name, const std::string& value) {
    if (!value.empty()) out.set(name, value);
  };
  const auto days = [&out](const char* name, int value) {
    if (value != 0) out.set(name, value);
  };
  text("owner", about.owner);
  text("contact", about.contact);
  text("reading_day", about.reading_day);
  days("comments_kept_days", about.comments_kept_days);
  text("last_deletion", about.last_deletion);
  text("withdraw_at", about.withdraw_at);
  days("withdraw_days", about.withdraw_days);
  text("withdraw_key", about.withdraw_key);
  return out;
}

json::Value to_json(const Card& card) {
  json::Value out = json::object({{"said", to_json(card.said)},
                                  {"did", to_json(card.did)},
                                  {"refused", card.refused},
                                  {"day", card.day}});
  if (card.answers != 0) out.set("answers", card.answers);
  return out;
}

About read_about(json::Fields& fields) {
  About about;
  about.owner = short_text(fields, "owner");
  about.contact = short_text(fields, "contact");
  about.reading_day = short_text(fields, "reading_day");
  if (!is_weekday(about.reading_day)) about.reading_day.clear();
  about.comments_kept_days = days_field(fields, "comments_kept_days", kAboutDaysMost);
  about.last_deletion = day_field(fields, "last_deletion", false);
  about.withdraw_at = short_text(fields, "withdraw_at");
  about.withdraw_days = days_field(fields, "withdraw_days", kWithdrawDaysMost);
  about.withdraw_key = short_text(fields, "withdraw_key");
  return about;
}

LocalText local_text_field(json::Fields& fields, std::string_view name, bool required,
                           std::size_t characters_max, json::Problems& problems) {
  LocalText out;
  const json::Value* const value = fields.object(name, required);
  if (value == nullptr) return out;
  if (required && value->as_object().empty())
    fields.problem(name, "holds no words", "write it in one language at least");
  if (value->as_object().size() > static_cast<std::size_t>(kCardLanguagesMost))
    fields.problem(name, "is in too many languages", "leave some out");
  json::Fields inner(*value, fields.where(name), problems);
  for (const json::Member& member : value->as_object()) {
    const std::string& language = member.first;
    auto words = inner.text(language, {.bytes_max = 4 * characters_max});
    if (!is_language_tag(language))
      inner.problem(language, "is no language", "write a tag like en or zh-Hans");
    else if (words && count_code_points(*words) > characters_max)
      inner.problem(language, fmt::format("has more than {} characters", characters_max),
                    "shorten it: it has to fit its card");
    else if (words)
      out.by_language[language] = std::move(*words);
  }
  return out;
}

Card read_card(json::Fields& fields, json::Problems& problems) {
  Card card;
  card.said = local_text_field(fields, "said", true, kCardCharactersMax, problems);
  card.did = local_text_field(fields, "did", true, kCardCharactersMax, problems);
  card.refused = fields.boolean("refused").value_or(false);
  card.day = day_field(fields, "day", true);
  card.answers = static_cast<int>(
      fields.integer("answers", {.least = 0, .most = kCardAnswersMost}).value_or(0));
  return card;
}

std::vector<Card> read_cards(json::Fields& fields, json::Problems& problems) {
  std::vector<Card> out;
  const json::Array* const list = fields.list("cards", false, 10 * std::size_t{kCardsMost});
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::Fields one((*list)[i], json::pointer(fields.where("cards"), i), problems);
    Card card = read_card(one, problems);
    if (out.size() < static_cast<std::size_t>(kCardsMost)) out.push_back(std::move(card));
  }
  return out;
}

}  // namespace afterword
