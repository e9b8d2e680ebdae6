#include "sync/redact/redact.h"

#include <algorithm>

#include "sync/redact/find.h"

namespace afterword {
namespace redaction {

std::string_view name(Kind kind) {
  switch (kind) {
    case Kind::email:
      return "EMAIL";
    case Kind::url:
      return "URL";
    case Kind::iban:
      return "IBAN";
    case Kind::card:
      return "CARD";
    case Kind::phone:
      return "PHONE";
    case Kind::id:
      return "ID";
    case Kind::name:
      return "NAME";
  }
  return "ID";
}

namespace {

// What one find leaves behind may bring a number within reach of a cue ("call", five words away),
// which a second look then masks. Marks count as words, so this ends after a few looks.
constexpr int kLooksMax = 8;

// Overlapping finds become one: all of it goes, under the name of the longest part. Keeping only
// the longest would leave the rest of the others to read.
Finds joined(Finds finds) {
  std::sort(finds.begin(), finds.end(), [](const Find& a, const Find& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  Finds out;
  std::size_t longest = 0;
  for (const Find& find : finds) {
    const std::size_t length = find.end - find.begin;
    if (out.empty() || find.begin >= out.back().end) {
      out.push_back(find);
      longest = length;
      continue;
    }
    out.back().end = std::max(out.back().end, find.end);
    if (length > longest) {
      out.back().kind = find.kind;
      longest = length;
    }
  }
  return out;
}

Finds find_all(const Shadow& shadow) {
  Finds finds;
  find_emails(shadow, finds);
  find_spelled_emails(shadow, finds);
  find_urls(shadow, finds);
  find_handles(shadow, finds);
  find_ibans(shadow, finds);
  find_cards(shadow, finds);
  find_phones(shadow, finds);
  find_ids(shadow, finds);
  find_names(shadow, finds);
  find_arabic_names(shadow, finds);
  find_chinese_names(shadow, finds);
  return joined(std::move(finds));
}

// Returns whether anything was masked.
bool look_once(Redacted& redacted) {
  const Shadow shadow(redacted.text);
  const Finds finds = find_all(shadow);
  if (finds.empty()) return false;
  std::string out;
  std::size_t copied = 0;
  for (const Find& find : finds) {
    const std::size_t begin = shadow.glyph(find.begin).begin;
    out.append(redacted.text, copied, begin - copied);
    out.append("[").append(name(find.kind)).append("]");
    copied = shadow.glyph(find.end - 1).end;
    ++redacted.counts[std::string(name(find.kind))];
  }
  out.append(redacted.text, copied);
  redacted.text = std::move(out);
  return true;
}

}  // namespace
}  // namespace redaction

Redacted redact(std::string_view utf8) {
  Redacted redacted{std::string(utf8), {}};
  for (int look = 0; look < redaction::kLooksMax; ++look)
    if (!redaction::look_once(redacted)) break;
  return redacted;
}

}  // namespace afterword
