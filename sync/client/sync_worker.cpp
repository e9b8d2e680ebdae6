#include "sync/client/sync_worker.h"

#include <pthread.h>

#include <atomic>

namespace afterword {

struct SyncWorker::Impl {
  Impl(const SyncParts& parts, const SyncParts& poll_parts, HttpClient& upload, HttpClient& poll,
       std::function<Health()> health, std::function<void(const SyncStatus&)> publish)
      : clock(parts.clock),
        outbox(parts.outbox),
        upload_http(upload),
        poll_http(poll),
        uploads(parts),
        polls(poll_parts, std::move(health)),
        published(std::move(publish)) {}

  void run_uploads();
  void run_polls();
  void pause(Ms at_most, bool& wake, MonoTime& due);
  void expect(MonoTime& due, Ms within);
  void publish();
  void remember(const SyncMachine& machine, std::optional<SyncTrouble>& trouble);
  void tell_own(const SyncMachine& machine, std::optional<SyncTrouble>& trouble);

  const Clock& clock;
  Outbox& outbox;
  HttpClient& upload_http;
  HttpClient& poll_http;
  UploadMachine uploads;
  PollMachine polls;
  const std::function<void(const SyncStatus&)> published;

  mutable std::mutex mutex;  // guards everything below
  std::condition_variable changed;
  bool stopping = false;
  bool upload_wake = false;
  bool poll_wake = false;  // never set: only stop() ends a poll's pause early
  bool try_held = false;
  bool network_is_back = false;  // the poll got through, for the first time since it did not
  std::optional<SyncTrouble> upload_trouble, poll_trouble;
  SyncStatus status;
  MonoTime upload_due, poll_due;

  std::thread upload_thread, poll_thread;
};

namespace {

// It did not reach its collector, or somebody else answered.
bool cut_off(const SyncMachine& machine) { return machine.trouble() && !machine.trouble()->code; }

}  // namespace

// The loop comes round within that time, or it hangs.
void SyncWorker::Impl::expect(MonoTime& due, Ms within) {
  const std::lock_guard lock(mutex);
  due = clock.mono() + within;
}

void SyncWorker::Impl::pause(Ms at_most, bool& wake, MonoTime& due) {
  at_most = std::min(at_most, kPauseMost);
  expect(due, at_most);
  std::unique_lock lock(mutex);
  changed.wait_for(lock, at_most, [&] { return stopping || wake; });
  wake = false;
}

void SyncWorker::Impl::remember(const SyncMachine& machine, std::optional<SyncTrouble>& trouble) {
  const std::lock_guard lock(mutex);
  trouble = machine.trouble();
  if (!trouble) status.last_success = clock.wall();
}

// What came of a step that sent nothing: our own disk fails, or does so no more. No success.
void SyncWorker::Impl::tell_own(const SyncMachine& machine, std::optional<SyncTrouble>& trouble) {
  {
    const std::lock_guard lock(mutex);
    if (trouble == machine.trouble()) return;
    trouble = machine.trouble();
  }
  publish();
}

void SyncWorker::Impl::publish() {
  const auto state = outbox.state();
  SyncStatus copy;
  {
    const std::lock_guard lock(mutex);
    if (state) status.outbox = *state;
    const auto& worse = upload_trouble ? upload_trouble : poll_trouble;
    status.problem = worse ? worse->words : "";
    status.alarm =
        (upload_trouble && upload_trouble->alarm) || (poll_trouble && poll_trouble->alarm);
    copy = status;
  }
  if (published) published(copy);
}

void SyncWorker::Impl::run_uploads() {
  for (;;) {
    {
      const std::lock_guard lock(mutex);
      if (stopping) return;
      upload_due = clock.mono();
      if (std::exchange(try_held, false)) uploads.try_held_now();
      if (std::exchange(network_is_back, false)) uploads.network_is_back(clock.mono());
    }
    const SyncStep step = uploads.step(clock.mono());
    if (!step.send) {
      tell_own(uploads, upload_trouble);
      pause(step.wait, upload_wake, upload_due);
      continue;
    }
    expect(upload_due, step.send->options.total_max);
    const auto reply = upload_http.send(step.send->request, step.send->options);
    uploads.reply(clock.mono(), reply);
    remember(uploads, upload_trouble);
    {
      const std::lock_guard lock(mutex);
      if (stopping) return;
      status.acknowledged = uploads.acknowledged();
    }
    publish();
  }
}

void SyncWorker::Impl::run_polls() {
  for (;;) {
    {
      const std::lock_guard lock(mutex);
      if (stopping) return;
      poll_due = clock.mono();
    }
    const SyncStep step = polls.step(clock.mono());
    if (!step.send) {
      tell_own(polls, poll_trouble);
      pause(step.wait, poll_wake, poll_due);
      continue;
    }
    expect(poll_due, step.send->options.total_max);
    const auto reply = poll_http.send(step.send->request, step.send->options);
    const bool was_cut_off = cut_off(polls);
    polls.reply(clock.mono(), reply);
    remember(polls, poll_trouble);
    {
      const std::lock_guard lock(mutex);
      if (stopping) return;
      if (was_cut_off && !cut_off(polls)) {
        network_is_back = upload_wake = true;
        changed.notify_all();
      }
      if (status.revision != polls.revision()) {
        try_held = upload_wake = true;  // a key or a definition may be there again
        changed.notify_all();
      }
      status.revision = polls.revision();
      status.settled = polls.settled();
      status.settings = polls.settings();
      status.figures = polls.figures();
    }
    publish();
  }
}

SyncWorker::SyncWorker(const SyncParts& parts, HttpClient& upload_http, HttpClient& poll_http,
                       Random& poll_random, std::function<Health()> health,
                       std::function<void(const SyncStatus&)> published) {
  const SyncParts poll_parts{parts.url,         parts.device,   parts.key,    parts.root,
                             parts.trust,       parts.counters, parts.outbox, parts.definitions,
                             parts.enrolment,   parts.clock,    poll_random,  parts.boot,
                             parts.app_version, parts.happened};
  impl_ = std::make_unique<Impl>(parts, poll_parts, upload_http, poll_http, std::move(health),
                                 std::move(published));
}

SyncWorker::~SyncWorker() { stop(); }

void SyncWorker::start() {
  Impl& impl = *impl_;
  impl.upload_due = impl.poll_due = impl.clock.mono();
  impl.upload_thread = std::thread([&impl] { impl.run_uploads(); });
  impl.poll_thread = std::thread([&impl] { impl.run_polls(); });
  // What `top -H` and a debugger call them.
  ::pthread_setname_np(impl.upload_thread.native_handle(), "upload");
  ::pthread_setname_np(impl.poll_thread.native_handle(), "poll");
}

void SyncWorker::stop() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
  }
  impl_->changed.notify_all();
  impl_->upload_http.stop();
  impl_->poll_http.stop();
  if (impl_->upload_thread.joinable()) impl_->upload_thread.join();
  if (impl_->poll_thread.joinable()) impl_->poll_thread.join();
}

void SyncWorker::outbox_changed() {
  const std::lock_guard lock(impl_->mutex);
  impl_->upload_wake = true;
  impl_->changed.notify_all();
}

SyncStatus SyncWorker::status() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->status;
}

MonoTime SyncWorker::upload_due() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->upload_due;
}

MonoTime SyncWorker::poll_due() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->poll_due;
}

}  // namespace afterword
