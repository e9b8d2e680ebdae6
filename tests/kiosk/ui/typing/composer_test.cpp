// Languages that are not written key by key, from the finger to the text.
#include "tests/kiosk/ui/typing/desk.h"

namespace afterword::kiosk::composer_test {

using typing_desk::Desk;

void types(Desk& desk, std::string_view keys) {
  for (const char key : keys)
    desk.tap(key == ' ' ? std::string("key:space") : "key:" + std::string(1, key));
}

TEST_CASE("Chinese: letters are composed, the space takes the first candidate") {
  Desk desk({"zh"});
  types(desk, "nihao");
  CHECK(desk.text().empty());
  CHECK(desk.composer.composition().letters == "ni hao");
  types(desk, " ");
  CHECK(desk.text() == "你好");
  CHECK(desk.composer.composition().empty());
  desk.tap("key:delete");
  CHECK(desk.text() == "你");
}

TEST_CASE("Chinese: delete takes composed letters first, a mark ends the composition") {
  Desk desk({"zh"});
  types(desk, "paidui");
  desk.tap("key:delete");
  types(desk, "i");
  desk.tap("key:，");
  CHECK(desk.text() == "排队，");
  types(desk, "n");
  desk.tap("key:delete");
  CHECK(desk.text() == "排队，");
  desk.tap("key:delete");
  CHECK(desk.text() == "排队");
}

TEST_CASE("Chinese: a chosen candidate, the letters themselves, and a plugged-in keyboard") {
  Desk desk({"zh"});
  types(desk, "hao");
  const std::string second = desk.composer.composition().candidates.at(1);
  desk.composer.choose(1, desk.box.edit());
  CHECK(desk.text() == second);
  types(desk, "wifi");
  desk.tap("key:return");
  CHECK(desk.text() == second + "wifi");
  for (const char letter : std::string_view("hen"))
    desk.frame(TextEvent{std::string(1, letter), desk.now});
  desk.frame(TextEvent{" ", desk.now});
  CHECK(desk.text() == second + "wifi很");
}

TEST_CASE("Another keyboard finishes what is being composed") {
  Desk desk({"zh", "en"});
  types(desk, "hao");
  desk.tap("key:language");
  CHECK(desk.text() == "好");
  types(desk, "ok");
  CHECK(desk.text() == "好ok");
}

TEST_CASE("When no more fits, nothing is composed into nowhere") {
  Desk desk({"zh"});
  desk.box.begin(std::string(kTypedBytesMax, 'a'));
  desk.frame();
  types(desk, "hao");
  types(desk, " ");
  CHECK(desk.box.edit().bytes() == kTypedBytesMax);
  CHECK(desk.composer.composition().empty());
}

TEST_CASE("Vietnamese: Telex works on the word before the cursor") {
  Desk desk({"vi"});
  types(desk, "vieetj nam");
  CHECK(desk.text() == "Việt nam");
  desk.tap("key:left");
  types(desk, "f");
  CHECK(desk.text() == "Việt nàm");
  desk.frame(TextEvent{"f", desk.now});
  CHECK(desk.text() == "Việt nafm");
}

TEST_CASE("Vietnamese: letters from a held key stand beside Telex") {
  Desk desk({"vi"});
  types(desk, "dd");
  desk.hold("key:u");
  desk.tap("more:ư");
  types(desk, "owcj");
  CHECK(desk.text() == "Được");
}

TEST_CASE("Other languages are typed as they stand on the keys") {
  Desk desk({"en"});
  types(desk, "moon ass");
  CHECK(desk.text() == "Moon ass");
}

}  // namespace afterword::kiosk::composer_test
