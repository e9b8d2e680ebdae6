// Troubles for the log: the first of a kind at once, later ones counted and told once a minute.
//
// Threads: any.
#pragma once
#include <array>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "sync/base/core/clock.h"
#include "sync/collector/http/server.h"

namespace afterword::collector {

enum class Trouble {
  accept,
  too_many_connections,
  too_many_bytes,
  handler_threw,
  reply_unsendable,
  queue_full
};
inline constexpr std::size_t kTroubles = 6;

class Troubles {
 public:
  Troubles(const Clock& clock, Notice notice) : clock_(clock), notice_(std::move(notice)) {}
  void say(Trouble kind, std::string_view line);

 private:
  struct Told {
    bool ever = false;
    MonoTime at;
    std::uint64_t since = 0;  // how many were not told
  };
  const Clock& clock_;
  const Notice notice_;
  std::mutex mutex_;
  std::array<Told, kTroubles> told_;
};

}  // namespace afterword::collector
