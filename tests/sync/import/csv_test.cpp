#include "sync/import/csv.h"

#include <doctest/doctest.h>

namespace afterword {
namespace csv_test {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(std::string_view text, char delimiter = ',') {
  CsvReader reader(text, delimiter);
  Rows out;
  for (;;) {
    auto record = reader.next();
    REQUIRE(record);
    if (!*record) return out;
    out.push_back((*record)->cells);
  }
}

std::string error_of(std::string_view text) {
  CsvReader reader(text);
  for (;;) {
    const auto record = reader.next();
    if (!record) return record.error().where + ": " + record.error().what;
    if (!*record) return "no error";
  }
}

}  // namespace csv_test
using namespace csv_test;

TEST_CASE("Records end with CRLF or LF, with or without one at the end of the file") {
  const Rows expected = {{"a", "b"}, {"1", "2"}};
  CHECK(rows_of("a,b\r\n1,2\r\n") == expected);
  CHECK(rows_of("a,b\n1,2") == expected);
  CHECK(rows_of("\xef\xbb\xbf"
                "a,b\n1,2\n") == expected);
  CHECK(rows_of("").empty());
  CHECK(rows_of("\xef\xbb\xbf").empty());
}

TEST_CASE("Quoted cells hold delimiters, line ends and doubled quotes") {
  CHECK(rows_of("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\"\n") ==
        Rows{{"a,b", "say \"hi\"", "two\r\nlines"}});
  CHECK(rows_of("\"\",\n") == Rows{{"", ""}});
  CHECK(rows_of("a;b,c\n", ';') == Rows{{"a", "b,c"}});
  CHECK(rows_of("a\tb\n", '\t') == Rows{{"a", "b"}});
}

TEST_CASE("Blank lines are passed over but counted") {
  CsvReader reader("a\n\n  \nb\n");
  CHECK((*reader.next())->row == 1);
  CHECK((*reader.next())->row == 4);
  CHECK_FALSE(*reader.next());
  CHECK(rows_of("\"\"\n") == Rows{{""}});  // quoted: a cell, not a blank line
  CHECK(rows_of(",\n") == Rows{{"", ""}});
}

TEST_CASE("What is no RFC 4180 is refused with its row and column") {
  CHECK(error_of("a,b\n1,2\"3\n") == "row 2, column 2: a quote stands inside an unquoted cell");
  CHECK(error_of("a\n\"open\nand on") == "row 2, column 1: a quote is opened and never closed");
  CHECK(error_of("\"a\"b,c\n") == "row 1, column 1: text follows a closing quote");
  CHECK(error_of("a\rb\n") == "row 1, column 1: a carriage return stands without a line feed");
  CHECK(error_of(std::string(kCsvColumnsMax + 1, ',')).find("more than 4096") != std::string::npos);
  CHECK(error_of(std::string(kCsvCellBytesMax + 1, 'a')).find("larger than") != std::string::npos);
  CHECK(error_of("\"" + std::string(kCsvCellBytesMax + 1, 'a') + "\"").find("larger") !=
        std::string::npos);
}

TEST_CASE("A delimiter is one sign that cannot be part of a number or word") {
  for (const char* good : {",", ";", "\t", "|", ":", " "}) CHECK(is_csv_delimiter(good));
  for (const char* bad : {"", ",,", "\"", "a", "0", "\n", "\r", "é"})
    CHECK_FALSE(is_csv_delimiter(bad));
}

}  // namespace afterword
