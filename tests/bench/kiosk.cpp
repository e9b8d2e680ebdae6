// What the kiosk costs beside what cannot be less (an almost empty window on the same libraries) and
// beside what a shop would use instead (an equal survey in Chromium, where it is installed). Run it
// under a display of its own: tools/bench does. It prints figures and never fails by them.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "tests/bench/figures.h"
#include "tests/bench/program.h"
#include "tests/bench/screen.h"
#include "tests/bench/web.h"
#include "tests/support/scratch.h"

namespace {

using namespace afterword;
using namespace afterword::bench;

struct Plan {
  int starts = 5, touches = 30, idle_s = 60;
};

struct Measured {
  std::vector<double> start_ms, touch_ms;
  double pss_mb = 0, idle_percent = 0;
  std::size_t processes = 0;
};

// Starts the program `plan.starts` times, and measures the last one while it runs.
template <class Start, class Ready>
Measured measure(const Plan& plan, Start start, Ready ready) {
  Measured out;
  for (int i = 0; i < plan.starts; ++i) {
    const double begun = now_ms();
    std::unique_ptr<test::Process> program = start();
    if (!ready()) {
      std::fprintf(stderr, "bench: it did not show its first page: %s\n", program->err().c_str());
      return out;
    }
    out.start_ms.push_back(now_ms() - begun);
    if (i + 1 == plan.starts) {
      std::this_thread::sleep_for(std::chrono::seconds(3));
      const auto all = family(program->pid());
      out.processes = all.size();
      out.pss_mb = pss_mb(all);
      const double before = cpu_s(all);
      std::this_thread::sleep_for(std::chrono::seconds(plan.idle_s));
      out.idle_percent = 100 * (cpu_s(all) - before) / plan.idle_s;
      Screen screen;
      if (const auto spot = screen.find_sensitive())
        for (int touch = 0; touch < plan.touches; ++touch)
          if (const auto ms = screen.touch(*spot)) out.touch_ms.push_back(*ms);
    }
    program->signal(15);
    program->wait(std::chrono::seconds(20));
  }
  return out;
}

void print(const char* name, const Measured& of, const Measured* floor, const Measured* browser) {
  if (of.start_ms.empty()) return;
  std::printf("%s\n", name);
  const auto line = [&](const char* what, double value, const char* unit, auto figure) {
    const double least = floor != nullptr ? figure(*floor) : 0;
    print_ratio(what, value, unit, least, "the floor");
    if (browser != nullptr && figure(*browser) > 0)
      std::printf("  %-34s %20.2f x Chromium\n", "", value / figure(*browser));
  };
  const auto start = [](const Measured& m) { return median(m.start_ms); };
  const auto touch = [](const Measured& m) { return median(m.touch_ms); };
  const auto late = [](const Measured& m) { return percentile(m.touch_ms, 0.99); };
  const auto memory = [](const Measured& m) { return m.pss_mb; };
  const auto idle = [](const Measured& m) { return m.idle_percent; };
  line("start to first page, median", start(of), "ms", start);
  line("memory (PSS, all processes)", memory(of), "MB", memory);
  std::printf("  %-34s %9zu\n", "processes", of.processes);
  line("idle, of one core", idle(of), "%", idle);
  line("touch to changed pixels, median", touch(of), "ms", touch);
  line("touch to changed pixels, p99", late(of), "ms", late);
}

std::string program(const char* name) { return std::string(AFTERWORD_BINARY_DIR) + "/" + name; }

}  // namespace

int main(int argc, char** argv) {
  Plan plan;
  if (argc > 1) plan.idle_s = std::max(1, std::atoi(argv[1]));
  if (!Screen().good()) {
    std::fprintf(stderr, "bench-kiosk: no display; run it by tools/bench\n");
    return 2;
  }
  const test::Scratch scratch;
  ReadySocket socket(scratch.file("ready"));
  int count = 0;
  const auto starter = [&](std::vector<std::string> command) {
    return [&, command = std::move(command)] {
      return std::make_unique<test::Process>(
          command, scratch.path(), "p" + std::to_string(++count),
          std::map<std::string, std::string>{{"NOTIFY_SOCKET", socket.path()}});
    };
  };
  const auto ready = [&] { return socket.wait(); };

  const Measured floor = measure(plan, starter({program("bench/bench-floor")}), ready);
  Measured browser;
  if (const std::string chromium = find_chromium(); !chromium.empty()) {
    Page page;
    // The first start makes the profile, as the first day in a shop does; it is not counted.
    const Command command = chromium_command(chromium, scratch.file("profile"), page.url());
    const auto painted = [&] { return page.wait_painted(); };
    measure({.starts = 1, .touches = 0, .idle_s = 1}, starter(command.argv), painted);
    browser = measure(plan, starter(command.argv), painted);
  }
  const Measured kiosk = measure(plan,
                                 starter({program("afterword-kiosk"), "--data",
                                          scratch.file("kiosk"), "--windowed", "1280x800"}),
                                 ready);

  print("An almost empty window (the floor)", floor, nullptr, nullptr);
  print("Chromium in kiosk mode, an equal survey", browser, &floor, nullptr);
  print("afterword-kiosk", kiosk, &floor, browser.start_ms.empty() ? nullptr : &browser);
  if (browser.start_ms.empty()) std::printf("(No Chromium here to compare with.)\n");
  return kiosk.start_ms.empty() ? 2 : 0;
}
