// The `questions` of an import map, each checked against its question in the survey.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "survey-defs/model/flow.h"
#include "sync/base/core/ids.h"
#include "sync/base/core/utf8.h"
#include "sync/import/map_reading.h"

namespace afterword::import_map {
namespace {

std::optional<AnswerValue> as_value(const Question& question, bool is_why,
                                    const json::Value& value) {
  if (is_why || question.kind == QuestionKind::text || question.kind == QuestionKind::choice)
    return value.is_string() ? std::optional<AnswerValue>(value.as_string()) : std::nullopt;
  if (question.kind == QuestionKind::scale)
    return value.is_integer() ? std::optional<AnswerValue>(value.as_integer()) : std::nullopt;
  if (question.kind == QuestionKind::yes_no) {
    if (value.is_bool()) return AnswerValue(value.as_bool());
    if (value == json::Value("yes")) return AnswerValue(true);
    if (value == json::Value("no")) return AnswerValue(false);
    return std::nullopt;
  }
  std::vector<std::string> options;
  if (value.is_string()) options.push_back(value.as_string());
  if (value.is_array())
    for (const json::Value& option : value.as_array()) {
      if (!option.is_string()) return std::nullopt;
      options.push_back(option.as_string());
    }
  return options.empty() ? std::nullopt : std::optional<AnswerValue>(std::move(options));
}

std::string wanted(const Question& question, bool is_why) {
  if (is_why || question.kind == QuestionKind::text) return "a text, not empty";
  switch (question.kind) {
    case QuestionKind::scale: {
      const ScaleRange range = range_of(question.scale);
      return fmt::format("a whole number from {} to {}", range.least, range.most);
    }
    case QuestionKind::yes_no:
      return "true, false, \"yes\" or \"no\"";
    case QuestionKind::choice:
      return "the id of one of its options";
    case QuestionKind::choices:
      return "an option id, or a list of them";
    case QuestionKind::text:
      break;
  }
  return "a text, not empty";
}

// Reads one entry of `questions`.
class EntryReader {
 public:
  EntryReader(const json::Value& value, const std::string& where, const Question& question,
              bool is_why, json::Problems& problems)
      : is_object_(value.is_object()),
        fields_(value, where, problems),
        question_(question),
        is_why_(is_why),
        problems_(problems) {}

  ImportQuestion read(const std::string& entry) {
    ImportQuestion out;
    out.entry = entry;
    if (const auto column = fields_.text("column", {.bytes_max = kNameBytesMax}))
      out.column = std::string(trim(*column));
    read_columns(out);
    if (is_object_ && fields_.has("column") == fields_.has("columns"))
      problems_.push_back({fields_.where(), "needs either a column, or columns by option",
                           "write {\"column\": \"C\"} or {\"columns\": {\"option\": \"C\"}}"});
    if (!fields_.has("columns")) read_cells(out);
    fields_.finish();
    return out;
  }

 private:
  void read_cells(ImportQuestion& out) {
    out.not_applicable = read_list("not_applicable");
    out.skipped = read_list("skipped");
    const bool offered = !is_why_ && question_.offers_not_applicable;
    if (!out.not_applicable.empty() && !offered)
      fields_.problem("not_applicable", "this question does not offer not-applicable",
                      "list those cells under \"skipped\"");
    read_values(out);
    const auto separator = fields_.text("separator", {.bytes_max = 16});
    if (separator && question_.kind != QuestionKind::choices)
      fields_.problem("separator", "only choices have several values in a cell", "leave it out");
    out.separator = separator.value_or("");
  }

  // A cell means one thing: whoever lists it twice is told.
  void claim(const std::string& cell, const std::string& where) {
    if (!claimed_.insert(cell).second)
      problems_.push_back({where, fmt::format("the cell \"{}\" is listed twice", cell),
                           "leave it where it belongs"});
  }

  std::vector<std::string> read_list(std::string_view name) {
    std::vector<std::string> out;
    const json::Array* const list = fields_.list(name, false, kCellsMax);
    if (list == nullptr) return out;
    for (std::size_t i = 0; i < list->size(); ++i) {
      const std::string where = json::pointer(fields_.where(name), i);
      if (!(*list)[i].is_string()) {
        problems_.push_back({where, "must be a text in quotes", "cells are text: write \"0\""});
        continue;
      }
      out.emplace_back(trim((*list)[i].as_string()));
      claim(out.back(), where);
    }
    return out;
  }

  void read_values(ImportQuestion& out) {
    const json::Value* const values = fields_.object("values");
    if (values == nullptr) return;
    if (values->as_object().size() > kCellsMax) {
      fields_.problem("values", fmt::format("has more than {} entries", kCellsMax),
                      "take some out");
      return;
    }
    for (const json::Member& member : values->as_object()) {
      const std::string where = json::pointer(fields_.where("values"), member.first);
      const std::string cell(trim(member.first));
      const auto value = as_value(question_, is_why_, member.second);
      const auto trouble = value ? why_not(*value) : std::optional<std::string>("it is not");
      if (trouble)
        problems_.push_back({where, fmt::format("must be {}", wanted(question_, is_why_)),
                             "FORMAT.md lists the values of each kind"});
      else
        out.values.emplace(cell, *value);
      claim(cell, where);
    }
  }

  std::optional<std::string> why_not(const AnswerValue& value) const {
    return is_why_ ? why_not_comment(value) : why_not_valid(question_, value);
  }

  void read_columns(ImportQuestion& out) {
    if (!fields_.has("columns")) return;
    out.columns = read_texts(fields_, "columns", problems_);
    const bool has_options =
        question_.kind == QuestionKind::choices || question_.kind == QuestionKind::choice;
    if (is_why_ || !has_options) {
      fields_.problem("columns", "only choice and choices have options", "use \"column\"");
      return;
    }
    for (const auto& entry : out.columns)
      if (question_.option(entry.first) == nullptr)
        problems_.push_back({json::pointer(fields_.where("columns"), entry.first),
                             fmt::format("\"{}\" has no option \"{}\"", question_.id, entry.first),
                             remedy_for_option(entry.first)});
    if (out.columns.empty())
      fields_.problem("columns", "names no column", "add {\"option\": \"column\"}");
  }

  std::string remedy_for_option(const std::string& id) const {
    std::vector<std::string> known;
    for (const Option& option : question_.options) known.push_back(option.id);
    const std::string near = nearest(id, known);
    return near.empty() ? fmt::format("its options are {}", fmt::join(known, ", "))
                        : fmt::format("did you mean \"{}\"?", near);
  }

  bool is_object_;
  json::Fields fields_;
  const Question& question_;
  bool is_why_;
  json::Problems& problems_;
  std::set<std::string> claimed_;
};

}  // namespace

std::vector<ImportQuestion> read_questions(json::Fields& fields, const Survey& survey,
                                           json::Problems& problems) {
  std::vector<ImportQuestion> out;
  const json::Value* const questions = fields.object("questions", true);
  if (questions == nullptr) return out;
  const std::vector<std::string> known = entry_ids(survey);
  for (const json::Member& member : questions->as_object()) {
    const std::string where = json::pointer(fields.where("questions"), member.first);
    if (std::find(known.begin(), known.end(), member.first) == known.end()) {
      const std::string near = nearest(member.first, known);
      problems.push_back({where,
                          fmt::format("{} version {} has no question \"{}\"", survey.id,
                                      survey.version, member.first),
                          near.empty() ? fmt::format("it has {}", fmt::join(known, ", "))
                                       : fmt::format("did you mean \"{}\"?", near)});
      continue;
    }
    const bool is_why = member.first.ends_with(".why");
    const std::string id = is_why ? member.first.substr(0, member.first.size() - 4) : member.first;
    out.push_back(EntryReader(member.second, where, *survey.question(id), is_why, problems)
                      .read(member.first));
  }
  if (questions->as_object().empty())
    fields.problem("questions", "maps no question", "add {\"question\": {\"column\": \"C\"}}");
  return out;
}

}  // namespace afterword::import_map
