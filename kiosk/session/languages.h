// What a language calls itself, and which way it runs.
#pragma once
#include <string>
#include <string_view>

namespace afterword::kiosk {

// "Español" for "es"; by the tag's first part if the whole is not known; else the tag itself.
std::string own_name(std::string_view tag);

bool is_right_to_left(std::string_view tag);

}  // namespace afterword::kiosk
