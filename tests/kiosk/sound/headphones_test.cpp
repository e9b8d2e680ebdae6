#include "kiosk/sound/headphones.h"

#include <doctest/doctest.h>
#include <linux/input.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "tests/support/scratch.h"

namespace afterword::kiosk::headphones_test {

// What was told, in order.
struct Told {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<bool> all;

  HeadphoneWatch::Tell tell() {
    return [this](bool plugged) {
      const std::lock_guard lock(mutex);
      all.push_back(plugged);
      changed.notify_all();
    };
  }
  std::vector<bool> wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return all.size() >= count; });
    return all;
  }
};

// What the kernel writes when something happens to a device.
struct Device {
  int ends[2] = {-1, -1};
  Device() { REQUIRE(::pipe(ends) == 0); }
  ~Device() { unplug(); }
  void write(const void* bytes, std::size_t count) {
    REQUIRE(::write(ends[1], bytes, count) == static_cast<ssize_t>(count));
  }
  void event(unsigned type, unsigned code, int value) {
    input_event event{};
    event.type = static_cast<std::uint16_t>(type);
    event.code = static_cast<std::uint16_t>(code);
    event.value = value;
    write(&event, sizeof event);
  }
  void plug(bool in) {
    event(EV_SW, SW_HEADPHONE_INSERT, in ? 1 : 0);
    event(EV_SYN, SYN_REPORT, 0);
  }
  void unplug() {
    if (ends[1] >= 0) ::close(ends[1]);
    ends[1] = -1;
  }
};

TEST_CASE("Plugging in and out is told, and nothing else is") {
  Told told;
  Device device;
  const HeadphoneWatch watch(told.tell(), device.ends[0]);
  device.event(EV_KEY, KEY_A, 1);
  device.event(EV_SW, SW_LID, 1);
  device.plug(true);
  device.plug(true);
  device.event(EV_SW, SW_MICROPHONE_INSERT, 1);
  device.plug(false);
  device.plug(true);
  CHECK(told.wait_for(3) == std::vector<bool>{true, false, true});
}

TEST_CASE("An event that comes in two pieces is one event") {
  Told told;
  Device device;
  const HeadphoneWatch watch(told.tell(), device.ends[0]);
  input_event event{};
  event.type = EV_SW;
  event.code = SW_HEADPHONE_INSERT;
  event.value = 1;
  const char* const bytes = reinterpret_cast<const char*>(&event);
  device.write(bytes, 5);
  device.write(bytes + 5, sizeof event - 5);
  CHECK(told.wait_for(1) == std::vector<bool>{true});
}

TEST_CASE("A device that is taken away takes its headphones with it") {
  Told told;
  Device device;
  const HeadphoneWatch watch(told.tell(), device.ends[0]);
  device.plug(true);
  told.wait_for(1);
  device.unplug();
  CHECK(told.wait_for(2) == std::vector<bool>{true, false});
}

TEST_CASE("Where nothing can be watched nothing is told, and the watch ends when it is asked to") {
  Told told;
  test::Scratch scratch;
  { const HeadphoneWatch missing(told.tell(), scratch.file("nothing")); }
  { const HeadphoneWatch empty(told.tell(), scratch.path()); }
  { const HeadphoneWatch real(told.tell()); }
  CHECK(told.all.size() <= 1);  // a machine that has headphones in it may say so
}

}  // namespace afterword::kiosk::headphones_test
