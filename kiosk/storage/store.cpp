#include "kiosk/storage/store.h"

#include <atomic>
#include <mutex>

#include "kiosk/storage/message_thread.h"
#include "kiosk/storage/store_core.h"
#include "kiosk/storage/store_ports.h"

namespace afterword::kiosk {

struct Store::Impl {
  Impl(std::unique_ptr<StoreCore> opened, StoreEvents told)
      : clock(opened->world().clock),
        core(std::move(opened)),
        events(std::move(told)),
        known(core->enrolment()),
        clean_start(core->clean_start()),
        thread(
            kMessagesMax, [this] { core->take_over(); }, [this] { core->tidy_if_due(); },
            [this] {
              core->close();
              core.reset();
            },
            [this] { alive = clock.mono(); }),
        ports(thread, *core, [this](StorePorts::Changed what) { changed(what); }) {}

  // On the store thread, after something became durable.
  void changed(StorePorts::Changed what) {
    if (what != StorePorts::Changed::surveys) {
      const std::lock_guard lock(mutex);
      known = core->enrolment();
    }
    if (what == StorePorts::Changed::settings) {
      if (events.settings_changed) events.settings_changed(core->enrolment()->settings);
      return;
    }
    if (!events.surveys_changed) return;
    auto surveys = core->surveys();
    if (surveys)
      events.surveys_changed(std::move(*surveys));
    else
      core->world().log.warn("store", surveys.error().text());
  }

  // `work` on the thread, then `done`; a full queue is told at once.
  void post(std::function<Result<>()> work, Store::Done done) {
    const auto posted = thread.post([work = std::move(work), done] {
      Result<> result = work();
      if (done) done(std::move(result));
    });
    if (!posted && done) done(posted);
  }

  const Clock& clock;
  std::atomic<MonoTime> alive{clock.mono()};
  std::unique_ptr<StoreCore> core;  // the thread's, once it runs
  StoreEvents events;
  mutable std::mutex mutex;
  std::optional<Enrolment> known;  // guarded by mutex
  const bool clean_start;
  MessageThread thread;
  StorePorts ports;
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Store::~Store() { impl_->thread.stop(); }

Result<std::unique_ptr<Store>> Store::open(const std::string& folder, StoreWorld world,
                                           StoreEvents events) {
  AFTERWORD_ASSIGN(auto core, StoreCore::open(folder, world));
  return std::unique_ptr<Store>(
      new Store(std::make_unique<Impl>(std::move(core), std::move(events))));
}

std::optional<Enrolment> Store::enrolment() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->known;
}

MonoTime Store::alive() const { return impl_->alive; }

bool Store::clean_start() const { return impl_->clean_start; }

Result<> Store::enrol(const Enrolment& enrolment) {
  return impl_->thread.ask([impl = impl_.get(), enrolment]() -> Result<> {
    AFTERWORD_TRY(impl->core->enrol(enrolment));
    const std::lock_guard lock(impl->mutex);
    impl->known = impl->core->enrolment();
    return {};
  });
}

Result<std::vector<Survey>> Store::surveys() {
  return impl_->thread.ask([impl = impl_.get()] { return impl->core->surveys(); });
}

void Store::save_draft(Recording recording, Partial partial, Done done) {
  impl_->post([impl = impl_.get(), recording = std::move(recording),
               partial]() mutable { return impl->core->save_draft(std::move(recording), partial); },
              std::move(done));
}

void Store::keep(Recording recording, Done done) {
  impl_->post(
      [impl = impl_.get(), recording = std::move(recording)]() mutable -> Result<> {
        AFTERWORD_TRY(impl->core->keep(std::move(recording)));
        if (impl->events.outbox_changed) impl->events.outbox_changed();
        return {};
      },
      std::move(done));
}

void Store::drop_draft(Done done) {
  impl_->post([impl = impl_.get()] { return impl->core->records().drop_draft(); }, std::move(done));
}

void Store::count(std::string survey, std::string name, Done done) {
  impl_->post([impl = impl_.get(), survey = std::move(survey),
               name = std::move(name)] { return impl->core->count(survey, name); },
              std::move(done));
}

void Store::keep_traffic(const HourCounts& counts, Done done) {
  impl_->post([impl = impl_.get(),
               text = counts.text()] { return impl->core->settings().set(kTraffic, text); },
              std::move(done));
}

std::optional<HourCounts> Store::traffic() {
  const auto text =
      impl_->thread.ask([impl = impl_.get()] { return impl->core->settings().get(kTraffic); });
  return text && *text ? HourCounts::parse(**text) : std::nullopt;
}

void Store::check(Done done) {
  impl_->post([impl = impl_.get()] { return impl->core->check(); }, std::move(done));
}

Outbox& Store::outbox() { return impl_->ports; }
CounterSource& Store::counters() { return impl_->ports; }
DefinitionStore& Store::definitions() { return impl_->ports; }
EnrolmentStore& Store::enrolment_store() { return impl_->ports; }

Health Store::health() {
  auto health =
      impl_->thread.ask([impl = impl_.get()]() -> Result<Health> { return impl->core->health(); });
  return health ? std::move(*health) : Health{};
}

}  // namespace afterword::kiosk
