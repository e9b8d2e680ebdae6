// The list of questions, one by one.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "survey-defs/model/reading.h"
#include "sync/base/core/day.h"
#include "sync/base/core/ids.h"

namespace afterword::reading {
namespace {

const std::vector<std::string_view> kKinds{"scale", "yes_no", "choice", "choices", "text"};
const std::vector<std::string_view> kScales{"faces5", "stars5", "zero_to_ten", "agree7"};
const std::vector<std::string_view> kMetricWords{"csat", "nps", "ces", "fcr"};
const std::vector<std::string_view> kFcrOptions{"yes", "no", "not_yet", "no_issue"};

bool has_options(QuestionKind kind) {
  return kind == QuestionKind::choice || kind == QuestionKind::choices;
}

// A field that this kind of question does not have.
void refuse_field(json::Fields& fields, std::string_view field, std::string_view belongs_to) {
  if (fields.any(field) == nullptr) return;
  fields.problem(field, fmt::format("belongs to {}", belongs_to),
                 "remove it, or change the question's kind");
}

void read_labels(const Context& context, json::Fields& fields, Question& out) {
  const json::Value* labels = fields.object("labels");
  if (labels == nullptr) return;
  const bool ends = out.scale == ScaleKind::zero_to_ten || out.scale == ScaleKind::stars5;
  const std::size_t count = ends ? 2u : static_cast<std::size_t>(range_of(out.scale).steps());
  bool any = false;
  for (const json::Member& member : labels->as_object()) {
    if (member.first.starts_with("x_")) continue;
    any = true;
    const std::string where = json::pointer(fields.where("labels"), member.first);
    if (!is_declared(context, member.first, where)) continue;
    if (!member.second.is_array() || member.second.as_array().size() != count) {
      context.problem(where,
                      fmt::format("must be a list of {} texts: {} for {}", count,
                                  ends ? "the two ends" : "one a step", name(out.scale)),
                      "give exactly that many, the lowest first");
      continue;
    }
    auto& texts = out.labels[member.first];
    for (std::size_t i = 0; i < count; ++i)
      texts.push_back(
          words(context, member.second.as_array()[i], json::pointer(where, i)).value_or(""));
  }
  if (!any)
    fields.problem("labels", "has no words in any language", "give it words or leave it out");
}

void read_scale(const Context& context, json::Fields& fields, Question& out) {
  if (out.kind != QuestionKind::scale) {
    refuse_field(fields, "scale", "questions of the kind scale");
    refuse_field(fields, "labels", "questions of the kind scale");
    return;
  }
  const auto scale = one_of(fields, "scale", &parse_scale_kind, kScales, true);
  if (scale) {
    out.scale = *scale;
    read_labels(context, fields, out);
  } else {
    fields.any("labels");  // how many there must be depends on the scale
  }
}

void read_option(const Context& context, const json::Value& value, const std::string& where,
                 Question& out) {
  if (!value.is_object()) {
    context.problem(where, "must be an object", R"(write {"id": "...", "text": {...}} here)");
    return;
  }
  json::Fields fields(value, where, context.problems);
  Option option;
  option.id = id(fields, "id", true);
  if (const json::Value* text = fields.any("text", true))
    option.text = local_text(context, *text, fields.where("text"));
  fields.finish(context.unknown);
  if (!option.id.empty() && out.option(option.id) != nullptr)
    fields.problem("id", fmt::format("\"{}\" is already an option of this question", option.id),
                   "give each option an id of its own");
  out.options.push_back(std::move(option));
}

void read_options(const Context& context, json::Fields& fields, Question& out) {
  if (!has_options(out.kind)) {
    refuse_field(fields, "options", "the kinds choice and choices");
    refuse_field(fields, "shuffle", "the kinds choice and choices");
    refuse_field(fields, "max_choices", "the kind choices");
    return;
  }
  const std::size_t problems_before = context.problems.size();
  if (const json::Array* options = fields.list("options", true, kOptionsMax)) {
    if (options->size() < 2)
      fields.problem("options", "has fewer than two entries", "offer something to choose from");
    for (std::size_t i = 0; i < options->size(); ++i)
      read_option(context, (*options)[i], json::pointer(fields.where("options"), i), out);
  }
  out.shuffle = fields.boolean("shuffle").value_or(false);
  if (out.kind == QuestionKind::choice) {
    refuse_field(fields, "max_choices", "the kind choices");
    return;
  }
  const bool readable = context.problems.size() == problems_before;
  const auto most = static_cast<std::int64_t>(readable ? out.options.size() : kOptionsMax);
  out.max_choices =
      static_cast<int>(fields.integer("max_choices", {.least = 1, .most = most}).value_or(most));
}

// What a metric can be computed from; "" if it fits.
std::string metric_misfit(const Question& question) {
  const bool scale = question.kind == QuestionKind::scale;
  switch (question.metric) {
    case Metric::none:
      return {};
    case Metric::csat:
      return scale && (question.scale == ScaleKind::faces5 || question.scale == ScaleKind::stars5)
                 ? ""
                 : "csat is computed from the scales faces5 and stars5";
    case Metric::nps:
      return scale && question.scale == ScaleKind::zero_to_ten
                 ? ""
                 : "nps is computed from the scale zero_to_ten";
    case Metric::ces:
      return scale && question.scale == ScaleKind::agree7 ? ""
                                                          : "ces is computed from the scale agree7";
    case Metric::fcr:
      return question.kind == QuestionKind::yes_no || question.kind == QuestionKind::choice
                 ? ""
                 : "fcr is computed from yes_no, or from a choice";
  }
  return {};
}

void read_metric(json::Fields& fields, Question& out) {
  const auto metric = one_of(fields, "metric", &parse_metric, kMetricWords);
  if (!metric) return;
  out.metric = *metric;
  // A scale that was not understood is complained about already.
  const bool scale_unread = out.kind == QuestionKind::scale &&
                            (fields.any("scale") == nullptr || !fields.any("scale")->is_string() ||
                             !parse_scale_kind(fields.any("scale")->as_string()));
  if (const std::string misfit = metric_misfit(out); !misfit.empty() && !scale_unread) {
    fields.problem("metric", misfit, "remove the metric, or ask in that way");
    return;
  }
  if (out.metric != Metric::fcr || out.kind != QuestionKind::choice) return;
  for (const Option& option : out.options)
    if (!option.id.empty() &&
        std::find(kFcrOptions.begin(), kFcrOptions.end(), option.id) == kFcrOptions.end())
      fields.problem("metric",
                     fmt::format("fcr does not know what the option \"{}\" means", option.id),
                     "use only the option ids " + listed(kFcrOptions));
}

void read_not_applicable(const Context& context, json::Fields& fields, Question& out) {
  const json::Value* given = fields.any("not_applicable");
  out.offers_not_applicable = out.kind != QuestionKind::text;
  const bool waived = given != nullptr && given->is_bool() && !given->as_bool();
  if (given != nullptr && given->is_bool() && given->as_bool()) {
    fields.problem("not_applicable", "is true", "leave it out: it is offered without being asked");
  } else if (given != nullptr && !given->is_bool() && out.kind == QuestionKind::text) {
    fields.problem("not_applicable", "is not offered by text questions",
                   "remove it: they can be skipped");
  } else if (given != nullptr && !given->is_bool()) {
    out.not_applicable = local_text(context, *given, fields.where("not_applicable"));
  }
  out.not_applicable_why = plain_words(context, fields, "not_applicable_why");
  if (!waived) {
    if (fields.has("not_applicable_why"))
      fields.problem("not_applicable_why", R"(stands without "not_applicable": false)",
                     "remove it, or waive not_applicable");
    return;
  }
  out.offers_not_applicable = false;
  if (out.kind != QuestionKind::text && !fields.has("not_applicable_why"))
    fields.problem("not_applicable_why",
                   "is missing: not everybody has experienced what is asked about",
                   R"(say why everyone can answer, or remove "not_applicable": false)");
}

void read_chips(const Context& context, json::Fields& fields, Question& out) {
  const json::Array* chips = fields.list("chips", false, kOptionsMax);
  if (chips == nullptr) return;
  for (std::size_t i = 0; i < chips->size(); ++i)
    out.chips.push_back(local_text(context, (*chips)[i], json::pointer(fields.where("chips"), i)));
}

void read_about(const Context& context, json::Fields& fields, Question& out) {
  const json::Array* about = fields.list("about", false, kTagsMax);
  if (about == nullptr) return;
  if (about->empty()) fields.problem("about", "is empty", "name at least one tag, or leave it out");
  for (std::size_t i = 0; i < about->size(); ++i) {
    const json::Value& tag = (*about)[i];
    const std::string where = json::pointer(fields.where("about"), i);
    if (!tag.is_string() || !is_id(tag.as_string()))
      context.problem(where, "is no tag", "use a-z, 0-9, _ and -, at most 48");
    else if (!out.about.insert(tag.as_string()).second)
      context.problem(where, fmt::format("\"{}\" stands twice", tag.as_string()),
                      "name each tag once");
  }
}

void read_reasons(const Context& context, json::Fields& fields, Question& out) {
  out.hypothesis = plain_words(context, fields, "hypothesis");
  out.decision = plain_words(context, fields, "decision");
  out.review_by = plain_words(context, fields, "review_by");
  if (!out.review_by.empty() && !Day::parse(out.review_by))
    fields.problem("review_by", "is no day", "write it as YYYY-MM-DD");
}

std::optional<Question> read_question(Context& context, const json::Value& value,
                                      const std::string& where,
                                      const std::vector<Question>& earlier) {
  if (!value.is_object()) {
    context.problem(where, "must be an object",
                    R"(write {"id": "...", "kind": "...", "text": {...}} here)");
    context.unclear.insert("");
    return std::nullopt;
  }
  json::Fields fields(value, where, context.problems);
  Question out;
  out.id = id(fields, "id", true);
  if (out.id.empty()) context.unclear.insert("");
  if (std::any_of(earlier.begin(), earlier.end(),
                  [&out](const Question& item) { return !out.id.empty() && item.id == out.id; }))
    fields.problem("id", fmt::format("\"{}\" is already a question of this survey", out.id),
                   "give each question an id of its own");
  out.topic = local_text(context, fields, "topic");
  if (const json::Value* text = fields.any("text", true))
    out.text = local_text(context, *text, fields.where("text"));
  read_reasons(context, fields, out);
  if (const json::Value* shown = fields.any("show_if"))
    out.show_if = condition(context, *shown, fields.where("show_if"), earlier);
  const std::size_t problems_before = context.problems.size();
  const auto kind = one_of(fields, "kind", &parse_question_kind, kKinds, true);
  if (!kind) {  // which fields it may have depends on the kind
    context.unclear.insert(out.id);
    return out;
  }
  out.kind = *kind;
  read_scale(context, fields, out);
  read_options(context, fields, out);
  if (context.problems.size() != problems_before) context.unclear.insert(out.id);
  read_metric(fields, out);
  read_not_applicable(context, fields, out);
  out.why = why(context, fields, out);
  read_chips(context, fields, out);
  read_about(context, fields, out);
  fields.finish(context.unknown);
  return out;
}

}  // namespace

std::vector<Question> questions(Context& context, json::Fields& survey) {
  std::vector<Question> out;
  const json::Array* list = survey.list("questions", true, kQuestionsMax);
  if (list == nullptr) return out;
  if (list->empty()) survey.problem("questions", "is empty", "ask at least one question");
  out.reserve(list->size());
  for (std::size_t i = 0; i < list->size(); ++i)
    if (auto question =
            read_question(context, (*list)[i], json::pointer(survey.where("questions"), i), out))
      out.push_back(std::move(*question));
  return out;
}

}  // namespace afterword::reading
