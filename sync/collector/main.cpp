// afterword-collector: see options.h for its command line.
#include <pthread.h>
#include <csignal>
#include <cstdio>
#include <thread>

#include "sync/base/crypto/system_random.h"
#include "sync/base/crypto/types.h"
#include "sync/base/service/service_manager.h"
#include "sync/collector/collector.h"

namespace {

using namespace afterword;

constexpr int kStopped = 0;
constexpr int kCouldNotRun = 2;

int could_not_run(const Error& error) {
  std::fprintf(stderr, "afterword-collector: %s\n", error.text().c_str());
  return kCouldNotRun;
}

// Before any thread starts, so that all of them leave these to the one that waits.
sigset_t block_signals() {
  std::signal(SIGPIPE, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void announce(const collector::Collector& running) {
  std::printf("afterword-collector %s\n", AFTERWORD_VERSION);
  std::printf("address: %s\n", running.url().c_str());
  if (!running.login_link().empty())
    std::printf("log in:  %s   (once, within a day)\n", running.login_link().c_str());
  std::printf("ready\n");
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
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
  const sigset_t signals = block_signals();
  const SystemClock clock;
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
