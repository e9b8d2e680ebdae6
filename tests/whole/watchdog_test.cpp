// The real kiosk under a service manager that listens: single threads of it are stopped by the
// debugger's door of the kernel, as if they hung.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>

#include "tests/whole/world.h"

namespace afterword::test {
namespace watchdog {

// Where the kiosk says how it is.
class ServiceSocket {
 public:
  explicit ServiceSocket(const std::string& path) : file_(::socket(AF_UNIX, SOCK_DGRAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    REQUIRE(::bind(file_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
    const timeval patience{0, 200'000};
    ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  }
  ~ServiceSocket() { ::close(file_); }

  // The next message; "" if none came within a moment.
  std::string next() {
    char buffer[512];
    const ssize_t size = ::recv(file_, buffer, sizeof(buffer), 0);
    return size < 0 ? "" : std::string(buffer, static_cast<std::size_t>(size));
  }
  // Until a message begins so; a guard against hanging, nothing more.
  std::string until(const std::string& beginning) {
    for (int i = 0; i < 1500; ++i)
      if (const std::string message = next(); message.starts_with(beginning)) return message;
    return "";
  }

 private:
  int file_;
};

// The thread of that name.
pid_t thread_of(pid_t process, const std::string& name) {
  for (const auto& task :
       std::filesystem::directory_iterator("/proc/" + std::to_string(process) + "/task")) {
    std::ifstream comm(task.path() / "comm");
    std::string line;
    std::getline(comm, line);
    if (line == name) return static_cast<pid_t>(std::stoi(task.path().filename().string()));
  }
  return 0;
}

// Stands still until it is let go.
class Frozen {
 public:
  explicit Frozen(pid_t thread) : thread_(thread) {
    REQUIRE(::ptrace(PTRACE_SEIZE, thread_, nullptr, nullptr) == 0);
    REQUIRE(::ptrace(PTRACE_INTERRUPT, thread_, nullptr, nullptr) == 0);
    int status = 0;
    REQUIRE(::waitpid(thread_, &status, __WALL) == thread_);
  }
  ~Frozen() { ::ptrace(PTRACE_DETACH, thread_, nullptr, nullptr); }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

 private:
  pid_t thread_;
};

// Until there is such a file; a guard against hanging, nothing more.
bool appears(const std::string& file) {
  for (int i = 0; i < 600 && !std::filesystem::exists(file); ++i) ::usleep(100'000);
  return std::filesystem::exists(file);
}

}  // namespace watchdog

using namespace watchdog;

TEST_CASE(
    "systemd hears that the kiosk is ready and alive, and nothing while one part of it hangs") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  ServiceSocket manager(world.file("notify"));
  Process kiosk(world.kiosk_command("kiosk", "wait welcome\n", {"--enrol", world.enrol_code()}),
                world.folder(), "kiosk",
                {{"NOTIFY_SOCKET", world.file("notify")}, {"WATCHDOG_USEC", "4000000"}});
  REQUIRE_MESSAGE(manager.until("READY=1") == "READY=1", kiosk.err());
  for (int fed = 0; fed < 3; ++fed) REQUIRE(manager.until("WATCHDOG=1") == "WATCHDOG=1");

  const auto hang = [&](pid_t thread, const std::string& name) {
    CAPTURE(name);
    REQUIRE(thread != 0);
    {
      const Frozen frozen(thread);
      const std::string status = manager.until("STATUS=hangs");
      CHECK_MESSAGE(status.find(name) != std::string::npos, status);
      // Longer than the dog can wait.
      for (int i = 0; i < 25; ++i) CHECK(manager.next() != "WATCHDOG=1");
    }
    CHECK(manager.until("WATCHDOG=1") == "WATCHDOG=1");  // it gets on again
  };
  hang(thread_of(kiosk.pid(), "store"), "store");
  hang(kiosk.pid(), "screen");
  hang(thread_of(kiosk.pid(), "upload"), "upload");

  kiosk.signal(SIGTERM);
  CHECK(manager.until("STOPPING=1") == "STOPPING=1");
  CHECK(kiosk.wait().exit_code == 0);
}

TEST_CASE(
    "Killed, standing still or with a screen that hangs, the kiosk is back each time, and no "
    "answer is lost") {
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  enum class Harm { killed, stopped, screen_hangs };
  constexpr Harm kHarms[] = {Harm::killed,  Harm::stopped,      Harm::screen_hangs,
                             Harm::stopped, Harm::screen_hangs, Harm::killed};
  int given = 0;
  for (const Harm harm : kHarms) {
    CAPTURE(given);
    const std::string round = std::to_string(given);
    const std::string thanked = world.file("thanked-" + round + ".png");
    ServiceSocket manager(world.file("notify-" + round));
    std::vector<std::string> extra;
    if (given == 0) extra = {"--enrol", world.enrol_code()};
    Process kiosk(world.kiosk_command("kiosk",
                                      "wait welcome\ntap start\nwait question:reason\n"
                                      "tap option:look\ntap next\nwait question:visit\ntap skip\n"
                                      "wait question:recommend\ntap skip\nwait thanks\n"
                                      "screenshot " +
                                          thanked + "\nwait welcome\nwait question:none\n",
                                      extra),
                  world.folder(), "kiosk-" + round,
                  {{"NOTIFY_SOCKET", world.file("notify-" + round)}, {"WATCHDOG_USEC", "2000000"}});
    REQUIRE_MESSAGE(manager.until("READY=1") == "READY=1", kiosk.err());
    REQUIRE_MESSAGE(appears(thanked), kiosk.err());
    ++given;
    std::optional<Frozen> frozen;
    if (harm == Harm::stopped) kiosk.signal(SIGSTOP);
    if (harm == Harm::screen_hangs) {
      frozen.emplace(kiosk.pid());
      CHECK_FALSE(manager.until("STATUS=hangs").empty());
    }
    if (harm != Harm::killed) {
      while (!manager.next().empty()) {
      }  // what was said before
      // Longer than the dog can wait.
      for (int i = 0; i < 11; ++i) CHECK(manager.next() != "WATCHDOG=1");
    }
    kiosk.signal(SIGKILL);  // as the service manager does
    frozen.reset();
    kiosk.wait();
  }
  const auto again = world.start_kiosk("kiosk", "wait welcome\nwait question:none\n");
  std::size_t arrived = 0;
  for (int i = 0; i < 600 && arrived < std::size(kHarms); ++i) {
    ::usleep(100'000);
    arrived = world.responses("store-exit").size();
  }
  CHECK(arrived == std::size(kHarms));
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);
}

}  // namespace afterword::test
