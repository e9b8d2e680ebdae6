// The people who look after the collector: two who publish, retire, make backups, and pass on what
// shoppers wish to take back; they try again until they have heard what came of it. After a restore
// they do again what the backup lacks.
//
// Threads: one.
#pragma once
#include <deque>
#include <map>
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

  // One of them decides something; it is done now, or as soon as it can be.
  void publish(int who);
  void retire(int who);
  void back_up();
  void wish(Slip slip) { slips_.push_back(std::move(slip)); }
  // Does what is left to do, as far as the collector lets them.
  void work();
  bool done() const { return next_ == decisions_.size() && slips_.empty(); }

  // The backups that are not older than kBackupAgeMost, the newest first. One that is gone is a violation.
  struct Backup {
    std::string file;
    std::string sha256;
    std::size_t decisions = 0;  // how many of them are in it
    Ms made{0};
  };
  std::vector<Backup> backups();
  void restored(const Backup& backup);

 private:
  struct Decision {
    std::string method, target, body;
  };
  bool carry_out(const Decision& decision);
  bool pass_on(const Slip& slip);
  void decide(Decision decision, std::string_view kind, int who, const std::string& words);

  Schedule& schedule_;
  Trace& trace_;
  Oracle& oracle_;
  Centre& centre_;
  SeededRandom random_;
  std::vector<Decision> decisions_;
  std::size_t next_ = 0;                  // the first that is not done
  std::map<std::string, int> versions_;  // the newest of each survey
  std::deque<Slip> slips_;
  std::vector<Backup> backups_;
};

}  // namespace afterword::simulator
