// Everything a database says, as text.
#pragma once
#include <string>

#include "sync/base/core/result.h"

namespace afterword::test {

// All rows of all tables, and the schema's version; checked for integrity first. Read-only where that is
// possible: a log that was not moved over yet stays. Errors: those of base/db; corrupt.
Result<std::string> dump(const std::string& database);

}  // namespace afterword::test
