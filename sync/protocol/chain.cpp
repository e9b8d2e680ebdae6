#include "sync/protocol/chain.h"

namespace afterword {

Chain chain_start(std::string_view device, std::int64_t log) {
  return crypto::hash256(Layout().text(device).u64(static_cast<std::uint64_t>(log)).bytes());
}

Chain chain_next(const Chain& before, std::int64_t sequence, const crypto::Hash256& data_hash) {
  return crypto::hash256(
      Layout().raw(before).u64(static_cast<std::uint64_t>(sequence)).raw(data_hash).bytes());
}

}  // namespace afterword
