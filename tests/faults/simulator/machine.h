// A machine that can be killed and lose its power in the middle of what it does to its database.
//
// What a program does to its files is watched, and done to a model of the disk as well. When the
// machine goes down within a step, the step is done to its end all the same, since there is no way
// out of the middle of it; but of its operations only the first few count: the files become what
// the model says those left behind, and whoever ran the step must forget what came of it.
//
// Threads: one.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "tests/faults/disk/power_cut.h"

namespace afterword::simulator {

enum class Down { killed, power_cut };

class Machine {
 public:
  // `folder` exists; `database` is the file's name in it.
  Machine(std::string folder, std::string database, const test::Storage& storage,
          std::uint64_t seed);

  // `whole`: all was done. `cut_after`: so it was, and the machine is down. `cut_short`: it is
  // down, and not all of it happened.
  enum class Ended { whole, cut_short, cut_after };
  Ended step(const std::function<void()>& work);

  // It goes down within the next step that changes its disk, or with down_now().
  void arm(Down how) { armed_ = how; }
  bool armed() const { return armed_.has_value(); }
  // Whether it stopped for want of power when it last went down.
  bool lost_power() const { return lost_power_; }
  void down_now();
  // The program's objects are gone: puts the files as it left them.
  void leave_files();
  // The files were put there by somebody else, and are durable.
  void take_files();

  test::Disk& disk() { return *disk_; }
  const std::string& folder() const { return folder_; }

 private:
  void take(std::size_t count, std::vector<test::Operation> operations);

  const std::string folder_, database_;
  const test::Storage storage_;
  SeededRandom random_;
  std::optional<test::Disk> disk_;
  test::Platter platter_;
  std::optional<Down> armed_;
  bool lost_power_ = false;
  test::Files left_;
};

}  // namespace afterword::simulator
