#include "sync/collector/ingest/definitions.h"

#include <fmt/format.h>

#include "survey-defs/model/read.h"

namespace afterword::collector {
namespace {

Result<KnownSurvey> load(const Reads& reads, const Definition& definition) {
  // As a kiosk reads it: what was accepted once stays readable when rules grow stricter.
  Reading reading = read_survey(definition.bytes, Reader::kiosk);
  const std::string where =
      fmt::format("{} version {}", definition.head.survey, definition.head.version);
  if (!reading.survey)
    return fail(Failure::corrupt, "a published definition cannot be read any more", where,
                "restore a backup");
  KnownSurvey known{.survey = std::move(*reading.survey), .places = {}};
  AFTERWORD_ASSIGN(const auto all, reads.series(definition.head.survey));
  for (const Series& series : all) known.places[series.question] = series.options;
  return known;
}

}  // namespace

Result<std::shared_ptr<const KnownSurvey>> Definitions::find(const Reads& reads,
                                                             const std::string& survey,
                                                             int version) {
  const std::pair<std::string, int> key{survey, version};
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = known_.find(key); found != known_.end()) return found->second;
  }
  AFTERWORD_ASSIGN(const auto definition, reads.definition(survey, version));
  if (!definition) return std::shared_ptr<const KnownSurvey>();
  AFTERWORD_ASSIGN(auto loaded, load(reads, *definition));
  auto known = std::make_shared<const KnownSurvey>(std::move(loaded));
  const std::lock_guard lock(mutex_);
  return known_.emplace(key, known).first->second;
}

}  // namespace afterword::collector
