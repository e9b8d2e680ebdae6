// Somebody who does anything at all, before the real screens and the real flow, with a clock that
// tests move: every survey, every language. AFTERWORD_EVENTS says how many events (2,000), AFTERWORD_SEED
// from which seed; both are printed.
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "kiosk/session/kiosk_flow.h"
#include "kiosk/ui/screens/screens.h"
#include "survey-defs/model/read.h"
#include "tests/kiosk/ui/world.h"
#include "tests/support/fake_clock.h"

namespace afterword::kiosk {
namespace random_use {

constexpr std::uint64_t kEvents = 2000;
constexpr const char* kSurveys[] = {"survey-defs/store-exit.json", "survey-defs/service-desk.json",
                                    "survey-defs/returns.json", "survey-defs/pickup.json",
                                    "tests/survey-defs/samples/every-kind.json"};
constexpr Size kPages[] = {{1280, 800}, {1920, 1080}, {1080, 1920}};

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

Survey survey_in(const std::string& path) {
  std::ifstream file(std::string(AFTERWORD_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  const Reading reading = read_survey(text.str(), Reader::author);
  REQUIRE_MESSAGE(reading.survey, path);
  return *reading.survey;
}

using Kind = PointerEvent::Kind;

constexpr const char* kLetters[] = {"a",
                                    "Z",
                                    " ",
                                    ".",
                                    "é",
                                    "ß",
                                    "ł",
                                    "ج",
                                    "لا",
                                    "א",
                                    "क्ष",
                                    "ि",
                                    "น้ำ",
                                    "ệ",
                                    "中",
                                    "，",
                                    "ж",
                                    "😀",
                                    "👩‍👩‍👧",
                                    "\xCC\x81",
                                    "\n",
                                    "\t",
                                    "\x7F",
                                    "@",
                                    "1",
                                    "‏",
                                    "\xE2\x80\x8B"};

class Anybody {
 public:
  Anybody(test::World& world, Survey survey, std::uint64_t seed)
      : survey_(std::move(survey)),
        random_(seed),
        flow_({.brand = "Afterword",
               .store_name = "Harbour Street",
               .touchpoint = survey_.touchpoint,
               .practice = false,
               .minute_of_day = [](WallTime) { return 720; }},
              "boot", clock_, random_),
        ui_(world.theme, world.strings, *world.glyphs, world.textures) {
    flow_.set_surveys({survey_});
    frame();
  }

  // One event and what follows from it at once.
  void act() {
    const std::uint64_t what = random_.below(100);
    pass(what);
    if (what < 45)
      tap(somewhere_meant());
    else if (what < 58)
      tap(anywhere());
    else if (what < 66)
      drag();
    else if (what < 84)
      type();
    else if (what < 98)
      frame(KeyEvent{static_cast<NamedKey>(random_.below(12)), clock_.mono()});
    else if (what == 98)
      page_ = kPages[random_.below(std::size(kPages))];
    else
      frame(PointerEvent{Kind::cancel, anywhere(), clock_.mono()});
    frame();
    if (storing_) stored();
  }

  // Long enough for every warning, thanks and cool-down.
  void goes_away() {
    for (int second = 0; second < 700; ++second) {
      clock_.advance(Ms{1000});
      frame();
      if (storing_) stored();
    }
  }

  const std::set<std::string>& seen() const { return seen_; }
  std::int64_t count(const std::string& name) const {
    const auto found = counts_.find(name);
    return found == counts_.end() ? 0 : found->second;
  }
  int kept() const { return kept_; }
  bool at_welcome() const { return ui_.screen() == "welcome"; }
  bool in_session() const { return flow_.in_session(); }

 private:
  // Mostly quick, sometimes lost in thought, now and then gone.
  void pass(std::uint64_t what) {
    const std::uint64_t dice = random_.below(1000);
    Ms time{static_cast<std::int64_t>(random_.below(600))};
    if (dice == 0)
      time = Ms{120'000};
    else if (dice < 4)
      time = Ms{50'000};
    else if (dice < 40 && what < 45)
      time = Ms{6'000};
    clock_.advance(time);
  }

  Point anywhere() {
    return {static_cast<float>(random_.unit()) * page_.width,
            static_cast<float>(random_.unit()) * page_.height};
  }
  Point somewhere_meant() {
    const auto& targets = ui_.hits().shown();
    if (targets.empty()) return anywhere();
    return targets[random_.below(targets.size())].rect.center();
  }
  void tap(Point at) {
    frame(PointerEvent{Kind::down, at, clock_.mono()}, random_.below(50) == 0 ? 3 : 1);
    if (random_.below(10) == 0) clock_.advance(Ms{700});  // held: accents
    frame(PointerEvent{Kind::up, at, clock_.mono()});
  }
  void drag() {
    frame(PointerEvent{Kind::down, somewhere_meant(), clock_.mono()});
    for (std::uint64_t moves = random_.below(5); moves > 0; --moves) {
      clock_.advance(Ms{150});
      frame(PointerEvent{Kind::move, anywhere(), clock_.mono()});
    }
    frame(PointerEvent{random_.below(5) == 0 ? Kind::cancel : Kind::up, anywhere(), clock_.mono()});
  }
  void type() {
    std::string text = kLetters[random_.below(std::size(kLetters))];
    if (random_.below(200) == 0)
      for (int i = 0; i < 12; ++i) text += text;  // more than the box holds, in the end
    frame(TextEvent{std::move(text), clock_.mono()});
  }

  void frame(std::optional<InputEvent> event = std::nullopt, int contacts = 1) {
    perform(flow_.tick());
    const Frame frame{page_, 5.88F, clock_.mono(), std::move(event), contacts};
    for (const Intent& intent : draw(flow_.view(), ui_, frame)) perform(flow_.take(intent));
    seen_.insert(ui_.screen().substr(0, ui_.screen().find(':')));
  }

  // As the store: everything it is asked to keep fits the survey, and reads back.
  void perform(Effects effects) {
    for (Effect& effect : effects) {
      if (const auto* draft = std::get_if<SaveDraft>(&effect)) check(draft->recording.response);
      if (const auto* kept = std::get_if<KeepResponse>(&effect)) {
        check(kept->recording.response);
        ++kept_;
        storing_ = true;
      }
      if (const auto* count = std::get_if<Count>(&effect)) ++counts_[count->name];
    }
  }
  void check(const Response& response) {
    const auto refusal = check_response(survey_, response);
    CHECK_MESSAGE(!refusal, (refusal ? refusal->detail : std::string()));
    const auto again = read_response(to_json(response));
    REQUIRE(again);
    CHECK(again->answers == response.answers);
    CHECK(again->flags == response.flags);
  }
  void stored() {
    storing_ = false;
    flow_.kept();
    frame();
  }

  Survey survey_;
  test::FakeClock clock_;
  SeededRandom random_;
  Flow flow_;
  Ui ui_;
  Size page_{1280, 800};
  std::set<std::string> seen_;
  std::map<std::string, std::int64_t> counts_;
  int kept_ = 0;
  bool storing_ = false;
};

}  // namespace random_use

TEST_CASE("Whatever anybody does, a survey screen stays, and what is recorded is in order") {
  using namespace random_use;
  const std::uint64_t events = from_environment("AFTERWORD_EVENTS", kEvents);
  const std::uint64_t seed = from_environment("AFTERWORD_SEED", 7);
  MESSAGE("seed " << seed << ", " << events << " events");
  int kept = 0;
  for (const char* path : kSurveys) {
    CAPTURE(path);
    Anybody anybody(test::world(), survey_in(path), seed);
    for (std::uint64_t event = 0; event < events / std::size(kSurveys); ++event) anybody.act();
    anybody.goes_away();
    CHECK(anybody.at_welcome());
    CHECK_FALSE(anybody.in_session());
    CHECK_FALSE(anybody.seen().contains("out_of_service"));
    for (const char* screen : {"welcome", "question", "comment", "thanks", "languages"})
      CHECK_MESSAGE(anybody.seen().contains(screen), screen);
    CHECK(anybody.count("started") > 0);
    CHECK(anybody.count("started") ==
          anybody.count("finished") + anybody.count("left") + anybody.count("timed_out"));
    kept += anybody.kept();
  }
  MESSAGE(kept << " responses recorded");
  CHECK(kept > 0);
}

}  // namespace afterword::kiosk
