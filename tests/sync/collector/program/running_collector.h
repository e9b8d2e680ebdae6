// A whole collector, its server with real TLS on a thread of its own, and a client that knows it.
#pragma once
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "sync/base/core/day.h"
#include "sync/base/core/files.h"
#include "sync/base/crypto/system_random.h"
#include "sync/base/http/http_client.h"
#include "sync/base/json/value.h"
#include "sync/collector/collector.h"
#include "sync/collector/first_run.h"
#include "sync/protocol/trust.h"
#include "tests/support/scratch.h"

namespace collector_test {

using namespace afterword;
using collector::Collector;
using collector::CollectorOptions;

struct Place {
  Place() { REQUIRE(crypto::crypto_init().has_value()); }
  CollectorOptions options() const {
    CollectorOptions out = more;
    out.data = scratch.file("data");
    out.port = 0;
    return out;
  }
  Result<std::unique_ptr<Collector>> open() {
    return Collector::open(options(), clock, random, log);
  }

  test::Scratch scratch;
  CollectorOptions more;
  SystemClock clock;
  crypto::SystemRandom random;
  CollectedLog log;
};

// Serves on a thread of its own for as long as it lives.
struct Running {
  explicit Running(Place& place) : running(std::move(place.open().value())) {
    thread = std::thread([this] { running->run(); });
  }
  ~Running() {
    running->stop();
    thread.join();
  }
  std::unique_ptr<Collector> running;
  std::thread thread;
};

inline unsigned mode_of(const std::string& path) {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? about.st_mode & 0777u : 0u;
}

inline json::Value token_file(const Place& place) {
  return json::parse(read_file(place.scratch.file("data/admin.token"), 4096).value()).value();
}

// A client that knows the collector by the keys of its trust document.
struct Client {
  Client(std::string address, const Place& place) : url(std::move(address)) {
    const auto file = token_file(place);
    HttpOptions unproven;
    unproven.unverified = true;
    const auto reply =
        http.send({.method = "GET", .url = url + "/v1/trust", .headers = {}, .body = {}}, unproven);
    REQUIRE(reply.has_value());
    const auto root = crypto::key_from_base64url(file.find("root")->as_string()).value();
    const auto trust = open_trust(reply->body, root);
    REQUIRE(trust.has_value());
    options.pins.assign(trust->tls_keys.begin(), trust->tls_keys.end());
    token = file.find("token")->as_string();
  }
  HttpReply send(const std::string& method, const std::string& path, const std::string& body = "",
                 HttpHeaders headers = {}) {
    headers.emplace_back("Authorization", "Bearer " + token);
    auto reply = http.send(
        {.method = method, .url = url + path, .headers = std::move(headers), .body = body},
        options);
    REQUIRE_MESSAGE(reply.has_value(), (reply ? "" : reply.error().text()));
    return std::move(*reply);
  }
  std::string url;
  std::string token;
  CurlHttpClient http;
  HttpOptions options;
};

template <class Value>
void check_refused(const Result<Value>& opened, Failure failure, std::string_view words) {
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().failure == failure);
  CHECK_MESSAGE(opened.error().text().find(words) != std::string::npos, opened.error().text());
  CHECK_FALSE(opened.error().hint.empty());
}

inline std::string between(const std::string& text, std::string_view before, std::string_view after) {
  const std::size_t begin = text.find(before);
  if (begin == std::string::npos) return "";
  const std::size_t from = begin + before.size();
  return text.substr(from, text.find(after, from) - from);
}

}  // namespace collector_test
