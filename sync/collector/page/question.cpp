// One question: its figure, how answers spread, who did not rate, its course, shops, and why.
#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/page/draw.h"
#include "sync/collector/page/frame.h"
#include "sync/collector/page/parts.h"

namespace afterword::page {
namespace {

// What a sign of misuse changes: the figure the other way round, beside this one. Where so few are
// flagged that the two would tell what they answered, only that there are some.
Html misuse(const QuestionFigures& question, const std::optional<Figure>& lead) {
  Html out;
  const std::uint64_t flagged = question.flagged.answered;
  if (flagged == 0) return out;
  out << R"(<p class="note">)";
  out.text(flagged < kFlaggedLeast ? std::string("A few answers")
                                   : counted(flagged, "answer", "answers"));
  out.text(question.without_flagged ? " with signs of misuse left out"
                                    : " with signs of misuse included");
  if (lead && flagged >= kFlaggedLeast) {
    QuestionFigures other = question;
    other.counts = question.without_flagged ? question.counts + question.flagged
                                            : without(question.counts, question.flagged);
    if (const auto figure = lead_figure(other.item, other.counts)) {
      const Reading reading = read(*figure, other);
      if (reading.shown) {
        out.text(question.without_flagged ? "; with them " : "; without them ");
        out.text(reading.value).text(" ").text(reading.beside);
      }
    }
  }
  return out << ".</p>";
}

Html figure_sheet(const QuestionFigures& question, const std::optional<Figure>& lead) {
  Html out;
  out << R"(<section class="sheet">)";
  if (lead) {
    const Reading reading = read(*lead, question);
    if (reading.shown) {
      out << R"(<p class="figure"><span class="value">)";
      out.text(reading.value) << R"(</span> <span class="beside">)";
      out.text(reading.beside) << R"(</span></p><p class="interval large">)";
      out.text(reading.interval).text(", from ");
      out.text(counted(lead->n, "answer", "answers"));
      if (reading.is_small) out << ", a small number";
      out << "</p>";
    } else {
      out << "<h2>Answers</h2>" << too_few(lead->n);
    }
  } else {
    out << R"(<h2>Answers</h2><p class="interval large">)";
    out.text(counted(question.counts.answered, "answer", "answers")) << "</p>";
    if (question.counts.answered < kShowLeast) out << too_few(question.counts.answered);
  }
  return out << distribution(question) << misuse(question, lead) << "</section>";
}

Html other_figures(const QuestionFigures& question, const std::optional<Figure>& lead) {
  Html rows;
  for (const Figure& figure : figures_of(question.item, question.counts)) {
    // Shares stand in the distribution already, with their counts.
    if (figure.metric == "share" || (lead && figure.metric == lead->metric)) continue;
    const Reading reading = read(figure, question);
    rows << "<dt>";
    rows.text(reading.name) << "</dt><dd><b>";
    rows.text(reading.value) << "</b> ";
    rows.text(reading.beside).text(reading.interval.empty() ? "" : ", ");
    rows.text(reading.interval) << "</dd>";
  }
  Html out;
  if (rows.empty()) return out;
  return out << R"(<section class="sheet"><h2>Also</h2><dl class="figures">)" << rows
             << "</dl></section>";
}

Html course(const QuestionFigures& question) {
  Html out;
  const Trend trend = trend_of(question);
  if (!has_line(trend)) return out;
  return out
         << R"(<section class="sheet"><div class="top"><h2>Over time</h2><span>95% band</span></div>)"
         << chart(trend) << "</section>";
}

struct StoreFigure {
  const StoreCounts* store;
  std::optional<Figure> lead;
  bool hidden = false;
};

// Hides stores with too few answers and, where those together have too few as well, the smallest of
// the others: what is missing to the whole would tell.
std::vector<StoreFigure> store_figures(const QuestionPage& page) {
  std::vector<StoreFigure> out;
  std::uint64_t hidden = 0;
  for (const StoreCounts& store : page.by_store) {
    StoreFigure one{&store, lead_figure(page.question.item, store.counts)};
    if (!one.lead) continue;
    one.hidden = one.lead->n < kShowLeast;
    if (one.hidden) hidden += one.lead->n;
    out.push_back(std::move(one));
  }
  while (hidden > 0 && hidden < kShowLeast) {
    StoreFigure* least = nullptr;
    for (StoreFigure& one : out)
      if (!one.hidden && (least == nullptr || one.lead->n < least->lead->n)) least = &one;
    if (least == nullptr) break;
    least->hidden = true;
    hidden += least->lead->n;
  }
  return out;
}

Html by_store(const QuestionPage& page) {
  Html cells;
  for (const StoreFigure& one : store_figures(page)) {
    const Reading reading = read(*one.lead, page.question);
    cells << R"(<li><span class="store"><bdi>)";
    cells.text(one.store->store) << "</bdi></span>";
    if (!one.hidden) {
      cells << R"(<span class="small-figure">)";
      cells.text(reading.value) << R"(</span> <span class="interval">)";
      cells.text(reading.interval) << "</span>" << whisker(reading);
    } else {
      cells << R"(<span class="interval">)";
      cells.text(reading.shown ? "Not shown beside one with too few" : reading.value) << "</span>";
    }
    cells << "</li>";
  }
  Html out;
  if (cells.empty() || page.by_store.size() < 2) return out;
  out << R"(<section class="sheet"><div class="top"><h2>By store</h2><span>one scale, in name order</span></div>)"
         R"(<ul class="stores">)"
      << cells << "</ul></section>";
  return out;
}

Html comment(const Comment& comment) {
  Html out;
  out << R"(<li><blockquote dir="auto" lang=")";
  out.text(comment.language) << R"(">)";
  out.text(comment.text) << R"(</blockquote><p class="note">)";
  bool first = true;
  for (const std::string* part : {&comment.answer, &comment.store, &comment.day}) {
    if (part->empty()) continue;
    if (!first) out << ", ";
    out << "<bdi>";
    out.text(*part) << "</bdi>";
    first = false;
  }
  return out << "</p></li>";
}

Html why(const QuestionPage& page) {
  Html out;
  if (page.question.comments == 0) return out;
  out << R"(<section class="sheet why"><div class="top"><h2>)";
  out.text(page.question.item.kind == ItemKind::text ? "In their own words" : "Why")
      << "</h2><span>";
  out.text(counted(page.question.comments, "comment", "comments")) << "</span></div>";
  // With so few, who wrote what could be guessed.
  if (page.question.comments < kShowLeast)
    return out << too_few(page.question.comments) << "</section>";
  out << R"(<ul class="comments">)";
  for (const Comment& one : page.comments) out << comment(one);
  out << "</ul>";
  if (page.comments.size() < page.question.comments) {
    out << R"(<p class="note">The newest )";
    out.count(page.comments.size()) << " of ";
    out.count(page.question.comments) << ".</p>";
  }
  return out << "</section>";
}

// Side by side, as many as there is something to put into.
Html columns(const std::vector<Html>& contents) {
  Html inner;
  std::size_t count = 0;
  for (const Html& content : contents) {
    if (content.empty()) continue;
    ++count;
    inner << R"(<div class="column">)" << content << "</div>";
  }
  Html out;
  if (count == 3)
    out << R"(<div class="columns three">)";
  else if (count == 2)
    out << R"(<div class="columns two">)";
  else
    out << R"(<div class="columns">)";
  return out << inner << "</div>";
}

}  // namespace

std::string question_path(std::string_view survey, std::string_view question) {
  return fmt::format("{}/{}/questions/{}", kSurveysPath, survey, question);
}

std::string question_page(const Frame& frame, const QuestionPage& page) {
  const QuestionFigures& question = page.question;
  const auto lead = lead_figure(question.item, question.counts);
  Html below, controls, content;
  below << "<bdi>";
  below.text(page.survey_title) << "</bdi>";
  below.text(fmt::format(", version {}. ", page.version)).text(page.period);
  if (!page.period.empty()) below << ".";
  controls << segments(page.quality, "Answers") << segments(page.periods, "Period");

  Html first = Html() << figure_sheet(question, lead) << other_figures(question, lead);
  Html middle = Html() << course(question) << by_store(page);
  const Html words = why(page);
  // Who did not rate stands below the figure, or beside it where nothing else does.
  (middle.empty() && words.empty() ? middle : first) << not_rated(question);

  content << heading(question.text, below, controls) << columns({first, middle, words});
  return framed(frame, Tab::overview, question.text, content);
}

}  // namespace afterword::page
