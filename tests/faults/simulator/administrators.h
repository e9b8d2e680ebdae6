// The people who look after the collector: two who publish, retire, make backups, and pass on what
// shoppers wish to take back. Each has a list of his own, may be away while the other works, and tries again until
// he has heard what came of it. After a restore they do again what the backup lacks, in whatever order.
//
// Threads: one.
#pragma once
#include <array>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/faults/simulator/kiosk.h"

namespace afterword::simulator {

// Kiosks keep what was acknowledged for 30 days; an older backup is more than was promised.
inline constexpr Ms kBackupAgeMost{std::chrono::hours(24 * 25)};

class Administrators {
 public:
  Administrators(Schedule& schedule, Trace& trace, Oracle& oracle, Centre& centre,
                 std::uint64_t seed);

  // Stores, what kiosks may promise, the first surveys, a first backup.
  void set_up();
  const std::vector<std::string>& stores() const;

  // One of them decides something (`who` is 0 or 1); it is done now, or as soon as it can be.
  void publish(std::size_t who);
  void retire(std::size_t who);
  void back_up();
  void wish(Slip slip) { slips_.push_back(std::move(slip)); }
  // Do what is left to do, as far as the collector lets them: one of them, or both.
  void work(std::size_t who);
  void work();
  bool done() const { return lists_[0].to_do.empty() && lists_[1].to_do.empty() && slips_.empty(); }

  struct Decision {
    std::string method, target, body;
    bool retires = false;
    bool accepted = false;  // ever, also by a collector that was restored since
  };
  struct List {
    std::vector<Decision> decisions;
    std::set<std::size_t> to_do;
    std::set<std::size_t> refused;  // done, and nothing came of it
  };

  // The backups that are not older than kBackupAgeMost, the newest first. One that is gone is a violation.
  struct Backup {
    std::string file;
    std::string sha256;
    std::array<List, 2> lists;  // as they were
    Ms made{0};
  };
  std::vector<Backup> backups();
  void restored(const Backup& backup);

 private:
  enum class Heard { nothing, refusal, success };
  Heard carry_out(const Decision& decision);
  void add(std::size_t who, Decision decision);
  bool pass_on(const Slip& slip);
  void decide(std::size_t who, Decision decision, std::string_view kind, const std::string& words);

  Schedule& schedule_;
  Trace& trace_;
  Oracle& oracle_;
  Centre& centre_;
  SeededRandom random_;
  std::array<List, 2> lists_;
  std::map<std::string, int> versions_;  // the newest of each survey
  std::deque<Slip> slips_;
  std::vector<Backup> backups_;
};

}  // namespace afterword::simulator
