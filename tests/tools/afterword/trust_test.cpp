// Whom the command line believes to be the collector, after keys were stolen, and after years.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <sstream>
#include <thread>

#include "sync/base/core/files.h"
#include "sync/base/crypto/system_random.h"
#include "sync/base/crypto/types.h"
#include "sync/collector/collector.h"
#include "sync/collector/first_run.h"
#include "tests/support/scratch.h"
#include "tools/admin/admin_client.h"
#include "tools/afterword/commands.h"

using namespace afterword;

namespace trust_test {

constexpr Ms kMoreThanAYear = std::chrono::hours(24 * 366);
constexpr Ms kLongAgo = std::chrono::hours(24 * 300);  // the document of then has 65 days left

// This machine's, so far behind.
class LateClock final : public Clock {
 public:
  explicit LateClock(Ms behind) : behind_(behind) {}
  MonoTime mono() const override { return real_.mono(); }
  WallTime wall() const override { return real_.wall() + -behind_; }

 private:
  SystemClock real_;
  Ms behind_;
};

std::string text_in(const std::string& path) { return read_file(path, 1 << 20).value(); }

// A collector that stands still now and then, and an administrator's own copy of its token file.
struct Office {
  explicit Office(Ms clock_behind = Ms{0}) : clock(clock_behind) {
    REQUIRE(crypto::crypto_init().has_value());
    options.data = scratch.file("data");
    options.port = 0;
    start();
    std::filesystem::copy_file(file("data/admin.token"), access.token_file);
  }
  ~Office() { stop(); }

  std::string file(const std::string& name) const { return scratch.file(name); }
  void start() {
    running = collector::Collector::open(options, clock, random, log).value();
    thread = std::thread([this] { running->run(); });
    access.collector = running->url();
  }
  void stop() {
    if (!running) return;
    running->stop();
    thread.join();
    running.reset();
  }
  // Stands still for it, and serves the new document then.
  void renew(collector::CollectorOptions how = {}) {
    stop();
    how.data = options.data;
    if (how.renew_trust.empty()) how.renew_trust = {file("data/offline/root.json")};
    const auto renewed = collector::renew_trust_document(how, SystemClock().wall(), random);
    REQUIRE_MESSAGE(renewed.has_value(), (renewed ? "" : renewed.error().text()));
    start();
  }
  // `afterword store list`: its exit code.
  int lists_stores(const std::string& url = "") {
    out.str("");
    err.str("");
    tools::Access to = access;
    if (!url.empty()) to.collector = url;
    return tools::list_stores(to, false, {out, err});
  }
  bool complains(const std::string& words) const {
    return err.str().find(words) != std::string::npos;
  }
  AdminToken token() const { return read_admin_token(access.token_file).value(); }

  test::Scratch scratch;
  LateClock clock;
  crypto::SystemRandom random;
  CollectedLog log;
  collector::CollectorOptions options;
  std::unique_ptr<collector::Collector> running;
  std::thread thread;
  tools::Access access{"", scratch.file("copy.token")};
  std::ostringstream out, err;
};

// Stands in a collector's place with a copy of its folder of keys, as it is now.
class Thief {
 public:
  explicit Thief(const std::string& keys) : document_(text_in(keys + "/trust.json")) {
    collector::ServerOptions options;
    options.identity.certificate_pem = text_in(keys + "/tls-cert.pem");
    options.identity.key_pem = text_in(keys + "/tls-key.pem");
    server_ = collector::Server::open(
                  std::move(options),
                  [this](const collector::Request& request) { return answer(request); }, clock_,
                  [](std::string_view) {})
                  .value();
    thread_ = std::thread([this] { server_->run(); });
  }
  ~Thief() {
    server_->stop();
    thread_.join();
  }
  Thief(const Thief&) = delete;
  Thief& operator=(const Thief&) = delete;

  std::string url() const { return fmt::format("https://127.0.0.1:{}", server_->port()); }
  int asked() const { return asked_; }
  int tokens() const { return tokens_; }

 private:
  collector::Outcome answer(const collector::Request& request) {
    ++asked_;
    if (request.header("authorization")) ++tokens_;
    return collector::Reply{200, {}, request.path == "/v1/trust" ? document_ : R"({"stores":[]})"};
  }

  const std::string document_;
  SystemClock clock_;
  std::atomic<int> asked_{0}, tokens_{0};
  std::unique_ptr<collector::Server> server_;
  std::thread thread_;
};

}  // namespace trust_test
using trust_test::kLongAgo;
using trust_test::kMoreThanAYear;
using trust_test::Office;
using trust_test::Thief;

TEST_CASE(
    "whoever stole TLS key and trust document gets no token from who has seen a newer document") {
  Office office;
  Thief thief(office.file("data/keys"));
  // The control: until the theft is noticed, it is as good as the collector.
  CHECK(office.lists_stores(thief.url()) == tools::kDone);
  CHECK(thief.tokens() == 1);

  const auto next = collector::make_self_signed({"localhost"}, SystemClock().wall()).value();
  collector::CollectorOptions how;
  how.next_tls_cert = office.file("next.pem");
  how.drop_old_tls = how.next_keys = how.drop_old_keys = true;
  REQUIRE(write_file(how.next_tls_cert, next.certificate_pem).has_value());
  office.options.tls_cert = how.next_tls_cert;
  office.options.tls_key = office.file("next-key.pem");
  REQUIRE(write_file(office.options.tls_key, next.key_pem, 0600).has_value());
  office.renew(how);
  REQUIRE_MESSAGE(office.lists_stores() == tools::kDone, office.err.str());
  CHECK(office.token().trust_version == 2);

  CHECK(office.lists_stores(thief.url()) == tools::kCouldNotRun);
  CHECK_MESSAGE(office.complains("shows trust document 1, but 2 was seen before"),
                office.err.str());
  CHECK(office.complains(thief.url()));
  CHECK(office.complains("--renew-trust"));
  AdminToken token = office.token();
  token.collector = thief.url();
  CurlHttpClient http;
  const auto refused = AdminClient::connect(token, http, SystemClock().wall());
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().failure == Failure::denied);
  CHECK(thief.asked() == 1 + 1 + 2);  // a document each, and the control's stores
  CHECK(thief.tokens() == 1);
  CHECK(office.lists_stores() == tools::kDone);
  // The collector's own file does not wait for a command to learn it.
  CHECK(read_admin_token(office.file("data/admin.token")).value().trust_version == 2);
}

TEST_CASE("a trust document that has run out is refused in words until it is renewed") {
  Office office(kMoreThanAYear);
  Thief thief(office.file("data/keys"));
  for (const std::string& url : {office.access.collector, thief.url()}) {
    CHECK(office.lists_stores(url) == tools::kCouldNotRun);
    CHECK_MESSAGE(office.complains("its trust document ran out on "), office.err.str());
    CHECK(office.complains("--renew-trust ROOT.json"));
    CHECK(office.complains("set this clock right"));
  }
  CHECK(thief.asked() == 1);
  CHECK(thief.tokens() == 0);
  office.renew();
  CHECK_MESSAGE(office.lists_stores() == tools::kDone, office.err.str());
}

TEST_CASE("before the trust document runs out every command says so, beside what was asked for") {
  Office office(kLongAgo);
  CHECK(office.lists_stores() == tools::kDone);
  CHECK_MESSAGE(office.complains("the trust document runs out on "), office.err.str());
  CHECK(office.complains("afterword-collector --renew-trust ROOT.json\n"));
  CHECK(office.out.str().find("trust document") == std::string::npos);
  office.renew();
  CHECK(office.lists_stores() == tools::kDone);
  CHECK(office.err.str() == "");
}

TEST_CASE("a token file that others may read, too, stays one when it learns something") {
  Office office;
  const std::string file = office.access.token_file;
  REQUIRE(::chmod(file.c_str(), 0640) == 0);
  office.renew();
  REQUIRE(office.lists_stores() == tools::kDone);
  CHECK(office.token().trust_version == 2);
  CHECK(tools::renew_token(office.access, {office.out, office.err}) == tools::kDone);
  struct stat about {};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777u) == 0640u);
}

TEST_CASE("a token file of an earlier version goes on working, and learns of the trust document") {
  Office office;
  const std::string file = office.access.token_file;
  const auto whole = json::parse(trust_test::text_in(file)).value();
  json::Value earlier;
  for (const char* const name : {"collector", "token", "root"})
    earlier.set(name, *whole.find(name));
  earlier.set("note", "ours");
  REQUIRE(write_file(file, json::dump_pretty(earlier), 0600).has_value());
  CHECK(office.token().trust_version == 0);
  // Where nothing can be written the command runs all the same. (To root every folder can be written.)
  const std::string in_the_way =
      fmt::format("{}.{}.new", std::filesystem::canonical(file).string(), ::getpid());
  std::filesystem::create_directory(in_the_way);
  CHECK_MESSAGE(office.lists_stores() == tools::kDone, office.err.str());
  CHECK(office.err.str().empty());
  CHECK(office.token().trust_version == 0);
  std::filesystem::remove(in_the_way);

  // By a link, which stays one.
  std::filesystem::create_symlink(file, office.file("link"));
  office.access.token_file = office.file("link");
  CHECK(office.lists_stores() == tools::kDone);
  CHECK(std::filesystem::is_symlink(office.file("link")));
  CHECK(read_admin_token(file).value().trust_version == 1);
  const auto written = json::parse(trust_test::text_in(file)).value();
  CHECK(written.find("token")->as_string() == whole.find("token")->as_string());
  CHECK(written.find("note")->as_string() == "ours");
  struct stat about {};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777u) == 0600u);
}

TEST_CASE("who has heard of new root keys heeds the old one no more, also with a new token") {
  Office office;
  Thief thief(office.file("data/keys"));
  const RootHash first = office.token().root;
  collector::CollectorOptions how;
  how.next_roots = {office.file("next-root.json")};
  const RootHash second = collector::make_root_key(how.next_roots.front(), office.random).value();
  office.renew(how);
  CHECK(office.token().root == first);
  CHECK(office.lists_stores() == tools::kDone);
  CHECK(office.token().root == second);
  const std::string token = office.token().token;
  CHECK_MESSAGE(tools::renew_token(office.access, {office.out, office.err}) == tools::kDone,
                office.err.str());
  CHECK(office.token().token != token);
  CHECK(office.token().root == second);
  CHECK(office.token().trust_version == 2);
  CHECK(office.lists_stores() == tools::kDone);
  CHECK(office.lists_stores(thief.url()) == tools::kCouldNotRun);
  CHECK(thief.tokens() == 0);
}

TEST_CASE("commands at the same time undo nothing of each other's in the token file") {
  constexpr int kTimes = 30;
  const test::Scratch scratch;
  const std::string file = scratch.file("admin.token");
  const RootHash root{};
  REQUIRE(write_file(file,
                     json::dump(json::object({{"collector", "https://127.0.0.1:1"},
                                              {"token", "first"},
                                              {"root", base64url(root)}})),
                     0600)
              .has_value());
  const AdminToken before = read_admin_token(file).value();
  std::atomic<bool> kept{true};
  bool replaced = true;
  std::thread other([&] {
    for (int i = 1; i <= kTimes; ++i) {
      TrustDocument seen;
      seen.version = i;
      if (!keep_trust(before, seen)) kept = false;
    }
  });
  for (int i = 1; i <= kTimes; ++i)
    if (!replace_admin_token(file, fmt::format("token {}", i))) replaced = false;
  other.join();
  CHECK(kept.load());
  CHECK(replaced);
  TrustDocument late;
  late.version = kTimes - 1;
  CHECK(keep_trust(before, late).has_value());
  const AdminToken after = read_admin_token(file).value();
  CHECK(after.token == fmt::format("token {}", kTimes));
  CHECK(after.trust_version == kTimes);
}
