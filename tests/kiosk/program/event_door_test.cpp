// The door for events, over real sockets.
#include "kiosk/event_door.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <vector>

#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace event_door_test {

struct Heard {
  EventDoor::Heard to() {
    return [this](const Happening& happening) {
      const std::lock_guard lock(mutex);
      all.push_back(happening);
    };
  }
  std::vector<Happening> taken() {
    const std::lock_guard lock(mutex);
    return all;
  }
  std::mutex mutex;
  std::vector<Happening> all;
};

class Till {
 public:
  explicit Till(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    connected = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~Till() { ::close(fd_); }
  void says(const std::string& text) {
    REQUIRE(::send(fd_, text.data(), text.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(text.size()));
  }
  // One line; "" when the door was shut.
  std::string hears() {
    std::string line;
    char byte = 0;
    while (::recv(fd_, &byte, 1, 0) == 1 && byte != '\n') line.push_back(byte);
    return line;
  }
  bool connected = false;

 private:
  int fd_;
};

std::unique_ptr<EventDoor> open_at(const std::string& path, const Clock& clock, Heard& heard) {
  auto door = EventDoor::open(path, 0600, clock, heard.to());
  REQUIRE_MESSAGE(door, door.error().text());
  return std::move(*door);
}

}  // namespace event_door_test

using namespace event_door_test;

TEST_CASE("A line at the door is an event, answered when it is taken") {
  test::Scratch scratch;
  test::FakeClock clock;
  Heard heard;
  const std::string path = scratch.file("events.sock");
  const auto door = open_at(path, clock, heard);
  struct stat file {};
  REQUIRE(::stat(path.c_str(), &file) == 0);
  CHECK((file.st_mode & 0777) == 0600);
  Till till(path);
  till.says("{\"event\": \"pickup_done\", \"rec");
  till.says("eipt\": \"A17\"}\n{\"event\":\"visit_failed\"}\n");
  CHECK(till.hears() == R"({"ok":true})");
  CHECK(till.hears() == R"({"ok":true})");
  const auto taken = heard.taken();
  REQUIRE(taken.size() == 2);
  CHECK(taken[0].receipt == "A17");
  CHECK(taken[1].kind == HappeningKind::visit_failed);
}

TEST_CASE("What is no event is answered with what is wrong, and the connection stays") {
  test::Scratch scratch;
  test::FakeClock clock;
  Heard heard;
  const std::string path = scratch.file("events.sock");
  const auto door = open_at(path, clock, heard);
  Till till(path);
  for (const std::string& line :
       {std::string("pickup_done"), std::string(R"({"event":"gone"})"), std::string("{"),
        std::string("\xff\xfe"), std::string(R"({"event":"entered","name":"Ann"})")}) {
    till.says(line + "\n");
    CHECK(till.hears().starts_with(R"({"ok":false,"problem":"malformed")"));
  }
  till.says(std::string(5000, 'x') + "\n");
  CHECK(till.hears().starts_with(R"({"ok":false,"problem":"too_long")"));
  till.says("\n\n{\"event\":\"entered\"}\n");
  CHECK(till.hears() == R"({"ok":true})");
  CHECK(heard.taken().size() == 1);
}

TEST_CASE("Twenty events may come at once, then one a second") {
  test::Scratch scratch;
  test::FakeClock clock;
  Heard heard;
  const std::string path = scratch.file("events.sock");
  const auto door = open_at(path, clock, heard);
  Till till(path);
  const auto asks = [&till] {
    till.says("{\"event\":\"entered\"}\n");
    return till.hears() == R"({"ok":true})";
  };
  for (int i = 0; i < kEventBurst; ++i) CHECK(asks());
  CHECK_FALSE(asks());
  clock.advance(Ms{1000});
  CHECK(asks());
  CHECK_FALSE(asks());
  CHECK(heard.taken().size() == static_cast<std::size_t>(kEventBurst) + 1);
}

TEST_CASE("A door that a former run left behind is replaced; one that is in use is not") {
  test::Scratch scratch;
  test::FakeClock clock;
  Heard heard;
  const std::string path = scratch.file("events.sock");
  {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::copy(path.begin(), path.end(), address.sun_path);
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    REQUIRE(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(left);
  }
  auto door = open_at(path, clock, heard);
  const auto second = EventDoor::open(path, 0600, clock, heard.to());
  REQUIRE_FALSE(second);
  CHECK(second.error().failure == Failure::conflict);
  door.reset();
  CHECK_FALSE(std::ifstream(path).good());
  std::ofstream(path) << "mine";
  CHECK_FALSE(EventDoor::open(path, 0600, clock, heard.to()));
  CHECK_FALSE(EventDoor::open(scratch.file(std::string(120, 'x')), 0600, clock, heard.to()));
}

TEST_CASE("Whoever does not listen loses the connection, and nobody waits for it") {
  test::Scratch scratch;
  test::FakeClock clock;
  Heard heard;
  const std::string path = scratch.file("events.sock");
  const auto door = open_at(path, clock, heard);
  {
    Till gone(path);
    gone.says("{\"event\":\"entered\"}\n");
  }
  std::vector<std::unique_ptr<Till>> many;
  for (std::size_t i = 0; i < kEventClientsMax; ++i) many.push_back(std::make_unique<Till>(path));
  for (const auto& till : many) {
    till->says("x\n");
    CHECK(till->hears().starts_with(R"({"ok":false)"));
  }
  many.clear();
  Till last(path);
  last.says("{\"event\":\"entered\"}");
  CHECK(last.connected);
}

}  // namespace afterword::kiosk
