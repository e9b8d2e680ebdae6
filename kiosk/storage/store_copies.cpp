// StoreCore's part with the second copy and with a database that is found damaged while it runs.
#include <set>

#include "kiosk/storage/recovery.h"
#include "kiosk/storage/set_aside.h"
#include "kiosk/storage/store_core.h"

namespace afterword::kiosk {
namespace {

constexpr std::string_view kCopiesName = "store";

}  // namespace

// What was copied last and not committed. Those that do not go on from the last record are in the database
// already, or are nothing: or it would have been found damaged.
Result<> StoreCore::take_copied(const CopiedRecords& copied) {
  std::int64_t taken = 0;
  for (const auto& [place, copy] : copied) {
    const auto is_new = records_.redo(copy.record, copy.epoch);
    if (!is_new && is_new.error().failure != Failure::internal)
      return tl::unexpected<Error>(is_new.error());
    if (!is_new) world_.log.warn(kCopiesName, is_new.error().text());  // its key is another's: nobody could open it
    taken += is_new.value_or(false) ? 1 : 0;
  }
  if (taken > 0)
    world_.log.info(kCopiesName, std::to_string(taken) + " responses were in the second copy only, and are kept");
  return take_owed(copied);
}

// What the damaged database had and the new one was begun without, because the second copy could not be read then.
Result<> StoreCore::take_owed(const CopiedRecords& copied) {
  AFTERWORD_ASSIGN(const auto owed, settings_.get(kCopiesOwed));
  if (!owed || !damage_ || copied.empty()) return {};
  std::set<Place> there;
  std::set<crypto::Hash256> known;
  AFTERWORD_TRY(records_.each([&](const KeptRecord& record) -> Result<> {
    there.insert(place_of(record.response));
    known.insert(record.response.hash());
    return {};
  }));
  std::int64_t taken = 0;
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*database_));
  // Backwards: of a record that had moved into a later log, that one holds.
  for (auto copy = copied.rbegin(); copy != copied.rend(); ++copy) {
    const auto& [place, owing] = *copy;
    const crypto::Hash256 hash = owing.record.response.hash();
    if (place.first > damage_->log || there.contains(place) || known.contains(hash)) continue;
    if (const auto epoch = records_.put_back(owing.epoch); !epoch) {
      if (epoch.error().failure != Failure::internal) return epoch;
      world_.log.warn(kCopiesName, epoch.error().text());
      continue;
    }
    AFTERWORD_TRY(records_.put_back(owing.record));
    known.insert(hash);
    ++taken;
  }
  if (taken == 0) return {};
  AFTERWORD_TRY(settings_.remove(kCopiesOwed));
  AFTERWORD_TRY(transaction.commit());
  world_.log.info(kCopiesName, std::to_string(taken) + " responses of the damaged database were in the second copy, "
                                                       "which can be read now, and are kept");
  return {};
}

void StoreCore::match_copies(Believed database) {
  if (second_copy_ && enrolment_) second_copy_->match(enrolment_->device, records_, database);
}

Believed StoreCore::believed() const {
  return late_ || damaged_ || load_again_ || database_->damage() ? Believed::no : Believed::yes;
}

// What SQLite cannot read for good, or what does not prove itself, was found while it ran.
bool StoreCore::recover_if_due() {
  const MonoTime now = world_.clock.mono();
  const bool suspected = believed() == Believed::no;
  const bool late = second_copy_ && second_copy_->is_late();
  if (!(suspected || late) || (looked_at_ && now - *looked_at_ < kLookEvery)) return false;
  looked_at_ = now;
  CopiedRecords copied;
  if (second_copy_ && enrolment_) copied = second_copy_->read(enrolment_->device);
  if (!suspected && copied.empty()) {
    match_copies(Believed::yes);
    return false;
  }
  late_ = late_ || late;
  bool begun_anew = false;
  const auto recover = [&] { return recover_if_damaged(folder_, enrolment_, world_, copied, begun_anew); };
  auto done = database_->while_closed(recover);
  // As a start does: what was saved needs room of its own.
  if (!done && done.error().failure == Failure::disk_full && reserve_.give_up(Reserve::Part::all))
    done = database_->while_closed(recover);
  damaged_ = !done;
  load_again_ = load_again_ || begun_anew;
  if (!done) world_.log.warn(kCopiesName, done.error().text());
  if (!load_again_) {
    if (done && late_) take_late(copied);
    match_copies(done && !late_ ? Believed::yes : Believed::no);
  }
  if (!done || !load_again_) return false;
  const auto loaded = load(copied);
  if (!loaded) world_.log.error(kCopiesName, loaded.error().text());
  load_again_ = !loaded;
  if (loaded) late_ = false;
  return loaded.has_value();
}

// Answers lie in what was set aside: sealed, and no longer than others. Nothing of it goes while a database waits to
// be set aside.
void StoreCore::forget_damaged() {
  if (believed() == Believed::no) return;
  limit_set_aside(folder_, {}, world_.log);  // where a power cut came before that
  if (const auto now = forgetting_time()) forget_set_aside(folder_, *now, kept_for(), world_.log);
}

// As a start would have.
void StoreCore::take_late(const CopiedRecords& copied) {
  auto taken = take_copied(copied);
  if (taken) taken = begin_sealing();  // with an epoch behind theirs
  if (!taken) world_.log.warn(kCopiesName, taken.error().text());
  late_ = !taken;
}

}  // namespace afterword::kiosk
