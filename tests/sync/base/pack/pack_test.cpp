#include <doctest/doctest.h>

#include "sync/base/core/random.h"
#include "sync/base/pack/pack.h"

using namespace afterword;

TEST_CASE("what is packed comes out again") {
  for (const std::size_t size : {0u, 1u, 100u, 65'536u, 1'000'000u}) {
    Bytes plain(size);
    SeededRandom(size).fill(std::span(plain).first(size / 2));  // half noise, half zeros
    const Bytes packed = pack::compress(plain);
    CHECK(pack::decompress(packed, size) == plain);
  }
}

TEST_CASE("more than is allowed never comes out") {
  const Bytes bomb = pack::compress(Bytes(50'000'000, 0));
  CHECK(bomb.size() < 10'000);
  const auto out = pack::decompress(bomb, 1'000'000);
  REQUIRE_FALSE(out);
  CHECK(out.error().failure == Failure::invalid);
  CHECK(out.error().what.find("50000000 bytes") != std::string::npos);
}

TEST_CASE("a frame that lies about its size is refused") {
  Bytes packed = pack::compress(Bytes(300, 7));
  // The content size field of a single-segment frame: two bytes at 5, stored less 256.
  packed[5] = 1;
  CHECK_FALSE(pack::decompress(packed, 1000));
}

TEST_CASE("damaged, cut off, doubled and foreign bytes are refused") {
  const Bytes packed = pack::compress(to_bytes("some words, some words, some words"));
  CHECK_FALSE(pack::decompress({}, 100));
  CHECK_FALSE(pack::decompress(to_bytes("<html>"), 100));
  CHECK_FALSE(pack::decompress(ByteView(packed).first(packed.size() - 1), 100));
  Bytes doubled = packed;
  doubled.insert(doubled.end(), packed.begin(), packed.end());
  CHECK_FALSE(pack::decompress(doubled, 1000));
  SeededRandom random(9);
  for (int i = 0; i < 2000; ++i) {
    Bytes noise = packed;
    noise[random.below(noise.size())] ^= static_cast<std::uint8_t>(1 + random.below(255));
    const auto out = pack::decompress(noise, 100);
    CHECK((!out || out->size() <= 100));
  }
}
