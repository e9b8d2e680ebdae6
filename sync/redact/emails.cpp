#include "sync/redact/domain.h"
#include "sync/redact/find.h"

namespace afterword::redaction {
namespace {

constexpr std::size_t kLocalMax = 64;
constexpr std::size_t kLabelMax = 63;
constexpr int kLabelsMax = 6;

bool is_local(const Shadow& shadow, std::size_t i) {
  const char32_t c = shadow[i];
  if (c == U'\'') return is_joined(shadow[i - 1]) && is_joined(shadow[i + 1]);
  return is_joined(c) || c == U'.' || c == U'%' || c == U'+' || c == U'-' || c == U'&';
}

// The beginning of the local part that ends before `end`; `end` if there is none.
std::size_t local_begin(const Shadow& shadow, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && is_local(shadow, begin - 1)) --begin;
  while (begin < end && !is_joined(shadow[begin])) ++begin;
  return begin;
}

std::size_t skip_spaces(const Shadow& shadow, std::size_t i) {
  for (int spaces = 0; spaces < 2 && is_space(shadow[i]); ++spaces) ++i;
  return i;
}

std::size_t skip_spaces_back(const Shadow& shadow, std::size_t i) {
  for (int spaces = 0; spaces < 2 && i > 0 && is_space(shadow[i - 1]); ++spaces) --i;
  return i;
}

bool is_word_at(const Shadow& shadow, std::size_t i, std::u32string_view word) {
  for (std::size_t k = 0; k < word.size(); ++k)
    if (lower(shadow[i + k]) != word[k]) return false;
  return true;
}

char32_t closing(char32_t c) {
  switch (c) {
    case U'(':
      return U')';
    case U'[':
      return U']';
    case U'{':
      return U'}';
    case U'<':
      return U'>';
    default:
      return 0;
  }
}

// One of `words` at `i`, alone between spaces or in brackets: where it ends, with the spaces
// around.
struct Spelled {
  std::size_t end = 0;  // 0: none
  bool bracketed = false;
};
template <std::size_t kCount>
Spelled spelled(const Shadow& shadow, std::size_t i, const std::u32string_view (&words)[kCount]) {
  const char32_t close = closing(shadow[i]);
  const std::size_t inside = close ? skip_spaces(shadow, i + 1) : i;
  for (const std::u32string_view word : words) {
    if (!is_word_at(shadow, inside, word)) continue;
    const std::size_t after = inside + word.size();
    if (close) {
      const std::size_t at = skip_spaces(shadow, after);
      if (shadow[at] == close) return {skip_spaces(shadow, at + 1), true};
    } else if (is_space(shadow[after]) && i > 0 && is_space(shadow[i - 1])) {
      return {skip_spaces(shadow, after), false};
    }
  }
  return {};
}

constexpr std::u32string_view kAt[] = {U"at", U"@", U"arroba"};
constexpr std::u32string_view kDot[] = {U"dot", U".", U"punto"};

// The end of "example dot com" from `i`, or 0. `plain`: only words said it is an address, so more
// must speak for it.
std::size_t spelled_host_end(const Shadow& shadow, std::size_t i, bool plain) {
  std::size_t found = 0;
  bool dot_spelled = false;
  for (int label = 0; label < kLabelsMax; ++label) {
    std::size_t end = i;
    while (end - i <= kLabelMax && is_label(shadow[end])) ++end;
    if (end == i || end - i > kLabelMax) break;
    const bool last = !is_joined(shadow[end]);
    if (label > 0 && last && may_be_tld(shadow, i, end) &&
        (!plain || (dot_spelled && is_common_tld(shadow, i, end))))
      found = end;
    if (shadow[end] == U'.' && is_label(shadow[end + 1])) {
      i = end + 1;
      continue;
    }
    const Spelled dot = spelled(shadow, skip_spaces(shadow, end), kDot);
    if (dot.end == 0) break;
    dot_spelled = true;
    i = dot.end;
  }
  return found;
}

std::size_t token_begin(const Shadow& shadow, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && end - begin < kLocalMax && is_local(shadow, begin - 1)) --begin;
  return begin;
}

// The beginning of "john dot doe" before `end`; `end` if there is none.
std::size_t spelled_local_begin(const Shadow& shadow, std::size_t end) {
  std::size_t found = token_begin(shadow, end);
  for (int parts = 0; found < end && parts < 3; ++parts) {
    const std::size_t word_end = skip_spaces_back(shadow, found);
    const std::size_t word = token_begin(shadow, word_end);
    if (word == word_end || spelled(shadow, word, kDot).end == 0) break;
    const std::size_t part_end = skip_spaces_back(shadow, word);
    const std::size_t part = token_begin(shadow, part_end);
    if (part == part_end) break;
    found = part;
  }
  return found;
}

void add_spelled(const Shadow& shadow, std::size_t at, Finds& finds) {
  std::size_t host = 0;
  bool plain = true;
  if (shadow[at] == U'@') {
    // "john @ example.com": of the shape of an address, but for the spaces.
    host = skip_spaces(shadow, at + 1);
    std::size_t last = 0;
    const std::size_t end = host_end(shadow, host, last);
    const std::size_t local_end = skip_spaces_back(shadow, at);
    const std::size_t begin = token_begin(shadow, local_end);
    if (begin < local_end && end > host && is_common_tld(shadow, last, end))
      finds.push_back({begin, end, Kind::email});
  } else {
    const Spelled word = spelled(shadow, at, kAt);
    if (word.end == 0) return;
    host = word.end;
    plain = !word.bracketed;
  }
  const std::size_t local_end = skip_spaces_back(shadow, at);
  const std::size_t begin = spelled_local_begin(shadow, local_end);
  const std::size_t end = spelled_host_end(shadow, host, plain);
  if (begin < local_end && end > 0) finds.push_back({begin, end, Kind::email});
}

}  // namespace

void find_emails(const Shadow& shadow, Finds& finds) {
  for (std::size_t at = 0; at < shadow.size(); ++at) {
    if (shadow[at] != U'@') continue;
    const std::size_t begin = local_begin(shadow, at);
    std::size_t last = 0;
    const std::size_t end = host_end(shadow, at + 1, last);
    if (begin < at && end > at + 1) finds.push_back({begin, end, Kind::email});
  }
}

void find_spelled_emails(const Shadow& shadow, Finds& finds) {
  for (std::size_t i = 0; i < shadow.size(); ++i) {
    const char32_t c = lower(shadow[i]);
    const bool may_begin =
        c == U'@' || closing(c) != 0 || (c == U'a' && i > 0 && is_space(shadow[i - 1]));
    if (may_begin) add_spelled(shadow, i, finds);
  }
}

}  // namespace afterword::redaction
