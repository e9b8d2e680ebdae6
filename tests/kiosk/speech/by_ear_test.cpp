// Whole surveys, answered by somebody who hears and does not see.
#include <filesystem>

#include "survey-defs/model/read.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/speech/listener.h"

namespace afterword::kiosk::speech_test {

std::vector<Survey> shipped_surveys() {
  std::vector<Survey> surveys;
  for (const auto& entry :
       std::filesystem::directory_iterator(AFTERWORD_SOURCE_DIR "/survey-defs")) {
    const std::string name = entry.path().filename().string();
    if (!name.ends_with(".json") || name.ends_with(".schema.json")) continue;
    const auto text = read_file(entry.path().string(), kDefinitionBytesMax);
    REQUIRE(text);
    Reading reading = read_survey(*text, Reader::author);
    REQUIRE_MESSAGE(reading.survey, name);
    if (reading.survey->use != Use::kiosk) continue;
    reading.survey->timing.open.reset();
    surveys.push_back(std::move(*reading.survey));
  }
  return surveys;
}

Place a_shop(const Survey& survey) {
  return {.brand = "Fernway",
          .store_name = "Harbour Street",
          .touchpoint = survey.touchpoint,
          .practice = false,
          .minute_of_day = {}};
}

// Whether what is heard is that text of the interface, around whatever fills it.
bool is_made_of(const Listener& person, const std::string& heard, const char* key,
                const char* filled) {
  const std::string text = person.words().get(key, {{filled, "\x01"}});
  const std::size_t hole = text.find('\x01');
  return heard.starts_with(text.substr(0, hole)) && heard.ends_with(text.substr(hole + 1) + "\n");
}

// What is no answer: a button, or an aid that is on or off.
bool is_furniture(const Listener& person, const std::string& heard) {
  return is_made_of(person, heard, "say_button", "name") ||
         is_made_of(person, heard, "say_on", "name") ||
         is_made_of(person, heard, "say_off", "name");
}

// A noun that goes into the text: a button that is none of the page's own.
bool is_chip(const Listener& person, const std::string& heard) {
  for (const char* const key : {"done", "skip", "back"})
    if (heard == person.button(key)) return false;
  if (heard.find(own_name(person.words().language())) != std::string::npos) return false;
  return is_made_of(person, heard, "say_button", "name");
}

// Takes the `nth` answer that is heard, or the first where there are fewer.
std::string choose_by_ear(Listener& person, int nth) {
  std::string answer;
  const auto take = [&](const std::string& heard) {
    if (is_furniture(person, heard) || nth-- > 0) return false;
    answer = heard.substr(0, heard.find('\n'));
    return true;
  };
  if (person.go_to(take)) return answer;
  nth = 0;
  REQUIRE_MESSAGE(person.go_to(take),
                  "no answer was heard; the last: " << person.speaker().heard());
  return answer;
}

struct Heard {
  int questions = 0, comments = 0;
};

// One page after the other, until "Thank you" is heard.
Heard answer_by_ear(Listener& person, int which) {
  Heard heard;
  for (int page = 0; page < 30; ++page) {
    if (person.hears_key("thanks_title")) return heard;
    if (person.hears_key("finished_title")) {
      REQUIRE(person.go_to_button("finished_now"));
      person.press(NamedKey::enter);
      continue;
    }
    if (person.hears_key("leave_out_names")) {
      // The first chip, if there is one, then Done.
      ++heard.comments;
      const bool chip =
          person.go_to([&](const std::string& here) { return is_chip(person, here); });
      if (chip) person.press(NamedKey::enter);
      REQUIRE(person.go_to_button("done"));
      person.press(NamedKey::enter);
      continue;
    }
    ++heard.questions;
    const std::string answer = choose_by_ear(person, which);
    const std::string chosen = person.press(NamedKey::enter);
    CHECK_MESSAGE(chosen.find(person.words().get("say_chosen", {{"answer", ""}}).substr(2)) !=
                      std::string::npos,
                  answer << " was chosen, and heard was: " << chosen);
    REQUIRE(person.go_to_button("next"));
    person.press(NamedKey::enter);
  }
  FAIL("it did not end; heard last: " << person.speaker().heard());
  return heard;
}

void complete_by_ear(const Survey& survey, const Language& language, int which) {
  CAPTURE(survey.id);
  CAPTURE(language);
  Listener person(survey, language, a_shop(survey));
  person.press(NamedKey::headphones_in);
  CHECK(person.hears_key("say_introduction"));
  CHECK(person.hears_key("say_ok_starts"));
  person.press(NamedKey::enter);
  const Heard heard = answer_by_ear(person, which);
  REQUIRE(person.kept().size() == 1);
  const Response& response = person.kept().front().response;
  CHECK(response.language == language);
  // "It does not apply" may be the one that was met first.
  int answered = 0;
  for (const auto& [id, entry] : response.answers)
    if (entry.state == AnswerState::answered || entry.state == AnswerState::not_applicable)
      ++answered;
  CHECK(answered >= heard.questions);
  CHECK(answered <= heard.questions + heard.comments);
  for (const Language& said : person.speaker().language_said) CHECK(said == language);
  // Their visit ends: silence, and everything as it was.
  person.clock().advance(2 * kThanksFor);
  person.settle();
  CHECK(person.speaker().heard().empty());
  CHECK_FALSE(person.flow().view().around.aids.any());
}

TEST_CASE("Every shipped survey can be completed by ear, in every language that has a voice") {
  const std::vector<Survey> surveys = shipped_surveys();
  REQUIRE(surveys.size() >= 4);
  for (const Survey& survey : surveys) {
    int languages = 0;
    for (const Language& language : survey.languages) {
      if (!has_voice({"ar", "de", "en", "es", "hi", "ru", "vi", "zh"}, language)) continue;
      ++languages;
      complete_by_ear(survey, language, 1);
    }
    CHECK(languages >= 3);
  }
}

TEST_CASE("Other answers lead other ways, and they too can be gone by ear") {
  for (const Survey& survey : shipped_surveys())
    for (const int which : {0, 3}) complete_by_ear(survey, "en", which);
}

TEST_CASE("Pulling the headphones out ends it at once") {
  const Survey survey = shipped_surveys().front();
  Listener person(survey, "en", a_shop(survey));
  person.press(NamedKey::headphones_in);
  CHECK_FALSE(person.speaker().heard().empty());
  CHECK(person.flow().view().around.aids.read_aloud);
  person.press(NamedKey::headphones_out);
  CHECK(person.speaker().heard() == "Reading aloud has ended.\n");
  CHECK_FALSE(person.flow().view().around.aids.read_aloud);
}

TEST_CASE("The key begins it on any page, and ends it") {
  const Survey survey = shipped_surveys().front();
  Listener person(survey, "en", a_shop(survey));
  person.press(NamedKey::enter);
  CHECK(person.speaker().all.empty());
  person.press(NamedKey::read_aloud);
  CHECK(person.hears_key("say_introduction"));
  person.press(NamedKey::repeat);
  CHECK_FALSE(person.speaker().heard().empty());
  person.press(NamedKey::read_aloud);
  CHECK(person.speaker().heard() == "Reading aloud has ended.\n");
}

TEST_CASE("A screen that rests tells so to who plugs in") {
  Survey survey = shipped_surveys().front();
  Listener person(survey, "en", a_shop(survey));
  person.flow().store_failed();
  person.settle();
  person.press(NamedKey::headphones_in);
  CHECK(person.hears("This screen is resting."));
}

TEST_CASE("Nobody who hears the warning loses their time: OK goes on, ten times and more") {
  const Survey survey = shipped_surveys().front();
  Listener person(survey, "en", a_shop(survey));
  person.press(NamedKey::headphones_in);
  person.press(NamedKey::enter);
  REQUIRE(person.flow().in_session());
  for (int round = 0; round < 12; ++round) {
    person.clock().advance(2 * kIdleLimit);
    person.settle();
    REQUIRE(person.hears("Still there?"));
    person.clock().advance(Ms{19'000});
    person.press(NamedKey::enter);
    CHECK(person.hears("You have more time."));
    CHECK_FALSE(person.flow().view().warning.has_value());
  }
  CHECK(person.flow().in_session());
}

}  // namespace afterword::kiosk::speech_test
