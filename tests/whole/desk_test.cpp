// A tablet at a desk from PIN to figures, with the real programs.
#include <doctest/doctest.h>

#include "sync/base/db/db.h"
#include "tests/whole/shopper.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace desk {

constexpr const char* kDesk = R"({"touchpoints":["service-desk"],
  "aims":{"solved_percent":80,"rating_percent":80,"time_s":420}})";

constexpr const char* kSurvey = R"json({
  "format": 1, "id": "desk", "version": 1, "touchpoint": "service-desk", "phase": "use",
  "languages": ["en"], "title": {"en": "The desk"}, "headline": {"en": "How was the desk?"},
  "purpose": {"en": "The team reads every answer."}, "owner": "Tests",
  "timing": {"cool_down_s": 0},
  "questions": [
    {"id": "help", "kind": "scale", "scale": "faces5", "metric": "csat",
     "topic": {"en": "The desk"}, "text": {"en": "How was our help?"},
     "labels": {"en": ["Very poor", "Poor", "Okay", "Good", "Very good"]},
     "why": {"low": {"en": "What could be better?"}}}
  ]})json";

std::string sign_in(const std::string& pin) {
  std::string script = "wait staff:pin\n";
  for (const char digit : pin) script += std::string("tap pin:") + digit + "\n";
  return script + "tap pin:ok\nwait staff:interaction\n";
}

std::string interaction(const std::string& category, const std::string& solved) {
  return "tap open\nwait cancel\ntap category:" + category + "\ntap solved:" + solved + "\n";
}

std::string survey(const std::string& rating) {
  return "wait welcome\ntap start\nwait question:help\ntap " + rating + "\nwait thanks\n";
}

std::string back(const std::string& pin) {
  return "tap finish\nwait staff:give_back\ntap staff\n" + sign_in(pin);
}

std::vector<json::Value> exported(World& world, const std::string& kind) {
  const Finished done =
      world.afterword({"export", "--kind", kind, "--format", "jsonl", "--out", "-"});
  REQUIRE_MESSAGE(done.exit_code == 0, done.err);
  std::vector<json::Value> rows;
  std::size_t begin = 0;
  for (std::size_t end; (end = done.out.find('\n', begin)) != std::string::npos; begin = end + 1)
    rows.push_back(*json::parse(done.out.substr(begin, end - begin)));
  return rows;
}

std::string first_word(const std::string& text) {
  return text.substr(0, text.find_first_of("\n "));
}

}  // namespace desk

TEST_CASE(
    "A desk helps, hands over and counts: all of it arrives, and its figures are the collector's") {
  using namespace desk;
  World world;
  world.publish(world.write("desk-survey.json", kSurvey));
  REQUIRE(world.afterword({"desk", "set", world.write("desk.json", kDesk)}).exit_code == 0);
  const auto add = [&world](const std::string& name, const std::string& pin, bool on_stars) {
    std::vector<std::string> arguments = {"staff",        "add", "--store", "harbour-street",
                                          "--first-name", name,  "--role",  "Service desk"};
    if (on_stars) arguments.push_back("--on-stars");
    const std::string id = first_word(world.afterword(arguments).out);
    const Finished set = world.afterword({"staff", "pin", "--store", "harbour-street", id,
                                          "--pin-file", world.write("pin", pin + "\n")});
    REQUIRE_MESSAGE(set.exit_code == 0, set.err);
    return id;
  };
  const std::string anna = add("Anna", "4829", true);
  add("Ben", "730651", false);

  // A wrong PIN, then ten customers: seven solved, three not; each is handed the tablet, and rates.
  std::string script = "wait staff:pin\ntap pin:1\ntap pin:1\ntap pin:3\ntap pin:7\ntap pin:ok\n";
  script += "pause 500\nwait staff:pin\n" + sign_in("4829");
  script += "tap open\nwait cancel\ntap cancel\nwait open\n";
  for (int i = 0; i < 10; ++i) {
    script += interaction(i < 5 ? "return" : "advice", i < 7 ? "yes" : "no");
    script += "tap hand_over\n" + survey(i == 4 ? "not_applicable" : "answer:5");
    if (i == 0) script += "tap star\nwait stars\ntap star:" + anna + "\nwait thanks\n";
    script += back(i % 2 == 0 ? "730651" : "4829");
  }
  // One who would rather not; one closed without asking; nothing of an answer on any page of staff.
  script += interaction("other", "too_early") + "tap hand_over\nwait welcome\ntap not_now\n";
  script += "wait staff:give_back\ntap staff\n" + sign_in("4829");
  script += interaction("return", "yes") + "tap close\nwait open\n";
  script += "tap tab:today\nwait staff:today\nquit\n";
  const Finished kiosk =
      world.kiosk("tablet", script, {"--enrol", world.enrol_code("service-desk")});
  REQUIRE_MESSAGE(kiosk.exit_code == 0, kiosk.err << kiosk.out);
  // Delivers what is left.
  std::string again = sign_in("4829") + interaction("return", "yes") + "tap hand_over\n";
  again += survey("answer:4") + "tap finish\nwait staff:give_back\n";
  const Finished rest = world.kiosk("tablet", again, {"--once"});
  REQUIRE_MESSAGE(rest.exit_code == 0, rest.err << rest.out);

  const auto interactions = exported(world, "interactions");
  REQUIRE(interactions.size() == 13);
  CHECK(interactions[0].find("category")->as_string() == "return");
  CHECK(interactions[0].find("handed_over")->as_bool());
  CHECK_FALSE(interactions[11].find("handed_over")->as_bool());
  for (const json::Value& row : interactions) CHECK(row.find("staff") == nullptr);
  const auto stars = exported(world, "stars");
  REQUIRE(stars.size() == 1);
  CHECK(stars[0].find("staff")->as_string() == anna);
  CHECK(world.responses("desk").size() == 11);

  const json::Value proof = world.json({"verify", "--recount", "--json"});
  CHECK(proof.find("equal")->as_bool());
  CHECK(proof.find("total")->find("stored")->as_integer() == 13 + 1 + 11);

  // Solved: 9 of 12 (yes and no); the tablet counted ten of them in whole blocks: 7 of 10.
  const json::Value figures = world.json({"metrics", "--interactions", "--json"});
  for (const json::Value& row : figures.find("figures")->as_array())
    if (row.find("category")->is_null()) {
      CHECK(row.find("interactions")->as_integer() == 13);
      CHECK(row.find("fcr")->as_number() == doctest::Approx(75));
    }
  auto database = db::Database::open(world.file("tablet/kiosk.db"));
  REQUIRE(database.has_value());
  auto row = (*database)->prepare("SELECT counts FROM score");
  REQUIRE(row.has_value());
  REQUIRE(row->step().value());
  const json::Value counts = *json::parse(row->text(0));
  CHECK(counts.find("closed")->as_integer() == 10);
  CHECK(counts.find("solved")->as_integer() == 7);
  CHECK(counts.find("asked")->as_integer() == 10);
  CHECK(counts.find("rated")->as_integer() == 5);
}

}  // namespace afterword::test
