// One cell, or one cell an option, to an answer. Not for others than rows.cpp.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/answer.h"
#include "sync/import/map.h"

namespace afterword::import_rows {

struct Cell {
  std::string_view column;
  std::string_view text;  // trimmed
};

// The answer, or why there is none. `hide` keeps the cell out of reports: comments may tell who
// wrote them.
struct CellAnswer {
  Answer answer;
  std::string trouble;  // empty: it is good
  Cell at;              // what `trouble` is about
  bool hide = false;
};

// `masked` gets what redaction masked.
CellAnswer answer_of_cell(const ImportQuestion& entry, const Question& question, bool is_why,
                          const Cell& cell, std::map<std::string, int>& masked);

// `cells` in the order of entry.columns.
CellAnswer answer_of_options(const ImportQuestion& entry, const Question& question,
                             const std::vector<Cell>& cells);

}  // namespace afterword::import_rows
