// The lock that a database's one writer holds. Within this folder only.
#pragma once
#include <string>

#include "sync/base/core/result.h"

namespace afterword::db {

// A descriptor to be closed when the writing ends. Errors: conflict (somebody else holds it), and
// as system_failed() tells them (core/files.h).
Result<int> lock(const std::string& path);

}  // namespace afterword::db
