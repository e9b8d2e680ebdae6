// How much of requests' bodies is held, in all and for each address, and who gives way when it is
// too much: the address that holds most, and of its requests the largest that is still arriving
// (among equals the newest). An address whose share is N times a size can send bodies of that size
// whatever its N - 1 other connections do.
//
// What is being answered counts in all, but in no address's share: it can no longer be refused, so
// only the address's next requests, however small, would pay for it. It is bounded by the queue;
// whoever sends little is refused for what others hold only where that alone fills the whole.
//
// Threads: the loop's.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

namespace afterword::collector {

// What one connection holds.
struct HeldBody {
  std::size_t bytes = 0;
  bool arriving = false;  // false: it is being answered, and cannot be refused any more
};

class Bodies {
 public:
  // The connection `id` of `address` held `before`, and holds `now`.
  void change(std::uint64_t id, const std::string& address, HeldBody before, HeldBody now);

  // The connection whose request must be refused so that what arrives from `address` is at most
  // `share`, and all that is held at most `most` bytes. Nothing: so it is, or nobody can be
  // refused. Ask again after.
  std::optional<std::uint64_t> too_much(const std::string& address, std::size_t share,
                                        std::size_t most) const;

  std::size_t total() const { return total_; }

 private:
  struct Holder {
    std::size_t bytes = 0;
    std::size_t arriving_bytes = 0;                            // of these
    std::set<std::pair<std::size_t, std::uint64_t>> arriving;  // bytes and connection
  };
  std::size_t total_ = 0;
  std::unordered_map<std::string, Holder> holders_;         // by address
  std::set<std::pair<std::size_t, std::string>> by_bytes_;  // the same, in order
};

}  // namespace afterword::collector
