// Secrets come from a file or standard input, never from the command line, which others can see.
#pragma once
#include <string>
#include <string_view>

#include "sync/base/core/result.h"

namespace afterword::tools {

// The first line of `file` ("-": of standard input), without its end. `what` names it in errors.
// Errors: invalid (it is empty), those of reading.
Result<std::string> first_line_of(const std::string& file, std::string_view what);

}  // namespace afterword::tools
