// Vietnamese: Telex. Two letters, or a letter and a mark's letter, make one that no key has.
//
//   aa ee oo -> â ê ô    aw ow uw -> ă ơ ư    uo, a letter, w -> ươ    dd -> đ
//   s f r x j -> sắc, huyền, hỏi, ngã, nặng (on the vowel that carries the tone)    z -> no tone
//
// The same key again takes it back ("aaa" types aa, "ass" as), and letters that cannot be one
// Vietnamese syllable are left as they are typed. Tones stand where most people write them: hòa,
// thúy, and on the vowel before a last consonant: hoàn. Pure; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace afterword::kiosk {

// `word`: the letters right before the cursor. Returns the word that stands there once `key` is
// typed; nothing if the key's own letter simply follows.
std::optional<std::string> telex(std::string_view word, std::string_view key);

// How many bytes at the end of `text` are letters of a word, 32 at most.
std::size_t word_before(std::string_view text);

}  // namespace afterword::kiosk
