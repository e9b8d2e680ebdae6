// Who is not the device, and who would like to become one: a whole collector without sockets.
//
//   AFTERWORD_GUESSES=1000000 AFTERWORD_RACES=1000 test-impostors
#include <doctest/doctest.h>

#include <barrier>
#include <thread>

#include "sync/base/core/files.h"
#include "sync/base/crypto/codes.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/problems.h"
#include "tests/faults/wire/sizes.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;
using collector::Request;

namespace {
namespace impostors {

struct Shop : test::World {
  Shop() {
    add_store("harbour");
    publish(test::survey_text());
  }
  // What an installer types, without address and hash.
  std::string code() {
    const auto made = admin_ok("POST", "enrol-codes",
                               R"({"store":"harbour","touchpoint":"fitting-room"})");
    return read_enrolment_code(made.find("code")->as_string())->code;
  }
  std::size_t devices() {
    return admin_ok("GET", "devices").find("devices")->as_array().size();
  }
};

Request claim(const crypto::SigningKey& key, const std::string& code, const std::string& peer) {
  EnrolRequest message;
  message.code = code;
  message.public_key = key.public_key;
  message.app_version = "0.1.0";
  message.definition_formats = message.response_formats = {1};
  Request request;
  request.method = "POST";
  request.target = request.path = "/v1/enrol";
  request.body = dump(message);
  request.peer = peer;
  request.headers = {
      {"afterword-signature", sign_request(key, {"POST", "/v1/enrol", "", 0, request.body})}};
  return request;
}

std::string verdict(const collector::Reply& reply) {
  if (reply.status >= 200 && reply.status < 300) return std::to_string(reply.status);
  const auto problem = read_problem(reply.body);
  return problem ? std::string(name(problem->code)) : "?";
}

std::string address(std::uint64_t number) {
  return fmt::format("10.{}.{}.{}", number >> 16 & 255, number >> 8 & 255, number & 255);
}

}  // namespace impostors
}  // namespace
using namespace impostors;

TEST_CASE("Codes are not guessed, from one address or from many, and die of the trying") {
  const std::int64_t guesses = test::size_of("AFTERWORD_GUESSES", 4'000);
  Shop shop;
  const std::string real = shop.code();
  SeededRandom dice(test::seed_of_run());
  const auto key = crypto::SigningKey::make(dice);
  std::map<std::string, std::int64_t> verdicts;
  for (std::int64_t i = 0; i < guesses; ++i) {
    // Every hundredth begins like the real one, as a guesser who saw it over a shoulder would.
    std::string code = crypto::make_code(kCodeCharacters, dice);
    if (i % 100 == 99) code = real.substr(0, 3) + code.substr(3);
    if (code == real) continue;
    ++verdicts[verdict(shop.ask(claim(key, code, address(static_cast<std::uint64_t>(i / 25)))))];
  }
  CHECK(verdicts["200"] == 0);
  CHECK(shop.devices() == 0);
  CHECK(verdicts["code_wrong"] + verdicts["code_expired"] == guesses);
  // Burned by five near misses: the real one is of no use any more.
  CHECK(verdict(shop.ask(claim(key, real, "10.200.0.1"))) == "code_expired");
  // And from one address nobody tries for long.
  std::map<std::string, int> one_address;
  for (int i = 0; i < 200; ++i)
    ++one_address[verdict(
        shop.ask(claim(key, crypto::make_code(kCodeCharacters, dice), "10.201.0.1")))];
  CHECK(one_address["code_wrong"] == 30);
  CHECK(one_address["too_many"] == 170);
  test::say(fmt::format("{} guesses: 0 enrolled; after 30 from one address: too_many", guesses));
}

TEST_CASE("Two who bring one code at the same moment are one device and one refusal") {
  const std::int64_t races = test::size_of("AFTERWORD_RACES", 40);
  Shop shop;
  SeededRandom dice(test::seed_of_run());
  std::int64_t one_winner = 0;
  for (std::int64_t race = 0; race < races; ++race) {
    const std::string code = shop.code();
    const crypto::SigningKey keys[2] = {crypto::SigningKey::make(dice),
                                        crypto::SigningKey::make(dice)};
    std::string verdicts[2];
    std::barrier<> together(2);
    const auto go = [&](std::size_t side) {
      const Request request =
          claim(keys[side], code, address(static_cast<std::uint64_t>(race * 2) + side));
      together.arrive_and_wait();
      verdicts[side] = verdict(shop.ask(request));
    };
    std::thread other([&] { go(1); });
    go(0);
    other.join();
    std::sort(std::begin(verdicts), std::end(verdicts));
    one_winner += verdicts[0] == "200" && verdicts[1] == "code_used" ? 1 : 0;
  }
  CHECK(one_winner == races);
  CHECK(static_cast<std::int64_t>(shop.devices()) == races);
  test::say(fmt::format("{} races for a code: {} with exactly one winner", races, one_winner));
}

TEST_CASE("A code is dead after ten minutes, after use, and is nowhere in clear") {
  Shop shop;
  SeededRandom dice(test::seed_of_run());
  const auto key = crypto::SigningKey::make(dice), thief = crypto::SigningKey::make(dice);
  const std::string late = shop.code(), used = shop.code();
  const Request enrolled = claim(key, used, "10.0.0.1");
  CHECK(verdict(shop.ask(enrolled)) == "200");
  CHECK(verdict(shop.ask(claim(thief, used, "10.0.0.2"))) == "code_used");
  // The very request again, sniffed: the same device, and a receipt for the key that is not his.
  CHECK(verdict(shop.ask(enrolled)) == "200");
  CHECK(shop.devices() == 1);
  shop.clock.advance(kCodeLife);
  CHECK(verdict(shop.ask(claim(thief, late, "10.0.0.2"))) == "code_expired");
  shop.close();
  for (const char* const part : {"", "-wal"}) {
    const auto bytes = read_file(shop.database_path() + part, 64 << 20);
    if (!bytes) continue;
    CHECK(bytes->find(late) == std::string::npos);
    CHECK(bytes->find(used) == std::string::npos);
  }
  for (const auto& line : shop.log.lines()) {
    CHECK(line.message.find(late) == std::string::npos);
    CHECK(line.message.find(used) == std::string::npos);
  }
}

TEST_CASE("Only the device speaks for the device") {
  const std::int64_t tries = test::size_of("AFTERWORD_TRIES", 300);
  Shop shop;
  test::Kiosk kiosk(shop, "harbour"), other(shop, "harbour");
  SeededRandom dice(test::seed_of_run());
  std::map<std::string, std::int64_t> verdicts;
  std::int64_t accepted = 0;
  for (std::int64_t i = 0; i < tries; ++i) {
    Request request = kiosk.request("POST", "/v1/wait", dump(kiosk.heartbeat()));
    const std::uint64_t what = static_cast<std::uint64_t>(i) % 8;
    const auto set = [&](const char* name, const std::string& value) {
      for (auto& header : request.headers)
        if (header.first == name) header.second = value;
    };
    const auto of = [&](const char* name) { return std::string(*request.header(name)); };
    switch (what) {
      case 0: {  // the body, a bit of it
        const std::size_t at = dice.below(request.body.size());
        request.body[at] = static_cast<char>(request.body[at] ^ (1 << dice.below(7)));
        break;
      }
      case 1:  // the target
        request.target += "?x=1";
        break;
      case 2:  // to another route
        request.target = request.path = "/v1/responses";
        break;
      case 3:  // the method
        request.method = "PUT";
        break;
      case 4:  // in another's name
        set("afterword-device", other.id);
        break;
      case 5:  // a later counter
        set("afterword-counter", std::to_string(kiosk.counter + 1000));
        break;
      case 6: {  // the signature, a bit of it
        auto bytes = *from_base64url(of("afterword-signature"));
        bytes[dice.below(bytes.size())] ^= static_cast<std::uint8_t>(1 << dice.below(8));
        set("afterword-signature", base64url(bytes));
        break;
      }
      default:  // as it is, twice
        REQUIRE(shop.ask(request).status < 300);
    }
    const std::string heard = verdict(shop.ask(request));
    ++verdicts[heard];
    accepted += heard == "200" || heard == "204" ? 1 : 0;
  }
  CHECK(accepted == 0);
  CHECK(verdicts["counter_behind"] == tries / 8);
  CHECK(verdicts["signature_wrong"] + verdicts["counter_behind"] + verdicts["not_found"] == tries);

  // A clone: it counts from where the disk was copied, and is heard of at its first request.
  const std::int64_t copied = kiosk.counter;
  CHECK(kiosk.wait(kiosk.heartbeat()).status < 300);
  kiosk.counter = copied;
  CHECK(verdict(kiosk.wait(kiosk.heartbeat())) == "counter_behind");
  // Revoked: from the very next request on, and only whoever has the key learns that.
  kiosk.counter += 1000;
  shop.admin_ok("POST", "devices/" + kiosk.id + "/revoke");
  CHECK(verdict(kiosk.wait(kiosk.heartbeat())) == "device_revoked");
  Request stranger = other.request("POST", "/v1/wait", dump(other.heartbeat()));
  stranger.headers[0].second = kiosk.id;
  CHECK(verdict(shop.ask(stranger)) == "signature_wrong");
  // Clocks play no part.
  for (const std::int64_t years : {-10, 10}) {
    WaitRequest message = other.heartbeat();
    message.wall_ms =
        std::max<std::int64_t>(0, shop.clock.wall().ms + years * 365 * 86'400'000);
    CHECK(other.wait(message).status < 300);
  }
  test::say(fmt::format("{} altered and repeated requests: {} accepted", tries, accepted));
}
