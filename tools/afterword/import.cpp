// afterword import: results gathered elsewhere, into a survey of ours. The whole file is checked,
// here and by the collector, before the first row is stored; running it twice changes nothing.
#include "survey-defs/model/read.h"
#include "sync/base/core/files.h"
#include "sync/base/zones/zones.h"
#include "sync/import/csv.h"
#include "sync/import/rows.h"
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

constexpr std::size_t kBatchResponses = 200;
constexpr std::size_t kBatchBytes = 700 * 1024;  // under the collector's limit of a body

Result<Survey> survey_of(AdminClient& collector, const std::string& id,
                         std::optional<int> version) {
  std::string path = "/v1/admin/surveys/" + url_escape(id);
  if (version) path += fmt::format("/{}", *version);
  AFTERWORD_ASSIGN(const json::Value definition, collector.get(path));
  const Reading reading = read_survey(json::dump(definition), Reader::kiosk);
  if (!reading.survey) return tl::unexpected<Error>(json::to_error(reading.problems, id));
  return *reading.survey;
}

Result<ImportStores> stores_of(AdminClient& collector, const std::string& zone_for_new) {
  ImportStores stores;
  AFTERWORD_ASSIGN(const json::Value list, collector.get("/v1/admin/stores"));
  for (const json::Value& store : list_of(list, "stores"))
    stores.zones[text_of(store, "id")] = text_of(store, "zone");
  if (!zone_for_new.empty()) stores.zone_for_new = zone_for_new;
  return stores;
}

json::Value to_json(const ImportedResponse& row) {
  return json::object({{"external_id", row.external_id},
                       {"store", row.store},
                       {"day", row.day.text()},
                       {"started_at", rfc3339(row.started)},
                       {"response", to_json(row.response)}});
}

// The bodies to send: each within the collector's limits.
std::vector<std::string> batches_of(const std::vector<ImportedResponse>& rows, int version) {
  std::vector<std::string> bodies;
  const std::string head = fmt::format(R"({{"version":{},"responses":[)", version);
  std::string body;
  std::size_t count = 0;
  for (const ImportedResponse& row : rows) {
    const std::string text = json::dump(to_json(row));
    if (count == kBatchResponses || (count > 0 && body.size() + text.size() > kBatchBytes)) {
      bodies.push_back(head + body + "]}");
      body.clear();
      count = 0;
    }
    if (count > 0) body += ",";
    body += text;
    ++count;
  }
  if (count > 0) bodies.push_back(head + body + "]}");
  return bodies;
}

Result<> create_stores(AdminClient& collector, const ImportReading& reading,
                       const std::string& zone) {
  for (const std::string& store : reading.new_stores) {
    const auto body = json::object({{"name", store}, {"zone", zone}});
    AFTERWORD_TRY(collector.put("/v1/admin/stores/" + url_escape(store), json::dump(body)));
  }
  return {};
}

struct Sent {
  std::int64_t stored = 0;
  std::int64_t repeated = 0;
};

Result<Sent> send(AdminClient& collector, const std::string& path,
                  const std::vector<std::string>& bodies) {
  Sent sent;
  for (const std::string& body : bodies) {
    AFTERWORD_ASSIGN(const json::Value reply, collector.post(path, body));
    sent.stored += integer_of(reply, "stored");
    sent.repeated += integer_of(reply, "repeated");
  }
  return sent;
}

void print_troubles(const ImportReading& reading, const std::string& file, Streams io) {
  for (const ImportTrouble& trouble : reading.troubles)
    io.err << file << ": " << trouble.text() << "\n";
  if (reading.troubles_more > 0) io.err << fmt::format("... and {} more\n", reading.troubles_more);
  io.err << "nothing was imported\n";
}

// The check needs the stores, so they are made before it.
std::string stores_made(const ImportReading& reading) {
  std::string names;
  for (const std::string& store : reading.new_stores) names += (names.empty() ? "" : ", ") + store;
  return names.empty() ? "" : "; these stores were added and stay: " + names;
}

}  // namespace

int import_responses(const Access& access, const ImportOptions& options, Streams io) {
  const auto csv = read_file(options.csv, kCsvBytesMax);
  const auto map_text = read_file(options.map, kImportMapBytesMax);
  for (const auto* file : {&csv, &map_text})
    if (!*file) {
      io.err << "afterword: " << file->error().text() << "\n";
      return kCouldNotRun;
    }
  if (!options.create_stores.empty() && !is_zone(options.create_stores)) {
    io.err << fmt::format(
        "afterword: --create-stores {}: not a time zone; write one like Europe/London\n",
        options.create_stores);
    return kCouldNotRun;
  }
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto survey = survey_of(*collector, options.survey, import_map_version(*map_text));
  if (!survey) return report(survey.error(), io);
  const ImportMapReading map = read_import_map(*map_text, *survey);
  if (!map.map) {
    for (const json::Trouble& trouble : map.problems)
      io.err << fmt::format("{}: {}: {} ({})\n", options.map,
                            trouble.where.empty() ? "the whole file" : trouble.where,
                            trouble.message, trouble.remedy);
    return kNo;
  }
  const auto stores = stores_of(*collector, options.create_stores);
  if (!stores) return report(stores.error(), io);
  const ImportReading reading = read_rows(*csv, *map.map, *survey, *stores);
  if (!reading.ok()) {
    print_troubles(reading, options.csv, io);
    return kNo;
  }
  if (const auto created = create_stores(*collector, reading, options.create_stores); !created) {
    const int code = report(created.error(), io);
    io.err << "nothing was imported" << stores_made(reading) << "\n";
    return code;
  }
  const std::string path =
      fmt::format("/v1/admin/imports?survey={}&name={}", url_escape(options.survey),
                  url_escape(options.name.empty() ? options.survey : options.name));
  const std::vector<std::string> bodies = batches_of(reading.responses, survey->version);
  // First without writing: an id that stands for something else already stops the whole file.
  if (const auto checked = send(*collector, path + "&dry_run=1", bodies); !checked) {
    const int code = report(checked.error(), io);
    io.err << "nothing was imported" << stores_made(reading) << "\n";
    return code;
  }
  const auto sent = send(*collector, path, bodies);
  if (!sent) {
    const int code = report(sent.error(), io);
    io.err << "part of the file may be in; run the same command again, what is there already "
              "changes nothing\n";
    return code;
  }
  io.out << fmt::format("{} rows: {} imported, {} were there already, {} answered nothing\n",
                        grouped(static_cast<std::int64_t>(reading.rows)), grouped(sent->stored),
                        grouped(sent->repeated + static_cast<std::int64_t>(reading.repeated)),
                        grouped(static_cast<std::int64_t>(reading.unanswered)));
  for (const auto& [kind, count] : reading.masked)
    io.out << fmt::format("masked in comments: {} {}\n", count, kind);
  return kDone;
}

}  // namespace afterword::tools
