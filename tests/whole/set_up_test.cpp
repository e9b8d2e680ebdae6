// A kiosk comes to its shop by its own screen, and is dark outside of opening hours.
#include <doctest/doctest.h>

#include <filesystem>
#include <thread>

#include "tests/whole/shopper.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace set_up {

// The same code with another character where the secret is.
std::string spoiled(std::string code) {
  const std::size_t at = code.find('#') + 1;  // the address has dots, too
  code[at] = code[at] == 'Z' ? 'Y' : 'Z';
  return code;
}

std::string leave_everything_open() {
  return "wait welcome\ntap start\nwait question:reason\ntap skip\nwait question:visit\ntap skip\n"
         "wait question:recommend\ntap skip\nwait thanks\ntap finish\n";
}

std::string answer_once() {
  const Survey survey = survey_in(project_file("survey-defs/store-exit.json"));
  return script_of(
      survey, "en",
      {answer("reason", {"look"}), answer("visit", {"5"}), skip("visit.why"), skip("recommend")});
}

bool said(const Finished& finished, const std::string& word) {
  return (finished.err + finished.out).find(word) != std::string::npos;
}

}  // namespace set_up

using namespace set_up;

TEST_CASE("An installer enrols the kiosk by its screen: a wrong code first, then the right one") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const std::string code = world.enrol_code();
  const Finished kiosk = world.kiosk(
      "kiosk",
      "wait setup:screen\ntap mark:1\ntap mark:2\ntap mark:3\ntap mark:4\ntap longer\n"
      "tap setup_next\nwait setup:code\ntype hello\ntap setup_next\nwait setup:code:malformed\n"
      "tap clear\ntype " +
          spoiled(code) +
          "\ntap setup_next\nwait setup:code:wrong\n"
          // As a scanner types: the whole, and Enter.
          "tap clear\ntype " +
          code +
          "\nkey enter\nwait setup:place\ntap setup_next\nwait setup:test\ntap setup_test\n" +
          leave_everything_open() + "wait setup:test\ntap setup_next\n" + answer_once(),
      {"--set-up", "--once"});
  REQUIRE_MESSAGE(kiosk.exit_code == 0, kiosk.err);
  CHECK(said(kiosk, "enrolled as"));
  // Practice and the test question left nothing behind; the answer did.
  CHECK(world.responses("store-exit").size() == 1);
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
  // What was measured is kept for the next start, which asks at once.
  CHECK(std::filesystem::exists(world.file("kiosk/kiosk.json")));
  const Finished again = world.kiosk("kiosk", "wait welcome\nquit\n", {"--set-up"});
  CHECK_MESSAGE(again.exit_code == 0, again.err);
}

TEST_CASE("A code entered while the collector is away is kept, and checked when it is back") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const std::string code = world.enrol_code();
  world.stop_collector();
  const auto kiosk = world.start_kiosk(
      "kiosk",
      "tap setup_next\nwait setup:code\ntype " + code +
          "\nkey enter\nwait setup:code:no_network\ntap practise\nwait welcome\nscreenshot " +
          world.file("practising.png") + "\nwait setup:place\nquit\n",
      {"--set-up"});
  for (int i = 0; i < 600 && kiosk->running(); ++i) {
    if (std::filesystem::exists(world.file("practising.png"))) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  world.start_collector();
  const Finished finished = kiosk->wait(std::chrono::seconds(120));
  CHECK_MESSAGE(finished.exit_code == 0, finished.err);
  CHECK(said(finished, "enrolled as"));
}

TEST_CASE("Outside of opening hours the screen is dark until somebody comes") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  // Open for no minute of any day but one that is over: an empty week.
  world.write("settings.json", R"({"opening_hours": {}})");
  const Finished kiosk =
      world.kiosk("kiosk",
                  "pause 1000\nscreenshot " + world.file("dark.png") +
                      "\nkey left\nwait welcome\nscreenshot " + world.file("lit.png") + "\nquit\n",
                  {"--enrol", world.enrol_code(), "--settings", world.file("settings.json")});
  REQUIRE_MESSAGE(kiosk.exit_code == 0, kiosk.err);
  // One colour packs into next to nothing.
  CHECK(std::filesystem::file_size(world.file("dark.png")) < 16 * 1024);
  CHECK(std::filesystem::file_size(world.file("lit.png")) > 24 * 1024);
}

TEST_CASE("No debug window is linked into the kiosk") {
  const Scratch scratch;
  const Finished symbols = run({"nm", "-C", program("afterword-kiosk")}, scratch.path());
  REQUIRE(symbols.exit_code == 0);
  REQUIRE(symbols.out.find("ImGui::NewFrame") != std::string::npos);
  // Debian's Dear ImGui has its metrics window in the same object as NewFrame; nothing of ours may
  // name it (tests/tree), and no window of its own is ever shown: only our draw lists are.
  for (const char* name : {"ShowDemoWindow", "ShowStyleEditor", "ShowAboutWindow"})
    CHECK_MESSAGE(symbols.out.find(name) == std::string::npos, name);
}

TEST_CASE("A settings file with a mistake stops the kiosk with every problem, and loses nothing") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  REQUIRE(
      world.kiosk("kiosk", answer_once(), {"--enrol", world.enrol_code(), "--once"}).exit_code ==
      0);
  world.stop_collector();
  REQUIRE(world.kiosk("kiosk", answer_once() + "quit\n").exit_code == 0);
  world.write("settings.json", R"({"lower_egde_mm": 900, "px_per_mm": 0})");
  const Finished refused =
      world.kiosk("kiosk", "wait welcome\nquit\n", {"--settings", world.file("settings.json")});
  CHECK(refused.exit_code == 2);
  CHECK_MESSAGE(said(refused, "did you mean \"lower_edge_mm\""), refused.err);
  CHECK_MESSAGE(said(refused, "/px_per_mm"), refused.err);
  world.start_collector();
  REQUIRE(world.kiosk("kiosk", answer_once(), {"--once"}).exit_code == 0);
  CHECK(world.responses("store-exit").size() == 3);
}

}  // namespace afterword::test
