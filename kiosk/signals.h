// SIGTERM, SIGINT and SIGHUP as one call on a thread of its own, where anything may be done.
//
// Make one before any other thread starts, since threads inherit what is blocked.
#pragma once
#include <functional>
#include <thread>

namespace afterword::kiosk {

class EndSignals {
 public:
  explicit EndSignals(std::function<void()> asked_to_end);
  ~EndSignals();
  EndSignals(const EndSignals&) = delete;
  EndSignals& operator=(const EndSignals&) = delete;

 private:
  std::function<void()> asked_to_end_;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

}  // namespace afterword::kiosk
