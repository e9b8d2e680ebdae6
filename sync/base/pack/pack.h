// zstd, the only door to it. Small records, so level 3 and no dictionary.
//
// Threads: any. Without memory the program ends (base/core/no_memory.h).
#pragma once
#include <cstddef>

#include "sync/base/core/bytes.h"
#include "sync/base/core/result.h"

namespace afterword::pack {

// One zstd frame that states its content's size.
Bytes compress(ByteView plain);

// Errors: invalid: no single whole frame, or more than `plain_bytes_max` bytes come out. Memory is
// bounded by `plain_bytes_max` whatever the frame claims, so a bomb costs nothing.
Result<Bytes> decompress(ByteView packed, std::size_t plain_bytes_max);

}  // namespace afterword::pack
