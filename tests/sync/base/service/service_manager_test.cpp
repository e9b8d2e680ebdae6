#include "sync/base/service/service_manager.h"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "tests/support/scratch.h"

namespace afterword {
namespace service_test {

// The other end: what systemd would hear.
struct Manager {
  test::Scratch scratch;
  std::string path = scratch.file("notify");
  int file = ::socket(AF_UNIX, SOCK_DGRAM, 0);

  Manager() {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    REQUIRE(::bind(file, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  }
  ~Manager() { ::close(file); }
  std::string heard() const {
    char buffer[256];
    const ssize_t size = ::recv(file, buffer, sizeof(buffer), MSG_DONTWAIT);
    return size < 0 ? "" : std::string(buffer, static_cast<std::size_t>(size));
  }
};

TEST_CASE("What goes to the journal is known by its file, not by the environment alone") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  struct stat about {};
  REQUIRE(::fstat(ends[1], &about) == 0);
  const std::string stream = fmt::format("{}:{}", about.st_dev, about.st_ino);
  CHECK(goes_to_journal(ends[1], stream));
  CHECK_FALSE(goes_to_journal(ends[1], ""));
  CHECK_FALSE(goes_to_journal(STDOUT_FILENO, stream));
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST_CASE("The service manager hears that the program is ready, alive and ending") {
  const Manager manager;
  const ServiceManager service(manager.path, Ms{60'000});
  service.ready();
  CHECK(manager.heard() == "READY=1");
  service.alive();
  CHECK(manager.heard() == "WATCHDOG=1");
  service.status("hangs:\nstore");
  CHECK(manager.heard() == "STATUS=hangs: store");
  service.stopping();
  CHECK(manager.heard() == "STOPPING=1");
}

TEST_CASE("Started by hand nobody listens, and nothing fails") {
  const ServiceManager service("", std::nullopt);
  CHECK_FALSE(service.listens());
  service.ready();
  const ServiceManager gone("/nowhere/at/all", std::nullopt);
  gone.alive();
}

TEST_CASE("Socket and watchdog come from the environment, in microseconds") {
  ::setenv("NOTIFY_SOCKET", "@abstract", 1);
  ::setenv("WATCHDOG_USEC", "60000000", 1);
  const ServiceManager service = ServiceManager::of_environment();
  CHECK(service.listens());
  REQUIRE(service.watchdog().has_value());
  CHECK(service.watchdog()->count() == 60'000);
  ::setenv("WATCHDOG_USEC", "soon", 1);
  CHECK_FALSE(ServiceManager::of_environment().watchdog().has_value());
  ::unsetenv("NOTIFY_SOCKET");
  ::unsetenv("WATCHDOG_USEC");
  CHECK_FALSE(ServiceManager::of_environment().listens());
}

}  // namespace service_test
}  // namespace afterword
