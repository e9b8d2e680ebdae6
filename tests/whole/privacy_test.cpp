// Between two people nothing stays: the real program's screen, memory and files after one has typed.
#include <doctest/doctest.h>
#include <signal.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/support/memory.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace privacy {

// Words that stand nowhere else. The search is for their first letters, so that it also finds what
// was left of them while they were being typed or deleted.
const std::vector<std::string> kTyped = {"quibblewort", "vexingplumtree", "xylothrongmarvelous",
                                         "wambly"};
const std::vector<std::string> kTraces = {"quibble", "vexingp", "xylothr", "wambly"};

std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// The sample of every kind, without a pause between people.
std::string survey_file(const World& world, const std::string& partial) {
  auto definition = json::parse(slurp(project_file("tests/survey-defs/samples/every-kind.json")));
  REQUIRE(definition);
  definition->set("timing", json::object({{"cool_down_s", 0}, {"partial", partial}}));
  return world.write("every-kind.json", json::dump(*definition));
}

// A script says where it is by the pictures it takes.
bool wait_for_picture(Process& kiosk, const std::string& path) {
  for (int tries = 0; tries < 6000 && kiosk.running(); ++tries) {
    if (std::filesystem::exists(path)) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return std::filesystem::exists(path);
}

std::string deleted(int letters) {
  std::string out;
  for (int i = 0; i < letters; ++i) out += "key backspace\n";
  return out;
}

// To the comment, and some of it typed: one word deleted again, one short enough to live anywhere.
std::string types_a_comment(const World& world) {
  return "wait welcome\nscreenshot " + world.file("fresh.png") +
         "\ntap start\nwait question:way\ntap option:scales\nwait question:faces\ntap answer:1\n"
         "wait comment:faces.why\ntype vexingplumtree\n" +
         deleted(14) + "type quibblewort wambly\npause 1500\nscreenshot " +
         world.file("typed.png") + "\npause 5000\n";
}

}  // namespace privacy

TEST_CASE(
    "After a session nothing of what was typed is on the screen, in memory or in a file in clear" *
    doctest::skip(kMemoryIsSanitized)) {
  using namespace privacy;
  World world;
  world.publish(survey_file(world, "keep"));
  const std::string script =
      types_a_comment(world) +
      // Back, another language, and on with the same words; the keyboard on another page, raised.
      "tap back\nwait question:faces\ntap language\nwait languages\ntap language:es\n"
      "wait question:faces\ntap answer:1\nwait comment:faces.why\ntype  xylothrongmarvelous\n"
      "tap key:123\ntap done\nwait question:stars\ntap not_applicable\n"
      "wait question:likely\ntap answer:9\nwait comment:likely.why\ntype vexingplumtree\ntap skip\n"
      "wait thanks\nscreenshot " +
      world.file("thanks.png") + "\ntap finish\nwait welcome\npause 300\nscreenshot " +
      world.file("after.png") + "\npause 600000\n";
  auto kiosk = world.start_kiosk("kiosk", script, {"--enrol", world.enrol_code()});

  REQUIRE_MESSAGE(wait_for_picture(*kiosk, world.file("typed.png")), kiosk->err());
  // While it is being typed it is there: the search can find it. (It moves while it is looked for.)
  bool found = false;
  for (int tries = 0; tries < 20 && !found; ++tries)
    found = !found_in_memory(kiosk->pid(), {"quibble"}).empty();
  CHECK(found);
  CHECK(found_in_files(world.file("kiosk"), kTraces) == std::vector<std::string>());

  REQUIRE_MESSAGE(wait_for_picture(*kiosk, world.file("after.png")), kiosk->err());
  std::this_thread::sleep_for(std::chrono::seconds(1));
  MESSAGE("searched " << writable_memory(kiosk->pid()) / (1024 * 1024) << " MiB");
  CHECK(found_in_memory(kiosk->pid(), kTraces) == std::vector<std::string>());
  CHECK(found_in_files(world.file("kiosk"), kTraces) == std::vector<std::string>());
  CHECK(slurp(world.file("after.png")) == slurp(world.file("fresh.png")));
  kiosk->signal(SIGTERM);
  CHECK(kiosk->wait().exit_code == 0);
  CHECK(found_in_files(world.file("kiosk"), kTraces) == std::vector<std::string>());
}

TEST_CASE(
    "Killed in the middle of typing: no file holds a word, and the rest is kept or dropped as the "
    "definition says") {
  using namespace privacy;
  for (const std::string partial : {"keep", "drop"}) {
    CAPTURE(partial);
    World world;
    world.publish(survey_file(world, partial));
    auto kiosk = world.start_kiosk("kiosk", types_a_comment(world) + "pause 600000\n",
                                   {"--enrol", world.enrol_code()});
    REQUIRE_MESSAGE(wait_for_picture(*kiosk, world.file("typed.png")), kiosk->err());
    kiosk->signal(SIGKILL);
    kiosk->wait();
    CHECK(found_in_files(world.file("kiosk"), kTraces) == std::vector<std::string>());

    // The next start shows a fresh welcome; somebody answers one question, which --once delivers.
    const Finished again = world.kiosk(
        "kiosk",
        "wait welcome\nscreenshot " + world.file("again.png") +
            "\ntap start\nwait question:way\ntap not_applicable\nwait comment:words\ntap skip\n"
            "wait thanks\n",
        {"--once"});
    REQUIRE_MESSAGE(again.exit_code == 0, again.err);
    CHECK(slurp(world.file("again.png")) == slurp(world.file("fresh.png")));
    CHECK(found_in_files(world.file("kiosk"), kTraces) == std::vector<std::string>());

    const auto arrived = world.responses("every-kind");
    if (partial == "keep") {
      REQUIRE(arrived.size() == 2);
      CHECK(arrived[0].find("completion")->as_string() == "partial");
      const json::Value* const answers = arrived[0].find("answers");
      CHECK(answers->find("faces")->find("value")->as_integer() == 1);
      CHECK(answers->find("faces.why")->find("state")->as_string() == "skipped");
    } else {
      REQUIRE(arrived.size() == 1);
    }
    CHECK(arrived.back().find("completion")->as_string() == "complete");
    CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
  }
}

}  // namespace afterword::test
