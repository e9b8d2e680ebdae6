#include "sync/base/crypto/system_random.h"

#include <sodium.h>

namespace afterword::crypto {

void SystemRandom::fill(std::span<std::uint8_t> out) { randombytes_buf(out.data(), out.size()); }

}  // namespace afterword::crypto
