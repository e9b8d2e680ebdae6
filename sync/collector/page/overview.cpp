// What was answered, survey by survey, question by question.
#include "sync/collector/page/draw.h"
#include "sync/collector/page/frame.h"
#include "sync/collector/page/parts.h"

namespace afterword::page {
namespace {

constexpr std::size_t kOptionsInACard = 4;

Html answers_line(const QuestionFigures& question, bool small_number) {
  Html out;
  out << R"(<p class="foot"><span>)";
  out.text(counted(question.counts.answered, "answer", "answers"));
  if (const std::string words = not_applicable_words(question.counts); !words.empty())
    out.text(", ").text(words);
  out << "</span>";
  if (small_number) out << R"(<span class="call">)" << half_disc() << "A small number</span>";
  return out << "</p>";
}

Html reading_of(const QuestionFigures& question, const Reading& reading) {
  Html out;
  if (!reading.shown) {
    out << R"(<p class="too-few">)";
    return out.text(reading.value) << "</p>";
  }
  out << R"(<p class="figure"><span class="value">)";
  out.text(reading.value) << R"(</span> <span class="beside">)";
  out.text(reading.beside) << "</span></p>" << whisker(reading) << R"(<p class="interval">)";
  out.text(reading.interval) << "</p>";
  if (const Trend trend = trend_of(question); has_line(trend)) out << sparkline(trend);
  return out;
}

Html card_title(const QuestionFigures& question, std::string_view short_name) {
  Html out;
  out << R"(<div class="top"><h3 title=")";
  out.text(question.text) << R"(">)";
  if (!question.href.empty()) {
    out << R"(<a href=")";
    out.address(question.href) << R"(">)";
  }
  out << "<bdi>";
  out.text(question.title) << "</bdi>";
  if (!question.href.empty()) out << "</a>";
  out << "</h3><span>";
  return out.text(short_name) << "</span></div>";
}

Html open_question(const QuestionFigures& question) {
  Html out;
  out << R"(<p class="figure"><span class="value">)";
  return out.count(question.comments)
         << R"(</span> <span class="beside">in their own words</span></p>)";
}

Html card(const QuestionFigures& question) {
  Html out;
  out << R"(<article class="card">)";
  const auto lead = lead_figure(question.item, question.counts);
  if (lead) {
    const Reading reading = read(*lead, question);
    out << card_title(question, reading.name) << reading_of(question, reading)
        << answers_line(question, reading.is_small);
  } else if (question.item.kind == ItemKind::text) {
    out << card_title(question, "Comments") << open_question(question)
        << answers_line(question, false);
  } else {
    out << card_title(question, "Share");
    if (const Html rows = distribution(question, kOptionsInACard); !rows.empty())
      out << rows;
    else
      out << too_few(question.counts.answered);
    out << answers_line(question, false);
  }
  return out << "</article>";
}

Html survey_section(const SurveyFigures& survey) {
  Html out;
  out << R"(<section class="survey"><div class="title"><h2><bdi>)";
  out.text(survey.title) << "</bdi></h2><p>";
  out.text(counted(survey.complete + survey.partial, "response", "responses"));
  if (survey.partial > 0) out.text(", ").text(counted(survey.partial, "left early", "left early"));
  if (survey.flagged > 0)
    out.text(", ")
        .text(counted(survey.flagged, "response with a sign of misuse",
                      "responses with signs of misuse"))
        .text(survey.without_flagged ? " left out" : " included");
  out.text(". Version ").count(static_cast<std::uint64_t>(survey.version)) << ".</p></div>";
  const std::size_t count = survey.questions.size();
  if (count == 0) return out << R"(<p class="sheet empty">No question to show.</p></section>)";
  // Three in a row where four would leave a hole.
  if (count == 1)
    out << R"(<div class="scorecard one">)";
  else if (count == 2)
    out << R"(<div class="scorecard two">)";
  else if (count == 3 || count == 5 || count == 6)
    out << R"(<div class="scorecard three">)";
  else
    out << R"(<div class="scorecard">)";
  for (const QuestionFigures& question : survey.questions) out << card(question);
  return out << "</div></section>";
}

// The tick only when everything recorded is here; what still waits on a kiosk is no error.
Html arrival(const Overview& overview) {
  Html out;
  const std::uint64_t wrong = overview.kiosks_that_do_not_add_up;
  out << R"(<p class="arrival">)"
      << (wrong > 0                                ? triangle()
          : overview.recorded == overview.received ? tick_disc()
                                                   : half_disc())
      << "<span>";
  out.text(counted(overview.recorded, "response", "responses")) << " recorded, ";
  out.count(overview.received) << " received. ";
  if (wrong > 0) {
    out << R"(<b class="bad">)";
    out.text(counted(wrong, "kiosk does", "kiosks do")) << " not add up.</b> ";
  }
  out << R"(<a href=")";
  return out.address(kFleetPath) << R"(">Open the fleet</a></span></p>)";
}

}  // namespace

std::string overview_page(const Frame& frame, const Overview& overview) {
  Html below, controls, content;
  below << "Bars are 95% intervals, on a line from the least to the most possible.";
  controls << segments(overview.quality, "Answers") << segments(overview.periods, "Period");
  content << heading(overview.title, below, controls);
  if (overview.surveys.empty())
    content << R"(<section class="sheet empty"><h2>Nothing to show yet</h2>)"
               "<p>Publish a survey and enrol a kiosk; the first answers appear here within "
               "seconds.</p></section>";
  for (const SurveyFigures& survey : overview.surveys) content << survey_section(survey);
  content << arrival(overview);
  return framed(frame, Tab::overview, overview.title, content);
}

}  // namespace afterword::page
