// Reads CSV as RFC 4180 describes it: UTF-8 with or without a byte order mark, quoted cells with
// delimiters, line ends and doubled quotes inside, lines ended by CRLF or LF.
//
// Pure, one record at a time, over text that the caller keeps alive. Strict where guessing would
// put an answer into the wrong column: a quote inside an unquoted cell, text after a closing quote,
// an unclosed quote and a lone CR are errors.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/core/result.h"

namespace afterword {

inline constexpr std::size_t kCsvBytesMax = std::size_t{256} * 1024 * 1024;
inline constexpr std::size_t kCsvCellBytesMax = std::size_t{1024} * 1024;  // a comment is 64 KiB
inline constexpr std::size_t kCsvColumnsMax = 4096;

// Comma, semicolon, tab, bar and the like: one ASCII character, no quote, letter, digit or line
// end.
bool is_csv_delimiter(std::string_view text);

struct CsvRecord {
  std::size_t row = 0;  // as a spreadsheet counts: the header is 1; blank lines count
  std::vector<std::string> cells;
};

class CsvReader {
 public:
  explicit CsvReader(std::string_view text, char delimiter = ',');

  // The next record that is not a blank line, nothing at the end. Errors: invalid, with row and
  // column in `where`; after one there is no telling where the next record begins, so ask no more.
  Result<std::optional<CsvRecord>> next();

  // Where it is: the record last begun and the cell last begun, from 1. Of use after an error.
  std::size_t row() const { return row_; }
  std::size_t column() const { return column_; }

 private:
  Result<std::string> quoted_cell();
  Result<std::string> plain_cell();
  Result<bool> after_cell();  // true: another cell follows
  tl::unexpected<Error> wrong(std::string what, std::string hint) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t row_ = 0;
  std::size_t column_ = 0;
  char delimiter_;
};

}  // namespace afterword
