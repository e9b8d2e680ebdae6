// Somebody types and walks away. The kiosk's real times: 75 s, then a warning of 30 s. Too long for
// every run of tools/test: AFTERWORD_LONG=1 runs it.
#include <doctest/doctest.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include "tests/support/memory.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace timed_out {

const std::vector<std::string> kTraces = {"quibble", "wambly"};

}  // namespace timed_out

TEST_CASE("Timed out: nothing of what was typed is on screen, in memory or in a file" *
          doctest::skip(std::getenv("AFTERWORD_LONG") == nullptr)) {
  using namespace timed_out;
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  const std::string script = "wait welcome\nscreenshot " + world.file("fresh.png") +
                             "\ntap start\nwait question:reason\ntap not_applicable\ntap next\n"
                             "wait question:visit\ntap answer:1\nwait comment:visit.why\n"
                             "type quibblewort wambly\npause 80000\nscreenshot " +
                             world.file("warned.png") + "\npause 40000\nwait welcome\nscreenshot " +
                             world.file("after.png") + "\npause 600000\n";
  auto kiosk = world.start_kiosk("kiosk", script, {"--enrol", world.enrol_code()});
  while (kiosk->running() && !std::filesystem::exists(world.file("after.png")))
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  REQUIRE_MESSAGE(kiosk->running(), kiosk->err());
  std::this_thread::sleep_for(std::chrono::seconds(1));
  CHECK(found_in_memory(kiosk->pid(), kTraces) == std::vector<std::string>());
  CHECK(found_in_files(world.file("kiosk"), kTraces) == std::vector<std::string>());
  const Finished same =
      run({"cmp", world.file("fresh.png"), world.file("after.png")}, world.folder());
  CHECK_MESSAGE(same.exit_code == 0, same.out);
  // This survey keeps what was answered before somebody leaves; it is sent within a minute.
  std::vector<json::Value> arrived;
  for (int tries = 0; tries < 90 && arrived.empty(); ++tries) {
    arrived = world.responses("store-exit");
    if (arrived.empty()) std::this_thread::sleep_for(std::chrono::seconds(1));
  }
  kiosk->signal(SIGTERM);
  kiosk->wait();
  REQUIRE(arrived.size() == 1);
  CHECK(arrived[0].find("completion")->as_string() == "partial");
  CHECK(arrived[0].find("answers")->find("visit")->find("value")->as_integer() == 1);
}

}  // namespace afterword::test
