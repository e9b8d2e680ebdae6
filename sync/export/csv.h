// Writes one CSV record as RFC 4180 describes it, safe to open in a spreadsheet.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace afterword {

// Cells joined by commas, quoted where needed, ended by CRLF.
std::string csv_record(std::span<const std::string> cells);

// Text that a spreadsheet would run as a formula (it begins with = + - @, a tab or a CR) gets an
// apostrophe in front. For what people typed and what devices say; not for numbers.
std::string guard_formula(std::string_view text);

}  // namespace afterword
