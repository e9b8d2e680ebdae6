// An engine and a sink of which a test sees what they were given.
#pragma once
#include <condition_variable>
#include <mutex>

#include "kiosk/sound/engine.h"
#include "kiosk/sound/sink.h"

namespace afterword::test {

// Each utterance is a tenth of a second of one loudness; "for ever" goes on until it is not wanted.
class FakeEngine final : public kiosk::Engine {
 public:
  static constexpr std::int16_t kLoudness = 20'000;

  std::vector<Language> voices() const override { return {"en", "es"}; }
  Result<> speak(const kiosk::Utterance& utterance, const Language& language,
                 const kiosk::TakeSamples& take, const kiosk::StillWanted& wanted) override {
    {
      const std::lock_guard lock(mutex);
      spoken.push_back(language + ": " + utterance.text);
    }
    if (utterance.text == "broken") return fail(Failure::unavailable, "it broke");
    const std::vector<std::int16_t> tenth(kiosk::kSampleRate / 10, kLoudness);
    do {
      if (!take(tenth)) return {};
    } while (utterance.text == "for ever" && wanted());
    return {};
  }

  std::mutex mutex;
  std::vector<std::string> spoken;
};

struct Heard {
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<std::int16_t> samples;
  int drops = 0, closes = 0;
  bool broken = false;
  Ms left{0};  // what left() says

  void wait_for(std::size_t count) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return samples.size() >= count; });
  }
  std::vector<std::int16_t> all() {
    const std::lock_guard lock(mutex);
    return samples;
  }
};

class FakeSink final : public kiosk::Sink {
 public:
  explicit FakeSink(Heard& heard) : heard_(heard) {}
  Result<> write(kiosk::Samples samples) override {
    const std::lock_guard lock(heard_.mutex);
    if (heard_.broken) return fail(Failure::unavailable, "no sound card");
    heard_.samples.insert(heard_.samples.end(), samples.begin(), samples.end());
    heard_.changed.notify_all();
    return {};
  }
  Ms left() override {
    const std::lock_guard lock(heard_.mutex);
    return heard_.left;
  }
  void drop() override {
    const std::lock_guard lock(heard_.mutex);
    ++heard_.drops;
    heard_.left = Ms{0};
  }
  void close() override {
    const std::lock_guard lock(heard_.mutex);
    ++heard_.closes;
  }

 private:
  Heard& heard_;
};

// What was said in the log.
class ListLog final : public Log {
 public:
  void write(LogLevel, std::string_view component, std::string_view message) override {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::string(component) + ": " + std::string(message));
  }
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

}  // namespace afterword::test
