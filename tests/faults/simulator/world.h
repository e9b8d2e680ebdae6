// One world out of a seed: up to twenty kiosks, a collector, two administrators, a bad network and
// bad luck, in virtual time and on one thread; and whether everything that was promised held.
//
// Threads: one world at a time: SQLite's disk is the process's.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/faults/simulator/administrators.h"
#include "tests/support/scratch.h"

namespace afterword::simulator {

struct Report {
  std::uint64_t seed = 0, hash = 0;
  int kiosks = 0;
  Ms lasted{0}, settled_after{0};  // ... the healing
  std::int64_t answers = 0, erased = 0;
  std::map<std::string, std::int64_t, std::less<>> events;
  std::string wrong;  // the first thing that did not hold; empty: all held
  std::string tail;   // the last lines of the trace
};

class World {
 public:
  // `kiosks`: 0 draws their number out of the seed.
  explicit World(std::uint64_t seed, Weakness weakness = Weakness::none, int kiosks = 0);
  ~World();

  Report run();

 private:
  // ---- world.cpp: the days ----------------------------------------------------------------
  void set_up();
  void shift();
  void night();
  void heal();
  void pass(Ms time);
  bool well() const { return oracle_.violations().empty(); }
  void look();
  bool all_settled();
  std::string why_unsettled();  // empty: all is well
  std::string what_verify_says(const std::string& asked);  // empty: it agrees, and nothing waits
  void prove();
  static bool has_newest_surveys(Kiosk& kiosk, const std::vector<HeldDefinition>& newest);
  std::vector<HeldDefinition> newest_surveys();

  // ---- luck.cpp: what happens in them -----------------------------------------------------
  void draw_luck();
  void people_come(Kiosk& kiosk);
  void kiosk_lives(Kiosk& kiosk);
  void luck_strikes();
  void strike();
  void kiosk_goes_down(Kiosk& kiosk, Down how);
  void centre_goes_down(Down how);
  void restart_later(Kiosk& kiosk);
  void restart_centre_later();
  void part_one(Kiosk& kiosk);
  void swizzle();
  void jump_clock(Kiosk& kiosk);
  void jump_centre_clock();
  void fill_disk(Kiosk& kiosk);
  void restore_backup();
  void administer();
  void stranger_comes();
  collector::Request forged(Kiosk& kiosk);
  Kiosk& any();
  Ms soon(std::int64_t most_ms) { return Ms{static_cast<std::int64_t>(random_.below(most_ms))}; }
  void event(std::string_view kind, const std::string& words);

  const std::uint64_t seed_;
  const Weakness weakness_;
  SeededRandom random_;
  SeededRandom stranger_;  // has a luck of his own
  test::Scratch scratch_{"/dev/shm"};
  Schedule schedule_;
  Trace trace_;
  Oracle oracle_;
  std::unique_ptr<Centre> centre_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<Administrators> administrators_;
  std::vector<std::unique_ptr<Kiosk>> kiosks_;
  std::vector<int> shares_;  // of each kind of luck
  Ms between_visits_{0}, between_strikes_{0};
  int codes_left_ = 0;
  bool open_ = false;    // the shop
  bool healed_ = false;  // nothing goes wrong any more
  std::int64_t steps_ = 0;
  std::int64_t centre_jumps_ = 0;  // of its clock
  Ms settled_after_{0};
};

}  // namespace afterword::simulator
