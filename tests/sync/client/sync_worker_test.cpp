// The worker's two threads over real TLS, with the collector's own server and the small collector
// of these tests behind it.
#include "sync/client/sync_worker.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <thread>

#include "sync/collector/http/server.h"
#include "tests/sync/client/sync_world.h"

using namespace afterword;

namespace {
namespace worker {

// Until it is so; a guard against hanging, nothing more.
template <class Condition>
bool becomes(Condition condition) {
  for (int i = 0; i < 3000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

class World {
 public:
  World() {
    auto identity = collector::make_self_signed({"localhost"}, clock.wall());
    REQUIRE(identity);
    const auto pin = crypto::fixed<32>(*collector::pin_of_certificate(identity->certificate_pem));
    auto document = sync.keys.trust();
    document.tls_keys = {*pin};
    sync.trust.set(document);
    offer.revision = 1;
    offer.settings = {"harbour-street", "Harbour Street", "exit", "Europe/London"};
    collector::ServerOptions options;
    options.identity = std::move(*identity);
    auto opened = collector::Server::open(
        std::move(options), [this](const collector::Request& r) { return answer(r); }, clock,
        [](std::string_view) {});
    REQUIRE(opened);
    server = std::move(*opened);
    thread = std::thread([this] { server->run(); });
  }
  ~World() {
    server->stop();
    thread.join();
  }

  SyncParts parts() {
    const SyncParts& p = sync.parts;
    return {fmt::format("https://127.0.0.1:{}", server->port()),
            p.device,
            p.key,
            p.root,
            p.trust,
            p.counters,
            p.outbox,
            p.definitions,
            p.enrolment,
            clock,
            p.random,
            p.boot,
            p.app_version};
  }
  void publish(int version) {
    const Signer signer = sync.keys.signer();
    const std::lock_guard lock(mutex);
    const std::string envelope = sign_definition(
        fmt::format(R"({{"id":"store-exit","version":{}}})", version), {&signer, 1});
    served[definition_path("store-exit", version)] = envelope;
    offer.definitions = {{"store-exit", version, crypto::sha256(envelope),
                          static_cast<std::int64_t>(envelope.size()), DefinitionState::live}};
    ++offer.revision;
    if (waiting) waiting->complete(receipted(waiting_request, 200, dump(offer)));
    waiting.reset();
  }

  SystemClock clock;
  test::SyncWorld sync;
  std::mutex mutex;  // everything below, on the server's workers
  test::TinyCollector tiny{sync};
  WaitReply offer;
  std::map<std::string, std::string> served;
  std::shared_ptr<collector::Pending> waiting;
  std::atomic<bool> poll_waits{false};
  std::atomic<bool> poll_timed_out{false};

 private:
  collector::Reply receipted(const HttpRequest& request, int status, std::string body) const {
    HttpReply reply = sync.receipted(request, status, std::move(body));
    return {reply.status, reply.headers, std::move(reply.body)};
  }
  collector::Outcome answer(const collector::Request& in) {
    HttpRequest request{in.method, "https://x" + in.target, {}, in.body};
    for (const auto& header : {kDeviceHeader, kCounterHeader, kSignatureHeader}) {
      std::string low(header);
      for (char& c : low) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (const auto value = in.header(low)) request.headers.emplace_back(header, *value);
    }
    const std::lock_guard lock(mutex);
    if (in.path == kResponsesPath) {
      HttpReply reply = tiny.answer(request);
      return collector::Reply{reply.status, reply.headers, std::move(reply.body)};
    }
    if (in.path != kWaitPath) {
      const auto found = served.find(in.path);
      if (found == served.end()) return collector::Reply{404, {}, ""};
      return receipted(request, 200, found->second);
    }
    const auto asked = read_wait_request(in.body);
    if (asked && asked->revision != offer.revision) return receipted(request, 200, dump(offer));
    waiting_request = request;
    auto later = receipted(request, 204, "");
    waiting = std::make_shared<collector::Pending>(Ms{55'000}, [this, later] {
      poll_timed_out = true;
      return later;
    });
    poll_waits = true;
    return waiting;
  }

  HttpRequest waiting_request;
  std::unique_ptr<collector::Server> server;
  std::thread thread;
};

// An outbox whose disk fails while it is told to.
class FailingOutbox final : public Outbox {
 public:
  explicit FailingOutbox(Outbox& outbox) : outbox_(outbox) {}
  std::atomic<bool> fails{true};

  Result<Run> oldest(int count_max, std::size_t bytes_max) override {
    AFTERWORD_TRY(disk());
    return outbox_.oldest(count_max, bytes_max);
  }
  Result<Run> held_after(const RecordPlace& after, int count_max, std::size_t bytes_max) override {
    AFTERWORD_TRY(disk());
    return outbox_.held_after(after, count_max, bytes_max);
  }
  Result<std::vector<SealedEpoch>> epochs_for(std::span<const std::int64_t> epochs) override {
    AFTERWORD_TRY(disk());
    return outbox_.epochs_for(epochs);
  }
  Result<> settle(const Settlement& settlement) override {
    AFTERWORD_TRY(disk());
    return outbox_.settle(settlement);
  }
  Result<std::int64_t> resend(std::int64_t log, std::int64_t first, std::int64_t last) override {
    AFTERWORD_TRY(disk());
    return outbox_.resend(log, first, last);
  }
  Result<> hold(std::int64_t log, std::int64_t first, std::int64_t last) override {
    AFTERWORD_TRY(disk());
    return outbox_.hold(log, first, last);
  }
  Result<> resend_logs_before(std::int64_t log) override {
    AFTERWORD_TRY(disk());
    return outbox_.resend_logs_before(log);
  }
  Result<std::vector<PastLog>> past_logs() override {
    AFTERWORD_TRY(disk());
    return outbox_.past_logs();
  }
  Result<> begin_new_log() override {
    AFTERWORD_TRY(disk());
    return outbox_.begin_new_log();
  }
  Result<OutboxState> state() override {
    AFTERWORD_TRY(disk());
    return outbox_.state();
  }

 private:
  Result<> disk() const {
    if (fails) return fail(Failure::io, "the disk of this kiosk fails");
    return {};
  }
  Outbox& outbox_;
};

// Moves only when it is told to.
class StandingClock final : public Clock {
 public:
  WallTime wall() const override { return WallTime{1'772'546'400'000 + now_}; }
  MonoTime mono() const override { return MonoTime{now_}; }
  void advance(Ms by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_{1'000'000};
};

// The longest pauses that there may be after one to four failures, and none.
struct Longest final : Random {
  void fill(std::span<std::uint8_t> out) override {
    std::uint64_t value = std::uint64_t{1001} * 2001 * 4001 * 8001 - 1;  // the last of each
    for (std::size_t at = out.size(); at-- > 0; value >>= 8) out[at] = static_cast<std::uint8_t>(value);
  }
};
struct Shortest final : Random {
  void fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), 0); }
};

// A network that is there or not.
class Line final : public HttpClient {
 public:
  Line(std::atomic<bool>& there, std::function<Result<HttpReply>(const HttpRequest&)> answer)
      : there_(there), answer_(std::move(answer)) {}
  std::atomic<int> failed{0}, got_through{0};

  Result<HttpReply> send(const HttpRequest& request, const HttpOptions&) override {
    if (!there_) {
      ++failed;
      return fail(Failure::unreachable, "no route to host");
    }
    auto reply = answer_(request);
    ++got_through;
    return reply;
  }
  void stop() override {}
  void resume() override {}

 private:
  std::atomic<bool>& there_;
  const std::function<Result<HttpReply>(const HttpRequest&)> answer_;
};

}  // namespace worker
}  // namespace
using WorkerWorld = worker::World;
using worker::becomes;

TEST_CASE("the worker sends what is recorded, hears of a definition at once, and stops at once") {
  WorkerWorld w;
  CurlHttpClient upload_http, poll_http;
  SeededRandom poll_random(5);
  std::atomic<int> published{0};
  SyncWorker sync(w.parts(), upload_http, poll_http, poll_random, {},
                  [&](const SyncStatus&) { ++published; });
  w.sync.record(3);
  sync.start();
  CHECK(becomes([&] { return sync.status().acknowledged == 3; }));
  CHECK(becomes([&] { return w.poll_waits.load(); }));
  CHECK(sync.status().settings.store_name == "Harbour Street");

  w.sync.record(2);
  sync.outbox_changed();
  CHECK(becomes([&] { return sync.status().acknowledged == 5; }));
  {
    const std::lock_guard lock(w.mutex);
    CHECK(w.tiny.opened.size() == 5);
  }
  CHECK(sync.status().outbox.waiting == 0);
  CHECK(sync.status().problem.empty());
  CHECK(sync.status().last_success);

  w.poll_waits = false;
  w.publish(3);
  CHECK(becomes([&] { return w.sync.definitions.definition("store-exit").has_value(); }));
  CHECK(becomes([&] { return sync.status().settled && sync.status().revision == 2; }));
  CHECK(becomes([&] { return w.poll_waits.load(); }));
  CHECK(sync.upload_due().ms > 0);
  CHECK(sync.poll_due().ms > 0);

  sync.stop();  // while the poll waits
  CHECK_FALSE(w.poll_timed_out);
  CHECK(published > 3);
}

TEST_CASE("with another server at the address the worker tells, sends nothing, and stops") {
  WorkerWorld w;
  auto document = w.sync.keys.trust();
  document.tls_keys = {crypto::sha256("the real collector's key")};
  w.sync.trust.set(document);
  CurlHttpClient upload_http, poll_http;
  SeededRandom poll_random(5);
  SyncWorker sync(w.parts(), upload_http, poll_http, poll_random);
  w.sync.record(1);
  sync.start();
  CHECK(becomes([&] { return sync.status().problem.find("pinned") != std::string::npos; }));
  sync.stop();
  CHECK(w.sync.outbox.state()->waiting == 1);
  const std::lock_guard lock(w.mutex);
  CHECK(w.tiny.opened.empty());
}

TEST_CASE("what a kiosk's own disk fails at is told, is no success, and is over when it works") {
  WorkerWorld w;
  worker::FailingOutbox outbox(w.sync.outbox);
  const SyncParts p = w.parts();
  const SyncParts parts{p.url,      p.device, p.key,         p.root,      p.trust,
                        p.counters, outbox,   p.definitions, p.enrolment, p.clock,
                        p.random,   p.boot,   p.app_version};
  CurlHttpClient upload_http, poll_http;
  SeededRandom poll_random(5);
  std::mutex mutex;
  std::string published;  // words for staff, as last told
  SyncWorker sync(parts, upload_http, poll_http, poll_random, {}, [&](const SyncStatus& status) {
    const std::lock_guard lock(mutex);
    published = status.problem;
  });
  const auto says = [&](std::string_view words) {
    const std::lock_guard lock(mutex);
    return published.find(words) != std::string::npos;
  };
  sync.start();
  CHECK(becomes([&] { return says("the disk of this kiosk fails"); }));
  CHECK_FALSE(sync.status().last_success);
  outbox.fails = false;
  sync.outbox_changed();
  CHECK(becomes([&] { return sync.status().problem.empty(); }));
  sync.stop();
}

TEST_CASE("held records are tried again as soon as the collector's state changes") {
  WorkerWorld w;
  w.tiny.cannot_open = {1};
  CurlHttpClient upload_http, poll_http;
  SeededRandom poll_random(5);
  SyncWorker sync(w.parts(), upload_http, poll_http, poll_random);
  w.sync.record(2);
  sync.start();
  CHECK(becomes([&] { return sync.status().outbox.held == 1; }));
  CHECK(becomes([&] { return w.poll_waits.load(); }));
  {
    const std::lock_guard lock(w.mutex);
    w.tiny.cannot_open.clear();
  }
  w.publish(4);
  CHECK(becomes([&] { return sync.status().outbox.waiting == 0; }));
  sync.stop();
}

TEST_CASE("when the poll finds the network again, what is recorded goes at once and not after its pause") {
  test::SyncWorld sync;
  test::TinyCollector tiny{sync};
  worker::StandingClock clock;
  worker::Longest longest;
  worker::Shortest shortest;
  const SyncParts& p = sync.parts;
  const SyncParts parts{p.url,      p.device, p.key,         p.root,      p.trust, p.counters,
                        p.outbox,   p.definitions, p.enrolment, clock,   longest, p.boot, p.app_version};
  std::atomic<bool> there{false};
  worker::Line upload(there, [&](const HttpRequest& request) { return tiny.answer(request); });
  worker::Line poll(there, [&](const HttpRequest& request) { return sync.receipted(request, 204, ""); });
  sync.record();
  SyncWorker worker(parts, upload, poll, shortest, {});
  worker.start();
  for (int failures = 1; failures <= 4; ++failures) {
    REQUIRE(becomes([&] { return upload.failed == failures && poll.failed >= failures; }));
    if (failures < 4) clock.advance(Ms{1'000} * (1 << (failures - 1)));  // to the end of the upload's pause
    worker.outbox_changed();
  }
  there = true;
  clock.advance(Ms{1'000});  // of eight
  CHECK(becomes([&] { return upload.got_through == 1; }));
  CHECK(poll.got_through >= 1);
  CHECK(upload.failed == 4);
  worker.stop();
  CHECK(sync.outbox.state()->waiting == 0);
}

TEST_CASE("a worker that was never started stops without a word") {
  WorkerWorld w;
  CurlHttpClient upload_http, poll_http;
  SeededRandom poll_random(5);
  SyncWorker sync(w.parts(), upload_http, poll_http, poll_random);
  sync.stop();
  sync.stop();
}
