// For the files of this folder that read JSON: binary and named fields, with the same manners as
// json::Fields.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/crypto/types.h"
#include "sync/base/json/fields.h"

namespace afterword {

// A 32-byte key or hash in base64url. All zero, and a problem, when it is missing or wrong.
crypto::Key32 key_field(json::Fields& fields, std::string_view name);
// Bytes in base64url; `length` exactly when it is not 0.
Bytes bytes_field(json::Fields& fields, std::string_view name, std::size_t bytes_max,
                  std::size_t length = 0);
// A whole number from `least` to kNumberMax.
std::int64_t number_field(json::Fields& fields, std::string_view name, std::int64_t least = 0);
// A survey's version: 1 to 2^31 - 1.
int version_field(json::Fields& fields, std::string_view name);
// An id as of surveys, stores and touchpoints.
std::string id_field(json::Fields& fields, std::string_view name);
std::string text_field(json::Fields& fields, std::string_view name, std::size_t bytes_max,
                       bool may_be_empty = false);

// Whole numbers from a list ("definition": [1]).
std::vector<int> formats_field(json::Fields& fields, std::string_view name);
// {"definition":[1],"response":[1]}
json::Value formats_to_json(const std::vector<int>& definition, const std::vector<int>& response);

}  // namespace afterword
