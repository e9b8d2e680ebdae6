#include "tools/afterword/first_line.h"

#include <fmt/format.h>

#include <iostream>

#include "sync/base/core/files.h"

namespace afterword::tools {

Result<std::string> first_line_of(const std::string& file, std::string_view what) {
  constexpr std::size_t kFileBytesMax = 4096;
  std::string line;
  if (file == "-") {
    std::getline(std::cin, line);
  } else {
    AFTERWORD_ASSIGN(line, read_file(file, kFileBytesMax));
    line = line.substr(0, line.find('\n'));
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  if (line.empty())
    return fail(Failure::invalid, fmt::format("the {} is empty", what), file,
                "write it on the first line");
  return line;
}

}  // namespace afterword::tools
