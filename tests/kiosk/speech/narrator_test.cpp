#include "kiosk/speech/narrator.h"

#include "tests/kiosk/speech/fake_speaker.h"
#include "tests/kiosk/ui/gallery/views.h"
#include "tests/kiosk/ui/world.h"

namespace afterword::kiosk::narrator_test {

using test::world;

View shown(const std::string& name, const std::string& language = "en") {
  for (Shown& entry : gallery_views(language)) {
    if (entry.name != name) continue;
    entry.view.around.can_speak = true;
    entry.view.around.aids.read_aloud = true;
    return entry.view;
  }
  FAIL("no such view: " << name);
  return {};
}

// Somebody who listens, and what the narrator is shown.
struct Listening {
  test::FakeSpeaker speaker{{"en", "es"}};
  Narrator narrator{speaker, world().strings};
  View view = shown("faces");
  std::optional<Spot> focus;
  std::optional<Typing> typing;

  void frame() { narrator.watch({view, focus, typing, false, false}); }
  void acts(bool chose = false) { narrator.watch({view, focus, typing, true, chose}); }
  void moves_to(const std::string& name, const std::string& words = "") {
    focus = Spot{name, words};
    acts();
  }
  void types(std::string_view letters) {
    if (!typing) typing = Typing{};
    frame();
    typing->before_cursor += letters;
    typing->bytes += letters.size();
    ++typing->changes;
    acts();
  }
  bool heard(std::string_view text) const {
    return speaker.heard().find(text) != std::string::npos;
  }
};

TEST_CASE("It announces itself with how to go on, then the page, and each only once") {
  Listening person;
  person.frame();
  CHECK(person.heard("Read aloud is on. Move with the arrow keys, choose with OK."));
  CHECK(person.heard("How were the fitting rooms today?"));
  const std::size_t said = person.speaker.all.size();
  person.frame();
  person.frame();
  CHECK(person.speaker.all.size() == said);
  person.view = shown("ten");
  person.frame();
  CHECK_FALSE(person.heard("Read aloud is on."));
  CHECK(person.heard("How likely are you to recommend"));
}

TEST_CASE("Nothing is said while it is off, and what is being said stops when it is turned off") {
  Listening person;
  person.view.around.aids.read_aloud = false;
  person.frame();
  person.moves_to("answer:4");
  CHECK(person.speaker.all.empty());
  person.view.around.aids.read_aloud = true;
  person.frame();
  CHECK_FALSE(person.speaker.all.empty());
  person.view.around.aids.read_aloud = false;
  person.acts();
  CHECK(person.speaker.heard() == "Reading aloud has ended.\n");
}

TEST_CASE("Whatever a person does silences what is being said, and then its effect is said") {
  Listening person;
  person.frame();
  person.moves_to("answer:4");
  CHECK(person.speaker.heard() == "Good, 4 of 5\n");
  person.moves_to("answer:5");
  CHECK(person.speaker.heard() == "Very good, 5 of 5\n");
  std::get<QuestionView>(person.view.screen).options[4].chosen = true;
  person.acts(true);
  CHECK(person.speaker.heard() == "Very good, chosen\n");
  person.acts();
  CHECK(person.speaker.heard().empty());
}

TEST_CASE("A choice that is refused is said to be") {
  Listening person;
  person.view = shown("choices");
  std::get<QuestionView>(person.view.screen).max_choices = 2;
  person.frame();
  person.moves_to("option:o2");
  person.acts(true);
  CHECK(person.speaker.heard() == "No more can be chosen. Take one back first.\n");
}

TEST_CASE("It is said again by a key, and all of the page when the key is pressed twice") {
  Listening person;
  person.frame();
  person.moves_to("answer:4");
  person.acts();
  person.narrator.repeat();
  CHECK(person.speaker.heard() == "Good, 4 of 5\n");
  person.narrator.repeat();
  CHECK(person.heard("How were the fitting rooms today?"));
}

TEST_CASE("Another language is another page, said in that language") {
  Listening person;
  person.frame();
  person.view = shown("faces", "es");
  person.frame();
  CHECK(person.heard("¿Cómo estaban los probadores hoy?"));
  CHECK(person.speaker.language_said.back() == "es");
}

TEST_CASE("A language without a voice is said so in the one before, and then nothing") {
  Listening person;
  person.frame();
  person.view = shown("faces", "ar");
  person.view.around.can_speak = false;
  person.frame();
  CHECK(person.speaker.heard() == "العربية cannot be read aloud here.\n");
  CHECK(person.speaker.language_said.back() == "en");
  const std::size_t said = person.speaker.all.size();
  person.moves_to("answer:4");
  CHECK(person.speaker.all.size() == said);
}

TEST_CASE("Through the loudspeaker a typed letter is a tick, and it is spelled for who asks") {
  Listening person;
  person.view = shown("text");
  person.frame();
  for (const char* const letter : {"s", "l", "o", "w"}) person.types(letter);
  CHECK(person.speaker.ticks == 4);
  for (const std::string& text : person.speaker.all) CHECK(text.size() > 1);
  person.narrator.repeat();
  CHECK(person.speaker.heard() == "s, l, o, w\n");
}

TEST_CASE("Into headphones letters and words are spoken") {
  Listening person;
  person.narrator.set_private(true);
  person.view = shown("text");
  person.frame();
  for (const char* const letter : {"s", "l", "o", "w"}) person.types(letter);
  CHECK(person.speaker.heard() == "w\n");
  person.types(" ");
  CHECK(person.speaker.heard() == "slow\n");
  CHECK(person.speaker.ticks == 0);
}

TEST_CASE("The withdraw code is for one person's ears, or for who asks") {
  Listening person;
  person.view = shown("thanks");
  std::get<ThanksView>(person.view.screen).withdraw_code = "7F3K92QM";
  person.frame();
  CHECK(person.heard("There is a code"));
  CHECK_FALSE(person.heard("7, F, 3"));
  person.narrator.repeat();
  CHECK(person.heard("7, F, 3, K, 9, 2, Q, M"));
}

TEST_CASE("Of a withdraw code, and of a receipt's number, nothing stays in it once another page is there") {
  Listening person;
  person.view.around.aids.read_aloud = false;
  const auto holds = [&](std::string_view words) {
    const auto* const bytes = reinterpret_cast<const char*>(&person.narrator);
    return std::string_view(bytes, sizeof(person.narrator)).find(words) != std::string_view::npos;
  };
  const View next = person.view;
  SUBCASE("a code") {
    person.view.screen = ThanksView{.withdraw_code = "7F3K92QM"};
    person.frame();
    REQUIRE(holds("7F3K92QM"));
    person.view = next;
    person.frame();
    CHECK_FALSE(holds("F3K92QM"));
  }
  SUBCASE("a receipt") {
    person.view.screen = ReceiptView{.typed = "4711-0815"};
    person.frame();
    REQUIRE(holds("4711-0815"));
    person.view.screen = HelpView{};
    person.frame();
    CHECK_FALSE(holds("0815"));
  }
}

TEST_CASE("The idle warning is heard by everybody, and read to who listens") {
  Listening person;
  person.view.around.aids.read_aloud = false;
  person.frame();
  person.view.warning = IdleWarning{30, 30, true};
  person.frame();
  CHECK(person.speaker.chimes == 1);
  CHECK(person.speaker.all.empty());
  for (int left = 29; left >= 0; --left) {
    person.view.warning->seconds_left = left;
    person.frame();
  }
  CHECK(person.speaker.chimes == 2);  // once more near its end

  Listening blind;
  blind.frame();
  blind.view.warning = IdleWarning{60, 60, true};
  blind.frame();
  CHECK(blind.speaker.chimes == 1);
  CHECK(blind.heard("Still there?"));
  CHECK(blind.heard("In 60 seconds this screen clears"));
  CHECK(blind.heard("Press OK to go on."));
  blind.view.warning.reset();
  blind.acts();
  CHECK(blind.speaker.heard() == "You have more time.\n");
}

TEST_CASE("A warning that is put off and comes again is heard again") {
  Listening person;
  for (int round = 1; round <= 10; ++round) {
    person.view.warning = IdleWarning{30, 30, true};
    person.frame();
    CHECK(person.speaker.chimes == round);
    person.view.warning.reset();
    person.acts();
  }
}

TEST_CASE("The volume goes in steps, says so, and is set back when the visit ends") {
  Listening person;
  person.frame();
  person.narrator.louder();
  CHECK(person.speaker.heard() == "Volume 6 of 9\n");
  for (int i = 0; i < 20; ++i) person.narrator.louder();
  CHECK(person.speaker.volume() == kVolumeMost);
  for (int i = 0; i < 20; ++i) person.narrator.quieter();
  CHECK(person.speaker.volume() == kVolumeLeast);
  person.view = shown("welcome");
  person.view.around.aids = {};
  person.view.page = 99;
  person.frame();
  CHECK(person.speaker.volume() == kVolumeAtFirst);
}

TEST_CASE("Somebody who only made it louder does not leave it so") {
  Listening person;
  person.view.around.aids = {};
  person.frame();
  person.narrator.louder();
  CHECK(person.speaker.ticks == 1);
  person.view = shown("welcome");
  person.view.around.aids = {};
  person.frame();
  CHECK(person.speaker.volume() == kVolumeAtFirst);
}

}  // namespace afterword::kiosk::narrator_test
