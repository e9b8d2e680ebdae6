// Randomness, handed in. The real one is base/crypto's SystemRandom; tests and robots use a seed.
#pragma once
#include <cstdint>
#include <random>
#include <span>

namespace afterword {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;

  std::uint64_t u64() {
    std::uint8_t raw[8];
    fill(raw);
    std::uint64_t value = 0;
    for (const std::uint8_t byte : raw) value = (value << 8) | byte;
    return value;
  }
  // 0 .. bound-1, unbiased. `bound` > 0.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    for (;;)
      if (const std::uint64_t value = u64(); value < limit) return value % bound;
  }
  // [0, 1)
  double unit() { return static_cast<double>(u64() >> 11) * 0x1.0p-53; }
};

// Repeatable from a seed: tests, robots, simulation. Never for keys.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(engine_() >> 56);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace afterword
