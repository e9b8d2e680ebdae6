// afterword lint: is a definition well-formed, and is it a decent survey?
#include "survey-defs/model/lint.h"

#include <ostream>

#include "survey-defs/model/survey.h"
#include "sync/base/core/files.h"
#include "tools/afterword/commands.h"

namespace afterword::tools {
namespace {

void print(const Finding& finding, const std::string& file, std::ostream& out) {
  out << fmt::format("{}: {}: {} [{}] at {}\n", file,
                     finding.severity == Severity::error ? "error" : "warning", finding.message,
                     finding.rule, finding.where.empty() ? "/" : finding.where);
  if (!finding.remedy.empty()) out << "    " << finding.remedy << "\n";
}

}  // namespace

int lint_files(const LintOptions& options, Streams io) {
  bool any_error = false;
  std::size_t warnings = 0;
  json::Value list{json::Array{}};
  for (const std::string& file : options.files) {
    const auto bytes = read_file(file, kDefinitionBytesMax);
    if (!bytes) {
      io.err << bytes.error().text() << "\n";
      return kCouldNotRun;
    }
    const std::vector<Finding> findings = lint(*bytes);
    for (const Finding& finding : findings) {
      if (finding.severity == Severity::warning) ++warnings;
      if (options.json) {
        list.push(to_json(finding, file));
      } else {
        print(finding, file, io.out);
      }
    }
    any_error = any_error || has_errors(findings);
    if (!options.json && findings.empty()) io.out << file << ": clean\n";
  }
  if (options.json) io.out << json::dump_pretty(list) << "\n";
  if (!options.json && (any_error || warnings > 0))
    io.err << fmt::format("{}; {} warning{}\n",
                          any_error ? "not ready to publish" : "may be published", warnings,
                          warnings == 1 ? "" : "s");
  return any_error ? kNo : kDone;
}

}  // namespace afterword::tools
