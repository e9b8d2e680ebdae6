#include "sync/collector/api/imports.h"

#include <fmt/format.h>
#include <set>

#include "sync/base/core/ids.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/count.h"
#include "sync/collector/ingest/row_mac.h"
#include "sync/redact/redact.h"

namespace afterword::collector {
namespace {

// Free text is redacted where it was read; once more here, for senders who did not.
void redact_comments(Answers& answers, const Survey& survey) {
  for (auto& [id, answer] : answers) {
    const Question* const question = survey.question(id);
    const bool is_text = question == nullptr || question->kind == QuestionKind::text;
    if (!is_text || !answer.value) continue;
    if (auto* const text = std::get_if<std::string>(&*answer.value)) *text = redact(*text).text;
  }
}

std::optional<ImportRow> read_row(const json::Value& value, const std::string& where,
                                  json::Problems& problems) {
  json::Fields fields(value, where, problems);
  ImportRow row;
  row.external_id =
      fields.text("external_id", {.required = true, .bytes_max = kExternalIdMax}).value_or("");
  row.store = fields.text("store", {.required = true, .bytes_max = kIdBytesMax}).value_or("");
  const auto day = Day::parse(fields.text("day", {.required = true}).value_or(""));
  const auto started = parse_rfc3339(fields.text("started_at", {.required = true}).value_or(""));
  const json::Value* const response = fields.object("response", true);
  const std::size_t before = problems.size();
  if (!day) fields.problem("day", "is no day", "write it as 2026-03-03");
  if (!started) fields.problem("started_at", "is no time", "write it as 2026-03-03T14:00:00Z");
  if (!day || !started || response == nullptr || problems.size() != before) return std::nullopt;
  row.day = *day;
  row.started_at = *started;
  auto read = read_response(*response);
  if (!read) {
    fields.problem("response", read.error().text(), "see the survey format's shape of a response");
    return std::nullopt;
  }
  row.response = std::move(*read);
  return row;
}

ResponseRow response_row(const ImportBatch& batch, const ImportRow& row, const Survey& survey,
                         WallTime now) {
  Response response = row.response;
  redact_comments(response.answers, survey);
  ResponseRow out;
  out.device = import_device(batch.name);
  out.log = 1;
  out.survey = batch.survey;
  out.version = batch.version;
  out.store = row.store;
  out.touchpoint = response.touchpoint;
  out.language = response.language;
  out.day = row.day;
  out.started_at = row.started_at;
  out.time_quality = TimeQuality::imported;
  out.completion = response.completion;
  out.flagged = !response.flags.empty();
  out.body = json::dump(to_json(response));
  out.received_at = now;
  return out;
}

Result<> check_row(const Reads& reads, const ImportBatch& batch, const ImportRow& row,
                   const Survey& survey) {
  const std::string where = fmt::format("id {}", row.external_id);
  AFTERWORD_ASSIGN(const auto store, reads.store(row.store));
  if (!store)
    return fail(Failure::not_found, fmt::format("there is no store \"{}\"", row.store), where,
                "add it first: afterword store set, or import with --create-stores");
  const Response& response = row.response;
  if (response.survey != batch.survey || response.version != batch.version)
    return fail(Failure::invalid, "the response is of another survey or version", where);
  if (!is_language_tag(response.language) || !is_id(response.touchpoint))
    return fail(Failure::invalid, "its language or touchpoint is no name", where);
  if (const auto refusal = check_imported_response(survey, response))
    return fail(Failure::invalid, fmt::format("{}: {}", name(refusal->reason), refusal->detail),
                where);
  return {};
}

// The log of the import's device; both are made with its first row.
Result<DeviceLog> log_for(Writes& writes, const std::string& device, WallTime now) {
  AFTERWORD_ASSIGN(auto log, writes.reads().log(device, 1));
  if (log) return std::move(*log);
  Device row;
  row.id = device;
  row.state = DeviceState::import;
  row.enrolled_at = now;
  AFTERWORD_TRY(writes.add_device(row));
  DeviceLog fresh;
  fresh.device = device;
  const Chain start = chain_start(device, 1);
  fresh.chain.assign(start.begin(), start.end());
  return fresh;
}

LedgerRow ledger_row(const ResponseRow& row, const ImportRow& from) {
  LedgerRow ledger;
  ledger.device = row.device;
  ledger.log = row.log;
  ledger.data_hash = import_hash(from.external_id, row);
  ledger.outcome = LedgerOutcome::stored;
  ledger.kind = kKindResponse;
  ledger.survey = row.survey;
  ledger.version = row.version;
  ledger.day = row.day;
  ledger.external_id = from.external_id;
  return ledger;
}

Result<> append(Writes& writes, const Keyring& keys, const KnownSurvey& known, DeviceLog& log,
                LedgerRow ledger, ResponseRow row, const Answers& answers, Cube& counts) {
  const auto hash = crypto::fixed<32>(ledger.data_hash);
  const auto before = crypto::fixed<32>(log.chain);
  if (!hash || !before) return fail(Failure::corrupt, "a chain is no hash", log.device);
  ledger.sequence = row.sequence = ++log.received_to;
  const Chain chain = chain_next(*before, row.sequence, *hash);
  log.chain.assign(chain.begin(), chain.end());
  row.mac = mac_of(row, keys.mac_key);
  AFTERWORD_TRY(writes.put_ledger(ledger));
  AFTERWORD_TRY(writes.add_response(row));
  count_response(known, row, answers, counts);
  return {};
}

Result<Imported> import_in(Context& context, Writes& writes, const ImportBatch& batch,
                           bool dry_run) {
  const Reads& reads = writes.reads();
  AFTERWORD_ASSIGN(const auto known, context.definitions.find(reads, batch.survey, batch.version));
  if (!known)
    return fail(Failure::not_found,
                fmt::format("there is no {} version {}", batch.survey, batch.version), "",
                "publish it first");
  const WallTime now = context.clock.wall();
  Imported imported;
  std::vector<std::pair<LedgerRow, ResponseRow>> fresh;
  std::vector<const Answers*> answers;
  std::set<std::string> ids;
  for (const ImportRow& from : batch.rows) {
    AFTERWORD_TRY(check_row(reads, batch, from, known->survey));
    ResponseRow row = response_row(batch, from, known->survey, now);
    LedgerRow ledger = ledger_row(row, from);
    AFTERWORD_ASSIGN(const auto there, reads.ledger_by_external_id(row.device, from.external_id));
    if (there && there->data_hash == ledger.data_hash) {
      ++imported.repeated;
      continue;
    }
    if (there || !ids.insert(from.external_id).second)
      return fail(Failure::conflict,
                  fmt::format("id {} came before with other content", from.external_id), "",
                  "correct the file, or import it under another --name");
    fresh.emplace_back(std::move(ledger), std::move(row));
    answers.push_back(&from.response.answers);
  }
  imported.stored = static_cast<int>(fresh.size());
  if (dry_run || fresh.empty()) return imported;
  AFTERWORD_ASSIGN(DeviceLog log, log_for(writes, import_device(batch.name), now));
  Cube counts;
  for (std::size_t i = 0; i < fresh.size(); ++i)
    AFTERWORD_TRY(append(writes, context.keys, *known, log, std::move(fresh[i].first),
                         std::move(fresh[i].second), *answers[i], counts));
  AFTERWORD_TRY(writes.add_to_cube(counts));
  AFTERWORD_TRY(writes.put_log(log));
  return imported;
}

}  // namespace

Result<ImportBatch> read_import(std::string_view body, std::string survey, std::string name) {
  AFTERWORD_ASSIGN(const json::Value document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  ImportBatch batch{std::move(survey), 1, std::move(name), {}};
  batch.version = static_cast<int>(
      fields.integer("version", {.required = true, .least = 1, .most = INT32_MAX}).value_or(1));
  if (const json::Array* const rows = fields.list("responses", true, kImportRowsMax))
    for (std::size_t i = 0; i < rows->size(); ++i)
      if (auto row = read_row((*rows)[i], json::pointer(fields.where("responses"), i), problems))
        batch.rows.push_back(std::move(*row));
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, "import"));
  return batch;
}

Result<Imported> import_batch(Context& context, const Actor& actor, const ImportBatch& batch,
                              bool dry_run) {
  Imported imported;
  const auto written = write_as(context, actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(imported, import_in(context, writes, batch, dry_run));
    if (dry_run || imported.stored == 0) return {};
    return append_audit(writes, context.clock.wall(), actor.name, "responses_imported",
                        fmt::format("{} into {} version {} as import:{}", imported.stored,
                                    batch.survey, batch.version, batch.name));
  });
  if (!written) return tl::unexpected<Error>(written.error());
  return imported;
}

}  // namespace afterword::collector
