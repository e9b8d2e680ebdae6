#include "kiosk/ui/scanner.h"

#include <doctest/doctest.h>

namespace afterword::kiosk {
namespace scanner_test {

std::optional<std::string> types(Scanner& scanner, const std::string& text, Ms gap, MonoTime& now) {
  for (const char letter : text) {
    now = now + gap;
    scanner.take(TextEvent{std::string(1, letter), now});
  }
  now = now + gap;
  return scanner.take(KeyEvent{NamedKey::enter, now});
}

}  // namespace scanner_test

using namespace scanner_test;

TEST_CASE("A scanner types faster than anybody, and ends with Enter") {
  Scanner scanner;
  MonoTime now{1000};
  CHECK(types(scanner, "HS1234FC04", Ms{8}, now) == "HS1234FC04");
  CHECK(types(scanner, "HS1234FC05", kScanGap, now) == "HS1234FC05");
}

TEST_CASE("What a person types is no scan, nor is what is too short, too long or not ended") {
  Scanner scanner;
  MonoTime now{1000};
  CHECK_FALSE(types(scanner, "HS1234FC04", kScanGap + Ms{1}, now));
  CHECK_FALSE(types(scanner, "123", Ms{5}, now));
  CHECK_FALSE(types(scanner, std::string(kScanMost + 1, '1'), Ms{5}, now));
  CHECK_FALSE(types(scanner, "", Ms{5}, now));
  for (const char letter : std::string("12345"))
    scanner.take(TextEvent{std::string(1, letter), now});
  CHECK_FALSE(scanner.take(KeyEvent{NamedKey::right, now}));
  CHECK_FALSE(scanner.take(KeyEvent{NamedKey::enter, now}));
}

TEST_CASE("Letters typed before a scan do not get into it") {
  Scanner scanner;
  MonoTime now{1000};
  scanner.take(TextEvent{"x", now});
  now = now + Ms{500};
  CHECK(types(scanner, "12345", Ms{5}, now) == "12345");
}

}  // namespace afterword::kiosk
