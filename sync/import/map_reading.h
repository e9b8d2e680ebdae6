// What the two files that read a map share. Not for others.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/json/fields.h"
#include "sync/import/map.h"

namespace afterword::import_map {

inline constexpr std::size_t kNameBytesMax = 1024;  // of columns and cells
inline constexpr std::size_t kCellsMax = 10'000;    // in one translation table

// The names of a JSON object whose names are free, each with its text: {"A": "area-a"}. Cells and
// names are trimmed.
std::vector<std::pair<std::string, std::string>> read_texts(json::Fields& fields,
                                                            std::string_view name,
                                                            json::Problems& problems);

std::vector<ImportQuestion> read_questions(json::Fields& fields, const Survey& survey,
                                           json::Problems& problems);

}  // namespace afterword::import_map
