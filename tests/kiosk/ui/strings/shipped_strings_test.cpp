#include <doctest/doctest.h>

#include <regex>

#include "kiosk/ui/strings.h"
#include "sync/base/core/files.h"
#include "sync/base/json/value.h"

namespace afterword::kiosk::shipped_strings_test {

const std::string kSource = AFTERWORD_SOURCE_DIR;
constexpr std::size_t kBytesMax = 4U << 20U;

AllStrings shipped() {
  Result<AllStrings> all = AllStrings::load(kSource + "/assets/strings");
  REQUIRE_MESSAGE(all.has_value(), (all ? std::string() : all.error().text()));
  return std::move(*all);
}

json::Value table(const std::string& language) {
  const Result<std::string> text =
      read_file(kSource + "/assets/strings/" + language + ".json", kBytesMax);
  REQUIRE(text.has_value());
  Result<json::Value> value = json::parse(*text);
  REQUIRE(value.has_value());
  return std::move(*value);
}

std::set<std::string> placeholders(const std::string& text) {
  static const std::regex pattern("\\{([a-z_]+)\\}");
  std::set<std::string> out;
  for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at) {
    out.insert((*at)[1]);
  }
  return out;
}

std::set<std::string> placeholders(const json::Value& entry) {
  if (entry.is_string()) return placeholders(entry.as_string());
  const json::Value* other = entry.find("other");
  return other != nullptr ? placeholders(other->as_string()) : std::set<std::string>{};
}

TEST_CASE("every language has every key of English, and no other") {
  const AllStrings all = shipped();
  const std::vector<std::string> english = all.keys("en");
  REQUIRE(english.size() > 10);
  for (const char* needed : {"en", "es", "ar", "zh", "de", "he", "hi", "ru", "th", "vi"})
    CHECK_FALSE(all.keys(needed).empty());
  for (const std::string& language : all.languages()) {
    const std::vector<std::string> keys = all.keys(language);
    std::vector<std::string> missing, unknown;
    std::set_difference(english.begin(), english.end(), keys.begin(), keys.end(),
                        std::back_inserter(missing));
    std::set_difference(keys.begin(), keys.end(), english.begin(), english.end(),
                        std::back_inserter(unknown));
    CHECK_MESSAGE(missing.empty(),
                  language << " lacks " << fmt::format("{}", fmt::join(missing, ", ")));
    CHECK_MESSAGE(unknown.empty(),
                  language << " has more: " << fmt::format("{}", fmt::join(unknown, ", ")));
  }
}

TEST_CASE("every language fills in the same names, and has plurals where English has them") {
  const AllStrings all = shipped();
  const json::Value english = table("en");
  for (const std::string& language : all.languages()) {
    const json::Value own = table(language);
    for (const json::Member& member : english.as_object()) {
      const json::Value* entry = own.find(member.first);
      if (entry == nullptr) continue;  // said by the test above
      CHECK_MESSAGE(placeholders(*entry) == placeholders(member.second),
                    language << " " << member.first);
      CHECK_MESSAGE(entry->is_object() == member.second.is_object(),
                    language << " " << member.first);
    }
  }
}

TEST_CASE("every text is free of exclamation marks and of what a shopper cannot read") {
  for (const std::string& language : shipped().languages()) {
    const Result<std::string> text =
        read_file(kSource + "/assets/strings/" + language + ".json", kBytesMax);
    REQUIRE(text.has_value());
    for (const char* bad : {"!", "！", "¡", "...", "N/A"}) {
      CHECK_MESSAGE(text->find(bad) == std::string::npos, language << " has " << bad);
    }
  }
}

}  // namespace afterword::kiosk::shipped_strings_test
