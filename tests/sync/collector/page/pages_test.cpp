#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "sync/collector/page/html.h"
#include "sync/collector/page/words.h"
#include "tests/sync/collector/page/samples.h"

namespace afterword::page::test {
namespace pages_test {

bool has(const std::string& page, std::string_view part) {
  return page.find(part) != std::string::npos;
}

// The first place where tags do not match, or "".
std::string mismatch(const std::string& page) {
  static const std::set<std::string> kVoid = {"meta", "link", "input", "br"};
  std::vector<std::string> open;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find('>', at);
    if (end == std::string::npos) return "no end: " + page.substr(at, 60);
    const std::string tag = page.substr(at + 1, end - at - 1);
    const std::string name = tag.substr(0, tag.find_first_of(" /", 1));
    if (tag.starts_with('!') || tag.ends_with('/') || kVoid.count(name) > 0) continue;
    if (!tag.starts_with('/')) {
      open.push_back(name);
    } else {
      if (open.empty() || "/" + open.back() != name) return page.substr(at < 60 ? 0 : at - 60, 120);
      open.pop_back();
    }
  }
  return open.empty() ? "" : "left open: " + open.back();
}

const std::string kAttack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\x01&amp;";

// Not a sign of `kAttack` may stand in a page as markup.
void check_harmless(const std::string& page) {
  CHECK_FALSE(has(page, "<script"));
  CHECK_FALSE(has(page, "<img"));
  CHECK_FALSE(has(page, "\x01"));
  CHECK(has(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img"));
  CHECK(mismatch(page) == "");
}

}  // namespace pages_test
using namespace pages_test;

TEST_CASE("Every page is well-formed and needs neither script nor inline style") {
  const char* folder = std::getenv("AFTERWORD_PAGE_SAMPLES");  // to look at them
  for (const auto& sample : sample_pages()) {
    const std::string& name = sample.first;
    const std::string& page = sample.second;
    CAPTURE(name);
    CHECK(mismatch(page) == "");
    CHECK(page.starts_with("<!doctype html><html lang=\"en\">"));
    for (const std::string_view forbidden :
         {"<script", "<style", " style=", " onclick", "javascript:"})
      CHECK_FALSE(has(page, forbidden));
    if (folder != nullptr) std::ofstream(std::string(folder) + "/" + name + ".html") << page;
  }
  if (folder != nullptr) std::ofstream(std::string(folder) + "/console.css") << stylesheet();
}

TEST_CASE("Whatever comes in is escaped wherever it lands") {
  Frame frame{kAttack, kAttack, kAttack, {kAttack}};
  check_harmless(message_page(frame, kAttack, kAttack));
  check_harmless(login_page({kAttack, "", kAttack, kAttack}));
  check_harmless(login_page({kAttack, kAttack, "", kAttack}));

  QuestionPage question = sample_question();
  question.survey_title = question.period = kAttack;
  question.question.title = question.question.text = question.question.not_applicable = kAttack;
  for (auto& words : question.question.words) words = kAttack;
  for (auto& period : question.question.series) period.words = kAttack;
  for (auto& store : question.by_store) store.store = kAttack;
  for (auto& comment : question.comments) comment = {kAttack, kAttack, kAttack, kAttack, kAttack};
  question.periods = {{kAttack, kAttack, true}, {kAttack, kAttack, false}};
  check_harmless(question_page(frame, question));

  Overview overview = sample_overview();
  overview.title = kAttack;
  for (auto& survey : overview.surveys) {
    survey.title = kAttack;
    for (auto& each : survey.questions) each.title = each.text = each.href = kAttack;
  }
  check_harmless(overview_page(frame, overview));

  Fleet fleet = fleet_with_a_gap();
  for (auto& device : fleet.devices)
    device.id = device.store = device.touchpoint = device.app_version = device.trouble =
        device.numbers = kAttack;
  check_harmless(fleet_page(frame, fleet));
  auto surveys = sample_surveys();
  for (auto& survey : surveys) {
    survey.id = survey.title = survey.owner = survey.touchpoint = kAttack;
    survey.languages = {kAttack};
    for (auto& version : survey.versions) version.rollout = version.published = kAttack;
  }
  check_harmless(surveys_page(frame, surveys));
  check_harmless(stores_page(frame, {{kAttack, kAttack, kAttack, 1, 1}}));
}

TEST_CASE("Links lead to the console itself and nowhere else") {
  for (const std::string_view elsewhere : {"javascript:alert(1)", "https://example.com",
                                           "//example.com", "/\\example.com", "data:x", ""}) {
    Html out;
    CHECK(out.address(elsewhere).str() == "#");
  }
  Html out;
  CHECK(out.address("/a?b=1&c=2").str() == "/a?b=1&amp;c=2");
}

TEST_CASE("A comment keeps its language and finds its own direction") {
  const std::string page = question_page(sample_frame(), sample_question());
  CHECK(has(page, "<blockquote dir=\"auto\" lang=\"ar\">غرفتان"));
  CHECK(has(page, "The newest 5 of 312."));
}

TEST_CASE("Under ten answers nothing is shown but how many there are") {
  const auto shown = [](std::uint64_t answers) {
    QuestionPage page = sample_question();
    page.question.series.clear();
    page.by_store.clear();
    page.question.counts = steps({0, 0, 0, answers, 0}, 1);
    page.question.comments = answers;
    return question_page(sample_frame(), page);
  };
  const std::string nine = shown(9);
  CHECK(has(nine, "Too few to show (9)"));
  CHECK_FALSE(has(nine, "%"));
  CHECK_FALSE(has(nine, "<blockquote"));
  CHECK_FALSE(has(nine, "Very good"));
  const std::string ten = shown(10);
  CHECK_FALSE(has(ten, "Too few to show"));
  CHECK(has(ten, "<span class=\"value\">100%</span>"));
  CHECK(has(ten, "<blockquote"));

  // What counts is the figure's own denominator: "not yet" is answered, but outside.
  QuestionFigures question;
  question.item = {"solved", ItemKind::choice, ItemMetric::fcr, 0, 0, {"yes", "no", "not_yet"}};
  question.counts = steps({6, 3, 40}, 0);
  const Reading reading = read(*lead_figure(question.item, question.counts), question);
  CHECK_FALSE(reading.shown);
  CHECK(reading.value == "Too few to show (9)");
}

TEST_CASE("What signs of misuse change is said beside the figure, and a switch leaves them out") {
  QuestionPage page = sample_question();
  page.quality = {{"All answers", "/surveys/s/questions/q?days=84", true},
                  {"Without misuse", "/surveys/s/questions/q?days=84&quality=clean", false}};
  page.question.counts = steps({40, 0, 0, 0, 160}, 1);
  page.question.flagged = steps({40, 0, 0, 0, 0}, 1);
  const std::string all = question_page(sample_frame(), page);
  CHECK(has(all, "<span class=\"value\">80%</span>"));
  CHECK(has(all, "40 answers with signs of misuse included; without them 100% good or very good."));
  CHECK(has(all, "quality=clean\">Without misuse</a>"));

  page.question.without_flagged = true;
  page.question.counts = steps({0, 0, 0, 0, 160}, 1);
  const std::string clean = question_page(sample_frame(), page);
  CHECK(has(clean, "<span class=\"value\">100%</span>"));
  CHECK(has(clean, "40 answers with signs of misuse left out; with them 80% good or very good."));

  SUBCASE("where very few are flagged the two figures would tell what they answered") {
    page.question.flagged = steps({4, 0, 0, 0, 0}, 1);
    CHECK(has(question_page(sample_frame(), page), "A few answers with signs of misuse left out."));
  }
  SUBCASE("nothing is said where nothing is flagged") {
    page.question.flagged = {};
    CHECK_FALSE(has(question_page(sample_frame(), page), "misuse left out"));
  }
}

TEST_CASE("A store, or a period, with too few answers shows no figure") {
  const std::string page = question_page(sample_frame(), sample_question());
  CHECK(has(page, "Mill Lane</bdi></span><span class=\"interval\">Too few to show (7)"));
  QuestionFigures question = fitting_rooms();
  question.series.resize(3);
  question.series[1].counts = steps({1, 1, 1, 1, 1}, 1);
  Overview overview = sample_overview();
  overview.surveys = {{"s", "S", 1, 100, 0, {question}}};
  const std::string drawn = overview_page(sample_frame(), overview);
  CHECK(has(drawn, "9 Dec: "));
  CHECK_FALSE(has(drawn, "10 Dec: "));
  question.series.resize(2);  // one point makes no line
  overview.surveys[0].questions = {question};
  CHECK_FALSE(has(overview_page(sample_frame(), overview), "class=\"spark\""));
}

TEST_CASE("Who was asked: of those who began, how many finished, and why others were not asked") {
  Asking asking = sample_asking();
  asking.surveys[0].title = "Your <visit>";
  const std::string page = asking_page(sample_frame(), asking);
  CHECK(has(page, "Your &lt;visit&gt;"));
  CHECK(has(page, ">75%<"));
  CHECK(has(page, "72.5–77.4%, of 1,200 people who began"));
  CHECK(has(page, "Under way, or cut off by a loss of power"));
  CHECK(has(page, "“Not today”"));
  CHECK_FALSE(has(page, "Nobody took the offer"));
  CHECK(page.find("Not drawn") < page.find("Right after somebody else"));
  CHECK(has(page, "eclipse"));
  CHECK(has(page, "2,008 visits"));

  SurveyAsking survey;
  survey.title = "New";
  survey.started = 9;
  asking.surveys = {survey};
  CHECK(has(asking_page(sample_frame(), asking), "Too few to show (9)"));
  asking.surveys.clear();
  CHECK(has(asking_page(sample_frame(), asking), "No survey yet"));
}

TEST_CASE("What is hidden of stores cannot be worked out from the others") {
  QuestionPage page = sample_question();
  page.by_store.clear();
  const auto add = [&page](const char* store, std::uint64_t n) {
    page.by_store.push_back({store, steps({0, 0, 0, 0, n}, 0)});
  };
  const auto hidden = [&page] {
    const std::string text = question_page(sample_frame(), page);
    const std::string_view words = "Not shown beside one with too few";
    int times = 0;
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
      ++times;
    return times;
  };
  add("Abbey", 40);
  add("Bridge", 30);
  CHECK(hidden() == 0);
  add("Canal", 3);
  CHECK(hidden() == 1);
  CHECK(has(question_page(sample_frame(), page),
            "Bridge</bdi></span><span class=\"interval\">Not shown"));
  add("Dock", 8);  // together they are enough
  CHECK(hidden() == 0);
  page.by_store.pop_back();
  add("Dock", 0);
  CHECK(hidden() == 1);
}

TEST_CASE("Figures read as people write them") {
  const auto reading = [](const QuestionFigures& question) {
    return read(*lead_figure(question.item, question.counts), question);
  };
  const Reading csat = reading(fitting_rooms());
  CHECK(csat.value == "62%");
  CHECK(csat.beside == "good or very good");
  CHECK(csat.interval == "59.5–64.5%");
  CHECK_FALSE(csat.is_small);
  CHECK(csat.at == doctest::Approx(0.6202).epsilon(0.001));
  const Reading nps = reading(recommend());
  CHECK(nps.value == "+37");
  CHECK(nps.interval == "+34 to +40");
  CHECK(nps.at == doctest::Approx(0.685).epsilon(0.01));

  QuestionFigures bad = recommend();
  bad.counts = steps({90, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10}, 0);
  CHECK(reading(bad).value == "−80");
  QuestionFigures mean = fitting_rooms();
  mean.item.metric = ItemMetric::none;
  CHECK(reading(mean).value == "3.6");
  CHECK(reading(mean).beside == "of 5");
  CHECK(reading(solved(40, 10)).is_small);
  CHECK(reading(solved(0, 50)).value == "0%");
  QuestionFigures stars = fitting_rooms();
  stars.words = {"Poor", "", "", "", "Great"};
  CHECK(reading(stars).beside == "4 or 5 of 5");

  CHECK(place_words(stars, 5) == "5, great");
  CHECK(place_words(stars, 4) == "4");
  CHECK(place_words(fitting_rooms(), 5) == "Very good");
  CHECK(place_words(recommend(), 0) == "0, not at all likely");
  CHECK(place_words(reason(), 5) == "other");
  CHECK(place_words(solved(1, 1), 1) == "Yes");

  CHECK(percent(3.84) == "3.8%");
  CHECK(percent(99.96) == "100%");
  CHECK(percent(99.5) == "99.5%");
  CHECK(percent(9.96) == "10%");
  CHECK(percent(7.0) == "7%");
  CHECK(grouped(999) == "999");
  CHECK(grouped(25'976) == "25,976");
  CHECK(grouped(1'000'000) == "1,000,000");
  CHECK(counted(1, "kiosk", "kiosks") == "1 kiosk");
}

TEST_CASE("A share has its interval beside it, and says whether several could be chosen") {
  QuestionPage page = sample_question();
  page.question = reason();
  page.by_store.clear();
  const std::string several = question_page(sample_frame(), page);
  CHECK(has(several,
            "<span class=\"share\">60%</span><span class=\"between\">57.3–63.4%</span>"
            "<span class=\"count\">610</span>"));
  CHECK(has(several, "Several answers were possible."));
  page.question = solved(1'157, 220);
  const std::string yes_or_no = question_page(sample_frame(), page);
  CHECK(has(yes_or_no, "<bdi>Yes</bdi></span>"));
  CHECK(
      has(yes_or_no, "<span class=\"between\">14.1–18.0%</span><span class=\"count\">220</span>"));
  CHECK_FALSE(has(yes_or_no, "Several answers"));
}

TEST_CASE("The overview's tick stands only when all that was recorded is here") {
  Overview overview = sample_overview();
  const std::string_view tick = "<p class=\"arrival\"><svg class=\"mark good\"";
  CHECK(has(overview_page(sample_frame(), overview), tick));
  overview.received -= 46;
  CHECK_FALSE(has(overview_page(sample_frame(), overview), tick));
  overview.received = overview.recorded;
  overview.kiosks_that_do_not_add_up = 2;
  const std::string page = overview_page(sample_frame(), overview);
  CHECK_FALSE(has(page, tick));
  CHECK(has(page, "2 kiosks do not add up."));
}

TEST_CASE("Nobody asked, all not applicable, and all noughts are told apart") {
  QuestionPage page = sample_question();
  page.question.series.clear();
  page.by_store.clear();
  page.question.counts = steps({}, 1, 40, 2);
  const std::string nobody_rated = question_page(sample_frame(), page);
  CHECK(has(nobody_rated, "Too few to show (0)"));
  CHECK(has(nobody_rated, "<span class=\"share\">95%</span><span class=\"count\">40</span>"));
  page.question.counts = {};
  CHECK_FALSE(has(question_page(sample_frame(), page), "Not rated"));
  page.question = recommend();
  page.question.series.clear();
  page.question.counts = steps({50}, 0);
  CHECK(has(question_page(sample_frame(), page), "<span class=\"value\">−100</span>"));
}

TEST_CASE("The style sheet and its fonts are the only files, and the fonts a short list") {
  CHECK(has(std::string(stylesheet()), "--marigold:#F4B443"));
  for (const std::string_view name : font_names()) {
    CHECK(has(std::string(stylesheet()), "url(\"" + std::string(name) + "\")"));
    CHECK(font_file(name)->path.ends_with(name));
  }
  CHECK_FALSE(font_file("Inter-Black.otf"));
  CHECK_FALSE(font_file("../../../etc/passwd"));
  CHECK_FALSE(font_file(""));
}

}  // namespace afterword::page::test
