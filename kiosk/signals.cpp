#include "kiosk/signals.h"

#include <pthread.h>

#include <csignal>

namespace afterword::kiosk {
namespace {

sigset_t ends() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set, number);
  return set;
}

}  // namespace

EndSignals::EndSignals(std::function<void()> asked_to_end)
    : asked_to_end_(std::move(asked_to_end)) {
  const sigset_t set = ends();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a connection that broke is an error of send(), not our end
  std::signal(SIGXFSZ, SIG_IGN);  // and a file that may grow no further one of write()
  thread_ = std::thread([this, set] {
    int number = 0;
    while (sigwait(&set, &number) == 0 && !over_) asked_to_end_();
  });
}

EndSignals::~EndSignals() {
  over_ = true;
  pthread_kill(thread_.native_handle(), SIGTERM);
  thread_.join();
}

}  // namespace afterword::kiosk
