// What stands around every page.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sync/collector/page/html.h"
#include "sync/collector/page/page.h"

namespace afterword::page {

// A whole page: masthead, warnings, `content` in <main>.
std::string framed(const Frame& frame, Tab tab, std::string_view title, const Html& content);
// <head> and everything before <body>'s content.
Html document_begin(std::string_view title, std::string_view language = "en",
                    bool right_to_left = false);

// The page's heading: title, a line below, controls at the end.
Html heading(std::string_view title, const Html& below, const Html& controls = {});
// "Week | Month | Quarter", the chosen one raised. Nothing for fewer than two.
Html segments(const std::vector<Choice>& choices, std::string_view label);

}  // namespace afterword::page
