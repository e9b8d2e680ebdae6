// Finds personal data in free text and puts a mark in its place.
//
// Runs on the kiosk before anything is stored, and on import. Pure: no disk, clock or network, safe
// on any thread. It reads a normalised shadow of the text (full-width and other digits, dashes,
// spaces, invisible characters) but cuts the original, so that text without personal data comes
// back byte for byte. Time grows linearly with the text. README.md beside says what is found and
// how much is not: names above all.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace afterword {

struct Redacted {
  std::string text;
  // How many of each kind were masked: EMAIL URL IBAN CARD PHONE ID NAME. What they were is
  // forgotten.
  std::map<std::string, int> counts;

  bool changed() const { return !counts.empty(); }
};

// Each find is replaced by its kind in square brackets: "call [PHONE]". Marks already there stay:
// redacting twice is the same as once. Valid UTF-8 stays valid; bytes that are not UTF-8 are
// treated as unknown characters and kept.
Redacted redact(std::string_view utf8);

}  // namespace afterword
