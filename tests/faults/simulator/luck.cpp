// What happens in a world: people, bad luck, and administrators.
#include <fmt/format.h>

#include <cmath>

#include "sync/protocol/names.h"
#include "sync/protocol/signing.h"
#include "tests/faults/simulator/world.h"

namespace afterword::simulator {
namespace {

enum Luck : std::size_t {
  kiosk_killed, kiosk_cut, centre_killed, centre_cut, parting, swizzling, clock_jump, full_disk,
  restoring, centre_clock_jump, kLuckKinds
};

constexpr Ms kIdleEvery{5 * kMinute};
constexpr Ms kStrangerEvery{2 * kMinute};
constexpr Ms kArmedMost{2 * kMinute};
constexpr std::int64_t kDownMost = 5 * kMinute, kPartedMost = 10 * kMinute;
constexpr std::int64_t kFullMost = 5 * kMinute;
// Shorter than the day after which a clock that jumped is believed.
constexpr std::int64_t kClockWrongMost = 12 * 60 * kMinute;
constexpr std::int64_t kTenYears = 3'653 * 24 * 60 * kMinute;

}  // namespace

void World::event(std::string_view kind, const std::string& words) {
  trace_.event(schedule_.now(), kind, words);
}

Kiosk& World::any() { return *kiosks_[random_.below(kiosks_.size())]; }

// Each world has luck of its own kinds, so that two kinds meet often where there are few.
void World::draw_luck() {
  for (std::size_t kind = 0; kind < kLuckKinds; ++kind)
    shares_.push_back(random_.below(3) == 0 ? 0 : 1 + static_cast<int>(random_.below(5)));
  if (random_.below(2) == 0) shares_[restoring] = 0;
  between_visits_ = Ms{20'000 + static_cast<std::int64_t>(random_.below(120'000))};
  between_strikes_ = Ms{10'000 + static_cast<std::int64_t>(random_.below(60'000))};
  codes_left_ = random_.below(8) == 0 ? 1 + static_cast<int>(random_.below(2)) : 0;
  if (weakness_ == Weakness::restore_forgets_withdrawals) {  // both have to come together
    codes_left_ = 3;
    shares_[restoring] = 5;
  }
  // Kiosks that forget at once lose by a restore, too: that is not what is to be shown.
  if (weakness_ == Weakness::collector_answers_before_commit) shares_[restoring] = 0;
  network_->set_weather(draw_weather(random_));
}

// ---- people ------------------------------------------------------------------------------------

void World::people_come(Kiosk& kiosk) {
  const double wait = -std::log(1 - random_.unit()) * static_cast<double>(between_visits_.count());
  schedule_.in(Ms{static_cast<std::int64_t>(wait)}, [this, &kiosk] {
    if (!open_) return;
    const bool with_code = codes_left_ > 0 && random_.below(4) == 0;
    if (with_code) --codes_left_;
    kiosk.visit(with_code);
    people_come(kiosk);
  });
}

void World::kiosk_lives(Kiosk& kiosk) {
  schedule_.in(kIdleEvery, [this, &kiosk] {
    if (!open_ && !healed_) return;
    if (kiosk.device().empty())
      kiosk.enrol(administrators_->stores()[static_cast<std::size_t>(kiosk.number()) % 2],
                  "fitting-room");
    kiosk.idle();
    kiosk_lives(kiosk);
  });
}

void World::administer() {
  for (const auto& kiosk : kiosks_)
    for (Slip& slip : kiosk->take_slips()) administrators_->wish(std::move(slip));
  const std::size_t who = random_.below(2);
  switch (random_.below(8)) {
    case 0:
    case 1:
      administrators_->publish(who);
      break;
    case 2:
      administrators_->retire(who);
      break;
    case 3:
      administrators_->back_up();
      break;
    default:
      administrators_->work(who);
  }
}

// ---- a stranger --------------------------------------------------------------------------------

// Somebody in the network who has no kiosk's key, and knows their names and how a log begins.
void World::stranger_comes() {
  schedule_.in(kStrangerEvery, [this] {
    if (!open_) return;
    Kiosk& kiosk = *kiosks_[stranger_.below(kiosks_.size())];
    if (!kiosk.device().empty() && kiosk.up()) {
      event("forged", fmt::format("for kiosk {}", kiosk.number()));
      centre_->take(forged(kiosk), [this](const collector::Reply& reply) {
        if (reply.status < 300) event("stranger answered", "");
      });
    }
    stranger_comes();
  });
}

collector::Request World::forged(Kiosk& kiosk) {
  Batch batch;
  batch.boot = "boot-of-a-stranger";
  batch.chain_before = chain_start(kiosk.device(), batch.log);
  SealedEpoch epoch{1, "c1", Bytes(kSealedKeyBytes), Bytes(kSealedKeyBytes)};
  SealedResponse record;
  record.sequence = record.epoch = 1;
  record.survey = "of-a-stranger";
  record.data = Bytes(100);
  for (Bytes* const bytes : {&epoch.sealed, &epoch.recovery, &record.data}) stranger_.fill(*bytes);
  batch.chain_after = chain_next(batch.chain_before, record.sequence, record.hash());
  batch.epochs = {std::move(epoch)};
  batch.responses = {std::move(record)};
  collector::Request request;
  request.method = "POST";
  request.target = request.path = std::string(kResponsesPath);
  request.body = dump(batch);
  const std::int64_t counter = 100'000 + static_cast<std::int64_t>(stranger_.below(100'000));
  // To a collector that does not look, any signature is the device's.
  const crypto::SigningKey key = weakness_ == Weakness::collector_skips_signatures
                                     ? kiosk.store().enrolment()->key
                                     : crypto::SigningKey::make(stranger_);
  request.headers = {{"afterword-device", kiosk.device()},
                     {"afterword-counter", std::to_string(counter)},
                     {"afterword-signature", sign_request(key, {request.method, request.target, kiosk.device(),
                                                                counter, request.body})}};
  return request;
}

// ---- luck --------------------------------------------------------------------------------------

void World::luck_strikes() {
  schedule_.in(soon(2 * between_strikes_.count()), [this] {
    if (!open_) return;
    strike();
    administer();
    luck_strikes();
  });
}

void World::strike() {
  int all = 0;
  for (const int share : shares_) all += share;
  if (all == 0) return;
  int drawn = static_cast<int>(random_.below(static_cast<std::uint64_t>(all)));
  std::size_t kind = 0;
  while (drawn >= shares_[kind]) drawn -= shares_[kind++];
  switch (static_cast<Luck>(kind)) {
    case kiosk_killed: return kiosk_goes_down(any(), Down::killed);
    case kiosk_cut: return kiosk_goes_down(any(), Down::power_cut);
    case centre_killed: return centre_goes_down(Down::killed);
    case centre_cut: return centre_goes_down(Down::power_cut);
    case parting: return part_one(any());
    case swizzling: return swizzle();
    case clock_jump: return jump_clock(any());
    case full_disk: return fill_disk(any());
    case restoring: return restore_backup();
    case centre_clock_jump: return jump_centre_clock();
    case kLuckKinds: return;
  }
}

void World::kiosk_goes_down(Kiosk& kiosk, Down how) {
  if (!kiosk.up() || kiosk.device().empty()) return;
  event(how == Down::killed ? "kiosk killed" : "kiosk power cut",
        fmt::format("kiosk {}", kiosk.number()));
  kiosk.arm(how);
  schedule_.in(kArmedMost, [&kiosk] { kiosk.fall_if_armed(); });
}

void World::centre_goes_down(Down how) {
  if (!centre_->up()) return;
  event(how == Down::killed ? "collector killed" : "collector power cut", "");
  centre_->arm(how);
  schedule_.in(kArmedMost, [this] { centre_->fall_if_armed(); });
}

void World::restart_later(Kiosk& kiosk) {
  schedule_.in(Ms{1'000} + soon(kDownMost), [this, &kiosk] {
    if ((open_ || healed_) && !kiosk.up()) kiosk.start();
  });
}

void World::restart_centre_later() {
  schedule_.in(Ms{1'000} + soon(kDownMost), [this] {
    if (centre_->up()) return;
    centre_->start();
    administrators_->work();
  });
}

void World::part_one(Kiosk& kiosk) {
  event("parted", fmt::format("kiosk {}", kiosk.number()));
  network_->part(kiosk.number());
  schedule_.in(soon(kPartedMost), [this, &kiosk] { network_->join(kiosk.number()); });
}

// Kiosks lose the network one after the other, and find it again in another order.
void World::swizzle() {
  event("swizzled", "");
  for (const auto& kiosk : kiosks_)
    if (random_.below(2) == 0) {
      const int number = kiosk->number();
      schedule_.in(soon(kMinute), [this, number] {
        if (!healed_) network_->part(number);
      });
      schedule_.in(Ms{kMinute} + soon(3 * kMinute), [this, number] { network_->join(number); });
    }
}

void World::jump_clock(Kiosk& kiosk) {
  const std::int64_t most = random_.below(2) == 0 ? 2 * 3'600'000LL : 90 * 86'400'000LL;
  const std::int64_t by = static_cast<std::int64_t>(random_.below(2 * most)) - most;
  event("clock jumped", fmt::format("kiosk {} by {} s", kiosk.number(), by / 1000));
  kiosk.clock().jump(Ms{by});
}

// Mostly by ten years, which is more than anything is kept for.
void World::jump_centre_clock() {
  std::int64_t by = random_.below(2) == 0 ? kTenYears : -kTenYears;
  if (random_.below(4) == 0) by = static_cast<std::int64_t>(random_.below(180 * 24 * 60 * kMinute)) - 90 * 24 * 60 * kMinute;
  event("collector's clock jumped", fmt::format("by {} s", by / 1000));
  centre_->clock().set_right();
  centre_->clock().jump(Ms{by});
  const std::int64_t jump = ++centre_jumps_;
  schedule_.in(soon(kClockWrongMost), [this, jump] {
    if (jump == centre_jumps_) centre_->clock().set_right();
  });
}

void World::fill_disk(Kiosk& kiosk) {
  event("disk full", fmt::format("kiosk {}", kiosk.number()));
  kiosk.fill_disk();
  schedule_.in(soon(kFullMost), [&kiosk] { kiosk.heal_disk(); });
}

void World::restore_backup() {
  const auto backups = administrators_->backups();
  if (backups.empty()) return;
  const auto& backup = backups[random_.below(backups.size())];
  event("restored", fmt::format("to {} s ago", (schedule_.now() - backup.made).count() / 1000));
  centre_->restore(backup.file);
  administrators_->restored(backup);
}

}  // namespace afterword::simulator
