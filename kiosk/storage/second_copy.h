// A second copy of finished records, in a ring file on the same disk or another one: for a drive that damages
// what lies beside a write, and for a database that is lost. It never fails an answer.
//
// A record is on it, synced, before the database commits it. So the two can differ in one way when the power
// goes in between: the copy has a record more. The next start takes such a record into the database, under the
// number and in the chain that it was sealed for, as a commit would have: it was given whole, and no number is
// given twice. Where the copy has records that do not go on from the database's last one, the database has
// lost some: it is set aside and begun anew (recovery.h), and what the copy has is in the new one.
//
// Below its head a sound database is right: match() clears every entry that has no row, or another one that proves
// itself, once read() has given what there is. What the database forgets is gone from here at once, and after a
// power cut with the next start.
//
// A number under which the copy has another record than the database once had (its commit failed, and so did
// clearing it or copying the next one) can only come to the collector once the database is lost. The collector
// keeps what it has under that number, says that the log has forked, and the record moves into a new log:
// an answer that somebody gave without being thanked, once.
//
// Threads: the store thread. Errors: none; what goes wrong is logged once in a while and tried again every
// kCopyAgain, by due().
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "kiosk/storage/copied_record.h"
#include "kiosk/storage/ring_file.h"
#include "kiosk/storage/second_copy_place.h"
#include "sync/base/log/log.h"

namespace afterword::kiosk {

inline constexpr Ms kCopyAgain{60'000};

// Whether what a database does not have is gone. Not where it is known to be damaged.
enum class Believed { no, yes };

class SecondCopy {
 public:
  SecondCopy(SecondCopyPlace place, const Clock& clock, Log& log)
      : place_(std::move(place)), clock_(clock), log_(log), trouble_(log, "second copy") {}

  // At a start, before a damaged database is begun anew, and when is_late(): the newest record of each place. Empty
  // where there is no file or it cannot be read. Another device's is left as it is until the next start. Nothing is
  // changed.
  CopiedRecords read(const std::string& device);

  // Once the database has taken what it lacked. Makes the file where it is not there, and of another length where
  // another is wanted; clears what the database has not, and adds what waits there and is missing here, the
  // newest as far as they fit. Of a database that is not believed nothing is cleared or added. A file that came after
  // read() is left as it is until it was read.
  void match(const std::string& device, RecordTable& records, Believed database);
  // Whether match() is to be tried again: something failed a while ago.
  bool due() const { return !refused_ && failed_at_ && clock_.mono() - *failed_at_ >= kCopyAgain; }
  // Whether read() is to be tried again before: what may be in it is not known.
  bool is_late() const { return due() && !handed_; }
  // The database has deleted these.
  void forget(const std::vector<Place>& places);

  // A record that is about to be committed: synced when it returns, if all goes well. Gives the places of those
  // it was written over, the oldest.
  std::vector<Place> put(const KeptRecord& record, const SealedEpoch& epoch);
  // It was not committed.
  void take_back(const Place& place);
  // Records that waited and gave way to newer ones.
  void fell_out(int count);

  // Since the start: those that fell out, and those too long for the file.
  std::int64_t fallen_out() const { return fallen_out_; }
  std::int64_t too_long() const { return too_long_; }
  bool failing() const { return !file_; }

 private:
  struct Held {
    int slot = 0, slots = 1;
    std::uint64_t stamp = 0;
    crypto::Hash256 proof{};
  };

  enum class Keep { places, all };
  Result<CopiedRecords> look(RingFile& file, const std::string& device, Keep keep);
  Result<> begin(const std::string& device);
  Result<> sync();
  void drop_unsynced();
  Result<> leave_room(int slots) const;
  Result<> clear_strays();
  Result<> clear_if_it_can_be(int slot);
  Result<> clear_gone(RecordTable& records);
  Result<> add_missing(RecordTable& records);
  // Free ones where there are enough in a row, else the oldest record's and those behind them.
  Result<int> slot_for(int slots) const;
  Result<std::vector<Place>> write(const KeptRecord& record, const SealedEpoch& epoch);
  Result<> clear(const Place& place);
  // Of all that follows the file is not used until match() has gone well.
  void heard(const Result<>& done);

  const SecondCopyPlace place_;
  const Clock& clock_;
  Log& log_;
  OnceInAWhile trouble_;
  std::optional<MonoTime> failed_at_;
  bool handed_ = false;           // read() gave what was in it, or it was made here
  bool refused_ = false;          // it is not ours
  std::optional<RingFile> read_;  // by read(), for the next match()
  std::optional<RingFile> file_;  // nothing: not begun, or it failed
  std::string device_;
  std::map<Place, Held> held_;
  std::set<int> bad_;  // slots that cannot be written
  bool labelled_ = false;
  int next_slot_ = 1;
  std::uint64_t last_stamp_ = 0, synced_ = 0;  // stamps; synced_: those up to it are on the disk
  bool unsynced_ = false;                      // a sync has failed since
  std::int64_t fallen_out_ = 0, too_long_ = 0;
};

}  // namespace afterword::kiosk
