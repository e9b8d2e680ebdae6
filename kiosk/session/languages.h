// What a language calls itself, and which way it runs.
#pragma once
#include <string>
#include <string_view>

namespace afterword::kiosk {

// The language in its own words and script ("Español" for "es"); an unknown part of a tag is left
// off ("es-MX"); a tag we do not know at all gives the tag.
std::string own_name(std::string_view language);

bool is_right_to_left(std::string_view language);

}  // namespace afterword::kiosk
