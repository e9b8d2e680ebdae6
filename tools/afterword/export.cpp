// afterword export: every response of a survey, as JSON lines or CSV.
#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "survey-defs/model/read.h"
#include "sync/base/core/files.h"
#include "sync/export/csv.h"
#include "sync/export/desk_records.h"
#include "sync/export/read_stored.h"
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

constexpr int kPage = 500;

// All versions that were published, oldest first: a CSV has the columns of all of them.
Result<std::vector<Survey>> versions_of(AdminClient& collector, const std::string& id) {
  AFTERWORD_ASSIGN(const json::Value list, collector.get("/v1/admin/surveys"));
  std::vector<Survey> versions;
  for (const json::Value& listed : list_of(list, "surveys")) {
    if (text_of(listed, "id") != id) continue;
    AFTERWORD_ASSIGN(const json::Value definition,
                     collector.get(fmt::format("/v1/admin/surveys/{}/{}", url_escape(id),
                                               integer_of(listed, "version"))));
    const Reading reading = read_survey(json::dump(definition), Reader::kiosk);
    if (!reading.survey) return tl::unexpected<Error>(json::to_error(reading.problems, id));
    versions.push_back(*reading.survey);
  }
  std::sort(versions.begin(), versions.end(),
            [](const Survey& a, const Survey& b) { return a.version < b.version; });
  if (versions.empty())
    return fail(Failure::not_found, fmt::format("there is no survey \"{}\"", id), "",
                "afterword surveys lists those there are");
  return versions;
}

// Calls `take` for every row of `list`, page by page; nothing is held in memory but one page.
Result<std::int64_t> each_row(AdminClient& collector, const std::string& list,
                              const std::string& only,
                              const std::function<Result<>(const json::Value&)>& take) {
  std::int64_t count = 0;
  std::string after;
  for (;;) {
    std::string path = fmt::format("/v1/admin/{}?limit={}{}", list, kPage, only);
    if (!after.empty()) path += "&after=" + url_escape(after);
    AFTERWORD_ASSIGN(const json::Value page, collector.get(path));
    for (const json::Value& response : list_of(page, list)) {
      AFTERWORD_TRY(take(response));
      ++count;
    }
    after = text_of(page, "next");
    if (after.empty()) return count;
  }
}

Result<std::int64_t> each_response(AdminClient& collector, const std::string& survey,
                                   const std::function<Result<>(const json::Value&)>& take) {
  return each_row(collector, "responses", "&survey=" + url_escape(survey), take);
}

// Interactions or stars, of all stores.
Result<std::int64_t> write_desk_records(AdminClient& collector, const ExportOptions& options,
                                        std::ostream& out) {
  const bool csv = options.format == "csv";
  const auto columns = options.kind == "stars" ? star_columns() : interaction_columns();
  if (csv) {
    const std::vector<std::string> names(columns.begin(), columns.end());
    out << csv_record(names);
  }
  return each_row(collector, options.kind, "", [&](const json::Value& row) -> Result<> {
    out << (csv ? csv_row(row, columns) : json::dump(row) + "\n");
    return {};
  });
}

Result<std::int64_t> write_all(AdminClient& collector, const ExportOptions& options,
                               std::ostream& out) {
  if (options.kind != "responses") return write_desk_records(collector, options, out);
  AFTERWORD_ASSIGN(const std::vector<Survey> versions, versions_of(collector, options.survey));
  if (options.format == "jsonl")
    return each_response(collector, options.survey,
                         [&out](const json::Value& response) -> Result<> {
                           out << json::dump(response) << "\n";
                           return {};
                         });
  std::vector<const Survey*> pointers;
  for (const Survey& version : versions) pointers.push_back(&version);
  const std::vector<std::string> entries = csv_entries(pointers);
  out << csv_header(entries);
  return each_response(collector, options.survey, [&](const json::Value& response) -> Result<> {
    AFTERWORD_ASSIGN(const StoredResponse stored, read_stored(response));
    out << csv_row(stored, entries);
    return {};
  });
}

}  // namespace

int export_responses(const Access& access, const ExportOptions& options, Streams io) {
  if (options.kind == "responses" && options.survey.empty()) {
    io.err << "afterword: name the survey with --survey\n";
    return kCouldNotRun;
  }
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  if (options.file == "-") {
    const auto count = write_all(*collector, options, io.out);
    return count ? kDone : report(count.error(), io);
  }
  // Written beside the target and renamed when it is whole, so that a file of that name is never
  // half of one.
  const std::string part = options.file + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  if (!file) {
    io.err << "afterword: " << part << ": cannot be written; does the folder exist?\n";
    return kCouldNotRun;
  }
  const auto count = write_all(*collector, options, file);
  file.close();
  if (!count) {
    std::remove(part.c_str());
    return report(count.error(), io);
  }
  if (!file || std::rename(part.c_str(), options.file.c_str()) != 0) {
    std::remove(part.c_str());
    io.err << "afterword: " << options.file << ": could not be written whole; is the disk full?\n";
    return kCouldNotRun;
  }
  io.err << fmt::format("{} {} written to {}\n", grouped(*count), options.kind, options.file);
  return kDone;
}

}  // namespace afterword::tools
