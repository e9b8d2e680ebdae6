#include "kiosk/ui/keyboard/telex.h"

#include <doctest/doctest.h>

namespace afterword::kiosk::telex_test {

// Types the keys one by one behind `text`.
std::string typed(std::string_view keys, std::string text = {}) {
  for (const char key : keys) {
    const std::string letter(1, key);
    const std::size_t bytes = word_before(text);
    const std::string word = text.substr(text.size() - bytes);
    if (const auto made = telex(word, letter))
      text = text.substr(0, text.size() - bytes) + *made;
    else
      text += letter;
  }
  return text;
}

TEST_CASE("Telex types what Vietnamese people expect of it") {
  struct Row {
    const char* keys;
    const char* text;
  };
  for (const Row& row : std::initializer_list<Row>{
           {"aa", "â"},
           {"aw", "ă"},
           {"ee", "ê"},
           {"oo", "ô"},
           {"ow", "ơ"},
           {"uw", "ư"},
           {"dd", "đ"},
           {"as", "á"},
           {"af", "à"},
           {"ar", "ả"},
           {"ax", "ã"},
           {"aj", "ạ"},
           {"asz", "a"},
           // Tones and marks where they belong, typed in the word or behind it.
           {"tieengs", "tiếng"},
           {"tieesng", "tiếng"},
           {"vieetj", "việt"},
           {"Vieetj Nam", "Việt Nam"},
           {"nhaan", "nhân"},
           {"nhana", "nhân"},
           {"nguwowif", "người"},
           {"nguowif", "người"},
           {"nguoiwf", "người"},
           {"thuowr", "thuở"},
           {"nuowcs", "nước"},
           {"dduowngf", "đường"},
           {"duongwfd", "đường"},
           {"khoong", "không"},
           {"hoaf", "hòa"},
           {"hoafn", "hoàn"},
           {"thuys", "thúy"},
           {"khoer", "khỏe"},
           {"toans", "toán"},
           {"quas", "quá"},
           {"quys", "quý"},
           {"quoocs", "quốc"},
           {"giaf", "già"},
           {"gif", "gì"},
           {"giuwax", "giữa"},
           {"muaf", "mùa"},
           {"ngoaif", "ngoài"},
           {"khuyeen", "khuyên"},
           {"xin chaof", "xin chào"},
           {"nhaan vieen raats toots", "nhân viên rất tốt"},
           // Another mark or tone takes the place of the one before.
           {"aaw", "ă"},
           {"asf", "à"},
           // The same key again takes it back.
           {"aaa", "aa"},
           {"aww", "aw"},
           {"ddd", "dd"},
           {"ass", "as"},
           // Capitals stay capitals.
           {"DDaf", "Đà"},
           {"OO", "Ô"},
           {"Uw", "Ư"},
           // What is no Vietnamese syllable is left as it is typed.
           {"s", "s"},
           {"www", "www"},
           {"xyz", "xyz"},
           {"plastics", "plastics"},
           {"tesst", "test"},
       }) {
    CAPTURE(row.keys);
    CHECK(typed(row.keys) == row.text);
  }
}

TEST_CASE("Only the word right before the cursor is worked on") {
  CHECK(word_before("xin chào") == 5);
  CHECK(word_before("xin ") == 0);
  CHECK(word_before("") == 0);
  CHECK(word_before("中文a") == 1);
  CHECK(word_before(std::string(500, 'a')) == 32);
  CHECK(typed("s", "ma ") == "ma s");
  CHECK(typed("s", "ma") == "má");
}

TEST_CASE("Keys that are no letter of Telex follow as they are") {
  CHECK_FALSE(telex("ma", " "));
  CHECK_FALSE(telex("ma", "é"));
  CHECK_FALSE(telex("ma", ""));
  CHECK_FALSE(telex("", "s"));
  CHECK_FALSE(telex("ma", "1"));
}

}  // namespace afterword::kiosk::telex_test
