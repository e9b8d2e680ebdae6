#include "survey-defs/model/lint.h"

#include <algorithm>

#include "survey-defs/model/linting.h"
#include "survey-defs/model/read.h"

namespace afterword {
namespace {

// The reader insists on a reason for waiving "not applicable"; its absence has a rule of its own.
Finding to_finding(const json::Trouble& trouble) {
  const bool waived_without_reason =
      trouble.where.ends_with("/not_applicable_why") && trouble.message.starts_with("is missing");
  return {waived_without_reason ? "not_applicable_missing" : "format", Severity::error,
          trouble.where, trouble.message, trouble.remedy};
}

}  // namespace

std::vector<Finding> lint(const Survey& survey) {
  std::vector<Finding> findings;
  linting::check_shape(survey, findings);
  linting::check_timing(survey, findings);
  linting::check_words(survey, findings);
  return findings;
}

std::vector<Finding> lint(std::string_view definition_bytes) {
  const Reading reading = read_survey(definition_bytes, Reader::author);
  if (reading.survey) return lint(*reading.survey);
  std::vector<Finding> findings;
  for (const json::Trouble& trouble : reading.problems) findings.push_back(to_finding(trouble));
  // With unknown fields only, the rest can be judged at once.
  const Reading tolerant = read_survey(definition_bytes, Reader::kiosk);
  if (!tolerant.survey) return findings;
  for (Finding& finding : lint(*tolerant.survey)) findings.push_back(std::move(finding));
  return findings;
}

bool has_errors(const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

json::Value to_json(const Finding& finding, std::string_view file) {
  return json::object({{"file", file},
                       {"rule", finding.rule},
                       {"severity", finding.severity == Severity::error ? "error" : "warning"},
                       {"where", finding.where},
                       {"message", finding.message},
                       {"remedy", finding.remedy}});
}

}  // namespace afterword
