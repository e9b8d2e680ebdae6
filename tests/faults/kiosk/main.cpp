// A kiosk without a screen: the real store and the real sync, answered by a robot. Says on standard
// output what it was told, a line each, so that whoever kills it knows what must be there:
//
//   device dev-3        after enrolment
//   kept 17 HASH        number 17 is on disk; HASH is of the response's JSON
//   sent 25             so many records went out in one request
//   answered 25         and that request got a success, whoever's
//   recorded            it has answered as often as it was asked to
//   settled             everything was answered for
//
//   fault-kiosk FOLDER CODE URL SURVEY RESPONSES SEED PACE_MS
//
// Enrols with CODE where it is not enrolled yet, and reaches its collector by URL from then on.
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <future>
#include <thread>

#include "kiosk/storage/recorder.h"
#include "kiosk/storage/store.h"
#include "survey-defs/model/read.h"
#include "sync/base/core/files.h"
#include "sync/base/crypto/system_random.h"
#include "sync/base/json/value.h"
#include "sync/client/enrol.h"
#include "sync/client/sync_worker.h"
#include "sync/protocol/names.h"
#include "tools/robots/person.h"

namespace {

using namespace afterword;

constexpr int kCouldNotRun = 2;
constexpr std::int64_t kAgoMs = 3'600'000;  // when its robots came

std::atomic<bool> stopping{false};

void tell(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) < 0) stopping = true;
}

int could_not_run(const Error& error) {
  std::fprintf(stderr, "fault-kiosk: %s\n", error.text().c_str());
  return kCouldNotRun;
}

// Says how many records each request carries.
class CountingClient final : public HttpClient {
 public:
  Result<HttpReply> send(const HttpRequest& request, const HttpOptions& options) override {
    if (request.url.ends_with(kResponsesPath)) {
      constexpr std::string_view kEach = "\"sequence\":";
      int records = 0;
      for (std::size_t at = 0; (at = request.body.find(kEach, at)) != std::string::npos; ++at)
        ++records;
      tell("sent " + std::to_string(records));
      auto reply = http_.send(request, options);
      if (reply && reply->status == 200) tell("answered " + std::to_string(records));
      return reply;
    }
    return http_.send(request, options);
  }
  void stop() override { http_.stop(); }
  void resume() override { http_.resume(); }

 private:
  CurlHttpClient http_;
};

struct Options {
  std::string folder, code, url, survey;
  std::int64_t responses = 0;
  std::uint64_t seed = 0;
  std::int64_t pace_ms = 0;
};

Result<> enrol_if_new(kiosk::Store& store, const Options& options) {
  if (store.enrolment()) return {};
  AFTERWORD_ASSIGN(const EnrolmentCode code, read_enrolment_code(options.code));
  CurlHttpClient http;
  AFTERWORD_ASSIGN(const crypto::SigningKey key, store.pending_key(code));
  AFTERWORD_ASSIGN(Enrolment enrolment, enrol(code, key, "faults", http));
  enrolment.url = options.url;
  return store.enrol(enrolment);
}

// The same number out of the same seed is answered alike.
kiosk::Recording response_of(const Survey& survey, const Options& options, std::int64_t number,
                             const std::string& boot, const Clock& clock) {
  SeededRandom dice(options.seed * 1'000'003 + static_cast<std::uint64_t>(number));
  const Ms ago{std::min(kAgoMs, clock.mono().ms - 1)};
  for (;;) {
    robots::Run run = robots::answer(
        survey, {survey.touchpoint, boot, {clock.mono() + -ago, clock.wall() + -ago}}, dice,
        [](const kiosk::Recording&) {});
    if (run.has_anything) return std::move(run.recording);
  }
}

Result<> record(kiosk::Store& store, const Survey& survey, const Options& options,
                const Clock& clock) {
  const std::string boot = "boot-" + std::to_string(::getpid());
  AFTERWORD_ASSIGN(const OutboxState before, store.outbox().state());
  for (std::int64_t n = before.next_sequence; n <= options.responses && !stopping; ++n) {
    kiosk::Recording recording = response_of(survey, options, n, boot, clock);
    kiosk::redact(recording);  // as the store will; doing it again changes nothing
    const auto hash = crypto::hash256(json::dump(to_json(recording.response)));
    std::promise<Result<>> done;
    store.keep(std::move(recording), [&done](Result<> result) { done.set_value(result); });
    AFTERWORD_TRY(done.get_future().get());
    tell("kept " + std::to_string(n) + " " + hex(hash));
    std::this_thread::sleep_for(std::chrono::milliseconds(options.pace_ms));
  }
  return {};
}

Result<> run(const Options& options) {
  AFTERWORD_TRY(crypto::crypto_init());
  AFTERWORD_ASSIGN(const std::string text, read_file(options.survey, 1 << 20));
  const Reading reading = read_survey(text, Reader::author);
  if (!reading.survey) return fail(Failure::invalid, "is no survey", options.survey);
  const SystemClock clock;
  crypto::SystemRandom random, poll_random, store_random;
  const auto log = make_stderr_log(LogLevel::error);
  std::atomic<SyncWorker*> worker{nullptr};
  kiosk::StoreEvents events;
  events.outbox_changed = [&worker] {
    if (SyncWorker* const sync = worker.load()) sync->outbox_changed();
  };
  AFTERWORD_ASSIGN(auto store,
                   kiosk::Store::open(options.folder, {clock, store_random, *log}, events));
  AFTERWORD_TRY(enrol_if_new(*store, options));
  const Enrolment enrolment = *store->enrolment();
  tell("device " + enrolment.device);
  TrustHolder trust(enrolment.trust);
  const SyncParts parts{.url = enrolment.url,
                        .device = enrolment.device,
                        .key = enrolment.key,
                        .root = enrolment.root,
                        .trust = trust,
                        .counters = store->counters(),
                        .outbox = store->outbox(),
                        .definitions = store->definitions(),
                        .enrolment = store->enrolment_store(),
                        .clock = clock,
                        .random = random,
                        .boot = "boot-" + std::to_string(::getpid()),
                        .app_version = "faults"};
  CountingClient upload;
  CurlHttpClient poll;
  SyncWorker sync(parts, upload, poll, poll_random, [&store] { return store->health(); });
  worker = &sync;
  sync.start();
  AFTERWORD_TRY(record(*store, *reading.survey, options, clock));
  if (!stopping) tell("recorded");
  for (bool told = false; !stopping;) {
    AFTERWORD_ASSIGN(const OutboxState state, store->outbox().state());
    if (!told && state.waiting == 0) tell("settled");
    told = state.waiting == 0;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  worker = nullptr;
  sync.stop();
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8) return could_not_run({Failure::invalid, "seven arguments", "", ""});
  ::signal(SIGTERM, [](int) { stopping = true; });
  ::signal(SIGPIPE, SIG_IGN);
  const Options options{argv[1],
                        argv[2],
                        argv[3],
                        argv[4],
                        std::atoll(argv[5]),
                        static_cast<std::uint64_t>(std::atoll(argv[6])),
                        std::atoll(argv[7])};
  const auto done = run(options);
  return done ? 0 : could_not_run(done.error());
}
