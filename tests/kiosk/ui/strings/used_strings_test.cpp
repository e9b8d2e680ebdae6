#include <doctest/doctest.h>

#include <filesystem>
#include <regex>

#include "kiosk/ui/strings.h"
#include "sync/base/core/files.h"

namespace afterword::kiosk::used_strings_test {

namespace fs = std::filesystem;

const std::string kSource = AFTERWORD_SOURCE_DIR;
constexpr std::size_t kBytesMax = 4U << 20U;

// Every source file of the kiosk's screens and widgets, and of what is read aloud.
std::vector<std::pair<std::string, std::string>> sources() {
  std::vector<std::pair<std::string, std::string>> out;
  for (const char* const folder : {"/kiosk/ui", "/kiosk/speech"})
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kSource + folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".h") continue;
      const Result<std::string> text = read_file(entry.path().string(), kBytesMax);
      REQUIRE(text.has_value());
      out.emplace_back(fs::relative(entry.path(), kSource).string(), *text);
    }
  return out;
}

TEST_CASE("every key is used by some screen, and every key a screen asks for exists") {
  const Result<AllStrings> all = AllStrings::load(kSource + "/assets/strings");
  REQUIRE(all.has_value());
  const std::vector<std::string> keys = all->keys("en");
  const std::set<std::string> known(keys.begin(), keys.end());
  std::set<std::string> quoted;
  static const std::regex literal("\"([a-z0-9_]+)\"");
  static const std::regex asked(
      "(?:words|strings)(?:\\(\\))?\\s*\\.\\s*(?:get|count)\\(\\s*\"([^\"]*)\"");
  for (const std::pair<std::string, std::string>& source : sources()) {
    const std::string& file = source.first;
    const std::string& text = source.second;
    for (std::sregex_iterator at(text.begin(), text.end(), literal), end; at != end; ++at) {
      quoted.insert((*at)[1]);
    }
    for (std::sregex_iterator at(text.begin(), text.end(), asked), end; at != end; ++at) {
      CHECK_MESSAGE(known.count((*at)[1]) == 1,
                    file << " asks for \"" << std::string((*at)[1]) << "\", which en.json lacks");
    }
  }
  for (const std::string& key : known) {
    CHECK_MESSAGE(quoted.count(key) == 1, "no screen uses \"" << key << "\"");
  }
}

}  // namespace afterword::kiosk::used_strings_test
