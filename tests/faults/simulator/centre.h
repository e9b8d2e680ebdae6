// The collector: the real storage, ingest, routes and journal on a data folder of its own, without a
// socket and on the caller's thread, on a machine that can go down.
//
// Threads: one.
#pragma once
#include <memory>
#include <optional>

#include "sync/base/log/log.h"
#include "sync/collector/api/context.h"
#include "sync/collector/api/events.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/limiter.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/api/withdrawals.h"
#include "sync/collector/first_run.h"
#include "sync/collector/http/http.h"
#include "tests/faults/simulator/machine.h"
#include "tests/faults/simulator/oracle.h"
#include "tests/faults/simulator/schedule.h"
#include "tests/faults/simulator/trace.h"
#include "tests/faults/simulator/weakness.h"

namespace afterword::simulator {

using Answering = std::function<void(collector::Reply)>;

class Centre {
 public:
  Centre(Schedule& schedule, Trace& trace, Oracle& oracle, const std::string& folder,
         std::uint64_t seed, const test::Storage& storage, Weakness weakness);
  ~Centre();

  // Starts the program. It may go down while it does so.
  void start();
  bool up() const { return running_ != nullptr; }
  // Called when it went down in the middle of something.
  void on_fall(std::function<void()> fallen) { fallen_ = std::move(fallen); }

  // A request that has arrived. False: nobody listens.
  bool take(const collector::Request& request, Answering reply);
  // One of an administrator, with the commit it waits for. Nothing: the machine went down meanwhile,
  // or was down, and it may have happened or not.
  std::optional<collector::Reply> admin(const std::string& method, const std::string& target,
                                        const std::string& body = "");
  // The same for a request as a device makes it, at once.
  std::optional<collector::Reply> ask(const collector::Request& request);

  void arm(Down how) { machine_.arm(how); }
  // Goes down now if it is armed and did nothing since.
  void fall_if_armed();
  // What it does by itself at a start and every hour.
  void keep_house();

  // Stops the program, puts the backup in the place of the database by the real restore, starts it.
  void restore(const std::string& backup);

  // For the oracle. Only while up().
  collector::Storage::View read();
  MachineClock& clock() { return clock_; }

 private:
  struct Running;
  enum class Replies { when_done, early };  // early: also those of a step that the power cut short
  void step(const std::function<void()>& work, Replies replies = Replies::when_done);
  void fall(bool quietly);
  void plan_commit();
  void plan_housekeeping();
  void tell(Answering reply, collector::Reply what);
  void give_replies(bool all);
  void forget_numbers();
  void forget_withdrawals();
  collector::CollectorOptions options() const;

  Schedule& schedule_;
  Trace& trace_;
  Oracle& oracle_;
  const Weakness weakness_;
  MachineClock clock_;
  SeededRandom random_;
  SilentLog log_;
  Machine machine_;
  std::unique_ptr<Running> running_;
  std::int64_t life_ = 0;
  bool commit_planned_ = false;
  bool restored_ = false;  // at some time
  std::vector<std::pair<Answering, collector::Reply>> replies_;  // of the step under way
  std::function<void()> fallen_;
};

}  // namespace afterword::simulator
