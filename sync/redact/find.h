// One function a kind of personal data: each walks the shadow once, in time linear in its length,
// and adds what it finds. Finds may overlap; redact() joins them.
#pragma once
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <vector>

#include "sync/redact/shadow.h"

namespace afterword::redaction {

enum class Kind { email, url, iban, card, phone, id, name };
std::string_view name(Kind);  // "EMAIL"

struct Find {
  std::size_t begin = 0;  // glyphs, [begin, end)
  std::size_t end = 0;
  Kind kind = Kind::email;
};
using Finds = std::vector<Find>;

template <std::size_t kCount>
bool is_one_of(const std::u32string_view (&words)[kCount], std::u32string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

void find_emails(const Shadow& shadow, Finds& finds);          // john.doe@example.com
void find_spelled_emails(const Shadow& shadow, Finds& finds);  // john (at) example dot com
void find_urls(const Shadow& shadow, Finds& finds);            // https://..., www...., a.com/b
void find_handles(const Shadow& shadow, Finds& finds);         // @johnd_99
void find_ibans(const Shadow& shadow, Finds& finds);
void find_cards(const Shadow& shadow, Finds& finds);
void find_phones(const Shadow& shadow, Finds& finds);
void find_ids(const Shadow& shadow, Finds& finds);    // SSN, NINO, DNI, NIE, Chinese
void find_names(const Shadow& shadow, Finds& finds);  // after cues, English and Spanish
void find_arabic_names(const Shadow& shadow, Finds& finds);
void find_chinese_names(const Shadow& shadow, Finds& finds);

}  // namespace afterword::redaction
