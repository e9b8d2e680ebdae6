// Somebody who touches and types anything at all, at the real full-screen kiosk: it does not crash,
// nobody gets out of it, nothing else comes up, and what was recorded adds up.
//
// AFTERWORD_EVENTS says how many (1,500), AFTERWORD_SEED from which seed; both are printed.
#include <doctest/doctest.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "sync/base/core/random.h"
#include "tests/faults/screen.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace random_use {

using namespace std::chrono_literals;

constexpr int kEvents = 1500;
constexpr int kLookEvery = 100;  // events
constexpr int kPaceEvery = 10;

int from_environment(const char* name, int otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr ? std::atoi(text) : otherwise;
}

// Everything that leaves a program somewhere.
const std::vector<std::vector<std::string>> kWaysOut = {
    {"Alt_L", "F4"},
    {"Alt_L", "Tab"},
    {"Alt_L", "Escape"},
    {"Alt_L", "space"},
    {"Alt_L", "F2"},
    {"Alt_L", "F1"},
    {"Control_L", "q"},
    {"Control_L", "w"},
    {"Control_L", "c"},
    {"Control_L", "z"},
    {"Control_L", "v"},
    {"Control_L", "a"},
    {"Control_L", "Escape"},
    {"Control_L", "Alt_L", "Delete"},
    {"Super_L"},
    {"Control_L", "Alt_L", "BackSpace"},
    {"Super_L", "l"},
    {"Control_L", "Alt_L", "F1"},
    {"Super_L", "r"},
    {"Control_L", "Alt_L", "F7"},
    {"Super_L", "Tab"},
    {"Control_L", "Alt_L", "t"},
    {"Menu"},
    {"Control_L", "Shift_L", "Escape"},
    {"Print"},
    {"Control_L", "Shift_L", "i"},
    {"Alt_L", "Print", "b"},
    {"Control_L", "backslash"},
    {"XF86PowerOff"},
    {"Pause"},
    {"Shift_L", "F10"},
    {"Alt_L", "Shift_L", "Tab"},
};
const std::vector<std::string> kKeys = {
    "a",        "e",         "s",      "t",   "n",    "1",         "5",        "period",
    "question", "space",     "Return", "Tab", "Left", "Up",        "Right",    "Down",
    "Escape",   "BackSpace", "Home",   "End", "Next", "Prior",     "Delete",   "Insert",
    "KP_Enter", "F1",        "F5",     "F11", "F12",  "Caps_Lock", "Num_Lock", "Scroll_Lock",
};

// The shipped survey, but another person may begin at once.
std::string without_a_pause(const World& world) {
  std::ifstream file(project_file("survey-defs/store-exit.json"));
  std::stringstream text;
  text << file.rdbuf();
  auto definition = json::parse(text.str());
  REQUIRE(definition);
  definition->set("timing", json::object({{"cool_down_s", 0}}));
  return world.write("store-exit.json", json::dump(*definition));
}

class Anybody {
 public:
  Anybody(Screen& screen, std::uint64_t seed) : screen_(screen), random_(seed) {}

  void act() {
    const std::uint64_t what = random_.below(100);
    if (what < 60)
      tap(1);
    else if (what < 68)
      drag();
    else if (what < 72)
      tap(2 + static_cast<int>(random_.below(7)));
    else if (what < 90)
      screen_.chord({kKeys[random_.below(kKeys.size())]});
    else if (what < 98)
      screen_.chord(kWaysOut[random_.below(kWaysOut.size())]);
    else if (what == 98)
      screen_.ask_to_close();
    else
      screen_.ask_to_iconify();
  }

 private:
  void go_anywhere() {
    screen_.move(static_cast<int>(random_.below(static_cast<std::uint64_t>(screen_.width()))),
                 static_cast<int>(random_.below(static_cast<std::uint64_t>(screen_.height()))));
  }
  void tap(int button) {
    go_anywhere();
    screen_.button(button, true);
    screen_.button(button, false);
  }
  void drag() {
    go_anywhere();
    screen_.button(1, true);
    for (std::uint64_t moves = 1 + random_.below(4); moves > 0; --moves) go_anywhere();
    screen_.button(1, false);
  }

  Screen& screen_;
  SeededRandom random_;
};

// The processor time of all its threads, in the kernel's ticks.
std::int64_t ticks(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text);
  std::istringstream fields(text.substr(std::min(text.size(), text.rfind(')') + 1)));
  std::string skipped;
  std::int64_t user = 0, system = 0;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  fields >> user >> system;
  return user + system;
}

// Until it has nothing to do, so that events are taken in and not dropped from a queue that is full.
void let_it_catch_up(const Process& kiosk) {
  std::int64_t before = -1;
  int idle = 0;
  for (int looks = 0; looks < 200 && idle < 2; ++looks) {
    const std::int64_t now = ticks(kiosk.pid());
    idle = now == before ? idle + 1 : 0;
    before = now;
    std::this_thread::sleep_for(12ms);
  }
}

bool wait_for_window(const Screen& screen, Process& kiosk) {
  for (int tries = 0; tries < 3000 && kiosk.running(); ++tries) {
    if (screen.windows().covers_all) return true;
    std::this_thread::sleep_for(20ms);
  }
  return false;
}

}  // namespace random_use

TEST_CASE("Random touches and keys: no crash, no way out, no other window, all of it adds up") {
  using namespace random_use;
  const int events = from_environment("AFTERWORD_EVENTS", kEvents);
  const int seed = from_environment("AFTERWORD_SEED", 3);
  MESSAGE("seed " << seed << ", " << events << " events");
  Screen screen;
  World world;
  world.publish(without_a_pause(world));
  Process kiosk(
      {program("afterword-kiosk"), "--data", world.file("kiosk"), "--enrol", world.enrol_code()},
      world.folder(), "kiosk");
  REQUIRE_MESSAGE(wait_for_window(screen, kiosk), kiosk.err());

  Anybody anybody(screen, static_cast<std::uint64_t>(seed));
  for (int event = 1; event <= events; ++event) {
    anybody.act();
    if (event % kPaceEvery == 0) let_it_catch_up(kiosk);
    if (event % kLookEvery != 0 && event != events) continue;
    CAPTURE(event);
    REQUIRE_MESSAGE(kiosk.running(), kiosk.err());
    const Screen::Windows windows = screen.windows();
    REQUIRE(windows.shown == 1);
    REQUIRE(windows.covers_all);
    REQUIRE(windows.focused);
  }
  let_it_catch_up(kiosk);
  REQUIRE_MESSAGE(kiosk.running(), kiosk.err());
  kiosk.signal(SIGTERM);
  const Finished ended = kiosk.wait();
  CHECK_MESSAGE(ended.exit_code == 0, ended.err);

  // A second start shows a survey again, and delivers what is left.
  const Finished rest = world.kiosk("kiosk",
                                    "wait welcome\ntap start\nwait question:reason\n"
                                    "tap not_applicable\ntap next\nwait question:visit\n"
                                    "tap not_applicable\nwait question:recommend\n"
                                    "tap not_applicable\nwait thanks\n",
                                    {"--once"});
  CHECK_MESSAGE(rest.exit_code == 0, rest.err);
  const auto arrived = world.responses("store-exit");
  MESSAGE(arrived.size() << " responses arrived");
  CHECK(arrived.size() > 0);
  CHECK(arrived.back().find("completion")->as_string() == "complete");
  const Finished proof = world.afterword({"verify", "--recount"});
  CHECK_MESSAGE(proof.exit_code == 0, proof.out);
}

}  // namespace afterword::test
