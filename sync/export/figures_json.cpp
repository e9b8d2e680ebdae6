#include "sync/export/figures_json.h"

namespace afterword {
namespace {

json::Value or_null(const std::optional<double>& number) {
  return number ? json::Value(*number) : json::Value();
}

}  // namespace

json::Value to_json(const Figure& figure) {
  json::Value out{json::Object{}};
  out.set("question", figure.question).set("metric", figure.metric);
  if (figure.option) out.set("option", *figure.option);
  json::Value group{json::Object{}};
  for (const auto& part : figure.group) group.set(part.first, part.second);
  out.set("group", std::move(group));
  out.set("value", or_null(figure.value));
  out.set("low", or_null(figure.low)).set("high", or_null(figure.high));
  out.set("confidence", figure.confidence).set("n", figure.n).set("answered", figure.answered);
  out.set("not_applicable", figure.not_applicable).set("skipped", figure.skipped);
  out.set("not_shown", figure.not_shown).set("rule", figure.rule);
  return out.set("note", figure.note ? json::Value(*figure.note) : json::Value());
}

json::Value figures_document(std::string_view survey, const std::vector<Figure>& figures) {
  json::Array rows;
  rows.reserve(figures.size());
  for (const Figure& figure : figures) rows.push_back(to_json(figure));
  return json::object({{"survey", survey}, {"figures", std::move(rows)}});
}

}  // namespace afterword
