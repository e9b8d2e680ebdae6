#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sync/base/json/value.h"
#include "tests/tree/rules.h"

namespace afterword::tree {
namespace {

namespace fs = std::filesystem;

struct Source {
  std::string path;    // from the root of the project
  std::string folder;  // the same without the file's name
  std::vector<std::string> lines;
};

std::string root() { return AFTERWORD_SOURCE_DIR; }

bool within(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::vector<Source> sources() {
  std::vector<Source> found;
  for (const std::string top : {"kiosk", "sync", "survey-defs", "tools", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(root() + "/" + top)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cpp" && extension != ".h") continue;
      Source source;
      source.path = fs::relative(entry.path(), root()).generic_string();
      source.folder = fs::path(source.path).parent_path().generic_string();
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) source.lines.push_back(line);
      found.push_back(std::move(source));
    }
  return found;
}

// The included name of an #include line, or nothing.
std::optional<std::string> included(const std::string& line) {
  if (!line.starts_with("#include ")) return std::nullopt;
  const std::size_t open = line.find_first_of("\"<");
  const std::size_t close = line.find_first_of("\">", open + 1);
  if (open == std::string::npos || close == std::string::npos) return std::nullopt;
  return line.substr(open + 1, close - open - 1);
}

const Arrow* arrow_of(std::string_view folder) {
  const Arrow* best = nullptr;
  for (const Arrow& arrow : arrows())
    if (within(folder, arrow.from) && (best == nullptr || arrow.from.size() > best->from.size()))
      best = &arrow;
  return best;
}

bool may_include(const Arrow& arrow, std::string_view header) {
  if (within(header, "sync/base/core")) return true;
  const Arrow* target = arrow_of(header.substr(0, header.rfind('/')));
  if (target == &arrow) return true;
  for (const std::string_view allowed : arrow.to)
    if (within(header, allowed)) return true;
  return false;
}

bool is_ours(std::string_view header) {
  for (const std::string_view top : {"kiosk/", "sync/", "survey-defs/", "tools/", "tests/"})
    if (header.starts_with(top)) return true;
  return false;
}

}  // namespace

TEST_CASE("The rules can tell a wrong arrow from a right one") {
  CHECK_FALSE(may_include(*arrow_of("sync/client"), "sync/collector/http/http.h"));
  CHECK_FALSE(may_include(*arrow_of("sync/metrics"), "survey-defs/model/survey.h"));
  CHECK_FALSE(may_include(*arrow_of("kiosk/ui/screens"), "kiosk/storage/store.h"));
  CHECK_FALSE(may_include(*arrow_of("sync/collector/api"), "tests/support/scratch.h"));
  CHECK(may_include(*arrow_of("kiosk/ui/screens"), "kiosk/session/view.h"));
  CHECK(may_include(*arrow_of("sync/redact"), "sync/base/core/utf8.h"));
}

TEST_CASE("Every include follows the arrows") {
  const auto all = sources();
  CHECK(all.size() > 100);
  for (const Source& source : all) {
    const Arrow* arrow = arrow_of(source.folder);
    REQUIRE_MESSAGE(arrow != nullptr, source.path << " lies in no part that rules.h knows");
    for (const std::string& line : source.lines) {
      const auto header = included(line);
      if (!header || !is_ours(*header)) continue;
      CHECK_MESSAGE(may_include(*arrow, *header), source.path << " may not include " << *header);
      CHECK_MESSAGE(fs::exists(root() + "/" + *header),
                    source.path << ": no such file " << *header);
    }
  }
}

TEST_CASE("Every foreign library has one door") {
  for (const Source& source : sources()) {
    if (within(source.folder, "tests")) continue;
    for (const std::string& line : source.lines) {
      const auto header = included(line);
      if (!header || is_ours(*header)) continue;
      for (const Door& door : doors())
        for (const std::string_view prefix : door.headers) {
          if (!header->starts_with(prefix)) continue;
          bool at_the_door = false;
          for (const std::string_view folder : door.folders)
            at_the_door = at_the_door || within(source.folder, folder);
          CHECK_MESSAGE(at_the_door, source.path << " includes " << *header << ", but "
                                                 << door.library << " has another door");
        }
    }
  }
}

TEST_CASE("No source uses what our compilers or our promises forbid") {
  for (const Source& source : sources()) {
    if (within(source.folder, "tests")) continue;
    for (const std::string& line : source.lines)
      for (const Forbidden& rule : forbidden())
        CHECK_MESSAGE(line.find(rule.text) == std::string::npos,
                      source.path << ": " << rule.text << ": " << rule.reason);
  }
}

TEST_CASE("Code that draws or computes touches no clock, disk or network of its own") {
  const std::vector<std::string_view> pure = {
      "survey-defs/model", "sync/metrics",  "sync/redact",  "sync/export",
      "sync/import",       "kiosk/session", "kiosk/speech", "kiosk/ui/screens"};
  const std::vector<std::string_view> world = {
      "SystemClock", "SystemRandom",      "std::ifstream",     "std::ofstream",      "fopen(",
      "::open(",     "system_clock::now", "steady_clock::now", "std::random_device", "getenv"};
  for (const Source& source : sources())
    for (const std::string_view folder : pure) {
      if (!within(source.folder, folder)) continue;
      for (const std::string& line : source.lines) {
        if (line.find("//") < line.find_first_not_of(' ') + 1) continue;
        for (const std::string_view word : world)
          CHECK_MESSAGE(line.find(word) == std::string::npos, source.path << " uses " << word);
      }
    }
}

TEST_CASE("What administrators ask for is written by write_as, which looks for their token again") {
  // The others write what devices send, what the journal gives back, or for write_as itself.
  const std::set<std::string> others = {"device_auth.cpp", "device_routes.cpp", "enrol.cpp", "journal_replay.cpp",
                                        "write_as.cpp", "write_as.h"};
  for (const Source& source : sources()) {
    if (source.folder != "sync/collector/api" || others.contains(fs::path(source.path).filename().string())) continue;
    for (const std::string& line : source.lines)
      for (const std::string_view word : {"writes.run(", "writes.push("})
        CHECK_MESSAGE(line.find(word) == std::string::npos, source.path << " writes past write_as");
  }
}

TEST_CASE("Files stay small enough to read") {
  for (const Source& source : sources())
    CHECK_MESSAGE(source.lines.size() <= 450, source.path
                                                  << " has " << source.lines.size()
                                                  << " lines; would two ideas live better apart?");
}

TEST_CASE("Every folder of code says what belongs there") {
  std::set<std::string> folders;
  for (const Source& source : sources())
    if (!within(source.folder, "tests")) folders.insert(source.folder);
  for (const std::string& folder : folders)
    CHECK_MESSAGE(fs::exists(root() + "/" + folder + "/README.md"), folder << " has no README.md");
}

TEST_CASE("Every word of the interface is there in every language") {
  std::map<std::string, std::set<std::string>> keys;
  for (const auto& entry : fs::directory_iterator(root() + "/assets/strings")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    const auto value = json::parse(text.str());
    REQUIRE_MESSAGE(value, entry.path().string());
    for (const json::Member& member : value->as_object())
      keys[entry.path().stem().string()].insert(member.first);
  }
  REQUIRE(keys.size() >= 4);
  for (const auto& each : keys)
    CHECK_MESSAGE(each.second == keys["en"], each.first << " has other words than en");
}

}  // namespace afterword::tree
