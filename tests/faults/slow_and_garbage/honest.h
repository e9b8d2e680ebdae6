// Kiosks that behave, while others do not; and what the collector's process uses meanwhile.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/faults/wire/device.h"
#include "tests/whole/world.h"

namespace afterword::test {

std::uint16_t port_of(const World& world);

struct Usage {
  std::int64_t memory_kib = 0;
  std::int64_t files = 0;
  void at_least(const Usage& other);
};
Usage usage_of(Process& process);

// Kiosks that send one answer after another, five a second at most, and how long each took to be
// acknowledged. One that fails stops.
class Honest {
 public:
  Honest(World& world, const Survey& survey, std::int64_t kiosks);
  ~Honest() { stop(); }
  Honest(const Honest&) = delete;
  Honest& operator=(const Honest&) = delete;

  // Until they have been answered a few times each: what the collector needs for them it has then.
  void settle();
  void stop();
  std::int64_t sent() const { return sent_; }
  std::int64_t failed() const { return failed_; }
  double p99_ms();  // when they have stopped

 private:
  void run(WireDevice& device, const Survey& survey);

  std::vector<std::unique_ptr<WireDevice>> devices_;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::atomic<std::int64_t> sent_{0}, failed_{0};
  std::vector<double> took_;
};

}  // namespace afterword::test
