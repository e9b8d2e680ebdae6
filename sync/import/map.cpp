#include "sync/import/map.h"

#include <fmt/format.h>

#include "sync/base/core/day.h"
#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"
#include "sync/base/zones/zones.h"
#include "sync/import/csv.h"
#include "sync/import/map_reading.h"

namespace afterword {
namespace import_map {

std::vector<std::pair<std::string, std::string>> read_texts(json::Fields& fields,
                                                            std::string_view name,
                                                            json::Problems& problems) {
  std::vector<std::pair<std::string, std::string>> out;
  const json::Value* const object = fields.object(name);
  if (object == nullptr) return out;
  if (object->as_object().size() > kCellsMax) {
    fields.problem(name, fmt::format("has more than {} entries", kCellsMax), "take some out");
    return out;
  }
  for (const json::Member& member : object->as_object()) {
    const std::string where = json::pointer(fields.where(name), member.first);
    if (!member.second.is_string() || member.second.as_string().empty() ||
        member.second.as_string().size() > kNameBytesMax)
      problems.push_back({where, "must be a text in quotes", "write \"cell\": \"text\""});
    else
      out.emplace_back(trim(member.first), trim(member.second.as_string()));
  }
  return out;
}

namespace {

using IsGood = bool (*)(std::string_view);

struct Source {
  std::string_view name;
  IsGood is_good;
  std::string_view kind;  // "an id"
  bool required;
};

// A column with a table, or a value for all.
ImportSource read_source(json::Fields& parent, const Source& source, json::Problems& problems) {
  ImportSource out;
  const json::Value* const value = parent.object(source.name, source.required);
  if (value == nullptr) return out;
  json::Fields fields(*value, parent.where(source.name), problems);
  out.column = fields.text("column", {.bytes_max = kNameBytesMax});
  out.value = fields.text("value", {.bytes_max = kNameBytesMax});
  if (fields.has("column") == fields.has("value"))
    problems.push_back({fields.where(), "needs either a column or a value",
                        "write {\"column\": \"C\"} or {\"value\": \"V\"}"});
  if (out.value && !source.is_good(*out.value))
    fields.problem("value", fmt::format("\"{}\" is not {}", *out.value, source.kind), "correct it");
  for (auto& entry : read_texts(fields, "values", problems)) {
    if (!source.is_good(entry.second))
      problems.push_back({json::pointer(fields.where("values"), entry.first),
                          fmt::format("\"{}\" is not {}", entry.second, source.kind),
                          "correct it"});
    out.values.insert(std::move(entry));
  }
  if (fields.has("values") && !fields.has("column"))
    fields.problem("values", "translates the cells of a column, and none is named",
                   "add \"column\", or leave the table out");
  fields.finish();
  if (out.column) out.column = std::string(trim(*out.column));
  return out;
}

ImportTime read_time(json::Fields& parent, json::Problems& problems) {
  ImportTime out;
  const json::Value* const value = parent.object("time", true);
  if (value == nullptr) return out;
  json::Fields fields(*value, parent.where("time"), problems);
  out.value = fields.text("value", {.bytes_max = 64});
  if (out.value && !Day::parse(*out.value) && !parse_rfc3339(*out.value))
    fields.problem("value", fmt::format("\"{}\" is neither a date nor a time", *out.value),
                   "write 2026-03-03 or 2026-03-03T14:00:00Z");
  out.column = fields.text("column", {.bytes_max = kNameBytesMax});
  out.format = fields.text("format", {.bytes_max = 256}).value_or("");
  if (fields.has("column") == fields.has("value")) {
    problems.push_back({fields.where(), "needs either a column with its format or a value",
                        "write {\"column\": \"C\", \"format\": \"%Y-%m-%d %H:%M\"}"});
  } else if (fields.has("column") != fields.has("format")) {
    fields.problem("format", fields.has("column") ? "is missing" : "describes no column",
                   "give column and format together, such as \"%Y-%m-%d %H:%M\"");
  }
  if (!out.format.empty())
    if (const auto why = why_not_time_format(out.format))
      fields.problem("format", "cannot be used: " + *why,
                     "see strftime's directives in the README");
  fields.finish();
  if (out.column) out.column = std::string(trim(*out.column));
  return out;
}

std::string read_id_column(json::Fields& parent, json::Problems& problems) {
  const json::Value* const value = parent.object("id", true);
  if (value == nullptr) return {};
  json::Fields fields(*value, parent.where("id"), problems);
  const auto column = fields.text("column", {.required = true, .bytes_max = kNameBytesMax});
  fields.finish();
  return std::string(trim(column.value_or("")));
}

ImportMap read_document(const json::Value& document, const Survey& survey,
                        json::Problems& problems) {
  ImportMap map;
  json::Fields fields(document, "", problems);
  map.id_column = read_id_column(fields, problems);
  if (const auto delimiter = fields.text("delimiter", {.bytes_max = 8})) {
    if (is_csv_delimiter(*delimiter))
      map.delimiter = delimiter->front();
    else
      fields.problem("delimiter", "is no delimiter",
                     "use one sign such as \",\", \";\" or \"\\t\"");
  }
  map.time = read_time(fields, problems);
  map.store =
      read_source(fields, {"store", &is_id, "a store id (a-z, 0-9, _ and -)", true}, problems);
  map.language =
      read_source(fields, {"language", &is_language_tag, "a language tag", false}, problems);
  map.touchpoint = read_source(fields, {"touchpoint", &is_id, "a touchpoint id", false}, problems);
  if (const auto version = fields.integer("version", {.least = 1, .most = INT32_MAX})) {
    map.version = static_cast<int>(*version);
    if (*map.version != survey.version)
      fields.problem("version",
                     fmt::format("is {}, the definition's is {}", *version, survey.version),
                     "import against that version of the definition");
  }
  map.questions = read_questions(fields, survey, problems);
  fields.finish();
  return map;
}

}  // namespace
}  // namespace import_map

ImportMapReading read_import_map(std::string_view bytes, const Survey& survey) {
  ImportMapReading out;
  if (bytes.size() > kImportMapBytesMax) {
    out.problems.push_back({"", fmt::format("is larger than {} bytes", kImportMapBytesMax),
                            "an import map is a small file"});
    return out;
  }
  const auto document = json::parse(bytes);
  if (!document) {
    out.problems.push_back({"", document.error().text(), "correct the JSON there"});
    return out;
  }
  ImportMap map = import_map::read_document(*document, survey, out.problems);
  if (out.problems.empty()) out.map = std::move(map);
  return out;
}

std::optional<int> import_map_version(std::string_view bytes) {
  if (bytes.size() > kImportMapBytesMax) return std::nullopt;
  const auto document = json::parse(bytes);
  const json::Value* const version = document ? document->find("version") : nullptr;
  if (version == nullptr || !version->is_integer()) return std::nullopt;
  const std::int64_t number = version->as_integer();
  if (number < 1 || number > INT32_MAX) return std::nullopt;
  return static_cast<int>(number);
}

}  // namespace afterword
