// When it is asked, and whether that can ever be.
#include <fmt/format.h>

#include <algorithm>

#include "survey-defs/model/linting.h"
#include "survey-defs/model/timing.h"

namespace afterword::linting {
namespace {

constexpr int kMinutesOfDay = 24 * 60;
constexpr int kDwellLong_s = 900;

bool waits_for_event(After after) { return after != After::any && after != After::visit; }

// The hours alone, whatever else is asked for.
int minutes_offered(const Survey& survey) {
  Survey hours;
  hours.timing.open = survey.timing.open;
  hours.timing.quiet = survey.timing.quiet;
  hours.questions.emplace_back();
  int minutes = 0;
  for (int minute = 0; minute < kMinutesOfDay; ++minute)
    minutes += why_not(hours, {.touchpoint = {}, .minute_of_day = minute}) ? 0 : 1;
  return minutes;
}

void never_offered(const Survey& survey, Findings& out) {
  if (minutes_offered(survey) > 0) return;
  add(out, "never_offered", Severity::error, "/timing/quiet",
      "its quiet hours cover all of its opening hours, so that nobody is ever asked",
      "shorten the quiet hours");
}

void timing_contradicts(const Survey& survey, Findings& out) {
  const Timing& timing = survey.timing;
  const auto warn = [&](std::string where, std::string message, std::string remedy) {
    add(out, "timing_contradicts", Severity::warning, std::move(where), std::move(message),
        std::move(remedy));
  };
  if (timing.ask_finished && waits_for_event(timing.after))
    warn(
        "/timing/ask_finished",
        fmt::format("asks whether they have finished, after a {} that says so", name(timing.after)),
        R"(remove it, or set "after" to visit or any)");
  if (timing.min_dwell_s > 0 && waits_for_event(timing.after))
    warn("/timing/min_dwell_s",
         fmt::format("makes people wait although they come from a {}", name(timing.after)),
         R"(remove it, or set "after" to visit or any)");
  if (timing.min_dwell_s > kDwellLong_s)
    warn("/timing/min_dwell_s",
         fmt::format("asks nobody in the first {} minutes; few stay that long",
                     timing.min_dwell_s / 60),
         "a minute or two is enough to have had a look round");
}

// A receipt that names nothing of it would lead to no question, and the survey is not offered then:
// somebody should know.
void all_about_something(const Survey& survey, Findings& out) {
  const bool all = std::all_of(survey.questions.begin(), survey.questions.end(),
                               [](const Question& question) { return !question.about.empty(); });
  if (!all) return;
  add(out, "all_about_something", Severity::warning, "/questions",
      "every question is about something particular, so a receipt without any of it ends the "
      "survey before it began",
      "leave \"about\" away from one question that everybody can answer");
}

}  // namespace

void check_timing(const Survey& survey, Findings& out) {
  if (survey.use == Use::import) return;
  never_offered(survey, out);
  timing_contradicts(survey, out);
  all_about_something(survey, out);
}

}  // namespace afterword::linting
