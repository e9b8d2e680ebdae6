// What the parts of the narration share. Private to this folder.
#pragma once
#include <string>
#include <string_view>

#include "kiosk/speech/narration.h"

namespace afterword::kiosk {

bool ends_sentence(std::string_view text);
// One sentence behind the other, with the pause of a full stop between.
void add_sentence(std::string& all, std::string_view text);

// "3 stars"; "10, Extremely likely"; "Poor"; "Yes". `option` is one of the view's own.
std::string answer_in_words(const QuestionView& view, const OptionView& option,
                            const Strings& strings);
std::string not_applicable_in_words(const QuestionView& view, const Strings& strings);
// "Good, chosen"
std::string chosen_in_words(const std::string& answer, const Strings& strings);

}  // namespace afterword::kiosk
