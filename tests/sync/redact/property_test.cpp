#include <doctest/doctest.h>

#include <array>

#include "sync/base/core/random.h"
#include "sync/base/core/utf8.h"
#include "sync/redact/redact.h"
#include "tests/sync/redact/worst_kinds.h"

namespace afterword {
namespace redact_property_test {

// Pieces that make finds, nearly make them, or stand between them.
constexpr std::array<std::string_view, 56> kPieces = {
    "john",     "@",          ".",           " ",        "com",      "example",     " at ",
    " dot ",    "(at)",       "+44",         "0151",     "12345678", "4111",        "1111",
    "-",        "/",          "call ",       "phone ",   "order ",   "DE89",        "3704",
    "0044",     "0532",       "0130",        "00",       "Mr ",      "Anna",        " Schmidt",
    "ask for ", "thanks to ", "www.",        "https://", "[EMAIL]",  "[PHONE]",     "[",
    "]",        "12345678Z",  "123-45-6789", "اسمي ",    "أحمد ",    "我叫",        "王小明",
    "先生",     "٠٥٠",        "１２３",      "\u200b",   "\n",       ",",           "é",
    "😀",        "card ",      "5",           "(",        ")",        "my name is ", "de "};

std::string random_text(Random& random, std::size_t pieces) {
  std::string text;
  for (std::size_t i = 0; i < pieces; ++i) text += kPieces[random.below(kPieces.size())];
  return text;
}

// Words of comments, and numbers as they occur in them.
constexpr std::array<std::string_view, 40> kWords = {
    "the",   "queue", "was",      "long",     "staff",    "friendly", "only",   "two",
    "tills", "open",  "toilet",   "dirty",    "price",    "label",    "wrong",  "great",
    "shop",  "again", "never",    "aisle",    "el",       "probador", "muy",    "bien",
    "cola",  "caja",  "precio",   "tarde",    "nadie",    "ayudó",    "الموظف", "كان",
    "لطيفا", "جدا",   "الانتظار", "服务很好", "排队太久", "价格",     "便宜",   "店员"};
constexpr std::array<std::string_view, 8> kSigns = {" ", ", ", ". ", "! ", " - ", "\n", "; ", " ("};

std::string harmless_text(Random& random, std::size_t words) {
  std::string text;
  for (std::size_t i = 0; i < words; ++i) {
    if (random.below(8) == 0)
      text += std::to_string(random.below(1000));
    else
      text += kWords[random.below(kWords.size())];
    text += kSigns[random.below(kSigns.size())];
    if (text.back() == ' ' || text.back() == '\n' || random.below(2) == 0) text += 'x';
  }
  return text;
}

}  // namespace redact_property_test
using namespace redact_property_test;

TEST_CASE("Redacting twice is the same as once, and UTF-8 stays valid, whatever the text") {
  SeededRandom random(20260303);
  for (int round = 0; round < 20'000; ++round) {
    const std::string text = random_text(random, 1 + random.below(24));
    const Redacted once = redact(text);
    const Redacted twice = redact(once.text);
    CAPTURE(text);
    CAPTURE(once.text);
    REQUIRE(twice.text == once.text);
    REQUIRE(twice.counts.empty());
    REQUIRE(is_utf8(once.text));
    REQUIRE(once.changed() == (once.text != text));
  }
}

TEST_CASE("Random bytes neither break redaction nor change on a second look") {
  SeededRandom random(7);
  for (int round = 0; round < 5'000; ++round) {
    std::string text(random.below(60), '\0');
    for (char& c : text) c = static_cast<char>(random.below(256));
    const Redacted once = redact(text);
    REQUIRE(redact(once.text).text == once.text);
  }
}

TEST_CASE("Comments without personal data never change") {
  SeededRandom random(42);
  for (int round = 0; round < 5'000; ++round) {
    const std::string text = harmless_text(random, 1 + random.below(40));
    const Redacted redacted = redact(text);
    CAPTURE(text);
    REQUIRE(redacted.text == text);
    REQUIRE(redacted.counts.empty());
  }
}

TEST_CASE("A find goes wherever it stands among harmless words") {
  SeededRandom random(11);
  const std::array<std::pair<std::string_view, std::string_view>, 5> finds = {
      {{"jane.roe@example.org", "[EMAIL]"},
       {"https://example.org/jane", "[URL]"},
       {"DE89 3704 0044 0532 0130 00", "[IBAN]"},
       {"+34 612 345 678", "[PHONE]"},
       {"4111 1111 1111 1111", "[CARD]"}}};
  for (int round = 0; round < 2'000; ++round) {
    const auto& [data, mark] = finds[random.below(finds.size())];
    const std::string before = harmless_text(random, random.below(10)) + "; ";
    const std::string after = "; " + harmless_text(random, random.below(10));
    const std::string text = before + std::string(data) + after;
    CAPTURE(text);
    REQUIRE(redact(text).text == before + std::string(mark) + after);
  }
}

TEST_CASE("A megabyte of the worst kinds is finished, and unchanged the second time") {
  for (const std::string_view piece : kWorstRedactions) {
    CAPTURE(std::string(piece));
    const Redacted once = redact(repeated(piece, kMegabyte));
    CHECK(redact(once.text).text == once.text);
  }
}

}  // namespace afterword
