// Figures, responses, imports, the proof.
#include <fmt/format.h>

#include "sync/base/core/ids.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/deletions.h"
#include "sync/collector/api/exported.h"
#include "sync/collector/api/figures.h"
#include "sync/collector/api/imports.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/verify.h"
#include "sync/export/figures_json.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

constexpr int kPageMax = 1000;

Result<FiguresQuery> figures_query(const AdminRequest& request) {
  FiguresQuery query;
  query.survey = parameter(request, "survey");
  if (query.survey.empty()) return fail(Failure::invalid, "survey is missing");
  const auto by = parse_by(parameter(request, "by"));
  if (!by)
    return fail(Failure::invalid,
                "by is none of store, day, week, month, touchpoint, language, version");
  query.by = *by;
  for (const auto& [name, day] : {std::pair{"from", &query.from}, std::pair{"to", &query.to}}) {
    const std::string text = parameter(request, name);
    if (text.empty()) continue;
    *day = Day::parse(text);
    if (!*day)
      return fail(Failure::invalid, fmt::format("{} is no day: \"{}\"", name, text), "",
                  "write it as 2026-03-03");
  }
  if (query.from && query.to && *query.to < *query.from)
    return fail(Failure::invalid, "no day lies from \"from\" to \"to\"", "", "swap the two");
  const std::string quality = parameter(request, "quality");
  if (!quality.empty() && quality != "clean" && quality != "all")
    return fail(Failure::invalid, "quality is neither clean nor all");
  query.clean_only = quality == "clean";
  return query;
}

Result<json::Value> responses_page(Context& context, const std::string& survey, std::int64_t after,
                                   int limit) {
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  AFTERWORD_ASSIGN(const auto items, items_of(*view, context.definitions, survey));
  AFTERWORD_ASSIGN(const auto page, view->responses(survey, after, limit));
  json::Array rows;
  for (const ResponseRow& row : page.responses) {
    AFTERWORD_ASSIGN(const StoredResponse stored, exported(row, context.clock.wall()));
    rows.push_back(to_json(stored));
  }
  return json::object({{"responses", std::move(rows)},
                       {"next", page.more ? std::to_string(page.last) : std::string()},
                       {"last", std::to_string(page.last)}});
}

}  // namespace

Reply get_figures(Context& context, const AdminRequest& request) {
  const auto query = figures_query(request);
  if (!query) return error_reply(query.error());
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const auto found = figures(**view, context.definitions, *query);
  if (!found) return admin_error(context, found.error());
  return json_reply(figures_document(query->survey, *found));
}

Reply get_responses(Context& context, const AdminRequest& request) {
  const std::string survey = parameter(request, "survey");
  const std::string after_text = parameter(request, "after");
  const std::string limit_text = parameter(request, "limit");
  const auto after = parse_number(after_text.empty() ? "0" : after_text);
  const auto limit = parse_number(limit_text.empty() ? "100" : limit_text);
  if (survey.empty()) return malformed("survey is missing");
  if (!after) return malformed("after is not what a page gave as next");
  if (!limit || *limit < 1 || *limit > kPageMax)
    return malformed(fmt::format("limit is no number from 1 to {}", kPageMax));
  const auto page = responses_page(context, survey, *after, static_cast<int>(*limit));
  return page ? json_reply(*page) : admin_error(context, page.error());
}

Reply post_import(Context& context, const AdminRequest& request) {
  const std::string name = parameter(request, "name");
  if (!is_id(name))
    return malformed(fmt::format("\"{}\" cannot be an import's name", name),
                     "names are lower-case letters, digits, - and _, and begin with a letter");
  const std::string dry_run = parameter(request, "dry_run");
  const auto batch = read_import(request.http.body, parameter(request, "survey"), name);
  if (!batch) return admin_error(context, batch.error());
  const auto imported =
      import_batch(context, request.actor, *batch, dry_run == "1" || dry_run == "true");
  if (!imported) return admin_error(context, imported.error());
  return json_reply(json::object({{"stored", imported->stored}, {"repeated", imported->repeated}}));
}

Reply get_verify(Context& context, const AdminRequest& request) {
  const std::string recount = parameter(request, "recount");
  // Before the view: what is noted then is in it.
  const auto noted = context.journal.deletions();
  if (!noted) return admin_error(context, noted.error());
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  auto proof =
      verify(**view, context.keys, context.definitions, recount == "1" || recount == "true");
  if (!proof) return admin_error(context, proof.error());
  const auto compared = compare_with_noted(**view, context.keys, *noted, *proof);
  if (!compared) return admin_error(context, compared.error());
  if (const auto sound = context.storage.check(); !sound)
    proof->differences.push_back({"", 0, "", sound.error().text()});
  if (!proof->equal())
    context.log.error("verify", fmt::format("{} differences", proof->differences.size()));
  return json_reply(to_json(*proof));
}

}  // namespace afterword::collector
