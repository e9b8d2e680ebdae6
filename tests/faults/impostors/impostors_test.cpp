// Who is not the device, and who would like to become one: a whole collector without sockets.
//
//   AFTERWORD_GUESSES=1000000 AFTERWORD_RACES=1000 AFTERWORD_TRIES=10000 AFTERWORD_CLONES=1000 test-impostors
#include <doctest/doctest.h>

#include <algorithm>
#include <barrier>
#include <functional>
#include <set>
#include <thread>

#include "sync/base/core/files.h"
#include "sync/base/crypto/codes.h"
#include "sync/collector/api/device_auth.h"
#include "sync/collector/ingest/boots.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/problems.h"
#include "tests/faults/wire/sizes.h"
#include "tests/sync/collector/support/world.h"

using namespace afterword;
using collector::Request;

namespace {
namespace impostors {

constexpr std::size_t kFindsARow = 3;  // the first characters of a code

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

TEST_CASE("Codes are not guessed, however many are alive, and those that live still enrol") {
  const std::int64_t guesses = test::size_of("AFTERWORD_GUESSES", 4'000);
  const std::size_t alive = guesses >= 1'000'000 ? 1'000 : 200;
  Shop shop;
  SeededRandom dice(test::seed_of_run());
  const auto key = crypto::SigningKey::make(dice);
  // Codes that anybody could use, by what finds their row; how often each was nearly met.
  std::map<std::string, std::string> codes;
  std::map<std::string, int> near;
  std::vector<std::string> burned;
  const auto give_out = [&] {
    const std::string code = shop.code();
    codes[code.substr(0, kFindsARow)] = code;
  };
  while (codes.size() < alive) give_out();
  std::map<std::string, std::int64_t> verdicts;
  for (std::int64_t i = 0; i < guesses; ++i) {
    const std::string code = crypto::make_code(kCodeCharacters, dice);
    ++verdicts[verdict(shop.ask(claim(key, code, address(static_cast<std::uint64_t>(i / 25)))))];
    const auto met = codes.find(code.substr(0, kFindsARow));
    if (met == codes.end() || ++near[met->first] < kCodeTriesMax) continue;
    burned.push_back(met->second);  // another takes its place: as many live as at first
    codes.erase(met);
    give_out();
  }
  CHECK(verdicts["200"] == 0);
  CHECK(shop.devices() == 0);
  CHECK(verdicts["code_wrong"] + verdicts["code_expired"] == guesses);
  std::map<std::string, std::size_t> of_burned, of_live;
  std::uint64_t last = 0;
  for (const std::string& code : burned)
    ++of_burned[verdict(
        shop.ask(claim(crypto::SigningKey::make(dice), code, "10.200.0." + std::to_string(++last % 250))))];
  for (const auto& [finds, code] : codes)
    ++of_live[verdict(
        shop.ask(claim(crypto::SigningKey::make(dice), code, "10.201.0." + std::to_string(++last % 250))))];
  CHECK(of_burned["code_expired"] == burned.size());
  CHECK(of_live["200"] == alive);
  CHECK(shop.devices() == alive);
  test::say(fmt::format("{} guesses against {} live codes: {} enrolled; {} burned on the way, of which {} "
                        "enrolled; at the end {} of {} live ones enrol",
                        guesses, alive, verdicts["200"], burned.size(), of_burned["200"],
                        of_live["200"], alive));
}

TEST_CASE("A code dies of five near misses, not of four, and from one address nobody tries for long") {
  Shop shop;
  SeededRandom dice(test::seed_of_run());
  std::map<std::string, int> verdicts;
  for (int each = 0; each < 20; ++each) {
    const std::string code = shop.code();
    const int misses = each % 2 == 0 ? kCodeTriesMax : kCodeTriesMax - 1;
    for (int miss = 0; miss < misses; ++miss) {
      std::string wrong = crypto::make_code(kCodeCharacters, dice);
      wrong.replace(0, kFindsARow, code, 0, kFindsARow);  // as who saw its beginning would
      CHECK(verdict(shop.ask(claim(crypto::SigningKey::make(dice), wrong,
                                   address(static_cast<std::uint64_t>(each))))) == "code_wrong");
    }
    const std::string heard =
        verdict(shop.ask(claim(crypto::SigningKey::make(dice), code, "10.200.0.1")));
    ++verdicts[fmt::format("{} misses: {}", misses, heard)];
  }
  CHECK(verdicts["5 misses: code_expired"] == 10);
  CHECK(verdicts["4 misses: 200"] == 10);
  std::map<std::string, int> one_address;
  const auto key = crypto::SigningKey::make(dice);
  for (int i = 0; i < 200; ++i)
    ++one_address[verdict(
        shop.ask(claim(key, crypto::make_code(kCodeCharacters, dice), "10.201.0.1")))];
  CHECK(one_address["code_wrong"] == 30);
  CHECK(one_address["too_many"] == 170);
}

TEST_CASE("Codes use all 32 letters at all their places") {
  Shop shop;
  std::set<char> used[kCodeCharacters];
  for (int i = 0; i < 1'000; ++i) {
    const std::string code = shop.code();
    REQUIRE(code.size() == kCodeCharacters);
    for (std::size_t place = 0; place < code.size(); ++place) used[place].insert(code[place]);
  }
  for (const std::set<char>& letters : used) {
    CHECK(letters.size() == 32);
    for (const char letter : letters) CHECK(crypto::kCrockford.find(letter) != std::string_view::npos);
  }
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

namespace {
namespace impostors {

using Ask = std::function<std::string(const Request&)>;

struct Tried {
  std::map<std::string, std::int64_t> verdicts;
  std::int64_t accepted = 0;
};

// Good requests of `kiosk`, each altered in one place or repeated before it is asked.
Tried try_altered(Shop& shop, test::Kiosk& kiosk, const test::Kiosk& other, std::int64_t tries,
                  const Ask& ask) {
  SeededRandom dice(test::seed_of_run());
  Tried tried;
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
    const std::string heard = ask(request);
    ++tried.verdicts[heard];
    tried.accepted += heard == "200" || heard == "204" ? 1 : 0;
    if (what == 5) kiosk.counter += 1000;  // whoever believed that goes on from there
  }
  return tried;
}

// A collector's way to an answer that leaves out request_is_signed.
std::string careless_verdict(Shop& shop, const Request& request) {
  const auto headers = read_device_headers(request.header("afterword-device"),
                                           request.header("afterword-counter"),
                                           request.header("afterword-signature"));
  if (!headers) return "signature_wrong";
  std::string heard = "204";
  const auto done = shop.writes->run([&](collector::Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(auto device, writes.reads().device(headers->device));
    if (!device) return fail(Failure::not_found, "no such device");
    AFTERWORD_ASSIGN(const auto problem,
                     collector::take_counter(writes, {std::move(*device), headers->counter, {}},
                                             shop.clock.wall()));
    if (problem) heard = name(problem->code);
    return {};
  });
  return done ? heard : "device_unknown";
}

bool is_alarmed(Shop& shop, const std::string& id) {
  return collector::has_alarm(*shop.read()->device(id).value(), collector::kCloned);
}

}  // namespace impostors
}  // namespace

TEST_CASE("Only the device speaks for the device") {
  const std::int64_t tries = test::size_of("AFTERWORD_TRIES", 300);
  Shop shop;
  test::Kiosk kiosk(shop, "harbour"), other(shop, "harbour");
  auto [verdicts, accepted] = try_altered(shop, kiosk, other, tries, [&shop](const Request& request) {
    return verdict(shop.ask(request));
  });
  CHECK(accepted == 0);
  CHECK(verdicts["counter_behind"] == tries / 8);
  CHECK(verdicts["signature_wrong"] + verdicts["counter_behind"] + verdicts["not_found"] == tries);

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

TEST_CASE("A collector that checks no signature is noticed: the same alterations get through") {
  const std::int64_t tries = test::size_of("AFTERWORD_TRIES", 300);
  Shop shop;
  test::Kiosk kiosk(shop, "harbour"), other(shop, "harbour");
  const Tried tried = try_altered(shop, kiosk, other, tries, [&shop](const Request& request) {
    return careless_verdict(shop, request);
  });
  CHECK(tried.accepted > 0);
  test::say(fmt::format("without the signature's check {} of {} are accepted", tried.accepted, tries));
}

// Ordinary programs on two machines, each going on from the counter that it is told when it is refused.
TEST_CASE("A cloned key is heard of at the first request after both have spoken, however they take turns") {
  const std::int64_t clones = test::size_of("AFTERWORD_CLONES", 30);
  Shop shop;
  SeededRandom dice(test::seed_of_run());
  std::int64_t at_once = 0, false_alarms = 0, requests = 0;
  for (std::int64_t each = 0; each < clones; ++each) {
    test::Kiosk right(shop, "harbour");
    for (std::uint64_t i = dice.below(5) + 1; i > 0; --i) CHECK(right.wait(right.heartbeat()).status < 300);
    test::Kiosk clone = right;
    clone.boot = "boot-of-the-clone";
    if (dice.below(2) == 0) right.boot = "boot-2";  // it was copied while it was off
    std::vector<int> spoken;  // who was taken, in the order of first times
    const auto knew = [&](int who) { return std::find(spoken.begin(), spoken.end(), who); };
    if (right.boot != "boot-2") spoken.push_back(0);
    bool due = false;
    for (int turn = 0; turn < 200 && !due; ++turn) {
      const int who = static_cast<int>(dice.below(2));
      test::Kiosk& machine = who == 0 ? right : clone;
      // Who spoke before the other did, and speaks again.
      due = knew(who) != spoken.end() && knew(who) + 1 != spoken.end();
      const auto reply = machine.wait(machine.heartbeat());
      ++requests;
      if (reply.status >= 300)
        machine.counter = *read_problem(reply.body)->next - 1;
      else if (knew(who) == spoken.end())
        spoken.push_back(who);
      if (!due && is_alarmed(shop, right.id)) ++false_alarms;
    }
    at_once += due && is_alarmed(shop, right.id) ? 1 : 0;
    CHECK(due);
  }
  CHECK(at_once == clones);
  CHECK(false_alarms == 0);
  const auto entries = shop.read()->audit(1'000'000).value();
  CHECK(clones == std::count_if(entries.begin(), entries.end(), [](const auto& entry) {
    return entry.action == collector::kCloned;
  }));
  test::say(fmt::format("{} cloned keys: {} heard of at the first request after both had spoken, {} too early "
                        "({} requests)",
                        clones, at_once, false_alarms, requests));
}
