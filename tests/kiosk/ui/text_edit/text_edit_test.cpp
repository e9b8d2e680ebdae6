#include <doctest/doctest.h>

#include "tests/kiosk/ui/text_edit/typing.h"

namespace afterword::kiosk::text_edit_test {

using typing::Page;

TEST_CASE("letters go in at the cursor, and returns begin paragraphs") {
  Page page;
  page.edit.insert("The wai");
  page.edit.insert("t\r\nwas");
  CHECK(page.seen() == "The wait\nwas|");
  page.edit.place({0, 3});
  page.edit.insert(" whole\nlong");
  CHECK(page.seen() == "The whole\nlong| wait\nwas");
  CHECK(page.edit.text() == "The whole\nlong wait\nwas");
  CHECK(page.edit.bytes() == page.edit.text().size());
}

TEST_CASE("deleting takes what the eye takes for one character") {
  Page page;
  page.edit.insert("ae\u0301👩‍👩‍👧");
  page.edit.delete_back();
  CHECK(page.seen() == "ae\u0301|");
  page.edit.delete_back();
  CHECK(page.seen() == "a|");
  page.edit.delete_back();
  page.edit.delete_back();
  CHECK(page.seen() == "|");
  CHECK(page.edit.empty());
}

TEST_CASE("deleting at the beginning of a paragraph joins it with the one before") {
  Page page;
  page.edit.insert("one\ntwo");
  page.edit.place({1, 0});
  page.edit.delete_back();
  CHECK(page.seen() == "one|two");
  page.edit.insert("\n");
  page.edit.place({0, 3});
  page.edit.delete_forward();
  CHECK(page.seen() == "one|two");
  page.edit.delete_forward();
  CHECK(page.seen() == "one|wo");
  CHECK(page.edit.bytes() == 5);
}

TEST_CASE("deleting by words takes the spaces behind a word with it") {
  Page page;
  page.edit.insert("the queue, went  ");
  page.edit.delete_word_back();
  CHECK(page.seen() == "the queue, |");
  page.edit.delete_word_back();
  CHECK(page.seen() == "the |");
  page.edit.insert("\n");
  page.edit.delete_word_back();
  CHECK(page.seen() == "the |");
  page.edit.set_text("试衣间太少");
  page.edit.delete_word_back();
  CHECK(page.seen() == "试衣间|");
}

TEST_CASE("the cursor moves by sight, also from right to left") {
  Page latin;
  latin.edit.insert("ab\ncd");
  latin.edit.place({0, 1});
  latin.edit.move_right();
  CHECK(latin.seen() == "ab|\ncd");
  latin.edit.move_right();
  CHECK(latin.seen() == "ab\n|cd");
  latin.edit.move_left();
  CHECK(latin.seen() == "ab|\ncd");

  Page arabic("ar", true);
  arabic.edit.insert("كان\nطويلا");
  arabic.edit.place({0, 0});
  arabic.edit.move_left();  // onwards
  CHECK(arabic.edit.cursor() == TextEdit::Cursor{0, 2});
  arabic.edit.move_left();
  arabic.edit.move_left();
  CHECK(arabic.edit.cursor() == TextEdit::Cursor{0, 6});
  arabic.edit.move_left();
  CHECK(arabic.edit.cursor() == TextEdit::Cursor{1, 0});
  arabic.edit.move_right();
  CHECK(arabic.edit.cursor() == TextEdit::Cursor{0, 6});
  arabic.edit.move_right();
  CHECK(arabic.edit.cursor() == TextEdit::Cursor{0, 4});
}

TEST_CASE("behind the end of an Arabic line the cursor stands at its left") {
  Page page("ar", true);
  page.edit.insert("كان");
  const auto layout = page.layout(page.edit.paragraphs()[0]);
  CHECK(layout->cursor(0).x == doctest::Approx(400).epsilon(0.01));
  CHECK(layout->cursor(6).x == doctest::Approx(400 - layout->width()).epsilon(0.01));
  CHECK(layout->cursor(4).x > layout->cursor(6).x);
}

TEST_CASE("an Arabic letter with its vowel sign is one step and one deletion") {
  Page page("ar", true);
  page.edit.insert("م\u064E\u0651ر");
  page.edit.place({0, 2});  // between letter and signs: no place to stand
  CHECK(page.edit.cursor() == TextEdit::Cursor{0, 0});
  page.edit.move_left();
  CHECK(page.edit.cursor() == TextEdit::Cursor{0, 6});
  page.edit.delete_back();
  CHECK(page.edit.text() == "ر");
}

TEST_CASE("up and down keep to their column across lines and paragraphs") {
  Page page;
  page.edit.insert("mmmmmmmmmm\nii\nmmmmmmmmmm");
  page.edit.place({0, 8});
  page.edit.move_down();
  CHECK(page.edit.cursor() == TextEdit::Cursor{1, 2});
  page.edit.move_down();
  CHECK(page.edit.cursor() == TextEdit::Cursor{2, 8});
  page.edit.move_up();
  page.edit.move_up();
  CHECK(page.edit.cursor() == TextEdit::Cursor{0, 8});
  page.edit.move_up();
  CHECK(page.edit.cursor() == TextEdit::Cursor{0, 0});
  page.edit.place({2, 3});
  page.edit.move_down();
  CHECK(page.edit.cursor() == TextEdit::Cursor{2, 10});
}

TEST_CASE("home and end are those of the line as it is broken") {
  Page page;
  page.edit.insert("Only two of the five rooms were open, and the queue went back past the coats");
  const auto layout = page.layout(page.edit.paragraphs()[0]);
  REQUIRE(layout->line_count() > 2);
  const auto second = layout->line(1);
  page.edit.place({0, second.first + 2});
  page.edit.move_home();
  CHECK(page.edit.cursor().byte == second.first);
  page.edit.move_end();
  CHECK(layout->cursor(page.edit.cursor().byte).line == 1);
  CHECK(page.edit.cursor().byte > second.first + 5);
}

TEST_CASE("past 64 KiB keys stop, and go on when something is deleted") {
  Page page;
  std::string text;
  while (text.size() < kTypedBytesMax - 2) text += "many lines\n";
  page.edit.set_text(text.substr(0, kTypedBytesMax - 2));
  CHECK(page.edit.insert("b"));
  CHECK_FALSE(page.edit.full());
  CHECK_FALSE(page.edit.insert("é"));
  CHECK(page.edit.full());
  CHECK(page.edit.bytes() == kTypedBytesMax - 1);
  CHECK(page.edit.insert("c"));
  CHECK_FALSE(page.edit.insert("\n"));
  page.edit.delete_back();
  CHECK_FALSE(page.edit.full());
  CHECK(page.edit.insert("d"));
  CHECK(page.edit.bytes() == kTypedBytesMax);
}

TEST_CASE("a draft that is too long is cut between two characters") {
  Page page;
  std::string text = "a";
  while (text.size() <= kTypedBytesMax) text += "中";
  page.edit.set_text(text);
  CHECK(page.edit.bytes() <= kTypedBytesMax);
  CHECK(page.edit.bytes() > kTypedBytesMax - 3);
  CHECK(page.edit.text() == text.substr(0, page.edit.bytes()));
}

TEST_CASE("what is no text does not get in") {
  Page page;
  page.edit.insert("a\x01\x1b[2J\x7f\tb\u0085c\u2028d\uFEFF");
  CHECK(page.edit.text() == "a[2J b\nc\nd");
  page.edit.insert("\xff\xfe");
  page.edit.insert(std::string_view("e\0f", 3));
  CHECK(page.edit.text() == "a[2J b\nc\ndef");
  page.edit.set_text("%s%n{}{{}}\"'------");
  CHECK(page.edit.text() == "%s%n{}{{}}\"'------");
}

TEST_CASE("after wiping nothing is left, and typing goes on") {
  Page page;
  page.edit.insert("my name is\nsecret");
  const std::uint64_t before = page.edit.changes();
  page.edit.wipe();
  CHECK(page.edit.text().empty());
  CHECK(page.edit.paragraphs().size() == 1);
  CHECK(page.edit.changes() > before);
  page.edit.insert("x");
  CHECK(page.seen() == "x|");
}

TEST_CASE("a sentence starts at the beginning and after its end, not in the middle") {
  Page page;
  const auto starts = [&](std::string_view text) {
    page.edit.set_text(text);
    return page.edit.sentence_start();
  };
  CHECK(starts(""));
  CHECK(starts("One. "));
  CHECK(starts("Why?  "));
  CHECK(starts("She said “no.” "));
  CHECK(starts("One.\n"));
  CHECK(starts("¿"));
  CHECK(starts("Bien. ¡"));
  CHECK_FALSE(starts("One."));
  CHECK_FALSE(starts("One"));
  CHECK_FALSE(starts("One "));
  CHECK_FALSE(starts("3.5"));
  CHECK_FALSE(starts("One, "));
}

TEST_CASE("a touch keyboard's keys do what they say") {
  using Kind = KeyAction::Kind;
  Page page;
  for (const KeyAction& action :
       {KeyAction{Kind::insert, "ab c"}, KeyAction{Kind::left, {}}, KeyAction{Kind::enter, {}},
        KeyAction{Kind::right, {}}, KeyAction{Kind::delete_back, {}},
        KeyAction{Kind::next_language, {}}, KeyAction{Kind::delete_back, {}},
        KeyAction{Kind::delete_word, {}}}) {
    apply(action, page.edit);
  }
  CHECK(page.seen() == "|");
}

TEST_CASE("every change gives the paragraph another revision") {
  Page page;
  std::set<std::uint64_t> seen;
  const auto note = [&] { CHECK(seen.insert(page.edit.paragraphs()[0].revision).second); };
  note();
  page.edit.insert("a");
  note();
  page.edit.delete_back();
  note();
  page.edit.insert("a\nb");
  note();
  page.edit.place({1, 0});
  page.edit.delete_back();
  note();
  page.edit.wipe();
  note();
}

}  // namespace afterword::kiosk::text_edit_test
