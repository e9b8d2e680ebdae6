// afterword publish, retire, surveys, store.
#include "survey-defs/model/survey.h"
#include "sync/base/core/files.h"
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

// "stores=a,b" or "percent=N" -> a query, or nothing if it is neither.
std::optional<std::string> rollout_query(const std::string& rollout) {
  if (rollout.empty()) return "";
  if (rollout.starts_with("stores=") && rollout.size() > 7)
    return "?rollout_stores=" + url_escape(rollout.substr(7));
  if (rollout.starts_with("percent=") && rollout.size() > 8)
    return "?rollout_percent=" + url_escape(rollout.substr(8));
  return std::nullopt;
}

}  // namespace

int publish(const Access& access, const PublishOptions& options, Streams io) {
  const auto query = rollout_query(options.rollout);
  if (!query) {
    io.err << fmt::format("afterword: --rollout {}: write stores=a,b or percent=N\n",
                          options.rollout);
    return kCouldNotRun;
  }
  // All files are checked before the first is sent.
  if (const int checked = lint_files({.files = options.files, .json = false}, {io.err, io.err});
      checked != kDone)
    return checked;
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  for (const std::string& file : options.files) {
    const auto bytes = read_file(file, kDefinitionBytesMax);
    if (!bytes) return report(bytes.error(), io);
    const auto reply = collector->post("/v1/admin/surveys" + *query, *bytes);
    if (!reply) return report(reply.error(), io);
    io.out << fmt::format(
        "{} version {}: {}\n", text_of(*reply, "survey"), integer_of(*reply, "version"),
        is_true(*reply, "retired")           ? "taken back for its answers; it was retired, and no kiosk asks it"
        : is_true(*reply, "published")       ? "published"
        : is_true(*reply, "rollout_changed") ? "was published already; its rollout is changed"
                                             : "was published already, unchanged");
  }
  return kDone;
}

int retire(const Access& access, const std::string& survey, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/surveys/" + url_escape(survey) + "/retire", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << fmt::format("{}: {}\n", survey,
                        is_true(*reply, "retired")
                            ? "retired; kiosks stop asking it now, its results stay"
                            : "was retired already");
  return kDone;
}

int list_surveys(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/surveys");
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {
      {"survey", "version", "state", "use", "touchpoint", "responses", "title"}};
  for (const json::Value& survey : list_of(*reply, "surveys"))
    rows.push_back({text_of(survey, "id"), std::to_string(integer_of(survey, "version")),
                    text_of(survey, "state"), text_of(survey, "use"), text_of(survey, "touchpoint"),
                    grouped(integer_of(survey, "responses")), text_of(survey, "title")});
  print_table(rows, io.out);
  return kDone;
}

int set_store(const Access& access, const StoreOptions& options, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto body = json::object({{"name", options.name}, {"zone", options.zone}});
  const auto reply = collector->put("/v1/admin/stores/" + url_escape(options.id), json::dump(body));
  if (!reply) return report(reply.error(), io);
  io.out << fmt::format("{}: {}, {}\n", options.id, options.name, options.zone);
  return kDone;
}

int list_stores(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/stores");
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"store", "name", "zone"}};
  for (const json::Value& store : list_of(*reply, "stores"))
    rows.push_back({text_of(store, "id"), text_of(store, "name"), text_of(store, "zone")});
  print_table(rows, io.out);
  return kDone;
}

}  // namespace afterword::tools
