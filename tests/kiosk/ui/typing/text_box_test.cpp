#include <doctest/doctest.h>

#include "sync/base/core/utf8.h"
#include "tests/kiosk/ui/typing/desk.h"

namespace afterword::kiosk::text_box_test {

using typing_desk::Desk;

std::string long_text(std::size_t bytes, std::size_t paragraph) {
  std::string out;
  while (out.size() < bytes) {
    const std::size_t begin = out.size();
    while (out.size() - begin < paragraph) out += "the queue went back past the coats ";
    out += '\n';
  }
  return out;
}

TEST_CASE("opening 50,000 characters lays out what is seen and no more") {
  Desk desk;
  const std::uint64_t before = desk.box.layouts_made();
  desk.box.begin(long_text(50'000, 100));
  desk.frame();
  CHECK(desk.box.layouts_made() - before <= 6);
}

TEST_CASE("a key in a long text lays out one paragraph") {
  Desk desk;
  desk.box.begin(long_text(50'000, 100));
  desk.frame();
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t before = desk.box.layouts_made();
    desk.frame(TextEvent{"x", desk.now});
    desk.wait(Ms{30});
    CHECK(desk.box.layouts_made() - before == 1);
  }
}

TEST_CASE("a key in one endless word of 60,000 letters lays out a piece of it") {
  Desk desk;
  std::string word;
  while (word.size() < 60'000) word += "abcdefghij";
  desk.frame(TextEvent{word, desk.now});
  desk.frame();
  CHECK(desk.box.edit().cursor().byte == word.size());
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t before = desk.box.layouts_made();
    desk.frame(i % 4 == 3 ? InputEvent{KeyEvent{NamedKey::backspace, desk.now}}
                          : InputEvent{TextEvent{"x", desk.now}});
    desk.wait(Ms{30});
    CHECK(desk.box.layouts_made() - before <= 2);
  }
  CHECK(desk.text() == word + std::string(10, 'x'));
}

TEST_CASE("a long paragraph in pieces breaks, and leads the cursor, as in one layout") {
  for (const char* const word :
       {"the queue went back ", "سهّل عليّ Fernway إرجاع ", "队伍一直排到大衣区", "wwwwwwwiiii"}) {
    std::string text;
    while (text.size() < 2'600) text += word;
    auto& glyphs = *typing_desk::world().glyphs;
    TextSpec style;
    style.size_px = 31;
    style.width_px = 940;
    style.language = "en";
    style.break_words = true;
    const LongLayout pieces(glyphs, style, text, nullptr);
    CHECK(pieces.pieces() >= 3);
    style.text = text;
    const auto whole = glyphs.lay_out(style);
    REQUIRE(pieces.line_count() == whole->line_count());
    CHECK(pieces.right_to_left() == whole->right_to_left());
    for (int i = 0; i < whole->line_count(); ++i) CHECK(pieces.line(i) == whole->line(i));
    int place = 0;
    for (std::size_t byte = 0; byte < text.size(); byte = whole->neighbour(byte, +1)) {
      if (++place % 3 != 0) continue;  // every one takes a quarter of a minute
      const std::string where = std::string(word) + std::to_string(byte);
      CHECK_MESSAGE(pieces.neighbour(byte, +1) == whole->neighbour(byte, +1), where);
      CHECK_MESSAGE(pieces.neighbour(byte, -1) == whole->neighbour(byte, -1), where);
      const CursorPlace here = pieces.cursor(byte), there = whole->cursor(byte);
      // Where a line of two directions begins, Pango's own cursor may stay where it is.
      const bool unclear = whole->right_to_left() && whole->line(there.line).first == byte;
      if (!unclear) {
        CHECK_MESSAGE(pieces.beside(byte, +1) == whole->beside(byte, +1), where);
        CHECK_MESSAGE(pieces.beside(byte, -1) == whole->beside(byte, -1), where);
      }
      CHECK_MESSAGE(here.line == there.line, where);
      CHECK_MESSAGE(here.x == doctest::Approx(there.x).epsilon(0.01), where);
      const float middle = there.top + there.height / 2;
      CHECK_MESSAGE(
          pieces.index_at({there.x + 1, middle}) == whole->index_at({there.x + 1, middle}), where);
    }
  }
}

TEST_CASE("typing goes on behind a noun as a new word, where words are apart") {
  const auto typed = [](std::string_view noun, std::string_view separator, std::string_view behind,
                        std::string_view before = "") {
    Desk desk;
    desk.box.begin(before);
    desk.box.edit().insert_noun(noun, separator);
    for (std::size_t at = 0; at < behind.size();) {
      const CodePoint point = code_point_at(behind, at);
      desk.frame(TextEvent{std::string(behind.substr(at, point.bytes)), desk.now});
      at += point.bytes;
    }
    return desk.text();
  };
  CHECK(typed("Queue", ", ", "") == "Queue");
  CHECK(typed("Queue", ", ", "after six") == "Queue after six");
  CHECK(typed("Queue", ", ", " after six") == "Queue after six");
  CHECK(typed("Queue", ", ", ", late") == "Queue, late");
  CHECK(typed("Space", ", ", "", "Queue") == "Queue, Space");
  CHECK(typed("Space", ", ", "", "It was bad.") == "It was bad. Space");
  CHECK(typed("Space", ", ", "", "The ") == "The Space");
  CHECK(typed("الانتظار", "، ", "طويل") == "الانتظار طويل");
  CHECK(typed("等候", "，", "太久") == "等候太久");
  CHECK(typed("空间", "，", "", "等候") == "等候，空间");
}

TEST_CASE("a noun in the middle stands apart on both sides") {
  Desk desk;
  desk.box.begin("oldnew");
  desk.box.edit().place({0, 3});
  desk.box.edit().insert_noun("Queue", ", ");
  CHECK(desk.text() == "old, Queue new");
}

TEST_CASE("a frame in which nothing changed lays out nothing") {
  Desk desk;
  desk.box.begin(long_text(50'000, 100));
  desk.frame();
  const std::uint64_t before = desk.box.layouts_made();
  for (int i = 0; i < 50; ++i) desk.wait(Ms{20});
  CHECK(desk.box.layouts_made() == before);
}

TEST_CASE("between two blinks of the cursor no frame is asked for") {
  Desk desk;
  desk.box.begin("text");
  desk.frame();
  REQUIRE(desk.kit.redraw_at().has_value());
  CHECK(*desk.kit.redraw_at() - desk.now == kCursorBlink);
  desk.wait(Ms{130});
  CHECK(*desk.kit.redraw_at() - desk.now == kCursorBlink - Ms{130});
}

TEST_CASE("the box follows the cursor down and up again") {
  Desk desk;
  desk.box.begin("");
  for (int i = 0; i < 6; ++i) {
    desk.frame(TextEvent{"line", desk.now});
    desk.frame(KeyEvent{NamedKey::enter, desk.now});
  }
  CHECK(desk.box.edit().cursor() == TextEdit::Cursor{6, 0});
  CHECK(desk.box.top().paragraph == 4);  // lines 4, 5 and 6 are seen
  for (int i = 0; i < 6; ++i) desk.frame(KeyEvent{NamedKey::up, desk.now});
  CHECK(desk.box.edit().cursor().paragraph == 0);
  CHECK(desk.box.top().paragraph == 0);
}

TEST_CASE("deleting the end does not leave an empty box behind") {
  Desk desk;
  desk.box.begin("1\n2\n3\n4\n5\n6");
  desk.frame();
  CHECK(desk.box.top().paragraph == 3);
  for (int i = 0; i < 8; ++i) desk.frame(KeyEvent{NamedKey::backspace, desk.now});
  CHECK(desk.text() == "1\n2");
  CHECK(desk.box.top() == TextBox::Anchor{});
}

TEST_CASE("dragging scrolls, as far as there is text, and keeps the cursor") {
  Desk desk;
  desk.box.begin("1\n2\n3\n4\n5\n6\n7\n8\n9");
  desk.frame();
  const TextEdit::Cursor cursor = desk.box.edit().cursor();
  const Point middle = desk.target("text").center();
  desk.down(middle);
  desk.move({middle.x, middle.y + 30});
  desk.move({middle.x, middle.y + 84});
  desk.up({middle.x, middle.y + 84});
  CHECK(desk.box.top().paragraph == 4);
  CHECK(desk.box.edit().cursor() == cursor);
  desk.wait(Ms{500});
  desk.down(middle);
  for (int i = 0; i < 30; ++i) desk.move({middle.x, middle.y + 40 * static_cast<float>(i)});
  desk.up({middle.x, middle.y});
  CHECK(desk.box.top() == TextBox::Anchor{});
  desk.wait(Ms{500});
  desk.down(middle);
  for (int i = 0; i < 30; ++i) desk.move({middle.x, middle.y - 40 * static_cast<float>(i)});
  desk.up(middle);
  CHECK(desk.box.top().paragraph == 6);
}

TEST_CASE("a tap puts the cursor there, with a little shake as well") {
  Desk desk;
  desk.box.begin("one two\nthree");
  desk.frame();
  const Rect box = desk.target("text");
  desk.tap(Point{box.x + 29, box.y + 42});
  CHECK(desk.box.edit().cursor() == TextEdit::Cursor{0, 0});
  desk.down({box.right() - 40, box.y + 84});
  desk.move({box.right() - 43, box.y + 87});
  desk.up({box.right() - 43, box.y + 87});
  CHECK(desk.box.edit().cursor() == TextEdit::Cursor{1, 5});
}

TEST_CASE("on a page from right to left a tap at the right is the beginning") {
  Desk desk({"ar", "en"});
  desk.box.begin("كان الانتظار طويلا");
  desk.frame();
  const Rect box = desk.target("text");
  CHECK(box.x == 260);  // mirrored
  desk.tap(Point{box.right() - 29, box.y + 45});
  CHECK(desk.box.edit().cursor() == TextEdit::Cursor{0, 0});
  desk.tap(Point{box.x + 30, box.y + 45});
  CHECK(desk.box.edit().cursor().byte == desk.text().size());
}

TEST_CASE("keys of a keyboard that is plugged in edit the text") {
  Desk desk;
  desk.frame(TextEvent{"abc", desk.now});
  for (const NamedKey key : {NamedKey::home, NamedKey::remove, NamedKey::right, NamedKey::backspace,
                             NamedKey::end, NamedKey::left}) {
    desk.frame(KeyEvent{key, desk.now});
  }
  desk.frame(TextEvent{"é", desk.now});
  CHECK(desk.text() == "éc");
  for (const NamedKey key : {NamedKey::tab, NamedKey::escape, NamedKey::back_tab}) {
    desk.frame(KeyEvent{key, desk.now});
  }
  CHECK(desk.text() == "éc");
}

TEST_CASE("pictures of what was typed do not stay") {
  Desk desk;
  Glyphs& glyphs = *typing_desk::world().glyphs;
  for (int i = 0; i < 100; ++i) desk.wait(Ms{20});
  const std::size_t before = glyphs.counts().cached_bytes;
  desk.box.begin("my telephone number is on the till receipt");
  desk.frame();
  CHECK(glyphs.counts().cached_bytes > before);
  desk.box.wipe();
  for (int i = 0; i < 100; ++i) desk.wait(Ms{20});
  CHECK(glyphs.counts().cached_bytes == before);
}

TEST_CASE("another text is another text: nothing of the last person stays") {
  Desk desk;
  desk.box.begin("my name is");
  desk.frame();
  desk.box.begin("");
  desk.frame();
  CHECK(desk.text().empty());
  desk.frame(TextEvent{"x", desk.now});
  CHECK(desk.text() == "x");
}

}  // namespace afterword::kiosk::text_box_test
