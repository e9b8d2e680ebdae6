// The open question after a score or after "was it solved": one for all, or one a band.
#include "survey-defs/model/reading.h"

namespace afterword::reading {
namespace {

std::optional<WhyBand> parse_band(std::string_view text) {
  if (text == "low") return WhyBand::low;
  if (text == "mid") return WhyBand::mid;
  if (text == "high") return WhyBand::high;
  return std::nullopt;
}

// Only low, mid and high (and notes of the author's own).
bool has_only_bands(const json::Object& object) {
  bool any = false;
  for (const json::Member& member : object) {
    if (member.first.starts_with("x_")) continue;
    if (!parse_band(member.first)) return false;
    any = true;
  }
  return any;
}

}  // namespace

std::optional<Why> why(const Context& context, json::Fields& fields, const Question& question) {
  const json::Value* value = fields.any("why");
  if (value == nullptr) return std::nullopt;
  if (question.kind != QuestionKind::scale && question.metric != Metric::fcr) {
    fields.problem("why", "belongs to scale questions and to those with the metric fcr",
                   "remove it, or ask an open question of the kind text next");
    return std::nullopt;
  }
  const std::string where = fields.where("why");
  const bool by_band = value->is_object() && has_only_bands(value->as_object());
  Why out;
  if (!by_band) {
    out.one = local_text(context, *value, where);
    return out;
  }
  for (const json::Member& member : value->as_object())
    if (const auto band = parse_band(member.first))
      out.by_band[*band] = local_text(context, member.second, json::pointer(where, member.first));
  return out;
}

}  // namespace afterword::reading
