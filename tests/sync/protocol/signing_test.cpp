#include <doctest/doctest.h>

#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"
#include "sync/protocol/signing.h"

using namespace afterword;

namespace {
namespace signing {

const crypto::SigningKey& key() {
  static const auto it = [] {
    SeededRandom random(1);
    return crypto::SigningKey::make(random);
  }();
  return it;
}

}  // namespace signing
}  // namespace

TEST_CASE("a signed request holds in every part") {
  const auto& key = signing::key();
  const RequestToSign request{"POST", "/v1/wait", "dev-7", 5, "body"};
  const std::string header = sign_request(key, request);
  CHECK(request_is_signed(key.public_key, request, header));
  for (const RequestToSign& other : {RequestToSign{"GET", "/v1/wait", "dev-7", 5, "body"},
                                     RequestToSign{"POST", "/v1/wait?a", "dev-7", 5, "body"},
                                     RequestToSign{"POST", "/v1/wait", "dev-8", 5, "body"},
                                     RequestToSign{"POST", "/v1/wait", "dev-7", 6, "body"},
                                     RequestToSign{"POST", "/v1/wait", "dev-7", 5, "bodY"}})
    CHECK_FALSE(request_is_signed(key.public_key, other, header));
  CHECK_FALSE(request_is_signed(key.public_key, request, ""));
  CHECK_FALSE(request_is_signed(key.public_key, request, header + "="));
  CHECK_FALSE(request_is_signed(key.public_key, request, header.substr(1)));
}

TEST_CASE("a request's signature is no receipt, and a receipt no request") {
  const auto& key = signing::key();
  const NamedKey named{"o1", key.public_key};
  const std::string signature = sign_request(key, {"POST", "/v1/wait", "dev-7", 5, "body"});
  CHECK_FALSE(receipt_is_good({&named, 1}, {"dev-7", 5, 200, "body"}, "o1:" + signature));
}

TEST_CASE("the headers of a device are read strictly") {
  const std::string good = base64url(Bytes(64, 1));
  const auto read = read_device_headers("dev-7", "1842", good);
  REQUIRE(read);
  CHECK(read->counter == 1842);
  CHECK(read_device_headers("import:airline", "1", good));
  const auto refuses = [](std::optional<std::string_view> device,
                          std::optional<std::string_view> counter,
                          std::optional<std::string_view> signature, std::string_view names) {
    const auto out = read_device_headers(device, counter, signature);
    REQUIRE_FALSE(out);
    CHECK(out.error().failure == Failure::denied);
    CHECK(out.error().what.find(names) != std::string::npos);
  };
  refuses({}, "1", good, "Afterword-Device is missing");
  refuses("Dev 7", "1", good, "Afterword-Device");
  refuses("", "1", good, "Afterword-Device");
  refuses(std::string(65, 'a'), "1", good, "Afterword-Device");
  refuses("dev-7", {}, good, "Afterword-Counter is missing");
  for (const char* counter : {"", "0", "-1", "01", "1.0", " 1", "9007199254740992", "1e3"})
    refuses("dev-7", counter, good, "Afterword-Counter");
  refuses("dev-7", "1", {}, "Afterword-Signature is missing");
  refuses("dev-7", "1", "abc", "Afterword-Signature");
}

TEST_CASE("each counter is good once, within the window and in any order there") {
  CounterWindow window;
  CHECK_FALSE(window.take(0));
  CHECK_FALSE(window.take(-5));
  CHECK(window.take(1));
  CHECK_FALSE(window.take(1));
  CHECK(window.take(64));
  CHECK(window.take(2));
  CHECK_FALSE(window.take(2));
  CHECK(window.take(100));
  CHECK(window.take(37));        // 63 behind
  CHECK_FALSE(window.take(36));  // 64 behind: too old to tell
  CHECK_FALSE(window.take(64));  // still remembered
  CHECK(window.take(kNumberMax));
  CHECK_FALSE(window.take(100));
  CHECK(window.take(kNumberMax - 1));
}

TEST_CASE("no counter is ever taken twice, whatever the order") {
  SeededRandom random(3);
  for (int round = 0; round < 200; ++round) {
    CounterWindow window;
    std::map<std::int64_t, int> taken;
    std::int64_t base = 1;
    for (int i = 0; i < 300; ++i) {
      if (random.below(3) == 0) base += static_cast<std::int64_t>(random.below(40));
      const auto counter = base + static_cast<std::int64_t>(random.below(80)) - 40;
      if (window.take(counter)) ++taken[counter];
    }
    for (const auto& one : taken) CHECK(one.second == 1);
  }
}

TEST_CASE("names of devices, keys and numbers") {
  CHECK(is_device("dev-7"));
  CHECK(is_device("import:airline_2"));
  CHECK_FALSE(is_device("7dev"));
  CHECK_FALSE(is_device("dev 7"));
  CHECK(is_key_id("o1"));
  CHECK_FALSE(is_key_id(""));
  CHECK_FALSE(is_key_id("o:1"));
  CHECK(parse_number("0") == 0);
  CHECK(parse_number("9007199254740991") == kNumberMax);
  CHECK_FALSE(parse_number("9007199254740992"));
  CHECK_FALSE(parse_number("007"));
  CHECK(retired_path("store-exit", 3) == "/v1/definitions/store-exit/3/retired");
}
