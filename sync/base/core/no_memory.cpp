#include "sync/base/core/no_memory.h"

#include <unistd.h>
#include <cstdlib>
#include <new>
#include <string_view>

namespace afterword {

void end_without_memory() {
  constexpr std::string_view words = "out of memory: ended, to be started again\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, words.data(), words.size());
  std::_Exit(kEndedWithoutMemory);
}

void end_when_memory_is_short() { std::set_new_handler(end_without_memory); }

}  // namespace afterword
