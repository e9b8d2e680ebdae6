#include "survey-defs/model/survey.h"

#include "survey-defs/model/answer.h"
#include "survey-defs/model/response.h"
#include "survey-defs/model/timing.h"
#include "tests/survey-defs/model/helpers.h"

namespace afterword::survey_test {

Survey offered(const char* id, int priority, const char* touchpoint = "exit") {
  Survey survey;
  survey.id = id;
  survey.priority = priority;
  survey.touchpoint = touchpoint;
  survey.languages = {"en"};
  return survey;
}

TEST_CASE("Words fall back to a shorter tag, then to the survey's first language") {
  const LocalText text{{{"en", "hello"}, {"zh", "您好"}, {"zh-Hant", "您好!"}}};
  CHECK(text.in("zh-Hant", "en") == "您好!");
  CHECK(text.in("zh-Hans-CN", "en") == "您好");
  CHECK(text.in("es", "en") == "hello");
  CHECK(text.in("es", "fr") == "hello");  // any is better than none
  CHECK(LocalText().in("en", "en").empty());
}

TEST_CASE("The language that serves best is the exact one, then its shorter, then English") {
  const std::vector<Language> offers{"es", "en", "zh"};
  CHECK(best_language(offers, "zh-Hans") == "zh");
  CHECK(best_language(offers, "es") == "es");
  CHECK(best_language(offers, "ar") == "en");
  CHECK(best_language({"es", "ar"}, "fr") == "es");
  CHECK(best_language({}, "fr").empty());
}

TEST_CASE("Every name reads back, and none other does") {
  const auto check = [](auto parse, auto... values) {
    const bool all_read_back = ((parse(name(values)) == values) && ...);
    CHECK(all_read_back);
    CHECK_FALSE(parse("none"));
    CHECK_FALSE(parse(""));
    CHECK_FALSE(parse("Scale"));
  };
  check(parse_question_kind, QuestionKind::scale, QuestionKind::yes_no, QuestionKind::choice,
        QuestionKind::choices, QuestionKind::text);
  check(parse_scale_kind, ScaleKind::faces5, ScaleKind::stars5, ScaleKind::zero_to_ten,
        ScaleKind::agree7);
  check(parse_metric, Metric::csat, Metric::nps, Metric::ces, Metric::fcr);
  check(parse_phase, Phase::enter, Phase::find, Phase::try_, Phase::pay, Phase::leave, Phase::use,
        Phase::return_, Phase::come_back, Phase::relationship);
  check(parse_after, After::visit, After::purchase, After::pickup, After::return_, After::service,
        After::any);
  check(parse_answer_state, AnswerState::answered, AnswerState::not_applicable,
        AnswerState::skipped, AnswerState::not_shown);
  check(parse_completion, Completion::complete, Completion::partial);
  check(parse_flag, Flag::speeding, Flag::straight_line, Flag::repeat, Flag::burst,
        Flag::faces_in_order, Flag::play);
  check(parse_quarantine, Quarantine::answer_out_of_range, Quarantine::question_unknown,
        Quarantine::state_missing, Quarantine::not_json, Quarantine::not_decryptable);
  CHECK(name(Metric::none) == "none");
  CHECK(name(Phase::try_) == "try");
}

TEST_CASE("The survey offered is the one with the highest priority, then the first by id") {
  const std::vector<Survey> surveys{offered("zebra", 5), offered("bear", 5), offered("ant", 1)};
  CHECK(choose(surveys, {"exit", 600}) == 1);
  CHECK(choose({surveys[2]}, {"exit", 600}) == 0);
  CHECK_FALSE(choose({}, {"exit", 600}));
}

TEST_CASE("Of two versions of one survey the newer is offered") {
  std::vector<Survey> surveys{offered("bear", 5), offered("bear", 5)};
  surveys[1].version = 2;
  CHECK(choose(surveys, {"exit", 600}) == 1);
}

TEST_CASE("A survey is offered at its own touchpoint only, and anywhere if it names none") {
  CHECK(why_not(offered("a", 0), {"service-desk", 600}) == NotOffered::wrong_touchpoint);
  CHECK_FALSE(why_not(offered("a", 0), {"exit", 600}));
  CHECK_FALSE(why_not(offered("a", 0, ""), {"exit", 600}));
  CHECK_FALSE(why_not(offered("a", 0), {"", 600}));  // not enrolled yet: practice
  CHECK_FALSE(choose({offered("a", 9, "pickup")}, {"exit", 600}));
}

TEST_CASE("A survey for import is never offered") {
  Survey survey = offered("a", 0, "");
  survey.use = Use::import;
  CHECK(why_not(survey, {"", 600}) == NotOffered::import_only);
  CHECK(name(NotOffered::import_only) == "import_only");
}

TEST_CASE("Open hours begin with their minute, end before it, and may cross midnight") {
  struct Row {
    OpenHours open;
    int minute;
    bool is_open;
  };
  for (const Row& row : std::initializer_list<Row>{
           {{540, 1260}, 539, false},
           {{540, 1260}, 540, true},
           {{540, 1260}, 1259, true},
           {{540, 1260}, 1260, false},
           {{1320, 390}, 1319, false},
           {{1320, 390}, 1320, true},
           {{1320, 390}, 0, true},
           {{1320, 390}, 389, true},
           {{1320, 390}, 390, false},
           {{600, 600}, 0, true},
           {{600, 600}, 1439, true},
           {{0, 1440}, 0, true},
           {{0, 1440}, 1439, true},
       }) {
    Survey survey = offered("a", 0);
    survey.timing.open = row.open;
    CAPTURE(row.open.open_minute);
    CAPTURE(row.minute);
    const auto reason = why_not(survey, {"exit", row.minute});
    CHECK(reason.has_value() != row.is_open);
    if (reason) CHECK(*reason == NotOffered::closed);
  }
}

}  // namespace afterword::survey_test
