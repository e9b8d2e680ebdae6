// The randomness of the machine, for keys and nonces. Only a main.cpp makes one.
#pragma once
#include "sync/base/core/random.h"

namespace afterword::crypto {

// Any thread. crypto_init() first.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace afterword::crypto
