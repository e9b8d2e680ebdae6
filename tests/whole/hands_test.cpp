// The shipped surveys on the real kiosk, in every language: by touch alone, by arrows and OK alone, and read aloud with
// those keys. Whoever decides by ear alone, without names of targets, is in tests/kiosk/speech/by_ear_test.cpp.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "sync/base/core/files.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace hands {

enum class Hands { touch, keypad, keypad_and_ears };

struct Page {
  std::string name;
  std::vector<std::string> targets;  // one after the other
};
struct Shipped {
  std::string id;
  std::vector<Page> pages;
};

// Between them: every kind of question, a comment, an answer that does not apply, and one left open.
const std::vector<Shipped>& shipped() {
  static const std::vector<Shipped> all = {
      {"pickup",
       {{"question:pickup", {"answer:2"}},
        {"comment:pickup.why", {"chip:0", "done"}},
        {"question:complete", {"answer:yes"}},
        {"question:ease", {"not_applicable"}}}},
      {"store-exit",
       {{"question:reason", {"option:buy", "option:look", "next"}},
        {"question:found", {"answer:no"}},
        {"question:visit", {"answer:4"}},
        {"comment:visit.why", {"chip:1", "done"}},
        {"question:recommend", {"answer:0"}}}},
      {"service-desk",
       {{"question:settled", {"option:yes"}},
        {"question:ease", {"answer:6"}},
        {"comment:ease.why", {"skip"}},
        {"question:wait", {"answer:3"}},
        {"comment:change", {"skip"}}}},
      {"returns",
       {{"question:cause", {"option:fit", "next"}},
        {"question:ease", {"answer:1"}},
        {"comment:ease.why", {"chip:0", "done"}},
        {"question:solved", {"option:no_issue"}}}}};
  return all;
}

bool full_size() { return std::getenv("AFTERWORD_LONG") != nullptr; }

std::string use(Hands hands, const std::string& target) {
  if (hands == Hands::touch) return "tap " + target + "\n";
  return "reach " + target + "\nkey enter\n";
}

// One person after the other, each in another language.
std::string script_of(const Shipped& survey, Hands hands, const std::vector<Language>& languages) {
  std::string script;
  for (const Language& language : languages) {
    script += "wait welcome\n" + use(hands, "language") + "wait languages\n" +
              use(hands, "language:" + language) + "wait welcome\n";
    if (hands == Hands::keypad_and_ears) script += "key headphones_in\npause 1500\n";
    script += use(hands, "start");
    for (const Page& page : survey.pages) {
      script += "wait " + page.name + "\n";
      for (const std::string& target : page.targets) script += use(hands, target);
      // Whoever listens is not carried on by a choice.
      const std::string& last = page.targets.back();
      const bool chose =
          last.starts_with("answer") || last.starts_with("option") || last == "not_applicable";
      if (hands == Hands::keypad_and_ears && chose) script += use(hands, "next");
    }
    script += "wait thanks\n";
    if (hands == Hands::keypad_and_ears) script += "key headphones_out\n";
    script += use(hands, "finish");
  }
  return script + "wait welcome\nquit\n";
}

// Without a pause between people, and at a touchpoint of its own.
std::string published(World& world, const Shipped& survey) {
  const auto text = read_file(project_file("survey-defs/" + survey.id + ".json"), 1U << 20U);
  REQUIRE(text);
  auto definition = json::parse(*text);
  REQUIRE(definition);
  definition->set("timing", json::object({{"cool_down_s", 0}}));
  world.publish(world.write(survey.id + ".json", json::dump(*definition)));
  return definition->find("touchpoint")->as_string();
}

void complete(World& world, const Shipped& survey, Hands hands, std::vector<Language> languages) {
  CAPTURE(survey.id);
  const std::string touchpoint = published(world, survey);
  const std::string name = survey.id + std::to_string(static_cast<int>(hands));
  auto kiosk = world.start_kiosk(name, script_of(survey, hands, languages),
                                 {"--enrol", world.enrol_code(touchpoint)});
  const Finished finished = kiosk->wait(std::chrono::seconds(900));
  REQUIRE_MESSAGE(finished.exit_code == 0, finished.err);
}

// What arrived: every language once for each way of answering, the same answers whatever the hands.
void check_arrived(World& world, const Shipped& survey, std::size_t runs) {
  const std::vector<json::Value> responses = world.responses(survey.id);
  CHECK(responses.size() == runs);
  std::set<std::string> states;
  for (const json::Value& response : responses) {
    CHECK(response.find("completion")->as_string() == "complete");
    std::string all;
    for (const auto& [entry, answer] : response.find("answers")->as_object())
      all += entry + " " + answer.find("state")->as_string() + "; ";
    states.insert(all);
  }
  CHECK_MESSAGE(states.size() == 1, *states.begin());
}

}  // namespace hands

TEST_CASE("A shipped survey is completed in every language by touch, by keypad, and by ear") {
  using namespace hands;
  World world;
  world.reduced_motion = true;
  const std::string heard = world.file("heard.raw");
  ::setenv("ALSA_CONFIG_PATH",
           world
               .write("asound.conf", "pcm.!default { type file slave.pcm null file \"|cat >> " +
                                         heard + "\" format raw }\npcm.null { type null }\n")
               .c_str(),
           1);
  for (const Shipped& survey : shipped()) {
    const std::vector<Language> all =
        survey_in(project_file("survey-defs/" + survey.id + ".json")).languages;
    REQUIRE(all.size() == 10);
    std::vector<Language> pressed{"ar", "th", "zh"}, spoken{"ar"};
    if (full_size()) {
      pressed = all;
      spoken = {"ar", "de", "en", "es", "hi", "ru", "vi", "zh"};
    }
    complete(world, survey, Hands::touch, all);
    complete(world, survey, Hands::keypad, pressed);
    std::error_code none;
    std::filesystem::remove(heard, none);
    complete(world, survey, Hands::keypad_and_ears, spoken);
    CHECK(std::filesystem::file_size(heard, none) > 100'000 * spoken.size());
    check_arrived(world, survey, all.size() + pressed.size() + spoken.size());
    if (!full_size()) break;
  }
  ::unsetenv("ALSA_CONFIG_PATH");
}

}  // namespace afterword::test
