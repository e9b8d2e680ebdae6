// Names of hosts: where one ends, and which last labels are common enough to recognise it by.
#pragma once
#include <cstddef>

#include "sync/redact/shadow.h"

namespace afterword::redaction {

// Letters, digits and hyphens of a label.
bool is_label(char32_t c);

// Whether glyphs [begin, end) are a common last label ("com", "es"), in any case.
bool is_common_tld(const Shadow& shadow, std::size_t begin, std::size_t end);
// Of those, the ones that are no word of a language we ship, so that a full stop without a space
// after it ("clean.no queue") is not taken for a host.
bool is_wordless_tld(const Shadow& shadow, std::size_t begin, std::size_t end);
// Two or more letters, or xn--...
bool may_be_tld(const Shadow& shadow, std::size_t begin, std::size_t end);

// label(.label)+ from `begin`: where it ends, or `begin` if there is none. `last` gets the
// beginning of its last label.
std::size_t host_end(const Shadow& shadow, std::size_t begin, std::size_t& last);

}  // namespace afterword::redaction
