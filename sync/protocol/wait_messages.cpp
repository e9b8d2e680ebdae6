#include <algorithm>

#include "sync/base/core/day.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/wire_fields.h"

namespace afterword {
namespace {

DefinitionState state_field(json::Fields& fields) {
  const std::string word = text_field(fields, "state", 32);
  const auto state = parse_definition_state(word);
  if (!state && !word.empty())
    fields.problem("state", "is no state of a definition", "live or retired");
  return state.value_or(DefinitionState::live);
}

json::Value held_to_json(const std::vector<HeldDefinition>& list) {
  json::Value out{json::Array{}};
  for (const HeldDefinition& held : list)
    out.push(
        json::object({{"id", held.id}, {"version", held.version}, {"state", name(held.state)}}));
  return out;
}

json::Value tallies_to_json(const std::vector<Tally>& list) {
  json::Value out{json::Array{}};
  for (const Tally& tally : list)
    out.push(json::object({{"day", tally.day},
                           {"survey", tally.survey},
                           {"name", tally.name},
                           {"revision", tally.revision},
                           {"count", std::min(tally.count, kTallyMost)}}));
  return out;
}

std::vector<HeldDefinition> held_from_json(json::Fields& fields, json::Problems& problems) {
  std::vector<HeldDefinition> out;
  const json::Array* list = fields.list("definitions", true, kDefinitionsMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::Fields one((*list)[i], json::pointer("/definitions", i), problems);
    HeldDefinition held;
    held.id = id_field(one, "id");
    held.version = version_field(one, "version");
    held.state = state_field(one);
    out.push_back(std::move(held));
  }
  return out;
}

std::vector<Tally> tallies_from_json(json::Fields& fields, json::Problems& problems) {
  std::vector<Tally> out;
  const json::Array* list = fields.list("tallies", false, kTalliesMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::Fields one((*list)[i], json::pointer("/tallies", i), problems);
    Tally tally;
    tally.day = text_field(one, "day", 10);
    if (!tally.day.empty() && !Day::parse(tally.day))
      one.problem("day", "is no day", "write YYYY-MM-DD");
    tally.survey = id_field(one, "survey");
    tally.name = id_field(one, "name");
    tally.revision = number_field(one, "revision");
    tally.count =
        one.integer("count", {.required = true, .least = 0, .most = kTallyMost}).value_or(0);
    out.push_back(std::move(tally));
  }
  return out;
}

json::Value troubles_to_json(const std::vector<std::string>& troubles) {
  json::Value out{json::Array{}};
  for (const std::string& trouble : troubles) out.push(trouble);
  return out;
}

std::vector<std::string> troubles_from_json(json::Fields& fields, json::Problems& problems) {
  const auto is_word = [](const json::Value& value) {
    return value.is_string() && !value.as_string().empty() && value.as_string().size() <= kTroubleBytesMax &&
           value.as_string().find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  };
  std::vector<std::string> out;
  const json::Array* list = fields.list("troubles", false, kTroublesMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
    if (is_word((*list)[i]))
      out.push_back((*list)[i].as_string());
    else
      problems.push_back({json::pointer("/troubles", i), "is no word of a to z and _", "write one of PROTOCOL.md's"});
  return out;
}

json::Value past_logs_to_json(const std::vector<PastLog>& past_logs) {
  json::Value out{json::Array{}};
  for (const PastLog& past : past_logs)
    out.push(json::object({{"log", past.log},
                           {"next_sequence", past.next_sequence},
                           {"chain", base64url(past.chain)}}));
  return out;
}

std::vector<PastLog> past_logs_from_json(json::Fields& fields, json::Problems& problems) {
  std::vector<PastLog> out;
  const json::Array* list = fields.list("past_logs", false, kPastLogsMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
    json::Fields one((*list)[i], json::pointer("/past_logs", i), problems);
    out.push_back({number_field(one, "log", 1), number_field(one, "next_sequence", 1),
                   key_field(one, "chain")});
  }
  return out;
}

LogRange log_range_from_json(const json::Value& value, std::string where, json::Problems& problems) {
  json::Fields fields(value, std::move(where), problems);
  LogRange out{number_field(fields, "log", 1), {number_field(fields, "first", 1), number_field(fields, "last", 1)}};
  if (out.numbers.last < out.numbers.first) fields.problem("last", "is before first", "");
  return out;
}

OfferedDefinition offered_from_json(const json::Value& value, std::string where,
                                    json::Problems& problems) {
  json::Fields fields(value, std::move(where), problems);
  OfferedDefinition out;
  out.id = id_field(fields, "id");
  out.version = version_field(fields, "version");
  out.sha256 = key_field(fields, "sha256");
  out.bytes = number_field(fields, "bytes", 1);
  out.state = state_field(fields);
  return out;
}

// An event that a newer collector knows and we do not is none for us.
std::vector<Happening> events_from_json(json::Fields& fields) {
  std::vector<Happening> out;
  const json::Array* list = fields.list("events", false, kHappeningsMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
    if (auto happening = read_happening((*list)[i], false)) out.push_back(std::move(*happening));
  return out;
}

}  // namespace

std::string_view name(DefinitionState state) {
  return state == DefinitionState::live ? "live" : "retired";
}
std::optional<DefinitionState> parse_definition_state(std::string_view word) {
  if (word == "live") return DefinitionState::live;
  if (word == "retired") return DefinitionState::retired;
  return std::nullopt;
}

json::Value to_json(const Settings& settings) {
  json::Value out = json::object({{"store", settings.store},
                                  {"store_name", settings.store_name},
                                  {"touchpoint", settings.touchpoint},
                                  {"zone", settings.zone}});
  if (settings.about != About{}) out.set("about", to_json(settings.about));
  if (!settings.cards.empty()) {
    json::Array cards;
    for (const Card& card : settings.cards) cards.push_back(to_json(card));
    out.set("cards", std::move(cards));
  }
  if (settings.receipts) out.set("receipts", to_json(*settings.receipts));
  if (settings.desk) out.set("desk", to_json(*settings.desk));
  return out;
}

Settings read_settings(json::Fields& fields, json::Problems& problems) {
  Settings out;
  out.store = id_field(fields, "store");
  out.store_name = text_field(fields, "store_name", 200, true);
  out.touchpoint = id_field(fields, "touchpoint");
  out.zone = text_field(fields, "zone", 64);
  if (const json::Value* const about = fields.object("about")) {
    json::Fields inner(*about, fields.where("about"), problems);
    out.about = read_about(inner);
  }
  out.cards = read_cards(fields, problems);
  if (const json::Value* const desk = fields.object("desk"))
    out.desk = read_desk_settings(*desk, fields.where("desk"), problems);
  if (const json::Value* given = fields.any("receipts"); given != nullptr && !given->is_null()) {
    // One that this program does not understand leads to no receipts, never to no settings.
    if (auto scheme = read_receipt_scheme(*given, fields.where("receipts")))
      out.receipts = std::move(*scheme);
  }
  return out;
}

json::Value to_json(const Damage& damage) {
  return json::object({{"at_ms", damage.at_ms},
                       {"log", damage.log},
                       {"kept", damage.kept},
                       {"waiting", damage.waiting},
                       {"unproved", damage.unproved}});
}

Damage read_damage(json::Fields& fields) {
  Damage damage;
  damage.at_ms = number_field(fields, "at_ms");
  damage.log = number_field(fields, "log");
  damage.kept = number_field(fields, "kept");
  damage.waiting = number_field(fields, "waiting");
  damage.unproved = number_field(fields, "unproved");
  return damage;
}

std::string dump(const WaitRequest& message) {
  json::Value out = json::object({{"revision", message.revision},
                                  {"wait_ms", message.wait_ms},
                                  {"log", message.log},
                                  {"next_sequence", message.next_sequence},
                                  {"chain", base64url(message.chain)},
                                  {"waiting", message.waiting},
                                  {"oldest_epoch_key", message.oldest_epoch_key},
                                  {"boot", message.boot},
                                  {"mono_ms", message.mono_ms},
                                  {"wall_ms", message.wall_ms},
                                  {"definitions", held_to_json(message.definitions)},
                                  {"app_version", message.app_version},
                                  {"disk_free_bytes", message.disk_free_bytes},
                                  {"clean_start", message.clean_start},
                                  {"tallies", tallies_to_json(message.tallies)}});
  if (!message.figures_mark.empty()) out.set("figures_mark", message.figures_mark);
  if (!message.definition_formats.empty())
    out.set("formats", formats_to_json(message.definition_formats, message.response_formats));
  if (message.damage) out.set("damage", to_json(*message.damage));
  if (!message.troubles.empty()) out.set("troubles", troubles_to_json(message.troubles));
  if (!message.past_logs.empty()) out.set("past_logs", past_logs_to_json(message.past_logs));
  return json::dump(out);
}

Result<WaitRequest> read_wait_request(std::string_view body) {
  AFTERWORD_ASSIGN(const auto document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  WaitRequest out;
  out.revision = number_field(fields, "revision");
  out.wait_ms =
      fields.integer("wait_ms", {.least = 0, .most = kWaitMax.count()}).value_or(kWaitMax.count());
  out.log = number_field(fields, "log", 1);
  out.next_sequence = number_field(fields, "next_sequence", 1);
  out.chain = key_field(fields, "chain");
  out.waiting = number_field(fields, "waiting");
  out.oldest_epoch_key = text_field(fields, "oldest_epoch_key", 32, true);
  out.boot = text_field(fields, "boot", 64);
  out.mono_ms = number_field(fields, "mono_ms");
  out.wall_ms = number_field(fields, "wall_ms");
  out.definitions = held_from_json(fields, problems);
  out.app_version = text_field(fields, "app_version", 64);
  out.disk_free_bytes = number_field(fields, "disk_free_bytes");
  out.clean_start = fields.boolean("clean_start", true).value_or(true);
  out.tallies = tallies_from_json(fields, problems);
  out.figures_mark =
      fields.text("figures_mark", {.bytes_max = 64, .may_be_empty = true}).value_or("");
  if (const json::Value* const formats = fields.object("formats")) {
    json::Fields inner(*formats, "/formats", problems);
    out.definition_formats = formats_field(inner, "definition");
    out.response_formats = formats_field(inner, "response");
  }
  if (const json::Value* const damage = fields.object("damage")) {
    json::Fields inner(*damage, fields.where("damage"), problems);
    out.damage = read_damage(inner);
  }
  out.troubles = troubles_from_json(fields, problems);
  out.past_logs = past_logs_from_json(fields, problems);
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "heartbeat"));
  return out;
}

std::string dump(const WaitReply& message) {
  json::Value definitions{json::Array{}};
  for (const OfferedDefinition& offered : message.definitions)
    definitions.push(json::object({{"id", offered.id},
                                   {"version", offered.version},
                                   {"sha256", base64url(offered.sha256)},
                                   {"bytes", offered.bytes},
                                   {"state", name(offered.state)}}));
  json::Value out = json::object({{"revision", message.revision},
                                  {"time_ms", message.time_ms},
                                  {"definitions", std::move(definitions)},
                                  {"settings", to_json(message.settings)},
                                  {"trust_version", message.trust_version}});
  if (!message.events.empty()) {
    json::Array events;
    for (const Happening& happening : message.events) events.push_back(to_json(happening));
    out.set("events", std::move(events));
  }
  if (message.figures) out.set("figures", to_json(*message.figures));
  if (message.expected) out.set("expected", *message.expected);
  if (!message.held.empty()) {
    json::Array held;
    for (const LogRange& range : message.held)
      held.push_back(json::object(
          {{"log", range.log}, {"first", range.numbers.first}, {"last", range.numbers.last}}));
    out.set("held", std::move(held));
  }
  return json::dump(out);
}

Result<WaitReply> read_wait_reply(std::string_view body) {
  AFTERWORD_ASSIGN(const auto document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  WaitReply out;
  out.revision = number_field(fields, "revision", 1);
  out.time_ms = number_field(fields, "time_ms");
  const json::Array* list = fields.list("definitions", true, kDefinitionsMax);
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
    out.definitions.push_back(
        offered_from_json((*list)[i], json::pointer("/definitions", i), problems));
  if (const json::Value* const settings = fields.object("settings", true)) {
    json::Fields inner(*settings, "/settings", problems);
    out.settings = read_settings(inner, problems);
  }
  out.trust_version = number_field(fields, "trust_version", 1);
  out.events = events_from_json(fields);
  if (const json::Value* figures = fields.object("figures"))
    out.figures = read_desk_figures(*figures, fields.where("figures"), problems);
  out.expected = fields.integer("expected", {.least = 1, .most = kNumberMax});
  const json::Array* held = fields.list("held", false, kMissingRangesMax);
  for (std::size_t i = 0; held != nullptr && i < held->size(); ++i)
    out.held.push_back(log_range_from_json((*held)[i], json::pointer("/held", i), problems));
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "reply to heartbeat"));
  return out;
}

}  // namespace afterword
