#include <doctest/doctest.h>

#include "tests/whole/world.h"

namespace afterword::test {

TEST_CASE("What robots say they sent is what the collector counts") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const json::Value sent =
      world.json({"simulate", "--kiosks", "2", "--responses", "40", "--seed", "11", "--json"});
  const json::Value figures = world.json({"metrics", "--survey", "store-exit", "--json"});
  const json::Value* entries = sent.find("surveys")->find("store-exit")->find("questions");
  REQUIRE(entries != nullptr);
  int compared = 0;
  for (const json::Value& figure : figures.find("figures")->as_array()) {
    const json::Value* entry = entries->find(figure.find("question")->as_string());
    REQUIRE(entry != nullptr);
    for (const char* state : {"answered", "not_applicable", "skipped", "not_shown"})
      CHECK(figure.find(state)->as_integer() == entry->find(state)->as_integer());
    ++compared;
  }
  CHECK(compared >= 10);
  CHECK(world.responses("store-exit").size() == 80);
}

TEST_CASE(
    "Who presses on unread is flagged, counted, and left out where clean figures are asked for") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const json::Value sent = world.json({"simulate", "--kiosks", "1", "--responses", "60", "--seed",
                                       "5", "--misuse", "30", "--json"});
  const std::int64_t flagged =
      sent.find("surveys")->find("store-exit")->find("flagged")->as_integer();
  CHECK(flagged > 5);
  CHECK(flagged < 40);
  const auto counted = [&](const char* quality) {
    const json::Value figures =
        world.json({"metrics", "--survey", "store-exit", "--quality", quality, "--json"});
    const json::Value& first = figures.find("figures")->as_array().front();
    std::int64_t all = 0;
    for (const char* state : {"answered", "not_applicable", "skipped", "not_shown"})
      all += first.find(state)->as_integer();
    return all;
  };
  CHECK(counted("all") == 60);
  CHECK(counted("clean") == 60 - flagged);
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
}

}  // namespace afterword::test
