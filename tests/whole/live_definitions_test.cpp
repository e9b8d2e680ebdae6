#include <doctest/doctest.h>

#include <unistd.h>

#include <fstream>
#include <sstream>

#include "tests/whole/shopper.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace live {

// A survey of one question, whose id tells which version is shown.
std::string one_question(int version, const std::string& id) {
  return R"({"format":1,"id":"short","version":)" + std::to_string(version) +
         R"(,"title":{"en":"Short"},"headline":{"en":"One question?"},"purpose":{"en":"To try."},"owner":"Tests",)"
         R"("touchpoint":"exit","phase":"leave","languages":["en"],"timing":{"cool_down_s":0},"questions":[{"id":")" +
         id +
         R"(","kind":"scale","scale":"faces5","metric":"csat","text":{"en":"How was it?"},)"
         R"("labels":{"en":["Very poor","Poor","Okay","Good","Very good"]},"why":{"en":"Why?"},)"
         R"("hypothesis":"x","decision":"y","review_by":"2030-01-01"}]})";
}

bool wait_for_file(const std::string& path, Process& process) {
  for (int i = 0; i < 3000 && process.running(); ++i) {
    if (std::ifstream(path).good()) return true;
    ::usleep(20'000);
  }
  return std::ifstream(path).good();
}

}  // namespace live

TEST_CASE(
    "A definition published while the kiosk runs appears between sessions, never within one; a "
    "retired one goes") {
  using namespace live;
  World world;
  world.publish(world.write("v1.json", one_question(1, "first")));
  const std::string ready = world.file("in-session.png");
  // In the middle of version 1 the test publishes version 2; the run ends as version 1, the next is version 2.
  const std::string script =
      "wait welcome\ntap start\nwait question:first\nscreenshot " + ready +
      "\npause 3000\nwait question:first\ntap answer:2\nwait comment:first.why\ntap skip\n"
      "wait thanks\ntap finish\nwait welcome\ntap start\nwait question:second\ntap answer:5\n"
      "wait comment:second.why\ntap skip\nwait thanks\nscreenshot " +
      world.file("second.png") + "\ntap finish\nwait out_of_service\nquit\n";
  auto kiosk = world.start_kiosk("kiosk", script, {"--enrol", world.enrol_code()});
  REQUIRE_MESSAGE(wait_for_file(ready, *kiosk), kiosk->err());
  world.publish(world.write("v2.json", one_question(2, "second")));
  REQUIRE_MESSAGE(wait_for_file(world.file("second.png"), *kiosk), kiosk->err());
  REQUIRE(world.afterword({"retire", "short"}).exit_code == 0);
  const Finished finished = kiosk->wait();
  CHECK_MESSAGE(finished.exit_code == 0, finished.err << finished.out);

  // What waited is delivered by the next run of the kiosk, which has nothing to ask.
  auto again = world.start_kiosk("kiosk", "wait out_of_service\npause 2000\nquit\n");
  CHECK(again->wait().exit_code == 0);
  const auto arrived = world.responses("short");
  REQUIRE(arrived.size() == 2);
  CHECK(arrived[0].find("version")->as_integer() == 1);
  CHECK(arrived[1].find("version")->as_integer() == 2);
}

}  // namespace afterword::test
