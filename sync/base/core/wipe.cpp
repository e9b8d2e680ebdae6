#include "sync/base/core/wipe.h"

#include <string.h>

#include <cstddef>

namespace afterword {
namespace {

constexpr std::size_t kStackBytes = 256 * 1024;  // deeper than anything here goes

}  // namespace

[[gnu::noinline]] void wipe_stack() {
  char room[kStackBytes];
  ::explicit_bzero(room, sizeof room);
}

}  // namespace afterword
