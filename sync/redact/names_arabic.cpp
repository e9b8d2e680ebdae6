// Arabic has no capitals, so a name is the one or two words after a cue, unless they are words of
// everyday use. Best effort.
#include <algorithm>
#include <string>

#include "sync/redact/find.h"

namespace afterword::redaction {
namespace {

constexpr std::u32string_view kArabicCues[] = {U"اسمي",    U"إسمي",    U"اسمه",    U"اسمها",
                                         U"السيد",   U"السيدة",  U"الأستاذ", U"الأستاذة",
                                         U"الدكتور", U"الدكتورة"};
// What may follow a cue or a name and is none.
constexpr std::u32string_view kNoArabicNames[] = {
    U"في",    U"من",     U"على",  U"عن",   U"إلى",    U"الى",     U"مع",   U"هو",
    U"هي",    U"هذا",    U"هذه",  U"كان",  U"كانت",   U"لم",      U"لن",   U"لا",
    U"ما",    U"ليس",    U"أنا",  U"انا",  U"نحن",    U"جدا",     U"كل",   U"غير",
    U"مكتوب", U"موجود",  U"قال",  U"قالت", U"ساعدني", U"ساعدتني", U"رائع", U"رائعة",
    U"ممتاز", U"ممتازة", U"يعمل", U"تعمل", U"ورقم",   U"ورقمي",   U"رقمي", U"هاتفي"};
constexpr std::size_t kArabicWordMax = 30;

struct ArabicWord {
  std::size_t end = 0;
  std::u32string letters;
};

ArabicWord arabic_word(const Shadow& shadow, std::size_t begin) {
  ArabicWord word{begin, {}};
  while (is_arabic(shadow[word.end]) && word.letters.size() < kArabicWordMax)
    word.letters += shadow[word.end++];
  return word;
}

// Words with the article are titles and things ("the manager"), words with "and" go on.
bool may_be_name(const ArabicWord& word, bool first) {
  if (word.letters.size() < 2 || is_one_of(kNoArabicNames, word.letters)) return false;
  const bool article = word.letters.substr(0, 2) == U"ال";
  const bool conjunction = word.letters.front() == U'و' && word.letters.size() > 4;
  return first ? !article : !conjunction;
}

std::size_t skip(const Shadow& shadow, std::size_t i) {
  for (int n = 0; n < 3 && (is_space(shadow[i]) || shadow[i] == U':'); ++n) ++i;
  return i;
}

}  // namespace

void find_arabic_names(const Shadow& shadow, Finds& finds) {
  for (std::size_t i = 0; i < shadow.size();) {
    if (!is_arabic(shadow[i])) {
      ++i;
      continue;
    }
    const ArabicWord cue = arabic_word(shadow, i);
    i = cue.end;
    if (!is_one_of(kArabicCues, cue.letters)) continue;
    const std::size_t begin = skip(shadow, cue.end);
    const ArabicWord first = arabic_word(shadow, begin);
    if (begin == cue.end || !may_be_name(first, true)) continue;
    const std::size_t second_begin = skip(shadow, first.end);
    const ArabicWord second = arabic_word(shadow, second_begin);
    const bool two = second_begin > first.end && may_be_name(second, false);
    finds.push_back({begin, two ? second.end : first.end, Kind::name});
  }
}

}  // namespace afterword::redaction
