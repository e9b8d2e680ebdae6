// Runs every line of timing_cases.md.
#include <charconv>
#include <map>

#include "survey-defs/model/timing_visits.h"
#include "sync/base/core/utf8.h"
#include "sync/base/zones/zones.h"
#include "tests/support/fake_clock.h"
#include "tests/survey-defs/model/helpers.h"

namespace afterword::timing_cases {

using Row = std::vector<std::string>;

std::vector<std::string> split(std::string_view text, std::string_view by) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t at = text.find(by);
    parts.emplace_back(trim(text.substr(0, at)));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + by.size());
  }
}

// The rows of the table under `heading`, without its head.
std::vector<Row> table(const std::string& text, const std::string& heading) {
  std::vector<Row> rows;
  std::string_view rest(text);
  rest.remove_prefix(text.find("## " + heading));
  rest.remove_prefix(rest.find('|'));
  for (int line = 0; rest.starts_with('|'); ++line) {
    const std::size_t end = rest.find('\n');
    const std::string_view row = rest.substr(1, rest.substr(0, end).rfind('|') - 1);
    if (line > 1) rows.push_back(split(row, "|"));
    rest.remove_prefix(end + 1);
  }
  return rows;
}

int number(std::string_view text) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  REQUIRE_MESSAGE(read.ec == std::errc{}, std::string(text));
  return value;
}

OpenHours hours(const std::string& text) {
  const auto minute = [](std::string_view t) {
    return number(t.substr(0, 2)) * 60 + number(t.substr(3, 2));
  };
  return {minute(std::string_view(text).substr(0, 5)), minute(std::string_view(text).substr(6, 5))};
}

Survey survey_of(const Row& row) {
  REQUIRE(row.size() == 10);
  Survey survey;
  survey.id = row[0];
  survey.touchpoint = row[1];
  survey.languages = {"en"};
  survey.timing.after = *parse_after(row[2]);
  if (!row[3].empty()) survey.timing.open = hours(row[3]);
  if (!row[4].empty())
    for (const std::string& each : split(row[4], ",")) survey.timing.quiet.push_back(hours(each));
  if (!row[5].empty()) survey.timing.min_dwell_s = number(row[5]);
  survey.timing.cool_down_s = number(row[6]);
  survey.timing.share_percent = number(row[7]);
  survey.priority = number(row[8]);
  survey.questions.emplace_back().id = "rating";
  if (!row[9].empty()) survey.questions[0].about = {row[9]};
  return survey;
}

// Every draw comes out the same.
class OneDraw final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override {
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    if (out.size() == 8) out[7] = static_cast<std::uint8_t>(draw);
  }
  int draw = 0;
};

constexpr std::string_view kWeekdays[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};

WallTime when(const std::string& text, const std::string& zone) {
  const auto parts = split(text, " ");
  REQUIRE(parts.size() >= 3);
  const auto day = Day::parse(parts[1]);
  REQUIRE_MESSAGE(day, text);
  CHECK_MESSAGE(kWeekdays[day->number % 7] == parts[0], "the weekday of ", text);
  const int minute = number(parts[2].substr(0, 2)) * 60 + number(parts[2].substr(3));
  auto wall = wall_time({*day, minute, 0}, zone);
  REQUIRE(wall);
  if (parts.size() > 3) {
    REQUIRE(parts[3] == "again");
    *wall = *wall + Ms{std::chrono::hours(1)};
  }
  const auto shown = local_time(*wall, zone);
  REQUIRE(shown);
  CHECK_MESSAGE(shown->minute == minute, "there is no such time in ", zone, ": ", text);
  return *wall;
}

struct Fact {
  Ms ago{0};
  std::string text;
};

// "... 3 minutes ago ..." -> when.
Fact fact_of(const std::string& text) {
  const std::size_t ago = text.find(" ago");
  if (ago == std::string::npos) return {Ms{0}, text};
  const auto words = split(text.substr(0, ago), " ");
  const int count = number(words[words.size() - 2]);
  static const std::map<std::string, std::int64_t> units{
      {"second", 1},  {"seconds", 1},  {"minute", 60}, {"minutes", 60},
      {"hour", 3600}, {"hours", 3600}, {"day", 86400}, {"days", 86400}};
  return {Ms{count * units.at(words.back()) * 1000}, text};
}

struct Stage {
  Stage(const std::vector<Survey>& all, const Row& row)
      : surveys(all), touchpoint(row[2]), zone(row[1]) {
    const WallTime now = when(row[0], zone);
    clock.wall_now = now;
    clock.mono_now = MonoTime{1'000'000'000'000};
    const MonoTime long_ago = clock.mono() + -Ms{std::chrono::hours(24 * 30)};
    visits = std::make_unique<Visits>(random, long_ago);
    if (row[3].find("it hears of events") != std::string::npos) visits->hears_events();
    std::vector<Fact> facts;
    if (!row[3].empty())
      for (const std::string& each : split(row[3], ";")) facts.push_back(fact_of(each));
    std::stable_sort(facts.begin(), facts.end(),
                     [](const Fact& a, const Fact& b) { return a.ago > b.ago; });
    for (const Fact& fact : facts) happens(fact);
  }

  void happens(const Fact& fact) {
    const MonoTime at = clock.mono() + -fact.ago;
    const auto has = [&](const char* words) { return fact.text.find(words) != std::string::npos; };
    const auto receipt = [&]() -> std::string {
      const std::size_t word = fact.text.find("receipt ");
      if (word == std::string::npos) return "";
      return split(fact.text.substr(word + 8), " ").front();
    };
    static const std::pair<const char*, HappeningKind> kinds[] = {
        {"a pick-up was done", HappeningKind::pickup_done},
        {"a return was done", HappeningKind::return_done},
        {"a service was done", HappeningKind::service_done},
        {"a visit failed", HappeningKind::visit_failed},
        {"somebody came in", HappeningKind::entered},
        {"a task began", HappeningKind::task_begun},
        {"the task ended", HappeningKind::task_ended}};
    for (const auto& [words, kind] : kinds)
      if (has(words)) {
        visits->take(kind, receipt(), std::nullopt, Ms{0}, at);
        return;
      }
    if (has("it hears of events")) return;
    if (has("the draw is")) {
      random.draw = number(split(fact.text, " ").back());
    } else if (has("the screen woke")) {
      visits->woke(at);
    } else if (has("somebody was asked")) {
      visits->cool_from(at);
    } else if (has("somebody said not today")) {
      visits->declined(surveys.front(), at);
    } else if (has("had its ask")) {
      visits->scan(receipt(), std::nullopt, at);
      visits->asked(surveys.front(), at);
      visits->visit_over();
    } else if (has("is scanned")) {
      Tags tags;
      if (const std::size_t with = fact.text.find(" with "); with != std::string::npos)
        tags.insert(split(fact.text.substr(with + 6), " ").front());
      visits->scan(receipt(), tags, at);
    } else {
      FAIL("no such fact: " << fact.text);
    }
  }

  std::string does() {
    visits->expire(clock.mono());
    if (visits->help_wanted(clock.mono())) {
      visits->helped();
      return "helps";
    }
    const auto local = local_time(clock.wall(), zone);
    const Moment moment = visits->moment(surveys, touchpoint, local->minute, clock.mono());
    if (const auto offered = choose(surveys, moment)) {
      visits->asked(surveys[*offered], clock.mono());
      visits->visit_over();
      return "asks " + surveys[*offered].id;
    }
    const auto refused = refused_before(surveys, moment, std::nullopt);
    return refused.empty() ? "rests: nothing here"
                           : "rests: " + std::string(name(refused.front().reason));
  }

  const std::vector<Survey>& surveys;
  std::string touchpoint, zone;
  test::FakeClock clock;
  OneDraw random;
  std::unique_ptr<Visits> visits;
};

TEST_CASE("Every case that a shop manager can read is what the kiosk does") {
  const std::string text = test::source("tests/survey-defs/model/timing_cases.md");
  std::vector<Survey> surveys;
  for (const Row& row : table(text, "The surveys")) surveys.push_back(survey_of(row));
  const auto cases = table(text, "The cases");
  CHECK(surveys.size() >= 10);
  CHECK(cases.size() >= 40);
  std::set<std::string> reasons;
  for (const Row& row : cases) {
    REQUIRE(row.size() == 5);
    INFO(row[0] << " | " << row[1] << " | " << row[2] << " | " << row[3]);
    Stage stage(surveys, row);
    for (const std::string& expected : split(row[4], ", then ")) {
      CHECK(stage.does() == expected);
      if (expected.starts_with("rests: ")) reasons.insert(expected.substr(7));
    }
  }
  // Every reason there is for a survey to be refused has a line.
  for (int word = 0; word <= static_cast<int>(NotOffered::share); ++word) {
    const auto reason = static_cast<NotOffered>(word);
    if (reason == NotOffered::import_only || reason == NotOffered::wrong_touchpoint) continue;
    CHECK_MESSAGE(reasons.contains(std::string(name(reason))), name(reason));
  }
}

}  // namespace afterword::timing_cases
