#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "kiosk/ui/keyboard/keyboard.h"
#include "kiosk/ui/keyboard/letters.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk::keyboard_layout_test {

KeyboardLayout built(std::string_view language) {
  Result<KeyboardLayout> layout = build_keyboard(language);
  REQUIRE_MESSAGE(layout.has_value(), (layout ? std::string() : layout.error().text()));
  return std::move(*layout);
}

// "q w e|..." of what the letters page types, functions in brackets.
std::string row_text(const KeyRow& row) {
  std::string out;
  for (const TouchKey& key : row) {
    if (key.role == KeyRole::gap) continue;
    if (!out.empty()) out += ' ';
    out += key.role == KeyRole::text ? key.output : "[" + key.name + "]";
  }
  return out;
}

const TouchKey* find(const KeyboardLayout& layout, std::string_view name) {
  for (const KeyPage& page : layout.pages) {
    for (const KeyRow& row : page.rows) {
      for (const TouchKey& key : row) {
        if (key.name == name) return &key;
      }
    }
  }
  return nullptr;
}

std::string joined(const std::vector<std::string>& letters) {
  std::string out;
  for (const std::string& letter : letters) out += letter;
  return out;
}

TEST_CASE("the English keyboard is the one in the picture") {
  const KeyboardLayout layout = built("en");
  const KeyPage& page = layout.page(KeyPageId::letters);
  CHECK(page.columns == 11);
  REQUIRE(page.rows.size() == 4);
  CHECK(row_text(page.rows[0]) == "q w e r t y u i o p [delete]");
  CHECK(row_text(page.rows[1]) == "a s d f g h j k l [return]");
  CHECK(row_text(page.rows[2]) == "[shift] z x c v b n m , . ?");
  CHECK(row_text(page.rows[3]) == "[123] [language] [space] ’ [left] [right]");
  CHECK(page.rows[1][0].role == KeyRole::gap);
  CHECK(page.rows[1][0].width == 0.5);
  CHECK(page.rows[1].back().width == 1.5);
  CHECK(page.rows[3][2].width == doctest::Approx(4.6));
  CHECK(joined(find(layout, "e")->more) == "eéèêëēẹ");
  CHECK(joined(find(layout, "e")->shifted_more) == "EÉÈÊËĒẸ");
  CHECK(find(layout, "e")->shifted == "E");
  CHECK(find(layout, "q")->more.empty());
}

TEST_CASE("every row of every keyboard fills its page exactly") {
  for (const std::string& language : keyboard_languages()) {
    const KeyboardLayout layout = built(language);
    REQUIRE(layout.pages.size() == 3);
    for (const KeyPage& page : layout.pages) {
      for (const KeyRow& row : page.rows) {
        double width = 0;
        for (const TouchKey& key : row) width += key.width;
        CHECK_MESSAGE(std::abs(width - page.columns) < 1e-9, language << ": " << row_text(row));
        for (const TouchKey& key : row) {
          if (key.role != KeyRole::gap) CHECK_MESSAGE(key.width >= 1, language << ": " << key.name);
        }
      }
      // Twelve columns are 16 mm on a 10 inch screen; more would be too small for a finger.
      CHECK_MESSAGE(page.columns <= 12, language);
    }
  }
}

TEST_CASE("every key of a page has a name of its own, and every text key types something") {
  for (const std::string& language : keyboard_languages()) {
    const KeyboardLayout layout = built(language);
    for (const KeyPage& page : layout.pages) {
      std::set<std::string> names;
      for (const KeyRow& row : page.rows) {
        for (const TouchKey& key : row) {
          if (key.role == KeyRole::gap) continue;
          CHECK_MESSAGE(names.insert(key.name).second, language << ": " << key.name);
          if (key.role != KeyRole::text) continue;
          CHECK_FALSE(key.output.empty());
          CHECK_FALSE(key.shifted.empty());
          CHECK(key.more.size() != 1);
          CHECK(key.shifted_more.size() != 1);
        }
      }
      for (const char* needed : {"delete", "return", "space", "left", "right", "language"}) {
        CHECK_MESSAGE(names.count(needed) == 1, language << ": " << needed);
      }
    }
  }
}

TEST_CASE("Arabic has three rows of eleven letters, as the machine's layout has them") {
  const KeyboardLayout layout = built("ar");
  const KeyPage& page = layout.page(KeyPageId::letters);
  CHECK(layout.right_to_left);
  CHECK(page.columns == 12);
  CHECK(row_text(page.rows[0]) == "ض ص ث ق ف غ ع ه خ ح ج [delete]");
  CHECK(row_text(page.rows[1]) == "ش س ي ب ل ا ت ن م ك ط [return]");
  CHECK(row_text(page.rows[2]) == "ذ ئ ء ؤ ر ى ة و ز ظ د ؟");
  CHECK(row_text(page.rows[3]) == "[123] [language] [space] ، . [left] [right]");
  CHECK(joined(find(layout, "ا")->more) == "اأإآٱ");
  CHECK(row_text(layout.page(KeyPageId::digits).rows[0]).substr(0, 8) == "١ ٢ ٣");
  CHECK(find(layout, "ء")->label == "ء");
}

TEST_CASE("right to left, a bracket types what it shows") {
  const KeyboardLayout arabic = built("ar");
  CHECK(find(arabic, "(")->label == "(");
  CHECK(find(arabic, "(")->output == ")");
  CHECK(find(built("en"), "(")->output == "(");
}

TEST_CASE("Spanish has its ñ and its opening marks, and no dead keys") {
  const KeyboardLayout layout = built("es-MX");
  const KeyPage& page = layout.page(KeyPageId::letters);
  CHECK(layout.language == "es-MX");
  CHECK(row_text(page.rows[0]) == "q w e r t y u i o p [delete]");
  CHECK(row_text(page.rows[1]) == "a s d f g h j k l ñ [return]");
  CHECK(row_text(page.rows[3]) == "[123] [language] [space] ¿ [left] [right]");
  CHECK(joined(find(layout, "¿")->more) == "¿¡");
  CHECK(find(layout, "ñ")->shifted == "Ñ");
}

TEST_CASE("Chinese types Latin letters with full-width marks and raises nothing") {
  const KeyboardLayout layout = built("zh");
  CHECK(row_text(layout.page(KeyPageId::letters).rows[2]) == "[shift] z x c v b n m ， 。 ？");
  CHECK_FALSE(layout.raises_sentences);
}

TEST_CASE("the other languages' letters are all there") {
  CHECK(row_text(built("de").page(KeyPageId::letters).rows[0]) == "q w e r t z u i o p ü [delete]");
  CHECK(row_text(built("fr").page(KeyPageId::letters).rows[1]) == "q s d f g h j k l m [return]");
  const KeyboardLayout russian = built("ru");
  CHECK(row_text(russian.page(KeyPageId::letters).rows[0]) == "й ц у к е н г ш щ з х [delete]");
  CHECK(row_text(russian.page(KeyPageId::letters).rows[2]) == "[shift] я ч с м и т ь б ю , .");
  CHECK(joined(find(russian, "е")->more) == "её");
  CHECK(find(russian, "я")->shifted == "Я");
  CHECK(row_text(built("he").page(KeyPageId::letters).rows[1]) == "ש ד ג כ ע י ח ל ך ף [return]");
  const KeyboardLayout hindi = built("hi");
  CHECK(find(hindi, "ि")->label == "◌ि");
  CHECK(find(hindi, "क")->shifted == "ख");
  const KeyboardLayout thai = built("th");
  CHECK(thai.page(KeyPageId::letters).rows.size() == 5);
  CHECK(find(thai, "ุ")->shifted == "ู");
  // Every letter of the Thai alphabet in daily use is on some key.
  for (const std::string& letter : characters("กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ")) {
    bool found = false;
    for (const KeyRow& row : thai.page(KeyPageId::letters).rows) {
      for (const TouchKey& key : row)
        found = found || key.output == letter || key.shifted == letter;
    }
    CHECK_MESSAGE(found, letter);
  }
  CHECK(find(built("vi"), "o")->more.size() == 18);
}

TEST_CASE("a language without a keyboard of its own gets the English one") {
  const KeyboardLayout layout = built("sw");
  CHECK(layout.language == "sw");
  CHECK(row_text(layout.page(KeyPageId::letters).rows[0]) == "q w e r t y u i o p [delete]");
}

TEST_CASE("where there is no other keyboard, there is no language key") {
  KeyboardOptions options;
  options.language_key = false;
  const KeyboardLayout layout = latin_keyboard("en", options);
  CHECK(find(layout, "language") == nullptr);
  CHECK(find(layout, "space")->width == doctest::Approx(6.5));
}

TEST_CASE("missing layout data is an error that names the package, and Latin letters need none") {
  const test::Scratch empty;
  KeyboardOptions options;
  options.xkb_folder = empty.path();
  const Result<KeyboardLayout> layout = build_keyboard("ar", options);
  REQUIRE_FALSE(layout.has_value());
  CHECK(layout.error().failure == Failure::unavailable);
  CHECK(layout.error().text().find("\"ara\"") != std::string::npos);
  CHECK(layout.error().hint.find("xkb-data") != std::string::npos);
  CHECK(layout.error().where == empty.path());

  options.xkb_folder = empty.path() + "/nowhere";
  CHECK_FALSE(build_keyboard("ar", options).has_value());

  const KeyboardLayout latin = latin_keyboard("ar", options);
  CHECK(row_text(latin.page(KeyPageId::letters).rows[1]) == "a s d f g h j k l [return]");
  CHECK_FALSE(latin.right_to_left);
}

TEST_CASE("capitals of the letters behind held keys are right") {
  CHECK(upper("áàâäãåæā çćč éèêëēẹ ñńň óòôöõøœ śš úùûüū ýÿ žźż") ==
        "ÁÀÂÄÃÅÆĀ ÇĆČ ÉÈÊËĒẸ ÑŃŇ ÓÒÔÖÕØŒ ŚŠ ÚÙÛÜŪ ÝŸ ŽŹŻ");
  CHECK(upper("ß") == "ẞ");
  CHECK(upper("đăâêôơưạặậẹệịọộợụựỵ") == "ĐĂÂÊÔƠƯẠẶẬẸỆỊỌỘỢỤỰỴ");
  CHECK(upper("ёъя ñ ١ 中") == "ЁЪЯ Ñ ١ 中");
}

TEST_CASE("Narrowed, a keyboard has all its keys, none narrower than one, in rows that are full") {
  for (const std::string& language : keyboard_languages()) {
    const KeyboardLayout wide = built(language);
    for (const double columns : {9.0, 10.0}) {
      const KeyboardLayout narrow = narrowed(wide, columns);
      REQUIRE(narrow.pages.size() == wide.pages.size());
      for (std::size_t i = 0; i < wide.pages.size(); ++i) {
        std::multiset<std::string> before, after;
        for (const KeyRow& row : wide.pages[i].rows)
          for (const TouchKey& key : row)
            if (key.role != KeyRole::gap) before.insert(key.name);
        for (const KeyRow& row : narrow.pages[i].rows) {
          double width = 0;
          for (const TouchKey& key : row) {
            width += key.width;
            if (key.role == KeyRole::gap) continue;
            after.insert(key.name);
            CHECK_MESSAGE(key.width >= 0.99, language << " " << key.name);
          }
          CHECK_MESSAGE(width == doctest::Approx(columns), language);
        }
        CHECK_MESSAGE(before == after, language);
      }
    }
  }
}

TEST_CASE("A keyboard that fits stays as it is") {
  const KeyboardLayout wide = built("en");
  CHECK(narrowed(wide, 11).page(KeyPageId::letters).rows.size() == 4);
  CHECK(row_text(narrowed(wide, 10).page(KeyPageId::letters).rows[3]) ==
        "[shift] [delete] [return]");
}

}  // namespace afterword::kiosk::keyboard_layout_test
