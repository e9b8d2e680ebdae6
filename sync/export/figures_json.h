// The one JSON spelling of a figure (survey format, "Figures"):
// {"question","metric","option","group",
// "value","low","high","confidence","n","answered","not_applicable","skipped","not_shown","rule",
// "note"}. `option` is there for shares only; numbers are unrounded; what is not known is null.
#pragma once
#include <string_view>
#include <vector>

#include "sync/base/json/value.h"
#include "sync/metrics/figures.h"

namespace afterword {

json::Value to_json(const Figure& figure);
// {"survey": ID, "figures": [...]}
json::Value figures_document(std::string_view survey, const std::vector<Figure>& figures);

}  // namespace afterword
