#include "sync/import/csv.h"

#include <fmt/format.h>

#include "sync/base/core/utf8.h"

namespace afterword {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace

bool is_csv_delimiter(std::string_view text) {
  if (text.size() != 1) return false;
  const char c = text[0];
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return (c == '\t' || (c >= ' ' && c <= '~')) && !letter && c != '"';
}

CsvReader::CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {
  if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) at_ = kByteOrderMark.size();
}

tl::unexpected<Error> CsvReader::wrong(std::string what, std::string hint) const {
  return fail(Failure::invalid, std::move(what), fmt::format("row {}, column {}", row_, column_),
              std::move(hint));
}

// After the opening quote.
Result<std::string> CsvReader::quoted_cell() {
  std::string cell;
  for (;;) {
    const std::size_t quote = text_.find('"', at_);
    if (quote == std::string_view::npos)
      return wrong("a quote is opened and never closed", "close it, or double it: \"\"");
    cell.append(text_, at_, quote - at_);
    at_ = quote + 1;
    if (cell.size() > kCsvCellBytesMax)
      return wrong(fmt::format("a cell is larger than {} bytes", kCsvCellBytesMax),
                   "look for a quote that is not closed");
    if (at_ == text_.size() || text_[at_] != '"') return cell;
    cell += '"';
    ++at_;
  }
}

Result<std::string> CsvReader::plain_cell() {
  const std::size_t from = at_;
  while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' &&
         text_[at_] != '\r') {
    if (text_[at_] == '"')
      return wrong("a quote stands inside an unquoted cell",
                   "quote the whole cell and double the quotes in it");
    ++at_;
  }
  if (at_ - from > kCsvCellBytesMax)
    return wrong(fmt::format("a cell is larger than {} bytes", kCsvCellBytesMax),
                 "look for a missing delimiter or line end");
  return std::string(text_.substr(from, at_ - from));
}

Result<bool> CsvReader::after_cell() {
  if (at_ == text_.size()) return false;
  if (text_[at_] == delimiter_) {
    ++at_;
    return true;
  }
  if (text_.substr(at_, 2) == "\r\n") {
    at_ += 2;
    return false;
  }
  if (text_[at_] == '\n') {
    ++at_;
    return false;
  }
  if (text_[at_] == '\r')
    return wrong("a carriage return stands without a line feed", "end lines with CRLF or LF");
  return wrong("text follows a closing quote", "put the whole cell between the quotes");
}

Result<std::optional<CsvRecord>> CsvReader::next() {
  while (at_ < text_.size()) {
    CsvRecord record;
    record.row = ++row_;
    bool any_quoted = false;
    for (bool more = true; more;) {
      column_ = record.cells.size() + 1;
      if (column_ > kCsvColumnsMax)
        return wrong(fmt::format("there are more than {} columns", kCsvColumnsMax),
                     "check the delimiter");
      const bool quoted = at_ < text_.size() && text_[at_] == '"';
      if (quoted) ++at_;
      any_quoted |= quoted;
      AFTERWORD_ASSIGN(std::string cell, quoted ? quoted_cell() : plain_cell());
      record.cells.push_back(std::move(cell));
      AFTERWORD_ASSIGN(more, after_cell());
    }
    const bool blank = record.cells.size() == 1 && !any_quoted && trim(record.cells[0]).empty();
    if (!blank) return std::optional<CsvRecord>(std::move(record));
  }
  return std::optional<CsvRecord>();
}

}  // namespace afterword
