// Codes that people read aloud and type: Crockford's base 32, 5 bits a character, without the
// letters that look like others (I, L, O) or make words (U).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/core/random.h"

namespace afterword::crypto {

inline constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// `characters` random ones, in capitals and without hyphens.
std::string make_code(std::size_t characters, Random& random);

// What somebody typed, as make_code() would have written it: capitals, without hyphens and spaces,
// O as 0, I and L as 1. Nothing when another character is left or the length is not `characters`.
std::optional<std::string> read_code(std::string_view typed, std::size_t characters);

// "ABCDEFGHJK" with group 5 -> "ABCDE-FGHJK".
std::string show_code(std::string_view code, std::size_t group);

}  // namespace afterword::crypto
