// What a language calls itself, and which way it runs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace afterword::kiosk {

// The language in its own words and script ("Español" for "es"); an unknown part of a tag is left
// off ("es-MX"); a tag we do not know at all gives the tag.
std::string own_name(std::string_view language);

bool is_right_to_left(std::string_view language);

// The order of a list of languages: by the script of their own names (Latin, Greek, Cyrillic, ...),
// and by letters within it, accents left aside.
bool listed_before(std::string_view own_name, std::string_view other);
std::vector<std::string> in_list_order(std::vector<std::string> languages);

}  // namespace afterword::kiosk
