// Data folders as earlier programs left them: all that they hold is there for ever (fixtures/README.md).
#include "tests/sync/collector/program/running_collector.h"

using namespace afterword;
using collector_test::Client;
using collector_test::Place;
using collector_test::Running;

TEST_CASE("What each schema wrote is all there, proves itself, and gives the figures that it gave") {
  Place place;
  std::string fixture;
  SUBCASE("5") { fixture = "schema-5"; }
  const std::string from =
      std::string(AFTERWORD_SOURCE_DIR) + "/tests/sync/collector/program/fixtures/" + fixture;
  std::filesystem::copy(from, place.scratch.file("data"), std::filesystem::copy_options::recursive);
  const auto expected = json::parse(read_file(from + "/figures.json", 1 << 20).value()).value();

  const Running server(place);
  Client client(server.running->url(), place);  // whose token and root key are those of then
  const auto get = [&client](const std::string& path) {
    const HttpReply reply = client.send("GET", "/v1/admin/" + path);
    REQUIRE_MESSAGE(reply.status == 200, reply.body);
    return json::parse(reply.body).value();
  };
  const json::Value proof = get("verify?recount=true");
  CHECK_MESSAGE(proof.find("equal")->as_bool(), json::dump(proof));
  CHECK(json::dump(*get("figures?survey=store-exit").find("figures")) ==
        json::dump(*expected.find("figures")));
  CHECK(get("surveys").find("surveys")->as_array().size() == 2);
  CHECK(get("devices").find("devices")->as_array().size() == 2);
  CHECK(json::dump(get("cards")).find("A third till opens at five") != std::string::npos);
}
