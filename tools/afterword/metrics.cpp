// afterword metrics: the figures of a survey, for a reader or (--json) for a program.
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

std::optional<double> number_of(const json::Value& figure, std::string_view name) {
  const json::Value* value = figure.find(name);
  return value != nullptr && value->is_number() ? std::optional(value->as_number()) : std::nullopt;
}

std::string shown(std::optional<double> value, const std::string& metric) {
  if (!value) return "-";
  if (metric == "nps") return fmt::format("{:+.1f}", *value);
  if (metric == "mean") return fmt::format("{:.4f}", *value);
  return fmt::format("{:.1f} %", *value);
}

std::vector<std::string> row_of(const json::Value& figure, bool with_group) {
  const std::string metric = text_of(figure, "metric");
  const std::string option = text_of(figure, "option");
  const auto low = number_of(figure, "low");
  const auto high = number_of(figure, "high");
  const std::int64_t asked = integer_of(figure, "answered") + integer_of(figure, "not_applicable") +
                             integer_of(figure, "skipped");
  std::vector<std::string> row;
  if (with_group) {
    const json::Value* group = figure.find("group");
    const bool has = group != nullptr && group->is_object() && !group->as_object().empty();
    row.push_back(has && group->as_object()[0].second.is_string()
                      ? group->as_object()[0].second.as_string()
                  : has ? json::dump(group->as_object()[0].second)
                        : "");
  }
  row.push_back(text_of(figure, "question"));
  row.push_back(option.empty() ? metric : metric + " " + option);
  row.push_back(shown(number_of(figure, "value"), metric));
  row.push_back(low && high ? shown(low, metric) + " to " + shown(high, metric) : "-");
  row.push_back(grouped(integer_of(figure, "n")));
  row.push_back(
      asked == 0 ? "-"
                 : fmt::format("{:.1f} %",
                               100.0 * static_cast<double>(integer_of(figure, "not_applicable")) /
                                   static_cast<double>(asked)));
  row.push_back(grouped(integer_of(figure, "skipped")));
  row.push_back(text_of(figure, "note"));
  return row;
}

}  // namespace

int metrics(const Access& access, const MetricsOptions& options, Streams io) {
  if (options.survey.empty()) {
    io.err << "afterword: name a survey with --survey, or ask for --interactions or --stars\n";
    return kCouldNotRun;
  }
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  std::string path = "/v1/admin/figures?survey=" + url_escape(options.survey);
  const auto ask = [&path](const char* name, const std::string& value) {
    if (!value.empty()) path += fmt::format("&{}={}", name, url_escape(value));
  };
  ask("by", options.by);
  ask("from", options.from);
  ask("to", options.to);
  ask("quality", options.quality);
  const auto reply = collector->get(path);
  if (!reply) return report(reply.error(), io);
  if (options.json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::string> head = {"question", "figure", "value",   "95 % interval",
                                   "n",        "N/A",    "skipped", "note"};
  if (!options.by.empty()) head.insert(head.begin(), options.by);
  std::vector<std::vector<std::string>> rows = {head};
  for (const json::Value& figure : list_of(*reply, "figures"))
    rows.push_back(row_of(figure, !options.by.empty()));
  if (rows.size() == 1) {
    io.out << "no figures: nothing has been answered yet\n";
    return kDone;
  }
  print_table(rows, io.out);
  return kDone;
}

}  // namespace afterword::tools
