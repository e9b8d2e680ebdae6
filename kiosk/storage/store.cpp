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
        damage(core->damage()),
        clean_start(core->clean_start()),
        thread(
            kMessagesMax, [this] { core->take_over(); },
            [this] {
              look_again();
              if (core->recover_if_due()) recovered();
              core->tidy_if_due();
              trust_over = core->trust_is_over();
            },
            [this] {
              give_up();
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

  // On the store thread: another database is in the place of the damaged one.
  void recovered() {
    {
      const std::lock_guard lock(mutex);
      damage = core->damage();
    }
    changed(StorePorts::Changed::trust);
    changed(StorePorts::Changed::surveys);
    if (core->enrolment()) changed(StorePorts::Changed::settings);
    recorded(true);
  }

  // A record is on disk.
  void recorded(bool desk_changed) {
    if (events.outbox_changed) events.outbox_changed();
    if (!desk_changed || !events.desk_counted) return;
    if (const auto counts = core->desk_counts()) events.desk_counted(*counts);
  }

  // `work` on the thread, then `done`; a full queue is told at once.
  void post(std::function<Result<>()> work, Store::Done done) {
    const auto posted = thread.post([this, work = std::move(work), done] {
      look_again();
      Result<> result = work();
      if (done) done(std::move(result));
    });
    if (!posted && done) done(posted);
  }

  // The same for a record; `work` is called again until it is known whether the record is there.
  void keep(std::function<Result<bool>(RecordTable::Given)> work, Store::Done done) {
    const RecordTable::Given given = ++last_given;
    auto again = [this, given, work = std::move(work)]() -> Result<> {
      AFTERWORD_ASSIGN(const bool counted, work(given));
      recorded(counted);
      return {};
    };
    const auto posted = thread.post([this, given, again = std::move(again), done] {
      look_again();
      if (unsure) {  // one that came before may be there or not: the next would have its number
        if (done) done(fail(Failure::io, "it is not known yet whether the response before it is kept"));
        return;
      }
      Result<> result = again();
      if (core->records().unsure_of(given))
        unsure = Unsure{again, done, clock.mono() + kUnsureMost};
      else if (done)
        done(std::move(result));
    });
    if (!posted && done) done(posted);
  }

  void look_again() {
    if (!unsure) return;
    Result<> result = unsure->again();
    if (core->records().unsure() && clock.mono() < unsure->until) return;
    const Store::Done done = std::move(unsure->done);
    unsure.reset();
    if (done) done(std::move(result));
  }

  void give_up() {
    if (unsure) unsure->until = clock.mono();
    look_again();
  }

  // A record that may be on the disk or not, and who waits for it. The thread's.
  struct Unsure {
    std::function<Result<>()> again;
    Store::Done done;
    MonoTime until;
  };

  const Clock& clock;
  std::atomic<MonoTime> alive{clock.mono()};
  std::unique_ptr<StoreCore> core;  // the thread's, once it runs
  StoreEvents events;
  mutable std::mutex mutex;
  std::optional<Enrolment> known;  // guarded by mutex
  std::optional<Damage> damage;    // so too
  const bool clean_start;
  std::atomic<RecordTable::Given> last_given{0};
  std::atomic<bool> trust_over{false};
  std::optional<Unsure> unsure;
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

bool Store::trust_is_over() const { return impl_->trust_over; }

std::optional<Damage> Store::damage() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->damage;
}

Result<crypto::SigningKey> Store::pending_key(const EnrolmentCode& code) {
  return impl_->thread.ask([impl = impl_.get(), code] { return impl->core->pending_key(code); });
}

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
  // What may be given again is overwritten when nobody needs it any more.
  const std::shared_ptr<Recording> whole(new Recording(std::move(recording)), [](Recording* used) {
    wipe(*used);
    delete used;
  });
  impl_->keep([impl = impl_.get(),
               whole](RecordTable::Given given) { return impl->core->keep(*whole, given); },
              std::move(done));
}

void Store::keep(Interaction interaction, Done done) {
  impl_->keep([impl = impl_.get(), interaction = std::move(interaction)](
                  RecordTable::Given given) { return impl->core->keep(interaction, given); },
              std::move(done));
}

void Store::keep(Star star, Done done) {
  impl_->keep(
      [impl = impl_.get(), star = std::move(star)](RecordTable::Given given) -> Result<bool> {
        AFTERWORD_TRY(impl->core->keep(star, given));
        return false;
      },
      std::move(done));
}

void Store::check_pin(std::string pin, std::function<void(Result<PinAnswer>)> done) {
  const auto posted =
      impl_->thread.post([impl = impl_.get(), pin = std::move(pin), done]() mutable {
        Result<PinAnswer> answer = impl->core->check_pin(pin);
        wipe(pin);
        done(std::move(answer));
      });
  if (!posted) done(tl::unexpected<Error>(posted.error()));
}

int Store::pin_failures() {
  const auto failures = impl_->thread.ask(
      [impl = impl_.get()]() -> Result<int> { return impl->core->pin_failures(); });
  return failures.value_or(0);
}

DeskCounts Store::desk_counts() {
  auto counts = impl_->thread.ask([impl = impl_.get()] { return impl->core->desk_counts(); });
  return counts ? std::move(*counts) : DeskCounts{};
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

void Store::keep_heard(WallTime at, Done done) {
  impl_->post([impl = impl_.get(),
               at] { return impl->core->settings().set(kHeard, std::to_string(at.ms)); },
              std::move(done));
}

std::optional<WallTime> Store::heard() {
  const auto ms =
      impl_->thread.ask([impl = impl_.get()] { return impl->core->settings().number(kHeard); });
  return ms && *ms ? std::optional(WallTime{**ms}) : std::nullopt;
}

void Store::check(Done done) {
  impl_->post([impl = impl_.get()] { return impl->core->check(); }, std::move(done));
}

Outbox& Store::outbox() { return impl_->ports; }
CounterSource& Store::counters() { return impl_->ports; }
DefinitionStore& Store::definitions() { return impl_->ports; }
EnrolmentStore& Store::enrolment_store() { return impl_->ports; }

Health Store::health() {
  auto health = impl_->thread.ask([impl = impl_.get()]() -> Result<Health> {
    impl->trust_over = impl->core->trust_is_over();
    return impl->core->health();
  });
  return health ? std::move(*health) : Health{};
}

}  // namespace afterword::kiosk
