#include "kiosk/ui/keyboard/tables.h"

#include <algorithm>
#include <array>

namespace afterword::kiosk {
namespace {

constexpr std::array kLatin = {
    MoreLetters{"a", "áàâäãåæā"}, MoreLetters{"c", "çćč"},   MoreLetters{"e", "éèêëēẹ"},
    MoreLetters{"i", "íìîïī"},    MoreLetters{"n", "ñńň"},   MoreLetters{"o", "óòôöõøœ"},
    MoreLetters{"s", "ßśš"},      MoreLetters{"u", "úùûüū"}, MoreLetters{"y", "ýÿ"},
    MoreLetters{"z", "žźż"},
};
constexpr std::array kSpanish = {
    MoreLetters{"a", "áàâäãåæā"}, MoreLetters{"c", "çćč"},   MoreLetters{"e", "éèêëēẹ"},
    MoreLetters{"i", "íìîïī"},    MoreLetters{"n", "ñńň"},   MoreLetters{"o", "óòôöõøœº"},
    MoreLetters{"s", "ßśš"},      MoreLetters{"u", "úüùûū"}, MoreLetters{"y", "ýÿ"},
    MoreLetters{"z", "žźż"},      MoreLetters{"?", "!"},     MoreLetters{"¿", "¡"},
};
constexpr std::array kFrench = {
    MoreLetters{"a", "àâæáäãåā"}, MoreLetters{"c", "çćč"},   MoreLetters{"e", "éèêëēẹ"},
    MoreLetters{"i", "îïíìī"},    MoreLetters{"n", "ñńň"},   MoreLetters{"o", "ôœóòöõø"},
    MoreLetters{"s", "ßśš"},      MoreLetters{"u", "ùûüúū"}, MoreLetters{"y", "ÿý"},
    MoreLetters{"z", "žźż"},
};
constexpr std::array kGerman = {
    MoreLetters{"a", "äàáâãåæā"}, MoreLetters{"c", "çćč"},   MoreLetters{"e", "éèêëēẹ"},
    MoreLetters{"i", "íìîïī"},    MoreLetters{"n", "ñńň"},   MoreLetters{"o", "öóòôõøœ"},
    MoreLetters{"s", "ßśš"},      MoreLetters{"u", "üúùûū"}, MoreLetters{"y", "ýÿ"},
    MoreLetters{"z", "žźż"},
};
// Every vowel of Vietnamese with each of its five tones.
constexpr std::array kVietnamese = {
    MoreLetters{"a", "àáảãạăằắẳẵặâầấẩẫậ"},
    MoreLetters{"d", "đ"},
    MoreLetters{"e", "èéẻẽẹêềếểễệ"},
    MoreLetters{"i", "ìíỉĩị"},
    MoreLetters{"o", "òóỏõọôồốổỗộơờớởỡợ"},
    MoreLetters{"u", "ùúủũụưừứửữự"},
    MoreLetters{"y", "ỳýỷỹỵ"},
};
constexpr std::array kArabic = {
    MoreLetters{"ا", "أإآٱ"},
    MoreLetters{"ب", "پ"},
    MoreLetters{"ج", "چ"},
    MoreLetters{"ف", "ڤ"},
    MoreLetters{"ز", "ژ"},
    MoreLetters{"ك", "گ"},
    MoreLetters{"ء", "\u064B\u064C\u064D\u064E\u064F\u0650\u0651\u0652\u0670"},
    MoreLetters{"؟", "!"},
    MoreLetters{"،", "؛"},
    MoreLetters{"١", "1"},
    MoreLetters{"٢", "2"},
    MoreLetters{"٣", "3"},
    MoreLetters{"٤", "4"},
    MoreLetters{"٥", "5"},
    MoreLetters{"٦", "6"},
    MoreLetters{"٧", "7"},
    MoreLetters{"٨", "8"},
    MoreLetters{"٩", "9"},
    MoreLetters{"٠", "0"},
};
constexpr std::array kRussian = {MoreLetters{"е", "ё"}, MoreLetters{"ь", "ъ"},
                                 MoreLetters{"№", "#"}};
constexpr std::array kHebrew = {MoreLetters{"-", "־"}, MoreLetters{"\"", "״"},
                                MoreLetters{"'", "׳"}};
// Two letters that are no longer written, for who wants them all the same.
constexpr std::array kThai = {MoreLetters{"ข", "ฃ"}, MoreLetters{"ค", "ฅ"}};
constexpr std::array kHindi = {
    MoreLetters{"\u0941", "\u0943"}, MoreLetters{"\u093E", "\u0949"},
    MoreLetters{"\u0902", "\u0903"}, MoreLetters{"उ", "ऋऌ"},
    MoreLetters{"ए", "ऍ"},           MoreLetters{"\u0947", "\u0945"},
    MoreLetters{"।", "ऽॐ"},          MoreLetters{"श", "ष"},
    MoreLetters{"आ", "ऑ"},
};
constexpr std::span<const MoreLetters> kNone;

constexpr std::string_view kDigits = "1234567890";
constexpr std::string_view kMarks1 = "-/:;()&@\"";
constexpr std::string_view kMarks2 = "!%+=€$£";

constexpr LanguageTable table(std::string_view language, std::string_view xkb_layout,
                              std::span<const MoreLetters> more) {
  LanguageTable made;
  made.language = language;
  made.xkb_layout = xkb_layout;
  made.more = more;
  made.row_marks = ",.?";
  made.bottom_marks = "’";
  made.letters_label = "ABC";
  made.digits_label = "123";
  made.digits = kDigits;
  made.marks1 = kMarks1;
  made.marks2 = kMarks2;
  return made;
}

constexpr LanguageTable spanish() {
  LanguageTable made = table("es", "es", kSpanish);
  made.own_letters = "ñ";
  made.bottom_marks = "¿";
  made.marks2 = "!¡%+=€$";
  return made;
}

constexpr LanguageTable arabic() {
  LanguageTable made = table("ar", "ara", kArabic);
  made.row_marks = "؟";
  made.bottom_marks = "،.";
  made.letters_label = "أ ب ج";
  made.digits_label = "١٢٣";
  made.digits = "١٢٣٤٥٦٧٨٩٠";
  made.marks1 = "-/:؛()&@\"";
  made.marks2 = "!٪+=€$£";
  made.right_to_left = true;
  made.uses_shift = false;
  made.raises_sentences = false;
  made.corner_has_letter = true;
  return made;
}

constexpr LanguageTable chinese() {
  LanguageTable made = table("zh", "us", kNone);
  made.row_marks = "，。？";
  made.bottom_marks = "、";
  made.marks1 = "-/：；（）“”@";
  made.marks2 = "！%+=￥《》";
  made.raises_sentences = false;
  return made;
}

constexpr LanguageTable german() {
  LanguageTable made = table("de", "de", kGerman);
  made.own_letters = "äöü";
  made.row_marks = ",.?!";
  made.marks2 = "!%+=€$§";
  return made;
}

constexpr LanguageTable french() {
  LanguageTable made = table("fr", "fr", kFrench);
  made.row_marks = "’,.?";
  made.bottom_marks = "!";
  made.marks2 = "°%+=€$£";
  return made;
}

constexpr LanguageTable russian() {
  LanguageTable made = table("ru", "ru", kRussian);
  made.row_marks = ",.";
  made.bottom_marks = "?";
  made.letters_label = "АБВ";
  made.marks1 = "-/:;()№@\"";
  made.marks2 = "!%+=€&₽";
  return made;
}

constexpr LanguageTable hebrew() {
  LanguageTable made = table("he", "il", kHebrew);
  made.row_marks = ".?";
  made.bottom_marks = ",";
  made.letters_label = "אבג";
  made.marks2 = "!%+=€$₪";
  made.right_to_left = true;
  made.uses_shift = false;
  made.raises_sentences = false;
  return made;
}

constexpr LanguageTable hindi() {
  LanguageTable made = table("hi", "in", kHindi);
  made.row_marks = ",।";
  made.bottom_marks = "?";
  made.letters_label = "कखग";
  made.marks2 = "!%+=€$₹";
  made.raises_sentences = false;
  return made;
}

constexpr LanguageTable thai() {
  LanguageTable made = table("th", "th", kThai);
  made.row_marks = "";
  made.bottom_marks = ".?";
  made.letters_label = "กขค";
  made.marks2 = "!%+=€$฿";
  made.raises_sentences = false;
  made.digit_row_has_letters = true;
  return made;
}

// English first: it stands in for what is not here.
constexpr std::array kTables = {
    table("en", "us", kLatin),
    spanish(),
    arabic(),
    chinese(),
    russian(),
    german(),
    french(),
    hebrew(),
    hindi(),
    thai(),
    table("vi", "us", kVietnamese),
};

}  // namespace

std::span<const LanguageTable> all_tables() { return kTables; }
const LanguageTable& english_table() { return kTables.front(); }

const LanguageTable* find_table(std::string_view language) {
  while (!language.empty()) {
    for (const LanguageTable& candidate : kTables) {
      if (candidate.language == language) return &candidate;
    }
    const std::size_t dash = language.rfind('-');
    language = dash == std::string_view::npos ? std::string_view{} : language.substr(0, dash);
  }
  return nullptr;
}

std::string_view more_letters(const LanguageTable& table, std::string_view letter) {
  for (const MoreLetters& entry : table.more) {
    if (entry.letter == letter) return entry.more;
  }
  return {};
}

}  // namespace afterword::kiosk
