// Who is taken the right to ask for something while it waits to be written.
#include <doctest/doctest.h>

#include "sync/collector/api/login_links.h"
#include "sync/protocol/problems.h"
#include "tests/sync/collector/support/by_hand.h"

using namespace afterword;

namespace access_test {

constexpr std::string_view kKept = "the operator's", kStolen = "also the thief's";

// Everything is written by hand, and two more tokens let in.
struct Office : test::World {
  Office() {
    add_store("harbour");
    publish(test::survey_text());
    publish(test::import_survey_text());
    device = test::Kiosk(*this, "harbour").id;
    add_token(kKept);
    add_token(kStolen);
    test::write_by_hand(*this, random);
  }
  void add_token(std::string_view token) {
    test::must(writes->run([&](collector::Writes& w) {
      return w.add_token({collector::secret_hash(token), "somebody", clock.wall()});
    }));
  }
  collector::Reply ask_as(std::string_view token, const std::string& method, const std::string& target,
                          const std::string& body = "") {
    collector::Request request;
    request.method = method;
    request.target = "/v1/admin/" + target;
    const std::size_t mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    if (mark != std::string::npos) request.query = *collector::decode_form(request.target.substr(mark + 1));
    request.headers = {{"authorization", "Bearer " + std::string(token)}};
    request.body = body;
    request.peer = "203.0.113.7";
    return ask(request);
  }
  // The stolen token is there when it is looked at, and its removal is the next that is written.
  collector::Reply ask_too_late(const std::string& method, const std::string& target, const std::string& body) {
    test::queue(*this, [](collector::Writes& w) { return w.remove_tokens_but(collector::secret_hash(kKept)); });
    return ask_as(kStolen, method, target, body);
  }
  std::size_t audited() { return read()->audit(1'000).value().size(); }

  std::string device;
};

}  // namespace access_test
using access_test::kKept;
using access_test::kStolen;
using AccessOffice = access_test::Office;

TEST_CASE("a token that is removed while its bearer asks for another leaves none behind") {
  AccessOffice office;
  const auto before = office.ask_as(kStolen, "POST", "tokens", "{}");
  REQUIRE(before.status == 200);
  const std::string another = test::must(json::parse(before.body)).find("token")->as_string();
  CHECK(office.ask_as(another, "GET", "stores").status == 200);

  const std::size_t audited = office.audited();
  const auto refused = office.ask_too_late("POST", "tokens", "{}");
  CHECK(refused.status == 401);
  CHECK(test::must(read_problem(refused.body)).code == ProblemCode::token_wrong);
  CHECK(office.audited() == audited);
  for (const std::string_view token : {kStolen, std::string_view(another)})
    CHECK(office.ask_as(token, "GET", "stores").status == 401);
  CHECK(office.ask_as(kKept, "GET", "stores").status == 200);
}

TEST_CASE("nothing that a token asked for is written once it is removed, whatever it is") {
  AccessOffice office;
  struct Asked {
    std::string method, target, body;
  };
  const std::vector<Asked> all = {
      {"PUT", "stores/hill", R"({"name":"Hill","zone":"Europe/London"})"},
      {"PUT", "about", R"({"owner":"Somebody else"})"},
      {"PUT", "about/harbour", R"({"owner":"Somebody else"})"},
      {"POST", "cards", R"({"said":{"en":"a"},"did":{"en":"b"}})"},
      {"POST", "cards/1/remove", ""},
      {"POST", "withdrawals", R"({"store":"harbour","day":"2026-03-03","code":"7F3K92QM"})"},
      {"POST", "surveys", test::survey_text(2)},
      {"POST", "surveys?rollout_percent=50", test::survey_text(1)},
      {"POST", "surveys/fitting-rooms/retire", ""},
      {"POST", "enrol-codes", R"({"store":"harbour","touchpoint":"exit"})"},
      {"POST", "devices/" + office.device + "/clear", ""},
      {"POST", "devices/" + office.device + "/revoke", ""},
      {"POST", "devices/" + office.device + "/gone", ""},
      {"PUT", "receipts", R"({"receipts":null})"},
      {"POST", "imports?survey=old-results&name=old", R"({"version":1,"responses":[]})"},
      {"POST", "quarantine/retry", ""},
      {"POST", "backup", ""},
      {"POST", "clock/accept", ""},
      {"PUT", "users/maria", R"({"password":"a long enough one"})"},
      {"POST", "users/maria/remove", ""},
      {"POST", "login-links", R"({"user":"maria"})"},
      {"POST", "tokens", ""},
      {"POST", "tokens/remove-others", ""},
      {"PUT", "desk", R"({"touchpoints":["service-desk"]})"},
      {"POST", "stores/harbour/staff", R"({"first_name":"Anna"})"},
      {"PUT", "stores/harbour/staff/s1", R"({"first_name":"Anna"})"},
      {"PUT", "stores/harbour/staff/s1/pin", R"({"pin":"4826"})"},
      {"POST", "stores/harbour/staff/s1/remove", ""},
  };
  const std::size_t audited = office.audited();
  const std::int64_t revision = office.read()->revision().value();
  for (const Asked& each : all) {
    const auto reply = office.ask_too_late(each.method, each.target, each.body);
    CHECK_MESSAGE(reply.status == 401, each.method << " " << each.target << ": " << reply.body);
    CHECK_MESSAGE(office.audited() == audited, each.target);
    office.add_token(kStolen);
  }
  CHECK(office.read()->revision().value() == revision);
  CHECK(office.read()->users().value().empty());
  CHECK(office.ask_as(kStolen, "PUT", "stores/hill", all.front().body).status == 200);
}

TEST_CASE("removing a name ends what lets in under it, also where nobody has that name any more") {
  test::World world;
  const Bytes cookie = collector::secret_hash("a cookie"), link = collector::secret_hash("a link");
  test::must(world.writes->run([&](collector::Writes& writes) -> Result<> {
    const WallTime until = world.clock.wall() + std::chrono::hours(1);
    AFTERWORD_TRY(writes.add_session({cookie, "maria", "csrf", until}));
    return writes.add_login_link({link, "maria", until});
  }));
  CHECK(world.admin("POST", "users/maria/remove", "{}").status == 404);
  CHECK_FALSE(world.read()->session(cookie).value().has_value());
  bool there = true;
  test::must(world.writes->run([&](collector::Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto taken, writes.take_login_link(link));
    there = taken.has_value();
    return {};
  }));
  CHECK_FALSE(there);
}
