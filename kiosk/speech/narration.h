// What there is to be said about a screen: the View in, words out, in the session's language. Pure.
//
// Whoever hears only this can answer the whole survey: every picture has words, every answer is
// said with its place among the others, and what was typed is said back.
//
// Words of the interface come from assets/strings, words of the survey with the View.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "kiosk/session/view.h"
#include "kiosk/speech/speaker.h"
#include "kiosk/ui/strings.h"
#include "kiosk/ui/typing.h"

namespace afterword::kiosk {

using Utterances = std::vector<Utterance>;

// A target of the screen: its name ("answer:4") and what stands on it, if that is known.
struct Spot {
  std::string name, words = {};
  bool operator==(const Spot&) const = default;
};

// How reading aloud is used; said once, when it begins.
Utterances introduction(const Strings& strings);

// The page as it appears: where one is, what is asked, what there is to choose from.
Utterances page_words(const View& view, const Strings& strings);

// The target that keys have led to: "Good, 4 of 5", "Skip, button". Never empty for a target of the
// page shown, its whole-page targets aside.
Utterances spot_words(const View& view, const Strings& strings, const Spot& spot);

// "Still there?", what happens, and that OK goes on.
Utterances warning_words(const IdleWarning& warning, const Strings& strings);

// What came of what a person did, between two views of one page: an answer chosen or taken back, an
// aid on or off. Empty if nothing did.
Utterances change_words(const View& before, const View& after, const Strings& strings);

// A choice that was refused because no more may be chosen; empty if that is not why.
Utterances refusal_words(const View& view, const Strings& strings, const Spot& spot);

// What typing did: a letter, at the end of a word the word, what was deleted, and that no more
// fits. All but the last are secret.
Utterances typing_words(const Typing& before, const Typing& after, const Strings& strings);
// The last word, letter by letter, for who asked to hear it.
Utterances spelled_word(const Typing& typing, const Strings& strings);

// A character by its name: "space", "capital a", "comma" is left to the voice.
std::string letter_words(std::string_view letter, const Strings& strings);
// "7F3K" -> "7, F, 3, K".
std::string spelled(std::string_view text);

}  // namespace afterword::kiosk
