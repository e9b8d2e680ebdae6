// Who was asked: began, finished, and the reasons why others were not.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sync/collector/page/frame.h"
#include "sync/collector/page/parts.h"
#include "sync/collector/page/words.h"
#include "sync/metrics/wilson.h"

namespace afterword::page {
namespace {

struct Reason {
  std::string_view id, words;
};
constexpr std::array<Reason, 10> kReasons = {{
    {"closed", "Outside of its opening hours"},
    {"quiet", "In its quiet hours"},
    {"busy", "In the middle of something else on the screen"},
    {"too_soon", "Too soon after coming in"},
    {"cooling_down", "Right after somebody else"},
    {"before_event", "Before the purchase, pickup, return or service"},
    {"not_experienced", "The receipt names nothing it asks about"},
    {"share", "Not drawn: it asks a share of the visits only"},
    {"asked_before", "The receipt or event was asked about before"},
    {"too_late", "Too long after the event"},
}};

std::string words_of(const std::string& reason) {
  for (const Reason& known : kReasons)
    if (known.id == reason) return std::string(known.words);
  return reason;  // of a newer kiosk
}

Html began(const SurveyAsking& survey) {
  Html out;
  out << R"(<section class="sheet"><h2>Began</h2>)";
  const auto interval = wilson(survey.finished, survey.started);
  if (survey.started < kShowLeast || !interval || survey.finished > survey.started)
    return out << too_few(survey.started) << "</section>";
  out << R"(<p class="figure"><span class="value">)";
  out.text(percent(100 * share(survey.finished, survey.started)))
      << R"(</span> <span class="beside">finished</span></p><p class="interval large">)";
  out.text(fmt::format("{:.1f}–{:.1f}%", 100 * interval->low, 100 * interval->high))
          .text(", of ")
          .text(counted(survey.started, "person who began", "people who began"))
      << R"(</p><ul class="rows">)";
  const auto line = [&](std::string_view words, std::uint64_t count, Fill fill) {
    out << row(Html(), words, count, survey.started, fill, 1);
  };
  line("Finished", survey.finished, Fill::plain);
  line("Left half way", survey.left, Fill::hatched);
  line("Walked off, and the time ran out", survey.timed_out, Fill::hatched);
  const std::uint64_t ended = survey.finished + survey.left + survey.timed_out;
  if (survey.started > ended)
    line("Under way, or cut off by a loss of power", survey.started - ended, Fill::hatched);
  return out << "</ul></section>";
}

// Who was offered it and did not begin.
Html declined(const SurveyAsking& survey) {
  const std::array<std::pair<std::string_view, std::uint64_t>, 4> lines = {{
      {"“Not today”", survey.not_today},
      {"“Not finished yet”", survey.not_yet},
      {"Said nothing to “Have you finished?”", survey.not_said},
      {"Nobody took the offer after an event", survey.unanswered},
  }};
  std::uint64_t all = 0;
  for (const auto& [words, count] : lines) all += count;
  Html out;
  if (all == 0) return out;
  out << R"(<section class="sheet"><h2>Offered, and not begun</h2><ul class="rows">)";
  for (const auto& [words, count] : lines)
    if (count > 0) out << row(Html(), words, count, all, Fill::hatched, 1);
  return out << "</ul></section>";
}

Html not_asked(const SurveyAsking& survey) {
  std::uint64_t all = 0;
  for (const auto& [reason, count] : survey.refused) all += count;
  Html out;
  out << R"(<section class="sheet"><div class="top"><h2>Not asked</h2><span>)";
  out.text(counted(all, "visit", "visits")) << "</span></div>";
  if (all == 0) return out << R"(<p class="note">Nothing spoke against asking.</p></section>)";
  auto reasons = survey.refused;
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  out << R"(<ul class="rows">)";
  for (const auto& [reason, count] : reasons)
    out << row(Html(), words_of(reason), count, all, Fill::hatched, 1);
  return out
         << R"(</ul><p class="note">A visit counts once for each reason that it met.</p></section>)";
}

}  // namespace

std::string asking_page(const Frame& frame, const Asking& asking) {
  Html below, content;
  below << "What kiosks counted. No answer is in it.";
  content << heading(asking.title, below, segments(asking.periods, "Period"));
  if (asking.surveys.empty())
    content << R"(<section class="sheet empty"><h2>No survey yet</h2><p>Publish one with )"
               "<code>afterword publish FILE</code>.</p></section>";
  for (const SurveyAsking& survey : asking.surveys) {
    content << R"(<section class="survey"><div class="title"><h2><bdi>)";
    content.text(survey.title)
        << R"(</bdi></h2></div><div class="columns two"><div class="column">)" << began(survey)
        << declined(survey) << R"(</div><div class="column">)" << not_asked(survey)
        << "</div></div></section>";
  }
  return framed(frame, Tab::asking, asking.title, content);
}

}  // namespace afterword::page
