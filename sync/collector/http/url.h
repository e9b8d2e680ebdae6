// Percent-encoding, decoded once and strictly.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace afterword::collector {

// The path of a request target ("/a%20b"), decoded. Nothing if it does not begin with "/", an
// escape is broken, it is no UTF-8, or it holds what could mean two things to two readers: a
// control character, an encoded slash or backslash, a segment "." or "..".
std::optional<std::string> decode_path(std::string_view raw);

}  // namespace afterword::collector
