// A chain of shops as the console might show it, for tests and for looking at.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "sync/collector/page/page.h"

namespace afterword::page::test {

inline const WallTime kNow{1'772'546'400'000};  // 2026-03-03T14:00:00Z

inline Frame sample_frame() { return {"Fernway", "Mina R.", "csrf-1", {}}; }

inline Histogram steps(std::vector<std::uint64_t> from_least, int least,
                       std::uint64_t not_applicable = 0, std::uint64_t skipped = 0) {
  Histogram counts;
  for (std::size_t i = 0; i < from_least.size(); ++i) {
    counts.v[i + static_cast<std::size_t>(least)] = from_least[i];
    counts.answered += from_least[i];
  }
  counts.not_applicable = not_applicable;
  counts.skipped = skipped;
  return counts;
}

inline Asking sample_asking() {
  Asking asking;
  asking.title = "Who was asked, 12 weeks";
  SurveyAsking survey;
  survey.title = "Your visit";
  survey.started = 1'200;
  survey.finished = 900;
  survey.left = 200;
  survey.timed_out = 90;
  survey.not_today = 40;
  survey.refused = {{"cooling_down", 7}, {"share", 2'000}, {"eclipse", 1}};
  asking.surveys = {survey};
  return asking;
}

inline QuestionFigures fitting_rooms() {
  QuestionFigures question;
  question.item = {"rooms", ItemKind::scale, ItemMetric::csat, 1, 5, {}};
  question.title = "Fitting rooms";
  question.text = "How were the fitting rooms today?";
  question.href = question_path("store-exit", "rooms");
  question.words = {"Very poor", "Poor", "Okay", "Good", "Very good"};
  question.faces = true;
  question.not_applicable = "I didn’t use this";
  question.counts = steps({102, 204, 247, 568, 335}, 1, 387, 74);
  question.comments = 312;
  for (int week = 0; week < 12; ++week) {
    const auto w = static_cast<std::uint64_t>(week);
    question.series.push_back({std::to_string(9 + week) + " Dec",
                               steps({11, 20, 24, 40 + w % 5 * 3, 22 + w}, 1, 20 + w, 5)});
  }
  return question;
}

inline QuestionFigures recommend() {
  QuestionFigures question;
  question.item = {"recommend", ItemKind::scale, ItemMetric::nps, 0, 10, {}};
  question.title = "Would recommend";
  question.text = "How likely are you to recommend us?";
  question.href = question_path("store-exit", "recommend");
  question.words = {"Not at all likely", "", "", "", "", "", "", "", "", "", "Extremely likely"};
  question.counts = steps({40, 10, 20, 30, 40, 120, 210, 480, 420, 680, 868}, 0, 470, 12);
  for (int month = 0; month < 13; ++month) {
    const auto m = static_cast<std::uint64_t>(month);
    question.series.push_back(
        {"Month " + std::to_string(month + 1),
         steps({3, 1, 2, 3, 4, 9, 16, 36, 32 + m % 4, 52 + m * 2, 62 + m % 3 * 8}, 0)});
  }
  return question;
}

inline QuestionFigures reason() {
  QuestionFigures question;
  question.item = {"reason",
                   ItemKind::choices,
                   ItemMetric::none,
                   0,
                   0,
                   {"buy", "look", "collect", "return", "help", "other"}};
  question.title = "What they came for";
  question.text = "What did you come for?";
  question.href = question_path("store-exit", "reason");
  question.words = {"To buy", "To look around", "To collect an order", "To return something",
                    "To ask for help"};
  question.counts = steps({610, 402, 144, 96, 71, 33}, 0, 12, 40);
  question.counts.answered = 1'010;
  return question;
}

inline QuestionFigures solved(std::uint64_t yes, std::uint64_t no) {
  QuestionFigures question;
  question.item = {"solved", ItemKind::yes_no, ItemMetric::fcr, 0, 1, {}};
  question.title = "Solved at first contact";
  question.text = "Was it solved today?";
  question.href = question_path("store-exit", "solved");
  question.counts = steps({no, yes}, 0, 2, 1);
  return question;
}

inline QuestionFigures anything_else() {
  QuestionFigures question;
  question.item = {"else", ItemKind::text, ItemMetric::none, 0, 0, {}};
  question.title = "Anything else";
  question.text = "Is there anything else you would like to tell us?";
  question.href = question_path("store-exit", "else");
  question.counts.answered = 214;
  question.counts.skipped = 1'190;
  question.comments = 214;
  return question;
}

inline Overview sample_overview() {
  Overview overview;
  overview.title = "February, all 14 stores";
  overview.periods = {{"Week", "?period=week", false},
                      {"Month", "?period=month", true},
                      {"Quarter", "?period=quarter", false},
                      {"Year", "?period=year", false}};
  SurveyFigures exit{"store-exit", "Your visit", 3, 3'212, 194, {}};
  QuestionFigures ease;
  ease.item = {"ease", ItemKind::scale, ItemMetric::ces, 1, 7, {}};
  ease.title = "Ease";
  ease.text = "How easy was it to find what you came for?";
  ease.href = question_path("store-exit", "ease");
  ease.counts = steps({12, 15, 20, 41, 90, 160, 121}, 1, 206, 9);
  QuestionFigures queue;
  queue.item = {"queue", ItemKind::scale, ItemMetric::none, 1, 5, {}};
  queue.title = "The wait to pay";
  queue.text = "How was the wait to pay?";
  queue.counts = steps({1, 2, 9, 20, 18}, 1, 3, 1);
  exit.questions = {fitting_rooms(),    recommend(), ease,         queue,
                    solved(1'157, 220), reason(),    solved(5, 2), anything_else()};
  SurveyFigures desk{"service-desk", "Service desk", 1, 7, 0, {solved(5, 2), anything_else()}};
  desk.questions[1].comments = 4;
  overview.surveys = {exit, desk};
  overview.recorded = overview.received = 12'418;
  return overview;
}

inline QuestionPage sample_question() {
  QuestionPage page;
  page.survey_id = "store-exit";
  page.survey_title = "Your visit";
  page.version = 3;
  page.question = fitting_rooms();
  page.period = "12 weeks, all 14 stores";
  page.periods = {{"4 weeks", "?weeks=4", false}, {"12 weeks", "?weeks=12", true}};
  std::uint64_t n = 0;
  for (const char* store : {"Abbey Gate", "Castle Park", "Dock Road", "Harbour Street", "Mill Lane",
                            "Northgate", "Quayside", "Station Square"}) {
    ++n;
    page.by_store.push_back({store, steps({9, 18, 24, 40 + n * 5, 30 + n}, 1)});
  }
  page.by_store[4].counts = steps({1, 2, 0, 3, 1}, 1);
  page.comments = {
      {"Only two of the five rooms were open, and the queue went back past the coats.", "en",
       "Poor", "Harbour Street", "2 March"},
      {"Gương lớn và sáng, rất dễ xem.", "vi", "Very good", "Quayside", "2 March"},
      {"غرفتان فقط كانتا مفتوحتين، وانتظرت طويلاً.", "ar", "Poor", "Northgate", "1 March"},
      {"只开了两间试衣间。", "zh-Hans", "Okay", "Mill Lane", "28 February"},
      {"Nowhere to hang my own coat.", "en", "Okay", "Mill Lane", "28 February"}};
  return page;
}

inline DeviceRow kiosk(std::string id, std::string store, std::string touchpoint,
                       std::int64_t seconds_ago, std::uint64_t recorded, std::uint64_t waiting) {
  DeviceRow device;
  device.id = std::move(id);
  device.store = std::move(store);
  device.touchpoint = std::move(touchpoint);
  device.app_version = "0.1.0";
  device.last_seen = WallTime{kNow.ms - seconds_ago * 1000};
  device.disk_free_bytes = 21'474'836'480;
  device.sum.recorded = recorded;
  device.sum.stored = recorded - waiting;
  device.sum.waiting = waiting;
  return device;
}

inline Fleet sample_fleet() {
  Fleet fleet;
  fleet.now = kNow;
  fleet.devices = {kiosk("dev-1", "Abbey Gate", "Exit", 20, 88, 0),
                   kiosk("dev-2", "Abbey Gate", "Fitting rooms", 41, 36, 0),
                   kiosk("dev-3", "Castle Park", "Exit", 5, 104, 0),
                   kiosk("dev-4", "Dock Road", "Collect point", 12, 42, 0),
                   kiosk("dev-5", "Harbour Street", "Service desk", 2'400, 61, 3),
                   kiosk("dev-6", "Mill Lane", "Exit", 180'000, 97, 12),
                   kiosk("dev-7", "Quayside", "Fitting rooms", 9'000, 114, 31)};
  fleet.devices[2].sum.stored -= 4;
  fleet.devices[2].sum.quarantined = 3;
  fleet.devices[2].sum.withdrawn = 1;
  DeviceRow old;
  old.id = "import:2025";
  old.store = "Imported, 2025";
  old.imported = true;
  old.sum.recorded = old.sum.stored = 25'976;
  fleet.devices.push_back(old);
  return fleet;
}

inline Fleet fleet_with_a_gap() {
  Fleet fleet = sample_fleet();
  fleet.devices[3].sum.stored -= 3;
  fleet.devices[3].numbers = "14 to 16";
  return fleet;
}

inline std::vector<SurveyRow> sample_surveys() {
  return {{"store-exit",
           "Your visit",
           "Store operations",
           "exit",
           {"en", "es", "ar", "zh-Hans"},
           {{3, VersionState::partly, "6 of 14 stores", "2 March 2026", 204},
            {2, VersionState::superseded, "8 of 14 stores", "6 January 2026", 3'202},
            {1, VersionState::superseded, "", "1 December 2025", 9'012}}},
          {"service-desk",
           "Service desk",
           "Service",
           "service-desk",
           {"en", "es"},
           {{5, VersionState::live, "all stores", "12 February 2026", 1'377}}},
          {"christmas-2025",
           "Christmas 2025",
           "Store operations",
           "exit",
           {"en"},
           {{9, VersionState::retired, "", "1 December 2025", 840}}}};
}

inline std::vector<StoreRow> sample_stores() {
  return {{"abbey-gate", "Abbey Gate", "Europe/London", 4, 2'418},
          {"fuxing-road", "复兴路", "Asia/Shanghai", 2, 1'204},
          {"corniche", "الكورنيش", "Asia/Beirut", 1, 96}};
}

// Every page, with the name of its file.
inline std::vector<std::pair<std::string, std::string>> sample_pages() {
  Frame frame = sample_frame();
  Frame warned = frame;
  warned.warnings = {
      "The root key still lies in offline/ on this machine. Move it to a place without a network, "
      "then delete it here."};
  QuestionPage few = sample_question();
  few.question = solved(5, 2);
  few.question.comments = 4;
  few.by_store.clear();
  QuestionPage choices = sample_question();
  choices.question = reason();
  choices.by_store.clear();
  QuestionPage nps = sample_question();
  nps.question = recommend();
  nps.by_store.clear();
  return {
      {"overview", overview_page(frame, sample_overview())},
      {"overview-empty", overview_page(warned, {"This month, all stores", {}, {}, 0, 0, 0})},
      {"question", question_page(frame, sample_question())},
      {"question-few", question_page(frame, few)},
      {"question-choices", question_page(frame, choices)},
      {"question-nps", question_page(frame, nps)},
      {"asking", asking_page(sample_frame(), sample_asking())},
      {"fleet", fleet_page(warned, sample_fleet())},
      {"fleet-gap", fleet_page(frame, fleet_with_a_gap())},
      {"fleet-empty", fleet_page(frame, {kNow, {}})},
      {"surveys", surveys_page(frame, sample_surveys())},
      {"surveys-empty", surveys_page(frame, {})},
      {"stores", stores_page(frame, sample_stores())},
      {"login",
       login_page({"csrf-1", "", "mina", "That name and password do not belong together."})},
      {"login-link", login_page({"csrf-1", "token-1", "", ""})},
      {"message", message_page(frame, "There is no such page",
                               "The address may be mistyped, or what it showed is gone.")}};
}

}  // namespace afterword::page::test
