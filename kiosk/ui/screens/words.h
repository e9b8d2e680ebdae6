// Sentences that screens make of a View and the words of the interface, without drawing: what is
// read aloud says the same.
#pragma once
#include <string>
#include <vector>

#include "kiosk/session/view.h"
#include "kiosk/ui/strings.h"

namespace afterword::kiosk {

// A text without one letter of the page's direction (a survey's language that is not the page's) is
// isolated line by line, so that its punctuation stays at its own end.
std::string in_own_direction(const std::string& text, bool right_to_left);

// "3 March", or "3 March 2025"; "" for what is no day.
std::string date_words(const Strings& words, const std::string& day, bool with_year);
// "on Monday"; "" for what is no day of the week.
std::string weekday_words(const Strings& words, const std::string& weekday);
// A list of words in one text of the table, split where it says: "January|February|...".
std::string one_of(const std::string& list, std::size_t index);

// A name or an address that keeps its own direction within a text (U+2068 .. U+2069).
inline std::string isolated(const std::string& text) { return "\u2068" + text + "\u2069"; }

// The keys of a short page's title and of the sentence below it.
struct TitleAndText {
  const char* title;
  const char* text;
};
TitleAndText words_of(FarewellView::Kind kind);
TitleAndText words_of(OutOfServiceView::Reason reason);

// "3 questions, about 40 seconds, anonymous."
std::string length_words(const Strings& words, const WelcomeView& view);
// "The team reads every answer on Monday."; where no day is promised, why we ask.
std::string reading_words(const Strings& words, const WelcomeView& view);
// What became of the answers.
std::string kept_words(const Strings& words, const ThanksView& view, bool practice);

struct Passage {
  std::string heading, text;
};
// What the page on protection says: which sentences are true of this installation. What is not set
// is not claimed; a plainer sentence stands there. In the order to read them; in practice nothing is
// saved, and nothing is said of what is.
std::vector<Passage> protect_passages(const Strings& words, const ProtectView& view, bool practice);

}  // namespace afterword::kiosk
