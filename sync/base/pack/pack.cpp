#include "sync/base/pack/pack.h"

#include <fmt/format.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <cassert>

#include "sync/base/core/no_memory.h"

namespace afterword::pack {
namespace {

constexpr int kLevel = 3;

// Taken for damage, somebody's answer would be put aside for good.
void expect_memory(std::size_t outcome) {
  if (ZSTD_getErrorCode(outcome) == ZSTD_error_memory_allocation) end_without_memory();
}

Error damaged() { return {Failure::invalid, "this is not one whole zstd frame", {}, {}}; }

}  // namespace

Bytes compress(ByteView plain) {
  Bytes packed(ZSTD_compressBound(plain.size()));
  const std::size_t size =
      ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), kLevel);
  expect_memory(size);
  assert(!ZSTD_isError(size));  // the room is enough, and there is no other error
  packed.resize(size);
  return packed;
}

Result<Bytes> decompress(ByteView packed, std::size_t plain_bytes_max) {
  const unsigned long long claimed = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (claimed == ZSTD_CONTENTSIZE_ERROR || claimed == ZSTD_CONTENTSIZE_UNKNOWN)
    return tl::unexpected(damaged());
  if (claimed > plain_bytes_max)
    return fail(Failure::invalid,
                fmt::format("{} bytes would come out, {} are allowed", claimed, plain_bytes_max));
  if (ZSTD_findFrameCompressedSize(packed.data(), packed.size()) != packed.size())
    return tl::unexpected(damaged());
  Bytes plain(claimed);
  // Never writes past the room it is given, whatever the frame claimed.
  const std::size_t size =
      ZSTD_decompress(plain.data(), plain.size(), packed.data(), packed.size());
  expect_memory(size);
  if (ZSTD_isError(size) || size != claimed) return tl::unexpected(damaged());
  return plain;
}

}  // namespace afterword::pack
