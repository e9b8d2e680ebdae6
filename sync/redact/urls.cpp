#include "sync/redact/domain.h"
#include "sync/redact/find.h"

namespace afterword::redaction {
namespace {

constexpr std::size_t kSchemeMax = 10;

// What an address on the web may go on with. It ends where another script begins: Chinese is
// written without spaces.
bool is_url(char32_t c) {
  return c > U' ' && c != U'"' && c != U'<' && c != U'>' && c != 0x7f && c != kMark &&
         (c < 0x80 || is_joined(c));
}

// The end of the run of such characters from `i`, without the punctuation that ends the sentence.
std::size_t run_end(const Shadow& shadow, std::size_t i) {
  const std::size_t begin = i;
  while (is_url(shadow[i])) ++i;
  while (i > begin && !is_joined(shadow[i - 1]) && shadow[i - 1] != U'/') --i;
  return i;
}

bool is_scheme_separator(const Shadow& shadow, std::size_t i) {
  return shadow[i] == U':' && shadow[i + 1] == U'/' && shadow[i + 2] == U'/';
}

bool is_www(const Shadow& shadow, std::size_t i) {
  return lower(shadow[i]) == U'w' && lower(shadow[i + 1]) == U'w' && lower(shadow[i + 2]) == U'w' &&
         shadow[i + 3] == U'.' && is_label(shadow[i + 4]) && (i == 0 || !is_joined(shadow[i - 1]));
}

// The TLD as people write it in a host: not "Net" at the head of a sentence.
bool is_lower_or_all_upper(const Shadow& shadow, std::size_t begin, std::size_t tld,
                           std::size_t end) {
  if (!is_upper(shadow[tld])) return true;
  for (std::size_t i = begin; i < end; ++i)
    if (is_lower(shadow[i])) return false;
  return true;
}

// example.com, or instagram.com/johnd. Looks at one run of host characters; returns its end.
std::size_t add_bare_host(const Shadow& shadow, std::size_t i, Finds& finds) {
  std::size_t run = i;
  while (is_label(shadow[run]) || (shadow[run] == U'.' && is_label(shadow[run + 1]))) ++run;
  std::size_t tld = 0;
  const std::size_t end = host_end(shadow, i, tld);
  if (end == i || !is_lower_or_all_upper(shadow, i, tld, end)) return run;
  if (shadow[end] == U'/' && is_url(shadow[end + 1]) && is_common_tld(shadow, tld, end)) {
    const std::size_t path_end = run_end(shadow, end);
    finds.push_back({i, path_end, Kind::url});
    return path_end > run ? path_end : run;
  }
  if (is_wordless_tld(shadow, tld, end)) finds.push_back({i, end, Kind::url});
  return run;
}

}  // namespace

void find_urls(const Shadow& shadow, Finds& finds) {
  for (std::size_t i = 0; i < shadow.size();) {
    if (is_scheme_separator(shadow, i)) {
      std::size_t begin = i;
      while (begin > 0 && i - begin < kSchemeMax && is_ascii_letter(shadow[begin - 1])) --begin;
      const std::size_t end = run_end(shadow, i + 3);
      if (begin < i && end > i + 3) finds.push_back({begin, end, Kind::url});
      i = end > i + 3 ? end : i + 3;
    } else if (is_www(shadow, i)) {
      const std::size_t end = run_end(shadow, i);
      finds.push_back({i, end, Kind::url});
      i = end;
    } else if (is_label(shadow[i]) && shadow[i] != U'-') {
      i = add_bare_host(shadow, i, finds);
    } else {
      ++i;
    }
  }
}

void find_handles(const Shadow& shadow, Finds& finds) {
  for (std::size_t at = 0; at < shadow.size(); ++at) {
    if (shadow[at] != U'@') continue;
    const char32_t before = shadow[at - 1];
    const char32_t first = shadow[at + 1];
    if (is_joined(before) || before == U'@' || before == U'.' ||
        !(is_ascii_letter(first) || first == U'_'))
      continue;
    std::size_t end = at + 1;
    while (is_joined(shadow[end]) || shadow[end] == U'.' || shadow[end] == U'-') ++end;
    while (!is_joined(shadow[end - 1])) --end;
    if (end - at > 2) finds.push_back({at, end, Kind::url});
  }
}

}  // namespace afterword::redaction
