// Figures of a survey from the cube, all versions of a series pooled: the same cost after one
// response or ten million.
#pragma once
#include <string>
#include <vector>

#include "sync/collector/ingest/definitions.h"
#include "sync/collector/storage/storage.h"
#include "sync/metrics/figures.h"

namespace afterword::collector {

enum class By { none, store, day, week, month, touchpoint, language, version };
std::optional<By> parse_by(std::string_view word);
std::string_view name(By by);

struct FiguresQuery {
  std::string survey;
  By by = By::none;
  std::optional<Day> from, to;  // the store's days, inclusive
  bool clean_only = false;
};

// The questions of a survey, as figures need them: in the order of the newest version, then those
// that only older ones have. A question's metric is that of the newest version that has it.
Result<std::vector<Item>> items_of(const Reads& reads, Definitions& definitions,
                                   const std::string& survey);

// Errors: not_found, when no version of the survey was ever published.
Result<std::vector<Figure>> figures(const Reads& reads, Definitions& definitions,
                                    const FiguresQuery& query);

}  // namespace afterword::collector
