// Whether people can write their own language: its alphabet, as Unicode's CLDR lists what a language
// needs (main exemplars), and what is common besides.
#include <doctest/doctest.h>

#include <set>

#include "kiosk/ui/keyboard/keyboard.h"
#include "kiosk/ui/keyboard/letters.h"

namespace afterword::kiosk::alphabets_test {

std::set<std::string> typed_by(const KeyboardLayout& layout) {
  std::set<std::string> out;
  for (const KeyPage& page : layout.pages) {
    for (const KeyRow& row : page.rows) {
      for (const TouchKey& key : row) {
        if (key.role != KeyRole::text) continue;
        out.insert({key.output, key.shifted});
        out.insert(key.more.begin(), key.more.end());
        out.insert(key.shifted_more.begin(), key.shifted_more.end());
      }
    }
  }
  return out;
}

TEST_CASE("Every letter of every language that ships can be typed") {
  struct Alphabet {
    const char* language;
    const char* letters;
  };
  for (const Alphabet& alphabet : std::initializer_list<Alphabet>{
           {"en", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ’"},
           {"es", "aábcdeéfghiíjklmnñoópqrstuúüvwxyzÁÉÍÑÓÚÜ¿¡"},
           {"fr", "aàâæbcçdeéèêëfghiîïjklmnoôœpqrstuùûüvwxyÿzÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ’«»"},
           {"de", "aäbcdefghijklmnoöpqrsßtuüvwxyzÄÖÜẞ„“€§"},
           {"ar",
            "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي\u064B\u064C\u064D\u064E\u064F\u0650\u0651"
            "\u0652\u0670،؛؟٠١٢٣٤٥٦٧٨٩"},
           {"he", "אבגדהוזחטיכךלמםנןסעפףצץקרשת׳״־₪"},
           {"ru",
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ«»—"
            "₽"
            "№"},
           {"hi",
            "\u093Cॐ\u0902\u0901\u0903अआइईउऊऋऌऍएऐऑओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसहऽ"
            "\u093E\u093F\u0940\u0941\u0942\u0943\u0945\u0947\u0948\u0949\u094B\u094C\u094D।₹"},
           {"th",
            "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลวศษสหฬอฮฯะ\u0E31าำ\u0E34\u0E35\u0E36\u0E37"
            "\u0E38\u0E39\u0E3Aเแโใไๅๆ\u0E47\u0E48\u0E49\u0E4A\u0E4B\u0E4C\u0E4D฿"},
           {"vi",
            "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụ"
            "ưừửữứựvwxyỳỷỹýỵzÀẢÃÁẠĂÂĐÊÔƠƯ"},
           {"zh", "abcdefghijklmnopqrstuvwxyz，。？！：；、（）“”《》"},
       }) {
    const Result<KeyboardLayout> layout = build_keyboard(alphabet.language);
    REQUIRE(layout.has_value());
    const std::set<std::string> typed = typed_by(*layout);
    for (const std::string& letter : characters(alphabet.letters))
      CHECK_MESSAGE(typed.count(letter) == 1, alphabet.language << " lacks " << key_label(letter));
    for (char digit = '0'; digit <= '9'; ++digit)
      CHECK_MESSAGE(typed.count(std::string(1, digit)) == 1, alphabet.language << " " << digit);
  }
}

TEST_CASE("No letter stands on two keys of a page") {
  for (const std::string& language : keyboard_languages()) {
    const Result<KeyboardLayout> layout = build_keyboard(language);
    REQUIRE(layout.has_value());
    std::set<std::string> seen;
    for (const KeyRow& row : layout->page(KeyPageId::letters).rows)
      for (const TouchKey& key : row)
        if (key.role == KeyRole::text)
          CHECK_MESSAGE(seen.insert(key.output).second, language << " " << key.label);
  }
}

}  // namespace afterword::kiosk::alphabets_test
