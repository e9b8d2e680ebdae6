#include <doctest/doctest.h>

#include "tests/whole/world.h"

namespace afterword::test {
namespace importing {

const char* kSurvey =
    R"({"format":1,"id":"paper","version":1,"use":"import","languages":["en"],"owner":"Tests","title":{"en":"Paper"},)"
    R"("questions":[{"id":"rooms","kind":"scale","scale":"faces5","metric":"csat","text":{"en":"How were the rooms?"},)"
    R"("labels":{"en":["Very poor","Poor","Okay","Good","Very good"]},"why":{"en":"Why?"}},)"
    R"({"id":"why_came","kind":"choices","text":{"en":"What for?"},"options":[{"id":"buy","text":{"en":"Buy"}},)"
    R"({"id":"look","text":{"en":"Look"}}]}]})";
const char* kMap =
    R"({"id":{"column":"nr"},"time":{"column":"when","format":"%d.%m.%Y %H:%M"},"store":{"column":"shop","values":{"A":"area-a"}},)"
    R"("language":{"value":"en"},"touchpoint":{"value":"exit"},"delimiter":";","questions":{)"
    R"("rooms":{"column":"rooms","not_applicable":["6"],"skipped":["","0"],"values":{"Very good":5}},)"
    R"("rooms.why":{"column":"comment"},"why_came":{"column":"came","separator":","}}})";
const char* kCsv =
    "\xef\xbb\xbfnr;when;shop;rooms;comment;came\r\n"
    "1;03.03.2026 14:00;A;5.0;\"Nice; bright\nand \"\"quiet\"\"\";buy\r\n"
    "2;03.03.2026 15:30;A;6;;buy,look\r\n"
    "3;04.03.2026 09:00;A;0;write to me@example.com;\r\n"
    "4;04.03.2026 10:00;A;Very good;;look\r\n";

}  // namespace importing

TEST_CASE("Other people's results are imported once, however often the command is run") {
  using namespace importing;
  World world;
  world.publish(world.write("paper.json", kSurvey));
  const std::vector<std::string> command = {"import",
                                            "--survey",
                                            "paper",
                                            "--csv",
                                            world.write("r.csv", kCsv),
                                            "--map",
                                            world.write("map.json", kMap)};
  const Finished unknown = world.afterword(command);
  CHECK(unknown.exit_code == 1);
  CHECK_MESSAGE(unknown.err.find("area-a") != std::string::npos, unknown.err);
  CHECK(world.responses("paper").empty());

  std::vector<std::string> creating = command;
  creating.insert(creating.end(), {"--create-stores", "Europe/Madrid"});
  for (int i = 0; i < 2; ++i) {
    const Finished done = world.afterword(creating);
    REQUIRE_MESSAGE(done.exit_code == 0, done.err);
    CHECK(world.responses("paper").size() == 4);
  }
  const json::Value figures = world.json({"metrics", "--survey", "paper", "--json"});
  const json::Value& csat = figures.find("figures")->as_array()[0];
  CHECK(csat.find("metric")->as_string() == "csat");
  CHECK(csat.find("n")->as_integer() == 2);
  CHECK(csat.find("value")->as_number() == 100.0);
  CHECK(csat.find("not_applicable")->as_integer() == 1);
  CHECK(csat.find("skipped")->as_integer() == 1);
  bool masked = false;
  for (const json::Value& response : world.responses("paper"))
    masked = masked || json::dump(response).find("write to [EMAIL]") != std::string::npos;
  CHECK(masked);
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);

  // The same number with other content is an error, and nothing of that file is taken.
  std::string altered = kCsv;
  altered.replace(altered.find("5.0"), 3, "4.0");
  altered += "5;05.03.2026 10:00;A;1;;buy\r\n6;05.03.2026 10:00;quay;1;;buy\r\n";
  creating[4] = world.write("altered.csv", altered);
  const Finished refused = world.afterword(creating);
  CHECK(refused.exit_code == 1);
  CHECK_MESSAGE(refused.err.find("nothing was imported; these stores were added and stay: quay") !=
                    std::string::npos,
                refused.err);
  CHECK(world.responses("paper").size() == 4);
}

TEST_CASE("A malformed map or file is refused whole, naming every place") {
  using namespace importing;
  World world;
  world.publish(world.write("paper.json", kSurvey));
  const std::string csv = world.write("r.csv", kCsv);
  const std::string bad_map = world.write(
      "bad.json",
      R"({"id":{"column":"nr"},"time":{"value":"2026-03-03"},"store":{"value":"harbour-street"},)"
      R"("questions":{"roms":{"column":"rooms"}},"colour":1})");
  const Finished map =
      world.afterword({"import", "--survey", "paper", "--csv", csv, "--map", bad_map});
  CHECK(map.exit_code == 1);
  CHECK_MESSAGE(map.err.find("/questions/roms") != std::string::npos, map.err);
  CHECK_MESSAGE(map.err.find("/colour") != std::string::npos, map.err);

  std::string broken = kCsv;
  broken.replace(broken.find("Very good"), 9, "Splendid");
  const Finished rows =
      world.afterword({"import", "--survey", "paper", "--csv", world.write("b.csv", broken),
                       "--map", world.write("map.json", kMap), "--create-stores", "Europe/Madrid"});
  CHECK(rows.exit_code == 1);
  CHECK_MESSAGE(rows.err.find("Splendid") != std::string::npos, rows.err);
  CHECK(world.responses("paper").empty());
}

}  // namespace afterword::test
