// Digits as people write long numbers: groups with separators, the words around them, checksums.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "sync/redact/shadow.h"

namespace afterword::redaction {

// Digits without anything between, glyphs [begin, end).
struct Group {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

// Groups that may be one number: between two of them at most three of " -./()". A '+' begins a new
// run.
struct Run {
  std::vector<Group> groups;

  std::size_t begin() const { return groups.front().begin; }
  std::size_t end() const { return groups.back().end; }
};

// The next run at or after `from`; no groups at the end. Reuses `run`.
void next_run(const Shadow& shadow, std::size_t from, Run& run);

// No letter or digit of a script that joins them touches the glyphs on that side: "12kg", "A4".
bool is_clean_before(const Shadow& shadow, std::size_t begin);
bool is_clean_after(const Shadow& shadow, std::size_t end);

// What the five words before and after say about a number. Marks count as words.
struct Context {
  bool phone = false;      // call, tel, número, 电话, ...
  bool card = false;       // card, visa, tarjeta, ...
  bool social = false;     // SSN, social security
  bool no_person = false;  // order, receipt, barcode, ... among the two words before
};
Context context_of(const Shadow& shadow, std::size_t begin, std::size_t end);

// The check digit of payment cards. Only digits.
bool passes_luhn(const std::u32string& digits);
// The check digit of barcodes (GTIN-8, -12, -13).
bool passes_gtin(const std::u32string& digits);

}  // namespace afterword::redaction
