#include "kiosk/speech/narration.h"

#include "sync/base/core/utf8.h"
#include "tests/kiosk/ui/gallery/views.h"
#include "tests/kiosk/ui/world.h"

namespace afterword::kiosk::speech_test {

using test::world;

View gallery_view(const std::string& name, const std::string& language = "en") {
  for (const Shown& entry : gallery_views(language))
    if (entry.name == name) return entry.view;
  FAIL("no such view: " << name);
  return {};
}

std::string all_of(const Utterances& utterances) {
  std::string all;
  for (const Utterance& utterance : utterances) all += utterance.text + "\n";
  return all;
}

std::vector<Spot> spots_on(const View& view) {
  Ui ui(world().theme, world().strings, *world().glyphs, world().textures);
  MonoTime now{100'000};
  for (int i = 0; i < 3; ++i, now = now + Ms{500})
    draw(view, ui, Frame{{1280, 800}, 5.88F, now, std::nullopt});
  std::vector<Spot> spots;
  for (const Hit& hit : ui.hits().shown())
    if (hit.enabled && hit.name != "anywhere" && hit.name != "elsewhere")
      spots.push_back({hit.name, hit.words});
  return spots;
}

// Words of the interface that were not found or not filled in would be heard as such.
void check_spoken(const Utterances& utterances, const std::string& where) {
  REQUIRE_MESSAGE(!utterances.empty(), where << " is silent");
  for (const Utterance& utterance : utterances) {
    CHECK_MESSAGE(!trim(utterance.text).empty(), where);
    CHECK_MESSAGE(utterance.text.find('{') == std::string::npos, where << ": " << utterance.text);
    CHECK_MESSAGE(utterance.text.find('_') == std::string::npos, where << ": " << utterance.text);
  }
}

// Set-up is for who measures what is on the screen; pages for staff are not read aloud to the shop.
bool is_for_shoppers(const View& view) {
  if (std::holds_alternative<SetupView>(view.screen)) return false;
  const auto* staff = std::get_if<StaffView>(&view.screen);
  return staff == nullptr || staff->page == StaffView::Page::give_back;
}

TEST_CASE("Every page and every target of the gallery has something to say, in every language") {
  for (const std::string& language : world().strings.languages()) {
    const Strings strings = world().strings.in(language);
    for (const Shown& entry : gallery_views(language)) {
      if (!is_for_shoppers(entry.view)) continue;
      const std::string where = language + " " + entry.name;
      check_spoken(page_words(entry.view, strings), where);
      const std::vector<Spot> spots = spots_on(entry.view);
      if (!std::holds_alternative<OutOfServiceView>(entry.view.screen))
        CHECK_MESSAGE(!spots.empty(), where);
      for (const Spot& spot : spots)
        check_spoken(spot_words(entry.view, strings, spot), where + " " + spot.name);
      if (entry.view.warning)
        check_spoken(warning_words(*entry.view.warning, strings), where + " warning");
    }
  }
}

TEST_CASE("No two targets of a page say the same, or nobody could tell them apart") {
  for (const std::string& language : world().strings.languages()) {
    const Strings strings = world().strings.in(language);
    for (const Shown& entry : gallery_views(language)) {
      if (!is_for_shoppers(entry.view)) continue;
      std::map<std::string, std::string> by_words;
      for (const Spot& spot : spots_on(entry.view)) {
        if (spot.name.starts_with("key:")) continue;
        const std::string words = all_of(spot_words(entry.view, strings, spot));
        const auto there = by_words.emplace(words, spot.name);
        CHECK_MESSAGE(there.second, language << " " << entry.name << ": " << there.first->second << " and "
                                      << spot.name << " both say " << words);
      }
    }
  }
}

TEST_CASE("A question is said with its place, its topic, its scale and the way out") {
  const Strings strings = world().strings.in("en");
  CHECK(all_of(page_words(gallery_view("faces"), strings)) ==
        "Question 1 of 3. Fitting rooms.\n"
        "How were the fitting rooms today?\n"
        "Scale from Very poor to Very good. Or: I didn’t use this.\n");
  CHECK(all_of(page_words(gallery_view("ten"), strings)) ==
        "Question 2 of 3.\n"
        "How likely are you to recommend Fernway to a friend or colleague?\n"
        "Scale from 0, Not at all likely to 10, Extremely likely. Or: I can’t say yet.\n");
}

TEST_CASE("A face is said by its word and its place, a star by its number, never as a picture") {
  const Strings strings = world().strings.in("en");
  const auto words = [&](const char* view, const char* target) {
    return all_of(spot_words(gallery_view(view), strings, {target}));
  };
  CHECK(words("faces", "answer:4") == "Good, 4 of 5\n");
  CHECK(words("faces", "not_applicable") == "I didn’t use this\n");
  CHECK(words("stars", "answer:1") == "1 star, Not at all likely\n");
  CHECK(words("stars", "answer:3") == "3 stars\n");
  CHECK(words("ten", "answer:7") == "7\n");
  CHECK(words("ten", "answer:10") == "10, Extremely likely\n");
  CHECK(words("agree", "answer:6") == "Agree, 6 of 7\n");
  CHECK(words("yes_no", "answer:yes") == "Yes\n");
  CHECK(words("choices", "option:o3") == "To collect an order, 4 of 7, chosen\n");
  CHECK(words("choices", "language") == "Language: English, button\n");
  CHECK(words("text", "key:a") == "a\n");
  CHECK(words("text", "key:delete") == "Delete\n");
  CHECK(words("languages", "language:es") == "Español\n");
  CHECK(words("languages", "language:en") == "English, chosen\n");
}

TEST_CASE("Numbers are said in the digits of the language") {
  const Strings strings = world().strings.in("ar");
  CHECK(all_of(spot_words(gallery_view("ten", "ar"), strings, {"answer:7"})) == "٧\n");
}

TEST_CASE("Choosing and taking back is said; choosing another instead is said once") {
  const Strings strings = world().strings.in("en");
  View before = gallery_view("choices"), after = before;
  auto& question = std::get<QuestionView>(after.screen);
  question.options[1].chosen = true;
  CHECK(all_of(change_words(before, after, strings)) == "A look around, chosen\n");
  CHECK(all_of(change_words(after, before, strings)) == "A look around, no longer chosen\n");
  for (OptionView& option : question.options) option.chosen = false;
  question.not_applicable_chosen = true;
  CHECK(all_of(change_words(before, after, strings)) == "Doesn’t apply to me, chosen\n");
  CHECK(change_words(before, before, strings).empty());
  CHECK(change_words(before, gallery_view("faces"), strings).empty());
}

TEST_CASE("One too many is refused in words") {
  const Strings strings = world().strings.in("en");
  View view = gallery_view("choices");
  std::get<QuestionView>(view.screen).max_choices = 2;  // and two are chosen
  CHECK(all_of(refusal_words(view, strings, {"option:o1"})) ==
        "No more can be chosen. Take one back first.\n");
  CHECK(refusal_words(view, strings, {"option:o0"}).empty());
  CHECK(refusal_words(view, strings, {"next"}).empty());
  std::get<QuestionView>(view.screen).max_choices = 3;
  CHECK(refusal_words(view, strings, {"option:o1"}).empty());
}

struct Typist {
  Strings strings = world().strings.in("en");
  Typing now;
  std::string text;

  Utterances type(std::string_view letters) {
    const Typing before = now;
    text += letters;
    return to(before);
  }
  Utterances erase(std::size_t bytes) {
    const Typing before = now;
    text.resize(text.size() - bytes);
    return to(before);
  }
  Utterances to(const Typing& before) {
    now = {.before_cursor = text, .bytes = text.size(), .full = false, .changes = now.changes + 1};
    return typing_words(before, now, strings);
  }
};

TEST_CASE("Typing is said letter by letter, and a word when it is done; all of it secret") {
  Typist typist;
  CHECK(all_of(typist.type("T")) == "capital T\n");
  CHECK(all_of(typist.type("o")) == "o\n");
  CHECK(all_of(typist.type("o")) == "o\n");
  CHECK(all_of(typist.type(" ")) == "Too\n");
  CHECK(all_of(typist.type(" ")) == "space\n");
  CHECK(all_of(typist.type("ß")) == "ß\n");
  CHECK(all_of(typist.erase(2)) == "ß, deleted\n");
  CHECK(all_of(typist.type("the wait")) == "the wait\n");
  CHECK(all_of(spelled_word(typist.now, typist.strings)) == "w, a, i, t\n");
  for (const Utterance& utterance : typist.type("x")) CHECK(utterance.secret);
  for (const Utterance& utterance : spelled_word(typist.now, typist.strings)) {
    CHECK(utterance.secret);
    CHECK(utterance.slow);
  }
}

TEST_CASE("A text without room for more says so, and that is no secret") {
  Typist typist;
  const Typing before = typist.now;
  typist.now.full = true;
  const Utterances words = typing_words(before, typist.now, typist.strings);
  CHECK(all_of(words) == "There is no more room. What you wrote stays.\n");
  CHECK_FALSE(words.at(0).secret);
}

TEST_CASE("The withdraw code is spelled slowly and is a secret; that there is one is none") {
  const Strings strings = world().strings.in("en");
  View view = gallery_view("thanks");
  std::get<ThanksView>(view.screen).withdraw_code = "7F3K92QM";
  bool found = false;
  for (const Utterance& utterance : page_words(view, strings)) {
    const bool has_code = utterance.text.find("7, F, 3, K, 9, 2, Q, M") != std::string::npos;
    CHECK(utterance.secret == has_code);
    CHECK(utterance.slow == has_code);
    found = found || has_code;
  }
  CHECK(found);
}

TEST_CASE("A comment that is read back is a secret") {
  const Strings strings = world().strings.in("en");
  const View view = gallery_view("why");
  const std::string draft = std::get<CommentView>(view.screen).draft;
  REQUIRE_FALSE(draft.empty());
  for (const Utterance& utterance : page_words(view, strings))
    CHECK(utterance.secret == (utterance.text.find(draft) != std::string::npos));
}

}  // namespace afterword::kiosk::speech_test
