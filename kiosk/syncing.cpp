#include "kiosk/syncing.h"

namespace afterword::kiosk {
namespace {

constexpr const char* kSync = "sync";
constexpr std::chrono::hours kDamageTold{24 * 7};  // to staff; the collector hears of it for ever

bool is_news(const std::optional<Damage>& damage, WallTime now) {
  return damage && now - WallTime{damage->at_ms} < Ms{kDamageTold};
}

}  // namespace

Syncing::Syncing(Store& store, const Enrolment& enrolment, std::string boot, const Clock& clock,
                 Random& random, Log& log, MainQueue& to_main,
                 std::function<void(const Happening&)> happened)
    : store_(store),
      clock_(clock),
      log_(log),
      trouble_(log, kSync),
      trust_(enrolment.trust),
      worker_(
          SyncParts{.url = enrolment.url,
                    .device = enrolment.device,
                    .key = enrolment.key,
                    .root = enrolment.root,
                    .trust = trust_,
                    .counters = store.counters(),
                    .outbox = store.outbox(),
                    .definitions = store.definitions(),
                    .enrolment = store.enrolment_store(),
                    .clock = clock,
                    .random = random,
                    .boot = std::move(boot),
                    .app_version = AFTERWORD_VERSION,
                    .happened = std::move(happened)},
          upload_http_, poll_http_, random, [&store] { return store.health(); },
          [this, &to_main](const SyncStatus& status) {
            to_main.post([this, status] { heard(status); });
          }) {}

void Syncing::heard(const SyncStatus& status) {
  if (staff_ != nullptr) {
    staff_->set_sync({.waiting = static_cast<int>(status.outbox.waiting),
                      .held = static_cast<int>(status.outbox.held),
                      .last_success = status.last_success,
                      .connected = status.problem.empty(),
                      .needs_person = status.alarm,
                      .damaged = is_news(store_.damage(), clock_.wall()),
                      .trust_over = store_.trust_is_over()});
    if (status.figures) staff_->set_shop(*status.figures);
  }
  if (status.alarm && !alarmed_)
    log_.error(kSync, status.problem + " (this needs a person; answers are kept here meanwhile)");
  alarmed_ = status.alarm;
  if (status.problem.empty())
    trouble_.recovered(clock_.mono());
  else
    trouble_.failed(clock_.mono(), status.problem);
}

}  // namespace afterword::kiosk
