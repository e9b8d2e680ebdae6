// What must hold whatever happens, and the memory to judge it by.
//
//   - An answer that a kiosk was told to be durable is on that kiosk or at the collector, ...
//   - ... once, ...
//   - ... with the very bytes that were sealed.
//   - A number means one record for ever.
//   - What was withdrawn is not at the collector again.
//   - The collector raises no alarm: no key was copied, and no kiosk made numbers up.
//   - A kiosk's definitions never go back, and none that was retired comes back.
//
// The oracle reads both databases by itself; it believes neither side's word but the one that
// counts: "durable".
//
// Threads: one.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "kiosk/storage/store_core.h"
#include "sync/collector/storage/storage.h"
#include "tests/support/must.h"

namespace afterword::simulator {

using test::must;

struct Place {
  std::string device;
  std::int64_t log = 1, sequence = 0;
  auto operator<=>(const Place&) const = default;
  std::string text() const;
};

class Oracle {
 public:
  // ---- what kiosks do -----------------------------------------------------------------------
  // About to be written under that place: `body` is what will be sealed.
  void tried(const Place& place, std::string body);
  // It was told to be durable.
  void thanked(const Place& place, const std::string& body);
  // 202: from now on it is nowhere at the collector.
  void withdrawn(const Place& place) { erased_.insert(place); }

  // ---- looking ------------------------------------------------------------------------------
  // At a kiosk's file: once after each start, and whenever there is time.
  void look(kiosk::StoreCore& kiosk);
  // At its surveys.
  void look_at_surveys(kiosk::StoreCore& kiosk);
  // At what has arrived since the last look; all of it again after start_over().
  void look_at_arrivals(const collector::Reads& reads);
  void start_over();
  // At the whole of the collector; and, of those devices whose kiosks were looked at since anything
  // happened to them, whether all that was thanked for is somewhere.
  void look(const collector::Reads& reads, const std::set<std::string>& seen);

  const std::vector<std::string>& violations() const { return violations_; }
  void violation(std::string what) { violations_.push_back(std::move(what)); }
  std::int64_t thanks() const { return thanks_; }
  std::int64_t erased() const { return static_cast<std::int64_t>(erased_.size()); }

 private:
  struct Answer {
    std::set<std::string> bodies;  // one of these; the one, once it was thanked for
    Bytes hash;                    // of the sealed data, once it was seen on a disk
    bool durable = false;
  };
  struct Known {
    int version = 0;
    bool retired = false;
  };
  using Numbers = std::set<Place>;

  void look_at_record(const Place& place, Bytes hash);
  void arrived(const collector::ResponseRow& row);
  void look_at_log(const collector::Reads& reads, const collector::DeviceLog& log,
                   Numbers& received);
  void look_at_row(const collector::LedgerRow& row, Numbers& received);

  std::map<Place, Answer> answers_;
  std::map<std::string, Numbers> on_kiosk_;  // by device, as last seen
  std::map<std::string, Place> body_at_;     // where each body has arrived
  std::set<Place> erased_;
  std::map<std::pair<std::string, std::string>, Known> surveys_;  // by device and survey
  std::int64_t arrivals_seen_ = 0;
  std::int64_t thanks_ = 0;
  std::vector<std::string> violations_;
};

// What of a response is compared: all but the hash of its withdraw code, which is slow to make.
Result<std::string> comparable(std::string_view body);

}  // namespace afterword::simulator
