// What can be found in a running program's memory, and in the files of a folder.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

namespace afterword::test {

// A sanitizer keeps what was freed, and takes terabytes of addresses: there nothing can be looked for in memory.
//   TEST_CASE("..." * doctest::skip(kMemoryIsSanitized))
#ifdef AFTERWORD_SANITIZED
inline constexpr bool kMemoryIsSanitized = true;
#else
inline constexpr bool kMemoryIsSanitized = false;
#endif

// Which of `words` (UTF-8) stand in the writable memory of the process, as UTF-8, UTF-16 or UTF-32,
// with the region: "quibble (UTF-8) in [heap]". A process that is its parent, or root, may look.
std::vector<std::string> found_in_memory(pid_t pid, const std::vector<std::string>& words);

// How many bytes of it were looked at.
std::size_t writable_memory(pid_t pid);

// Which of `words` stand in a file of the folder, in the same three ways.
std::vector<std::string> found_in_files(const std::string& folder,
                                        const std::vector<std::string>& words);

}  // namespace afterword::test
