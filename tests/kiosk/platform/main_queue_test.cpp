#include "kiosk/main_queue.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>

namespace afterword::kiosk {

TEST_CASE("Jobs run in the order they were posted, and those posted meanwhile at the next turn") {
  MainQueue queue;
  std::string said;
  queue.post([&] {
    said += "a";
    queue.post([&] { said += "c"; });
  });
  queue.post([&] { said += "b"; });
  queue.run_all();
  CHECK(said == "ab");
  queue.run_all();
  CHECK(said == "abc");
}

TEST_CASE("A window that goes is not woken any more once the queue was told") {
  MainQueue queue;
  std::promise<void> woken, go_on;
  std::atomic<bool> awake = false;
  queue.set_wake([&] {
    awake = true;
    woken.set_value();
    go_on.get_future().wait();
    awake = false;
  });
  std::thread other([&] { queue.post([] {}); });
  woken.get_future().wait();
  auto told = std::async(std::launch::async, [&] {
    queue.set_wake({});
    return awake.load();
  });
  // Were it told at once, it would be while the wake is still under way.
  told.wait_for(std::chrono::milliseconds(50));
  go_on.set_value();
  CHECK_FALSE(told.get());
  other.join();
  queue.post([] {});
}

}  // namespace afterword::kiosk
