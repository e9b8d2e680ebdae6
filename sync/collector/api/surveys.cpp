// Stores and surveys.
#include <fmt/format.h>
#include <charconv>

#include "survey-defs/model/read.h"
#include "sync/base/core/ids.h"
#include "sync/base/zones/zones.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/publish.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kNameBytesMax = 200;

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// Nothing: no rollout was named. Errors: invalid.
Result<std::optional<Rollout>> rollout_of(const AdminRequest& request) {
  const auto stores = request.http.parameter("rollout_stores");
  const auto percent = request.http.parameter("rollout_percent");
  if (!stores && !percent) return std::nullopt;
  Rollout rollout;
  if (stores) rollout.stores = split(*stores);
  if (percent) {
    const auto number = parse_number(*percent);
    if (!number || *number < 1 || *number > 100)
      return fail(Failure::invalid, "rollout_percent is no number from 1 to 100", "",
                  "100 is everywhere; to ask nobody, retire the survey");
    rollout.percent = static_cast<int>(*number);
  }
  return std::optional<Rollout>(std::move(rollout));
}

json::Value words(const std::vector<std::string>& list) {
  json::Array out;
  for (const std::string& word : list) out.emplace_back(word);
  return out;
}

// How many responses each version has: every one has an entry for each of its questions.
Result<std::map<std::string, std::uint64_t>> responses_by_version(const Reads& reads,
                                                                  const std::string& survey) {
  AFTERWORD_ASSIGN(
      const auto sums,
      reads.sums(
          {.survey = survey, .from = {}, .to = {}, .clean_only = false, .by = Group::version}));
  std::map<std::string, std::uint64_t> out;
  for (const CubeSum& sum : sums)
    out[sum.group] =
        sum.counts.answered + sum.counts.not_applicable + sum.counts.skipped + sum.counts.not_shown;
  return out;
}

Result<json::Value> survey_rows(Context& context) {
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  AFTERWORD_ASSIGN(const auto heads, view->definitions());
  json::Array rows;
  std::string survey;
  std::map<std::string, std::uint64_t> responses;
  for (const DefinitionHead& head : heads) {
    if (head.survey != survey) {
      survey = head.survey;
      AFTERWORD_ASSIGN(responses, responses_by_version(*view, survey));
    }
    AFTERWORD_ASSIGN(const auto known, context.definitions.find(*view, survey, head.version));
    rows.push_back(json::object({{"id", head.survey},
                                 {"version", head.version},
                                 {"state", name(head.state)},
                                 {"use", head.use == Use::import ? "import" : "kiosk"},
                                 {"touchpoint", known->survey.touchpoint},
                                 {"title", head.title},
                                 {"languages", words(known->survey.languages)},
                                 {"published_at", rfc3339(head.published_at)},
                                 {"rollout_stores", words(head.rollout_stores)},
                                 {"rollout_percent", head.rollout_percent},
                                 {"responses", responses[std::to_string(head.version)]}}));
  }
  return json::object({{"surveys", std::move(rows)}});
}

Result<std::string> definition_bytes(Context& context, const std::string& survey,
                                     std::optional<int> version) {
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  if (!version) {
    AFTERWORD_ASSIGN(const auto heads, view->definitions());
    for (const DefinitionHead& head : heads)
      if (head.survey == survey) version = head.version;
  }
  AFTERWORD_ASSIGN(auto found, view->definition(survey, version.value_or(0)));
  if (!found)
    return fail(Failure::not_found,
                version ? fmt::format("there is no \"{}\" version {}", survey, *version)
                        : fmt::format("there is no survey \"{}\"", survey),
                "", "afterword surveys lists those there are");
  return std::move(found->bytes);
}

Reply not_published(const NotPublished& refusal) {
  Reply reply = problem_reply(refusal.problem);
  auto body = json::parse(reply.body);
  if (!body || refusal.findings.empty()) return reply;
  json::Array findings;
  for (const Finding& finding : refusal.findings) findings.push_back(to_json(finding, ""));
  body->set("findings", std::move(findings));
  reply.body = json::dump(*body);
  return reply;
}

}  // namespace

Reply list_stores(Context& context, const AdminRequest&) {
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const auto stores = (*view)->stores();
  if (!stores) return admin_error(context, stores.error());
  json::Array rows;
  for (const Store& store : *stores)
    rows.push_back(json::object({{"id", store.id}, {"name", store.name}, {"zone", store.zone}}));
  return json_reply(json::object({{"stores", std::move(rows)}}));
}

Reply put_store(Context& context, const AdminRequest& request) {
  Store store;
  store.id = request.at[1];
  if (!is_id(store.id))
    return malformed(fmt::format("\"{}\" cannot be a store's id", store.id),
                     "ids are lower-case letters, digits, - and _, and begin with a letter");
  const auto read = read_body(request, [&store](json::Fields& fields) {
    store.name = fields.text("name", {.required = true, .bytes_max = kNameBytesMax}).value_or("");
    store.zone = fields.text("zone", {.required = true, .bytes_max = 64}).value_or("");
    if (!store.zone.empty() && !is_zone(store.zone))
      fields.problem("zone", fmt::format("\"{}\" is no time zone", store.zone),
                     "write one like Europe/London");
  });
  if (!read) return admin_error(context, read.error());
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto before, writes.reads().store(store.id));
    AFTERWORD_TRY(writes.put_store(store));
    if (before && before->name == store.name && before->zone == store.zone) return {};
    AFTERWORD_TRY(writes.raise_revision());  // kiosks show the name and keep its hours
    return append_audit(writes, context.clock.wall(), request.actor.name, "store_set",
                        fmt::format("{} {} {}", store.id, store.zone, store.name));
  });
  if (!written) return admin_error(context, written.error());
  context.waiters.wake(context);
  return json_reply(json::object({{"id", store.id}, {"name", store.name}, {"zone", store.zone}}));
}

Reply list_surveys(Context& context, const AdminRequest&) {
  const auto rows = survey_rows(context);
  return rows ? json_reply(*rows) : admin_error(context, rows.error());
}

Reply get_survey(Context& context, const AdminRequest& request) {
  std::optional<int> version;
  if (request.at.size() == 3) {
    const auto number = parse_number(request.at[2]);
    if (!number || *number < 1 || *number > INT32_MAX) return malformed("the version is no number");
    version = static_cast<int>(*number);
  }
  auto bytes = definition_bytes(context, request.at[1], version);
  return bytes ? text_of_json(std::move(*bytes)) : admin_error(context, bytes.error());
}

Reply publish_survey(Context& context, const AdminRequest& request) {
  const auto rollout = rollout_of(request);
  if (!rollout) return error_reply(rollout.error());
  const auto outcome = publish(context, request.actor, request.http.body, *rollout);
  if (!outcome) return admin_error(context, outcome.error());
  if (const auto* const refusal = std::get_if<NotPublished>(&*outcome))
    return not_published(*refusal);
  const Published& published = std::get<Published>(*outcome);
  return json_reply(json::object({{"survey", published.survey},
                                  {"version", published.version},
                                  {"published", published.fresh},
                                  {"rollout_changed", published.rollout_changed},
                                  {"retired", published.retired}}));
}

Reply retire_survey(Context& context, const AdminRequest& request) {
  const auto changed = retire(context, request.actor, request.at[1]);
  if (!changed) return admin_error(context, changed.error());
  return json_reply(json::object({{"survey", request.at[1]}, {"retired", *changed}}));
}

}  // namespace afterword::collector
