// The words of the interface, by language: "Skip", "Question 2 of 3", "12 seconds".
//
// They live in assets/strings/<tag>.json, one flat object: key -> text, or key -> plural forms
// ({"one": "{n} question", "other": "{n} questions"}). Words of a survey are not here: they come
// with the survey. A test checks that every key is in every language and used by some screen.
//
// Threads: a Strings is a value that shares unchanging tables; read it from any thread.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kiosk/session/languages.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

struct StringEntry;
struct StringTable;

// {{"shop", "Harbour Street"}}: what stands in the text for {shop}.
using Filling = std::pair<std::string_view, std::string_view>;
using Fillings = std::initializer_list<Filling>;

// The words of one language; keys it lacks come from the shorter tag, then from English.
class Strings {
 public:
  // The text as it is; for a key with plural forms, its form "other". A key that no language has
  // gives the key itself (a test keeps that from happening).
  std::string get(std::string_view key) const;
  // The text with its {names} filled in. Names that are not given stay as they are.
  std::string get(std::string_view key, Fillings fillings) const;
  // The plural form for `n` (of the language the text comes from), with {n} filled in as this
  // language writes numbers.
  std::string count(std::string_view key, std::int64_t n, Fillings fillings = {}) const;

  // 12 -> "12", in Arabic "١٢". No grouping: the numbers of the interface are small.
  std::string number(std::int64_t n) const;
  // The same digits, in a text that is already there ("0" to "10" on a scale).
  std::string digits(std::string_view text) const;

  const std::string& language() const { return language_; }
  bool right_to_left() const;

 private:
  friend class AllStrings;
  struct Found {
    const StringTable* table = nullptr;
    const StringEntry* entry = nullptr;
  };
  Found find(std::string_view key) const;

  std::string language_;
  std::vector<std::shared_ptr<const StringTable>> tables_;  // own, shorter tags, English
};

// Every language there are words for.
class AllStrings {
 public:
  // Reads every *.json of `folder`. English must be among them. Errors: not_found, io, invalid with
  // file and key: all problems of all files in one sentence.
  static Result<AllStrings> load(const std::string& folder);
  // The same from memory: tag -> JSON text.
  static Result<AllStrings> read(const std::map<std::string, std::string>& json_by_language);

  // Any tag is good: zh-Hans falls back to zh, what is unknown to English.
  Strings in(std::string_view language) const;
  std::vector<std::string> languages() const;
  // The keys of one language's own table, in order; nothing if it has none.
  std::vector<std::string> keys(std::string_view language) const;

 private:
  std::map<std::string, std::shared_ptr<const StringTable>, std::less<>> tables_;
};

// Which plural form a language uses for `n`: "zero", "one", "two", "few", "many" or "other".
std::string_view plural_form(std::string_view language, std::int64_t n);
// The forms a text with plurals must have in that language, "other" last.
std::vector<std::string_view> plural_forms(std::string_view language);

}  // namespace afterword::kiosk
