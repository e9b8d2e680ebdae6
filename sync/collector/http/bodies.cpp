#include "sync/collector/http/bodies.h"

namespace afterword::collector {

void Bodies::change(std::uint64_t id, const std::string& address, HeldBody before, HeldBody now) {
  if (before.bytes == now.bytes && before.arriving == now.arriving) return;
  Holder& holder = holders_[address];
  by_bytes_.erase({holder.bytes, address});
  holder.bytes += now.bytes - before.bytes;
  total_ += now.bytes - before.bytes;
  if (before.arriving) {
    holder.arriving.erase({before.bytes, id});
    holder.arriving_bytes -= before.bytes;
  }
  if (now.arriving && now.bytes > 0) {
    holder.arriving.emplace(now.bytes, id);
    holder.arriving_bytes += now.bytes;
  }
  if (holder.bytes > 0)
    by_bytes_.emplace(holder.bytes, address);
  else
    holders_.erase(address);
}

std::optional<std::uint64_t> Bodies::too_much(const std::string& address, std::size_t share,
                                              std::size_t most) const {
  const auto own = holders_.find(address);
  if (own != holders_.end() && own->second.arriving_bytes > share)
    return own->second.arriving.rbegin()->second;
  if (total_ <= most) return std::nullopt;
  for (auto at = by_bytes_.rbegin(); at != by_bytes_.rend(); ++at) {
    const Holder& holder = holders_.at(at->second);
    if (!holder.arriving.empty()) return holder.arriving.rbegin()->second;
  }
  return std::nullopt;
}

}  // namespace afterword::collector
