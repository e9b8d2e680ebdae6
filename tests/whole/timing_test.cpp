// Events through both doors, and a scanned receipt, from the real programs' ends.
#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "tests/whole/shopper.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace timing {

// Waits for a pick-up; asks first whether they have finished; one question is about the fitting room.
constexpr const char* kSurvey =
    R"({"format":1,"id":"short","version":1,"title":{"en":"Short"},"headline":{"en":"Two questions?"},
"purpose":{"en":"To try."},"owner":"Tests","touchpoint":"exit","phase":"leave","languages":["en"],
"timing":{"cool_down_s":0,"after":"pickup"},"questions":[
{"id":"room","kind":"yes_no","about":["fitting-room"],"text":{"en":"Was the room clean?"},
 "hypothesis":"x","decision":"y","review_by":"2030-01-01"},
{"id":"till","kind":"scale","scale":"faces5","metric":"csat","text":{"en":"How was it?"},
 "labels":{"en":["Very poor","Poor","Okay","Good","Very good"]},"why":{"en":"Why?"},
 "hypothesis":"x","decision":"y","review_by":"2030-01-01"}]})";

bool appears(const std::string& path, Process& process) {
  for (int i = 0; i < 3000 && process.running(); ++i) {
    if (std::ifstream(path).good()) return true;
    ::usleep(20'000);
  }
  return std::ifstream(path).good();
}

std::string run_of(const std::string& then) {
  return "wait welcome\ntap start\nwait question:till\ntap answer:4\nwait comment:till.why\ntap "
         "skip\n"
         "wait thanks\ntap finish\n" +
         then;
}

}  // namespace timing

TEST_CASE(
    "A kiosk that hears of events asks after each, from either door, and a receipt narrows it") {
  using namespace timing;
  World world;
  world.publish(world.write("short.json", kSurvey));
  const Finished set = world.afterword(
      {"receipts", world.write("receipts.json", R"({"pattern":"HS####!!=","check":"luhn",)"
                                                R"("tags":{"F":"fitting-room","C":"checkout"}})")});
  REQUIRE_MESSAGE(set.exit_code == 0, set.err);
  const std::string resting = world.file("resting.png"), again = world.file("again.png"),
                    third = world.file("third.png"), helped = world.file("helped.png");
  const std::string door = world.file("door.sock");
  auto kiosk = world.start_kiosk(
      "kiosk",
      "wait out_of_service\nscreenshot " + resting + "\n" +
          // By the collector, with a receipt that names the checkout only.
          run_of("wait out_of_service\nscreenshot " + again + "\n") +
          // By the local door, and the receipt is scanned.
          "wait welcome\nscan HS1234C04\npause 500\n" +
          run_of("wait out_of_service\nscan HS1234C04\nwait farewell\ntap finish\n"
                 "wait out_of_service\nscreenshot " +
                 third + "\nwait help\nscreenshot " + helped +
                 "\ntap finish\nwait out_of_service\npause 1500\nquit\n"),
      {"--enrol", world.enrol_code(), "--events", door});
  REQUIRE_MESSAGE(appears(resting, *kiosk), kiosk->err());
  const Finished told = world.afterword({"event", "pickup_done", "--store", "harbour-street",
                                         "--touchpoint", "exit", "--receipt", "HS5678C08"});
  CHECK_MESSAGE(told.exit_code == 0, told.err);
  REQUIRE_MESSAGE(appears(again, *kiosk), kiosk->err());
  const Finished local = world.afterword({"event", "pickup_done", "--socket", door});
  CHECK_MESSAGE(local.exit_code == 0, local.err);
  CHECK(local.out == "taken\n");
  const Finished wrong = world.afterword({"event", "sneezed", "--socket", door});
  CHECK(wrong.exit_code == 1);
  REQUIRE_MESSAGE(appears(third, *kiosk), kiosk->err());
  CHECK(world.afterword({"event", "visit_failed", "--socket", door}).exit_code == 0);
  const Finished finished = kiosk->wait();
  CHECK_MESSAGE(finished.exit_code == 0, finished.err << finished.out);

  // What was counted last is delivered by the next start.
  CHECK(world.start_kiosk("kiosk", "wait out_of_service\npause 2000\nquit\n", {"--events", door})
            ->wait()
            .exit_code == 0);
  const auto arrived = world.responses("short");
  REQUIRE(arrived.size() == 2);
  for (const json::Value& response : arrived) {
    const Answers answers = answers_of(response);
    CHECK(answers.at("room").state == AnswerState::not_shown);
    CHECK(answers.at("till").state == AnswerState::answered);
    CHECK(json::dump(response).find("HS1234") == std::string::npos);
  }
  const json::Value funnel = world.json({"funnel", "--survey", "short", "--json"});
  CHECK(*funnel.find("started") == json::Value(2));
  CHECK(*funnel.find("finished") == json::Value(2));
  CHECK(*funnel.find("lost") == json::Value(0));
  CHECK(*funnel.find("refused")->find("asked_before") == json::Value(1));
  const json::Value nobody = world.json({"funnel", "--survey", "no-survey", "--json"});
  CHECK(*nobody.find("counts")->find("help_shown") == json::Value(1));
}

}  // namespace afterword::test
