// What robots write, in the languages shipped surveys have.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace afterword::robots {

// Comments in `language`, or in English when there are none. The last one of each holds personal
// data that redaction must mask.
const std::vector<std::string>& comments_in(std::string_view language);

}  // namespace afterword::robots
