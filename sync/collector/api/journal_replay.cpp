// The journal, done again after a restore.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "sync/base/crypto/hash.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/context.h"
#include "sync/collector/api/deletions.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/publish.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/withdraw.h"

namespace afterword::collector {
namespace {

constexpr std::string_view kCollector = "collector";

class Replay {
 public:
  Replay(Context& context, Writes& writes, JournalEntries& entries)
      : context_(context), writes_(writes), entries_(entries), now_(context.watch.look()) {}

  Result<Journal::Restored> run() {
    AFTERWORD_TRY(devices());
    AFTERWORD_TRY(revocations());
    AFTERWORD_TRY(withdrawals());
    AFTERWORD_TRY(users());
    AFTERWORD_TRY(staff());
    AFTERWORD_TRY(retirements());
    AFTERWORD_TRY(deletions());
    AFTERWORD_TRY(note_what_it_did_not_know());
    return restored_;
  }

 private:
  Result<> devices() {
    for (const auto& [id, device] : entries_.devices) {
      AFTERWORD_ASSIGN(const auto known, writes_.reads().device(id));
      if (known) continue;
      AFTERWORD_TRY(writes_.add_device(device));
      AFTERWORD_TRY(append_audit(writes_, now_.wall, kCollector, "device_given_back", id));
      ++restored_.devices;
    }
    return {};
  }

  Result<> revocations() {
    for (const std::string& id : entries_.revoked) {
      AFTERWORD_ASSIGN(auto device, writes_.reads().device(id));
      if (!device || device->state != DeviceState::active) continue;
      device->state = DeviceState::revoked;
      AFTERWORD_TRY(writes_.update_device(*device));
      AFTERWORD_TRY(append_audit(writes_, now_.wall, kCollector, "device_revoked", id));
      ++restored_.revocations;
    }
    return {};
  }

  // Also one that the database has as a wish: whether it has been done there, nobody knows. And one that
  // has expired: this backup may be older than it.
  Result<> withdrawals() {
    for (const Withdrawal& asked : entries_.withdrawals) {
      AFTERWORD_ASSIGN(const bool known, writes_.reads().has_withdrawal(asked));
      AFTERWORD_ASSIGN(const int erased,
                       erase_withdrawn(writes_, context_.definitions, asked, now_.wall, kShopper));
      if (erased > 0 || (!known && !is_over(asked))) ++restored_.withdrawals;
      restored_.erased += erased;
    }
    std::erase_if(entries_.withdrawals,
                  [this](const Withdrawal& asked) { return is_over(asked); });
    return now_.doubtful ? Result<>() : writes_.remove_expired_withdrawals(now_.wall);
  }
  // By a clock that is wrong all of them would be, and what was withdrawn would come back with a restore.
  bool is_over(const Withdrawal& asked) const {
    return !now_.doubtful && asked.expires_at <= now_.wall;
  }

  Result<> users() {
    for (auto& [name, user] : entries_.users) {
      AFTERWORD_ASSIGN(const auto known, writes_.reads().user(name));
      const bool as_noted = user ? known && known->password_hash == user->password_hash : !known;
      if (as_noted) continue;
      // Of a user the last line counts. Where one cannot be read it may be that: nobody is let in by one before it whom
      // the database does not know, or knows better since.
      if (user && !entries_.unreadable.empty() && (!known || known->created_at >= user->created_at)) {
        user = known;
        continue;
      }
      if (user) {
        AFTERWORD_TRY(writes_.put_user(*user));
      } else {
        AFTERWORD_TRY(writes_.remove_user(name));
      }
      AFTERWORD_TRY(writes_.end_access(name));
      AFTERWORD_TRY(
          append_audit(writes_, now_.wall, kCollector, user ? "user_set" : "user_removed", name));
      ++restored_.users;
    }
    return {};
  }

  Result<> staff() {
    for (const auto& [store, id] : entries_.staff_removed) {
      AFTERWORD_ASSIGN(const auto members, writes_.reads().staff(store));
      if (std::none_of(members.begin(), members.end(),
                       [&id = id](const StaffRow& row) { return row.id == id; }))
        continue;
      AFTERWORD_TRY(writes_.remove_staff(store, id));
      AFTERWORD_TRY(writes_.raise_revision());
      AFTERWORD_TRY(append_audit(writes_, now_.wall, kCollector, "staff_removed",
                                 fmt::format("{} {}", store, id)));
      ++restored_.staff;
    }
    return {};
  }

  // Of versions that are not there as well: they may be published again.
  Result<> retirements() {
    AFTERWORD_ASSIGN(const auto all, writes_.reads().retirements());
    std::map<std::string, int> known;
    for (const Retirement& there : all) known[there.survey] = there.version;
    for (const auto& [survey, version] : entries_.retired) {
      if (known[survey] >= version) continue;
      AFTERWORD_TRY(
          retire_up_to(writes_, context_.keys, now_.wall, kCollector, {survey, version}));
      ++restored_.retirements;
    }
    return {};
  }

  // What the database has is compared by verify, and not replaced here. One that cannot be read is no proof.
  Result<> deletions() {
    AFTERWORD_ASSIGN(const auto rows, writes_.reads().deletions());
    std::set<std::int64_t> known;
    for (const DeletionRow& row : rows) known.insert(row.number);
    AFTERWORD_ASSIGN(auto again, to_delete_again(writes_.reads()));
    for (const std::string& envelope : entries_.deletions) {
      const auto proof = open_noted_deletion(envelope, context_.keys);
      if (!proof || !known.insert(proof->number).second) continue;
      AFTERWORD_TRY(give_back_deletion(writes_, {proof->number, envelope}, now_.wall));
      ++restored_.deletions;
      if (!again || proof->before > again->before) again = DeletedBefore{proof->kept_days, proof->before};
    }
    return again ? delete_again(writes_, *again) : Result<>();
  }

  Result<> note_what_it_did_not_know() {
    const Reads& reads = writes_.reads();
    AFTERWORD_ASSIGN(const auto proofs, reads.deletions());
    std::set<std::string> noted;
    for (const std::string& envelope : entries_.deletions) noted.insert(payload_hash(envelope));
    for (const DeletionRow& row : proofs)
      if (!noted.contains(payload_hash(row.envelope))) entries_.deletions.push_back(row.envelope);
    AFTERWORD_ASSIGN(const auto devices, reads.devices());
    for (const Device& device : devices) {
      if (device.state == DeviceState::import) continue;
      entries_.devices.insert_or_assign(device.id, device);
      if (device.state == DeviceState::revoked) entries_.revoked.insert(device.id);
    }
    AFTERWORD_ASSIGN(const auto users, reads.users());
    for (const User& user : users) entries_.users.insert_or_assign(user.name, user);
    AFTERWORD_ASSIGN(const auto retirements, reads.retirements());
    for (const Retirement& there : retirements)
      entries_.retired.insert_or_assign(there.survey, there.version);
    AFTERWORD_ASSIGN(const auto heads, reads.definitions());
    for (const DefinitionHead& head : heads) {
      if (entries_.published.contains({head.survey, head.version})) continue;
      AFTERWORD_ASSIGN(const auto definition, reads.definition(head.survey, head.version));
      const auto hash = crypto::sha256(definition->bytes);
      entries_.published[{head.survey, head.version}].assign(hash.begin(), hash.end());
    }
    return {};
  }

  Context& context_;
  Writes& writes_;
  JournalEntries& entries_;
  const ClockWatch::Now now_;
  Journal::Restored restored_;
};

}  // namespace

Result<Journal::Restored> Journal::give_back(Context& context) {
  AFTERWORD_ASSIGN(const JournalEntries noted, read());
  JournalEntries entries;
  Restored restored;
  AFTERWORD_TRY(context.writes.run([&](Writes& writes) -> Result<> {
    entries = noted;
    AFTERWORD_ASSIGN(restored, Replay(context, writes, entries).run());
    return {};
  }));
  restored.unreadable = static_cast<int>(noted.unreadable.size());
  AFTERWORD_TRY(keep_unreadable(noted.unreadable));
  AFTERWORD_TRY(write(entries));
  return restored;
}

}  // namespace afterword::collector
