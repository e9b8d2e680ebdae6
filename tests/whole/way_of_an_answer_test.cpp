#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "survey-defs/model/read.h"
#include "tests/whole/shopper.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace way {

struct Words {
  Language language;
  std::string poor, open, else_;
};

const std::vector<Words>& words() {
  static const std::vector<Words> table = {
      {"en", "Only two of five were open; it's a shame.", "My refund", "More light, please"},
      {"es", "Solo había dos cajas abiertas, ¿por qué?", "El cambio de talla",
       "Más música, menos ruido"},
      {"ar", "كان الانتظار طويلا جدا", "لم أستلم المبلغ", "موسيقى أهدأ"},
      {"zh", "只开了两间，等了很久。", "退款还没到", "音乐太吵"},
  };
  return table;
}

// The runs of one language: between them every kind is answered, left, skipped and marked not applicable.
std::vector<std::vector<Move>> runs(const Words& w) {
  return {
      {answer("way", {"scales"}), answer("faces", {"1"}), comment("faces.why", w.poor),
       not_applicable("stars"), answer("likely", {"0"}), skip("likely.why")},
      {answer("way", {"others"}), answer("easy", {"7"}), answer("things", {"tea", "water"}),
       answer("solved", {"no"}), comment("solved.why", w.open), comment("words", w.else_)},
      {answer("way", {"scales"}), not_applicable("faces"), answer("stars", {"4"}),
       not_applicable("likely")},
      {answer("way", {"others"}), not_applicable("easy"), not_applicable("things"),
       not_applicable("solved"), skip("words")},
      {not_applicable("way"), skip("words")},
      {skip("way"), comment("words", w.else_)},
  };
}

// The sample without a pause between shoppers, which a test need not wait for.
std::string every_kind_at_once(const World& world) {
  std::ifstream file(project_file("tests/survey-defs/samples/every-kind.json"));
  std::stringstream text;
  text << file.rdbuf();
  auto definition = json::parse(text.str());
  REQUIRE(definition);
  definition->set("timing", json::object({{"cool_down_s", 0}}));
  return world.write("every-kind.json", json::dump(*definition));
}

const json::Value& figure(const json::Value& document, const std::string& question,
                          const std::string& metric, const std::string& option = "") {
  for (const json::Value& one : document.find("figures")->as_array())
    if (one.find("question")->as_string() == question &&
        one.find("metric")->as_string() == metric &&
        (option.empty() || one.find("option")->as_string() == option))
      return one;
  FAIL("no figure " << question << " " << metric << " " << option);
  return document;
}

double number(const json::Value& one, const char* name) { return one.find(name)->as_number(); }
std::int64_t count(const json::Value& one, const char* name) {
  return one.find(name)->as_integer();
}

}  // namespace way

TEST_CASE(
    "What shoppers answer in every language, of every kind, arrives as given and is counted "
    "right") {
  using namespace way;
  World world;
  world.reduced_motion = true;
  const std::string path = every_kind_at_once(world);
  const Survey survey = survey_in(path);
  world.publish(path);

  std::string script;
  std::vector<Answers> given;
  for (const Words& w : words())
    for (const std::vector<Move>& moves : runs(w)) {
      script += script_of(survey, w.language, moves) + "tap finish\n";
      given.push_back(expected(survey, moves));
    }
  script += "wait welcome\nquit\n";
  const Finished kiosk = world.kiosk("kiosk", script, {"--enrol", world.enrol_code()});
  REQUIRE_MESSAGE(kiosk.exit_code == 0, kiosk.err << kiosk.out);
  // The script's end does not wait for the network; a second start delivers what is left, and --once waits for it.
  const Finished rest =
      world.kiosk("kiosk", script_of(survey, "en", runs(words()[0])[0]), {"--once"});
  REQUIRE_MESSAGE(rest.exit_code == 0, rest.err << rest.out);
  given.push_back(expected(survey, runs(words()[0])[0]));

  const std::vector<json::Value> arrived = world.responses("every-kind");
  REQUIRE(arrived.size() == given.size());
  for (std::size_t i = 0; i < given.size(); ++i) {
    CAPTURE(i);
    CHECK(json::dump(to_json(answers_of(arrived[i]))) == json::dump(to_json(given[i])));
    CHECK(arrived[i].find("sequence")->as_integer() == static_cast<std::int64_t>(i) + 1);
    CHECK(arrived[i].find("completion")->as_string() == "complete");
    if (i < 24) CHECK(arrived[i].find("language")->as_string() == words()[i / 6].language);
  }

  // Of 25 responses: run 0 five times, runs 1 to 5 four times each. All numbers below are worked out by hand.
  const json::Value figures = world.json({"metrics", "--survey", "every-kind", "--json"});
  const json::Value& csat = figure(figures, "faces", "csat");
  CHECK(count(csat, "n") == 5);
  CHECK(count(csat, "answered") == 5);
  CHECK(count(csat, "not_applicable") == 4);
  CHECK(count(csat, "skipped") == 0);
  CHECK(count(csat, "not_shown") == 16);
  CHECK(number(csat, "value") == 0.0);
  CHECK(number(csat, "low") == 0.0);
  CHECK(number(csat, "high") == doctest::Approx(43.4482).epsilon(1e-5));
  const json::Value& nps = figure(figures, "likely", "nps");
  CHECK(count(nps, "n") == 5);
  CHECK(number(nps, "value") == -100.0);
  CHECK(number(nps, "low") == -100.0);
  // n' = 8, p' = .75/8, d' = 5.75/8: centre -62.5, v' = .8125 - .390625, half 1.959964 sqrt(v'/8) = 45.0085
  CHECK(number(nps, "high") == doctest::Approx(-17.4915).epsilon(1e-4));
  CHECK(number(figure(figures, "likely", "mean"), "value") == 0.0);
  const json::Value& ces = figure(figures, "easy", "ces");
  CHECK(count(ces, "n") == 4);
  CHECK(count(ces, "not_applicable") == 4);
  CHECK(number(ces, "value") == 100.0);
  const json::Value& fcr = figure(figures, "solved", "fcr");
  CHECK(count(fcr, "n") == 4);
  CHECK(number(fcr, "value") == 0.0);
  const json::Value& tea = figure(figures, "things", "share", "tea");
  CHECK(count(tea, "n") == 4);
  CHECK(number(tea, "value") == 100.0);
  CHECK(number(figure(figures, "things", "share", "coffee"), "value") == 0.0);
  const json::Value& others = figure(figures, "way", "share", "others");
  CHECK(count(others, "answered") == 17);
  CHECK(count(others, "not_applicable") == 4);
  CHECK(count(others, "skipped") == 4);
  CHECK(number(others, "value") == doctest::Approx(100.0 * 8 / 17));

  const Finished proof = world.afterword({"verify", "--recount"});
  CHECK_MESSAGE(proof.exit_code == 0, proof.out << proof.err);
}

TEST_CASE("What is personal in a comment is masked before it is stored, and the rest stays") {
  using namespace way;
  World world;
  const std::string path = every_kind_at_once(world);
  const Survey survey = survey_in(path);
  world.publish(path);
  const std::vector<Move> moves = {skip("way"),
                                   comment("words", "write to ana@example.com about aisle 12")};
  const Finished kiosk = world.kiosk("kiosk", script_of(survey, "en", moves),
                                     {"--enrol", world.enrol_code(), "--once"});
  REQUIRE_MESSAGE(kiosk.exit_code == 0, kiosk.err << kiosk.out);
  const auto arrived = world.responses("every-kind");
  REQUIRE(arrived.size() == 1);
  const Answers answers = answers_of(arrived[0]);
  CHECK(std::get<std::string>(*answers.at("words").value) == "write to [EMAIL] about aisle 12");
}

TEST_CASE("Going back and answering otherwise leaves no trace of the first way but its time") {
  using namespace way;
  World world;
  const std::string path = every_kind_at_once(world);
  const Survey survey = survey_in(path);
  world.publish(path);
  const std::string script =
      "wait welcome\ntap start\nwait question:way\ntap option:scales\nwait question:faces\ntap "
      "answer:1\n"
      "wait comment:faces.why\ntype first thoughts\ntap back\nwait question:faces\ntap back\n"
      "wait question:way\ntap option:others\nwait question:easy\ntap answer:3\nwait "
      "question:things\ntap skip\n"
      "wait question:solved\ntap answer:yes\nwait comment:words\ntap skip\nwait thanks\n";
  const Finished kiosk = world.kiosk("kiosk", script, {"--enrol", world.enrol_code(), "--once"});
  REQUIRE_MESSAGE(kiosk.exit_code == 0, kiosk.err << kiosk.out);
  const auto arrived = world.responses("every-kind");
  REQUIRE(arrived.size() == 1);
  CHECK(json::dump(to_json(answers_of(arrived[0]))) ==
        json::dump(
            to_json(expected(survey, {answer("way", {"others"}), answer("easy", {"3"}),
                                      skip("things"), answer("solved", {"yes"}), skip("words")}))));
}

}  // namespace afterword::test
