// What a kiosk hears of where there is more than it can be offered, and what is published no more then.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "sync/base/crypto/hash.h"
#include "sync/protocol/definition_message.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/problems.h"
#include "tests/support/must.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;

namespace offers_test {

using Held = std::vector<HeldDefinition>;
constexpr auto kLive = DefinitionState::live, kRetired = DefinitionState::retired;

struct Office : test::World {
  Office() {
    add_store("harbour");
    add_store("hill");
  }
  // "live-0" and so on, as if each had been published.
  void add_live(int count) {
    test::must(writes->run([count](collector::Writes& w) -> Result<> {
      for (int i = 0; i < count; ++i) {
        collector::Definition definition;
        definition.head.survey = fmt::format("live-{}", i);
        definition.head.title = "Your visit";
        definition.bytes = definition.envelope = "{}";
        definition.head.envelope_sha256 = crypto::as_vector(crypto::sha256(definition.envelope));
        AFTERWORD_TRY(w.add_definition(definition, {}));
      }
      return w.raise_revision();
    }));
  }
  // "asked-0" and so on, as if each had been retired.
  void add_retired(int count) {
    const Signer signer{keys.signing_id, keys.signing};
    test::must(writes->run([&signer, count](collector::Writes& w) -> Result<> {
      for (int i = 0; i < count; ++i) {
        const SurveyVersion last{fmt::format("asked-{}", i), 1};
        collector::Retirement retirement{last.survey, last.version, sign_retirement(last, std::span(&signer, 1)), {}};
        retirement.envelope_sha256 = crypto::as_vector(crypto::sha256(retirement.envelope));
        AFTERWORD_TRY(w.retire(retirement));
      }
      return w.raise_revision();
    }));
  }
  WaitRequest heartbeat(const test::Kiosk& kiosk, const Held& held) const {
    WaitRequest message = kiosk.heartbeat();
    message.definitions = held;
    return message;
  }
  WaitReply news(test::Kiosk& kiosk, const Held& held) {
    const collector::Reply reply = kiosk.wait(heartbeat(kiosk, held));
    REQUIRE_MESSAGE(reply.status == 200, reply.body);
    return read_wait_reply(reply.body).value();
  }
  // What a kiosk that waits hears when `change` is made meanwhile.
  WaitReply woken(test::Kiosk& kiosk, const Held& held, const std::function<void()>& change) {
    WaitRequest message = heartbeat(kiosk, held);
    message.revision = news(kiosk, held).revision;
    message.wait_ms = 55'000;
    auto outcome = collector::handle_api(*context, kiosk.request("POST", "/v1/wait", dump(message)));
    const auto pending = std::get<std::shared_ptr<collector::Pending>>(outcome);
    // It waits when its heartbeat is on disk: so is whatever is written after it.
    test::must(writes->run([](collector::Writes&) -> Result<> { return {}; }));
    REQUIRE(pending->waiting());
    change();
    collector::Reply reply;
    pending->attach([&reply](collector::Reply told) { reply = std::move(told); });
    REQUIRE_MESSAGE(reply.status == 200, reply.body);
    return read_wait_reply(reply.body).value();
  }
};

std::optional<DefinitionState> offered(const WaitReply& news, std::string_view survey) {
  for (const OfferedDefinition& each : news.definitions)
    if (each.id == survey) return each.state;
  return std::nullopt;
}

std::ptrdiff_t count(const WaitReply& news, DefinitionState state) {
  return std::count_if(news.definitions.begin(), news.definitions.end(),
                       [state](const OfferedDefinition& each) { return each.state == state; });
}

}  // namespace offers_test
using OffersOffice = offers_test::Office;

TEST_CASE("surveys that were retired over the years push no live one out of what a kiosk hears, nor its retirement") {
  OffersOffice office;
  test::Kiosk kiosk(office, "harbour");
  office.add_retired(kDefinitionsMax + 1);
  CHECK(office.news(kiosk, {}).definitions.size() == kDefinitionsMax);
  office.publish(test::survey_text(1, "zz"));
  const WaitReply told = office.news(kiosk, {});
  CHECK(told.definitions.size() == kDefinitionsMax);
  CHECK(offers_test::offered(told, "zz") == offers_test::kLive);

  const offers_test::Held held = {{"asked-3", 1, offers_test::kRetired}, {"zz", 1, offers_test::kLive}};
  const auto retire = [&office] { office.admin_ok("POST", "surveys/zz/retire", "{}"); };
  SUBCASE("asked anew") {
    retire();
    CHECK(offers_test::offered(office.news(kiosk, held), "zz") == offers_test::kRetired);
  }
  SUBCASE("heard while it waits") {
    CHECK(offers_test::offered(office.woken(kiosk, held, retire), "zz") == offers_test::kRetired);
  }
}

TEST_CASE("a kiosk hears of all that are live, then of the end of what it asks, and of other ends as far as there is room") {
  OffersOffice office;
  test::Kiosk kiosk(office, "harbour");
  office.add_retired(kDefinitionsMax);
  office.add_live(kDefinitionsMax - 2);
  const offers_test::Held held = {{"asked-150", 1, offers_test::kLive},
                                  {"asked-7", 1, offers_test::kRetired},
                                  {"live-3", 1, offers_test::kLive}};
  const WaitReply told = office.news(kiosk, held);
  CHECK(offers_test::count(told, offers_test::kLive) == kDefinitionsMax - 2);
  CHECK(offers_test::count(told, offers_test::kRetired) == 2);
  CHECK(offers_test::offered(told, "asked-150") == offers_test::kRetired);
  CHECK(offers_test::offered(told, "asked-7") == offers_test::kRetired);  // perhaps signed anew
}

TEST_CASE("one live survey more than a kiosk can hear of is refused, and it is said what makes room") {
  OffersOffice office;
  test::Kiosk kiosk(office, "harbour");
  office.add_live(kDefinitionsMax - 1);
  office.publish(test::survey_text());
  const auto refused = office.admin("POST", "surveys", test::survey_text(1, "zz"));
  CHECK(refused.status == 422);
  const Problem problem = test::must(read_problem(refused.body));
  CHECK_MESSAGE(problem.detail.find("200 at most") != std::string::npos, problem.detail);
  CHECK_MESSAGE(problem.detail.find("zz version 1") != std::string::npos, problem.detail);
  CHECK_MESSAGE(problem.hint.find("afterword retire") != std::string::npos, problem.hint);
  CHECK(office.admin("GET", "surveys/zz").status == 404);

  office.publish(test::survey_text(2));  // no survey more
  office.publish(test::import_survey_text());
  const WaitReply told = office.news(kiosk, {});
  CHECK(offers_test::count(told, offers_test::kLive) == kDefinitionsMax);
  office.admin_ok("POST", "surveys/live-0/retire", "{}");
  office.publish(test::survey_text(1, "zz"));
  CHECK(offers_test::offered(office.news(kiosk, {}), "zz") == offers_test::kLive);
}

TEST_CASE("room is reckoned by store, and a rollout that grows beyond it is refused") {
  OffersOffice office;
  office.add_live(kDefinitionsMax - 1);
  office.admin_ok("POST", "surveys?rollout_stores=hill", test::survey_text(1, "of-hill"));
  office.admin_ok("POST", "surveys?rollout_stores=harbour", test::survey_text(1, "zz"));
  CHECK(office.admin("POST", "surveys?rollout_stores=hill", test::survey_text(1, "yy")).status == 422);
  const auto wider = office.admin("POST", "surveys?rollout_percent=100", test::survey_text(1, "zz"));
  CHECK(wider.status == 422);
  CHECK_MESSAGE(wider.body.find("at hill") != std::string::npos, wider.body);
  const auto other =
      office.admin_ok("POST", "surveys?rollout_stores=harbour&rollout_percent=50", test::survey_text(1, "zz"));
  CHECK(*other.find("rollout_changed") == json::Value(true));
}
