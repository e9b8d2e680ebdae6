#include <doctest/doctest.h>

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
