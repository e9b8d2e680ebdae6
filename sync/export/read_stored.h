// The other way: an exported response (one JSON object) back into a StoredResponse.
#pragma once
#include "sync/base/core/result.h"
#include "sync/base/json/value.h"
#include "sync/export/responses.h"

namespace afterword {

// Ignores fields it does not know. Errors: invalid, with all problems.
Result<StoredResponse> read_stored(const json::Value& value);

}  // namespace afterword
