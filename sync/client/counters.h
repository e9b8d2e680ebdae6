// The counter of a device's requests: each is used once, ever.
#pragma once
#include <cstdint>
#include <mutex>

#include "sync/base/core/result.h"

namespace afterword {

// Threads: any; uploads and the long poll draw from the same one.
class CounterSource {
 public:
  virtual ~CounterSource() = default;

  // A number never given before, not even before a power cut: reserve a block on disk, then hand
  // out of memory. Starts at 1, and may again where a damaged database was begun anew between two runs: then the collector
  // says from where it goes on (counter_behind). Errors: those of the disk.
  virtual Result<std::int64_t> next() = 0;

  // All later ones are at least `least` (the collector has seen higher ones than we remember).
  virtual Result<> skip_to(std::int64_t least) = 0;
};

// For robots and tests: forgets when it goes.
class MemoryCounter final : public CounterSource {
 public:
  Result<std::int64_t> next() override {
    const std::lock_guard lock(mutex_);
    return ++last_;
  }
  Result<> skip_to(std::int64_t least) override {
    const std::lock_guard lock(mutex_);
    if (last_ < least - 1) last_ = least - 1;
    return {};
  }

 private:
  std::mutex mutex_;
  std::int64_t last_ = 0;
};

}  // namespace afterword
