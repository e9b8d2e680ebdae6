// afterword-collector: see options.h for its command line.
#include <pthread.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "sync/base/core/day.h"
#include "sync/base/core/no_memory.h"
#include "sync/base/crypto/system_random.h"
#include "sync/base/crypto/types.h"
#include "sync/base/service/service_manager.h"
#include "sync/collector/collector.h"
#include "sync/collector/first_run.h"
#include "sync/collector/owner.h"
#include "sync/collector/restore.h"

namespace {

using namespace afterword;

constexpr int kStopped = 0;
constexpr int kLookAtIt = 1;  // restored, and what it said needs a person
constexpr int kCouldNotRun = 2;

int could_not_run(const Error& error) {
  std::fprintf(stderr, "afterword-collector: %s\n", error.text().c_str());
  return kCouldNotRun;
}

// Says so: root wonders at what it may not do, and the user does not.
Result<> work_as_owner(const collector::CollectorOptions& options) {
  AFTERWORD_ASSIGN(const std::string user, collector::become_owner(options));
  if (!user.empty())
    std::fprintf(stderr, "afterword-collector: goes on as user %s, whom %s belongs to\n", user.c_str(),
                 options.data.c_str());
  return {};
}

// Before any thread starts, so that all of them leave these to the one that waits.
sigset_t block_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may grow no further is a full disk
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void announce(const collector::Collector& running) {
  const char* const journal = std::getenv("JOURNAL_STREAM");
  const bool kept = goes_to_journal(STDOUT_FILENO, journal != nullptr ? journal : "");
  std::printf("afterword-collector %s\n", AFTERWORD_VERSION);
  std::fputs(running.announcement(kept).c_str(), stdout);
  std::fflush(stdout);
}

int renew_token(const collector::CollectorOptions& options) {
  const SystemClock clock;
  crypto::SystemRandom random;
  const auto made = collector::renew_admin_token(options, clock.wall(), random);
  if (!made) return could_not_run(made.error());
  std::printf("%s lets in from now on, and no other token does\n", made->c_str());
  return kStopped;
}

int make_root(const std::string& path) {
  crypto::SystemRandom random;
  const auto hash = collector::make_root_key(path, random);
  if (!hash) return could_not_run(hash.error());
  std::printf("%s holds a new root key, %s. Keep it offline, and a copy of it elsewhere.\n",
              path.c_str(), base64url(*hash).c_str());
  return kStopped;
}

int renew_trust(const collector::CollectorOptions& options) {
  const SystemClock clock;
  crypto::SystemRandom random;
  const auto trust = options.rebuild_keys.empty()
                         ? collector::renew_trust_document(options, clock.wall(), random)
                         : collector::rebuild_lost_keys(options, clock.wall(), random);
  if (!trust) return could_not_run(trust.error());
  std::printf("trust document %lld, until %s, with %zu TLS keys\n",
              static_cast<long long>(trust->version),
              Day::of_utc(WallTime{trust->expires_at_ms}).text().c_str(), trust->tls_keys.size());
  if (options.drop_old_tls)
    std::printf("start it with --tls-cert %s and the --tls-key of that: no other key is known\n",
                options.next_tls_cert.c_str());
  return kStopped;
}

void warn_of_no_journal(const std::string& data) {
  std::fprintf(stderr,
               "afterword-collector: %s/journal is missing: nothing is known of what was decided since that "
               "backup. Answers that were taken back are here again, revoked kiosks and removed users are let in "
               "again, old passwords are good again, retired surveys are live, and kiosks enrolled since are "
               "unknown. Put the newest copy of the journal there (its owner that of the folder) before the collector is "
               "started: all of that is done again then. Where there is no copy, do it again yourself.\n",
               data.c_str());
}

void warn_of_another_journal(const std::string& data) {
  std::fprintf(stderr,
               "afterword-collector: %s/journal lacks kiosks or surveys that the backup has: it is another collector's "
               "(also a new machine's first run makes one), older than the backup, or damaged. What was decided since the "
               "backup may not be in it, and what is in it would be done here, users and passwords with it. Move it "
               "away, and put the newest copy of the right one there (its owner that of the folder), before the collector "
               "is started. Where there is no copy, start it without one, and withdraw, revoke, retire, remove users "
               "and staff, and set passwords again as since the backup.\n",
               data.c_str());
}

int put_back(const collector::CollectorOptions& options, const Clock& clock) {
  const auto restored = collector::restore(options.data, options.restore, clock.wall());
  if (!restored) return could_not_run(restored.error());
  const collector::Proof& proof = restored->proof;
  std::printf("restored: %lld answers; kiosks send again what it lacks\n",
              static_cast<long long>(proof.total.stored));
  if (!restored->token_kept)
    std::printf("no token lets in: make one with --new-token\n");
  for (const collector::Difference& difference : proof.differences)
    std::printf("%s log %lld %s: %s\n", difference.device.c_str(),
                static_cast<long long>(difference.log), difference.sequences.c_str(),
                difference.what.c_str());
  const collector::JournalFound journal = restored->journal;
  if (journal == collector::JournalFound::missing) warn_of_no_journal(options.data);
  if (journal == collector::JournalFound::anothers) warn_of_another_journal(options.data);
  return proof.equal() && journal == collector::JournalFound::its_own ? kStopped : kLookAtIt;
}

}  // namespace

int main(int argc, char** argv) {
  end_when_memory_is_short();
  const auto options =
      collector::parse_options({argv + 1, static_cast<std::size_t>(argc > 0 ? argc - 1 : 0)});
  if (!options) return could_not_run(options.error());
  if (options->help || options->version) {
    const std::string text = options->help
                                 ? std::string(collector::usage())
                                 : std::string("afterword-collector ") + AFTERWORD_VERSION + "\n";
    std::fputs(text.c_str(), stdout);
    return kStopped;
  }
  if (const auto ready = crypto::crypto_init(); !ready) return could_not_run(ready.error());
  if (!options->make_root.empty()) return make_root(options->make_root);
  if (const auto ready = work_as_owner(*options); !ready) return could_not_run(ready.error());
  if (options->new_token) return renew_token(*options);
  if (!options->renew_trust.empty()) return renew_trust(*options);
  const SystemClock clock;
  if (!options->restore.empty()) return put_back(*options, clock);
  const sigset_t signals = block_signals();
  crypto::SystemRandom random;
  const auto log = make_stderr_log();
  auto opened = collector::Collector::open(*options, clock, random, *log);
  if (!opened) return could_not_run(opened.error());
  collector::Collector& running = **opened;

  std::thread stopper([&signals, &running] {
    int signal = 0;
    sigwait(&signals, &signal);
    running.stop();
  });
  const ServiceManager service = ServiceManager::of_environment();
  announce(running);
  service.ready();
  running.run();
  service.stopping();
  stopper.join();
  log->info("collector", "stopped");
  return kStopped;
}
