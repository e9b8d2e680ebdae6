// A small JSON Schema 2020-12 validator: the keywords our two schemas use, and no others.
#pragma once
#include <optional>
#include <string>

#include "sync/base/json/value.h"

namespace afterword::test {

// Nothing if `value` fits `schema`; otherwise where it does not, and which keyword says so. An
// unknown keyword in the schema is a misfit too, so that none is overlooked.
std::optional<std::string> misfit(const json::Value& schema, const json::Value& value);

}  // namespace afterword::test
