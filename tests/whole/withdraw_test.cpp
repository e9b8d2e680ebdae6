// A shopper takes their answers back: a real kiosk's flow, store and sync, against the real
// collector, over the page that a phone opens and over the command line.
#include <doctest/doctest.h>

#include <unistd.h>

#include <future>

#include "kiosk/enrolling.h"
#include "kiosk/promising.h"
#include "kiosk/syncing.h"
#include "sync/base/core/day.h"
#include "sync/base/crypto/codes.h"
#include "sync/base/crypto/system_random.h"
#include "sync/protocol/withdrawal.h"
#include "tests/whole/world.h"

namespace afterword::test {
namespace withdrawing {

using namespace afterword::kiosk;

template <class T>
T good(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? std::string() : result.error().text()));
  return std::move(*result);
}

// Everything of the kiosk but its window, so that the test can read the code off the thanks.
class Kiosk {
 public:
  Kiosk(World& world, const std::string& name) {
    store_ = good(Store::open(world.file(name), {clock_, random_, log_}));
    CurlHttpClient http;
    REQUIRE(enrol_kiosk(*store_, world.enrol_code(), http, log_).has_value());
  }

  // Until it has heard what it is to ask and to promise.
  void hears_settings() {
    sync([this] {
      return !store_->enrolment()->settings.about.withdraw_key.empty() &&
             !good(store_->surveys()).empty();
    });
  }
  void delivers() {
    sync([this] { return good(store_->outbox().state()).waiting == 0; });
  }

  // One person answers the first question and leaves. Gives the code shown to them.
  std::string somebody_answers() {
    const Settings settings = store_->enrolment()->settings;
    Flow flow({.brand = "Kestrel",
               .store_name = settings.store_name,
               .touchpoint = settings.touchpoint,
               .practice = false,
               .promises = promises_of(settings.about),
               .minute_of_day = {},
               .draw_code = [this] { return crypto::make_code(kWithdrawCodeCharacters, random_); }},
              "boot", clock_, random_);
    flow.set_surveys(good(store_->surveys()));
    perform(flow, flow.take(Start{}));
    perform(flow, flow.take(Choose{"look"}));
    perform(flow, flow.take(Next{}));
    perform(flow, flow.take(Choose{"2"}));
    perform(flow, flow.take(SubmitComment{"The lamp by the door is broken"}));
    perform(flow, flow.take(Leave{}));
    const View shown = flow.view();
    const auto* thanks = std::get_if<ThanksView>(&shown.screen);
    REQUIRE(thanks != nullptr);
    return thanks->withdraw_code;
  }

 private:
  void perform(Flow& flow, Effects effects) {
    for (Effect& effect : effects) {
      std::promise<Result<>> done;
      auto answer = done.get_future();
      const auto tell = [&done](Result<> result) { done.set_value(std::move(result)); };
      if (auto* draft = std::get_if<SaveDraft>(&effect)) {
        store_->save_draft(std::move(draft->recording), draft->partial, tell);
        REQUIRE(answer.get().has_value());
      } else if (auto* kept = std::get_if<KeepResponse>(&effect)) {
        store_->keep(std::move(kept->recording), tell);
        REQUIRE(answer.get().has_value());
        flow.kept();
      }
    }
  }

  void sync(const std::function<bool()>& done) {
    std::optional<Syncing> syncing;
    syncing.emplace(*store_, *store_->enrolment(), "boot", clock_, random_, log_, queue_,
                    [](const auto&) {});
    syncing->start();
    for (int i = 0; i < 3'000 && !done(); ++i) {
      queue_.run_all();
      ::usleep(20'000);
    }
    CHECK(done());
    syncing.reset();
    queue_.run_all();
  }

  SystemClock clock_;
  crypto::SystemRandom random_;
  CollectedLog log_;
  MainQueue queue_;
  std::unique_ptr<Store> store_;
};

// What a browser sends when the form is filled in.
HttpReply fills_in(World& world, const std::string& code) {
  CurlHttpClient http;
  HttpOptions options;
  options.unverified = true;
  const std::string day = Day::of_utc(SystemClock().wall()).text();
  return good(http.send({"POST",
                         world.url() + "/withdraw",
                         {{"Content-Type", "application/x-www-form-urlencoded"}},
                         "shop=harbour-street&day=" + day + "&code=" + code + "&lang=en"},
                        options));
}

std::int64_t counted(World& world) {
  const json::Value figures = world.json({"metrics", "--survey", "store-exit", "--json"});
  for (const json::Value& figure : figures.find("figures")->as_array())
    if (figure.find("question")->as_string() == "visit")
      return figure.find("answered")->as_integer();
  return 0;
}

}  // namespace withdrawing

TEST_CASE("Answers are taken back before and after they arrive, and the sums still hold") {
  using namespace withdrawing;
  World world;
  world.publish(project_file("survey-defs/store-exit.json"));
  REQUIRE(world.afterword({"about", "set", "--withdraw-at", "shop.example/withdraw"}).exit_code ==
          0);
  Kiosk kiosk(world, "kiosk");
  kiosk.hears_settings();
  const std::string first = kiosk.somebody_answers(), second = kiosk.somebody_answers(),
                    third = kiosk.somebody_answers();
  REQUIRE(first.size() == 8);
  CHECK(first != second);

  // The second person is quicker than the kiosk.
  CHECK(fills_in(world, second).status == 202);
  kiosk.delivers();
  CHECK(world.responses("store-exit").size() == 2);
  CHECK(counted(world) == 2);
  CHECK(world.afterword({"verify", "--recount"}).exit_code == 0);

  // The first changes their mind later, and types the code as it was shown.
  const HttpReply taken = fills_in(world, crypto::show_code(first, 4));
  CHECK(taken.status == 202);
  CHECK(taken.body.find("deleted") != std::string::npos);
  CHECK(fills_in(world, "00000000").body == taken.body);
  CHECK(world.responses("store-exit").size() == 1);
  CHECK(counted(world) == 1);

  // The third asks at the desk.
  const std::string day = Day::of_utc(SystemClock().wall()).text();
  const std::vector<std::string> command = {"withdraw", "--store", "harbour-street", "--day", day,
                                            "--code",   third};
  CHECK(world.afterword(command).exit_code == 0);
  CHECK(world.afterword(command).exit_code == 1);
  CHECK(world.responses("store-exit").empty());
  CHECK(counted(world) == 0);

  const json::Value proof = world.json({"verify", "--recount", "--json"});
  CHECK(proof.find("equal")->as_bool());
  CHECK(proof.find("total")->find("recorded")->as_integer() == 3);
  CHECK(proof.find("total")->find("withdrawn")->as_integer() == 3);
  CHECK(proof.find("total")->find("stored")->as_integer() == 0);
}

}  // namespace afterword::test
