// What the console's pages show, asked of a collector that took it in through the protocol.
#include <doctest/doctest.h>

#include "sync/collector/console_pages.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace console_test {

std::string page_of(test::World& world, const std::string& path) {
  collector::Request request;
  request.method = "GET";
  request.path = path;
  const auto html = collector::console_page(*world.context, request, {});
  REQUIRE_MESSAGE(html.has_value(), (html ? "" : html.error().text()));
  return *html;
}

}  // namespace console_test

TEST_CASE("a question's page shows the newest comments beside the answers they explain") {
  test::World world;
  world.add_store("harbour");
  world.publish(test::survey_text());
  test::Kiosk kiosk(world, "harbour");
  const Survey survey = test::survey_of(test::survey_text());
  const auto record = [&](const std::string& comment) {
    Answers answers = test::all_answered();
    answers["rooms.why"].value = comment;
    kiosk.record(test::response_to(survey, std::move(answers), world.clock));
  };
  const std::string path = "/surveys/fitting-rooms/questions/rooms";
  for (int i = 1; i <= 9; ++i) record("The queue, <b>" + std::to_string(i));
  kiosk.send_ok();
  // With so few, who wrote what could be guessed.
  CHECK(console_test::page_of(world, path).find("The queue") == std::string::npos);
  for (int i = 10; i <= 25; ++i) record("The queue, <b>" + std::to_string(i));
  kiosk.send_ok();
  const std::string page = console_test::page_of(world, path);
  CHECK(page.find("The queue, &lt;b&gt;25<") != std::string::npos);
  CHECK(page.find("The queue, &lt;b&gt;6<") != std::string::npos);
  CHECK(page.find("The queue, &lt;b&gt;5<") == std::string::npos);
  CHECK(page.find("The newest 20 of 25.") != std::string::npos);
  CHECK(page.find("<bdi>Good</bdi>") != std::string::npos);
}
