#include "tests/faults/simulator/centre.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "sync/collector/api/api.h"
#include "sync/collector/api/backups.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/login_links.h"
#include "sync/collector/housekeeping.h"

#include "sync/collector/restore.h"

namespace afterword::simulator {

namespace {

constexpr const char* kToken = "an-administrator-of-the-simulation";
constexpr const char* kDatabase = "collector.db";
constexpr const char* kPeer = "203.0.113.7";
constexpr std::int64_t kCommitMsMost = 30;
constexpr Ms kTidyAfter{20'000};
constexpr Ms kHousekeepingEvery{60 * kMinute};

// Everything but the trust document, whose TLS key comes from OpenSSL's own generator, and the path
// and fingerprint of a backup: the folder is another each time.
bool is_repeatable(std::string_view body) {
  return !body.starts_with("{\"payloadType\"") && !body.starts_with("{\"file\"");
}

}  // namespace

// What Collector::open() puts together, without its server.
struct Centre::Running {
  Running(collector::DataFolder opened, const std::string& data, const Clock& clock, Random& random,
          Log& log)
      : folder(std::move(opened)),
        ingest(folder.keys.ring, definitions),
        guesses(30, std::chrono::minutes(10)),
        withdrawals(collector::kWithdrawalsAnAddress, collector::kWithdrawalsAnAddressWithin,
                    collector::kWithdrawalsANetwork, collector::kWithdrawalsANetworkWithin),
        withdrawals_in_all(collector::kWithdrawalsInAll, collector::kWithdrawalsInAllWithin),
        journal(data + "/journal"),
        backups(data + "/backups"),
        watch(clock, log),
        writes(*folder.storage, collector::WriteQueue::Runs::by_hand),
        context{*folder.storage, writes,  folder.keys.ring, definitions, ingest,
                waiters,         events,  guesses,          withdrawals, withdrawals_in_all,
                clock,           random,  log,              "https://collector.test:8443",
                backups,         journal, watch} {}

  collector::DataFolder folder;
  collector::Definitions definitions;
  collector::Ingest ingest;
  collector::Waiters waiters;
  collector::Events events;
  collector::Limiter guesses, withdrawals, withdrawals_in_all;
  collector::Journal journal;
  collector::Backups backups;
  collector::ClockWatch watch;
  collector::WriteQueue writes;
  collector::Context context;
};

Centre::Centre(Schedule& schedule, Trace& trace, Oracle& oracle, const std::string& folder,
               std::uint64_t seed, const test::Storage& storage, Weakness weakness)
    : schedule_(schedule),
      trace_(trace),
      oracle_(oracle),
      weakness_(weakness),
      clock_(schedule),
      random_(seed),
      machine_(folder, kDatabase, storage, seed + 1) {}

Centre::~Centre() = default;

collector::CollectorOptions Centre::options() const {
  collector::CollectorOptions options;
  options.data = machine_.folder();
  return options;
}

// Work on the machine. Replies of it leave when it is done, or, if the power goes, never.
void Centre::step(const std::function<void()>& work, Replies replies) {
  const Machine::Ended ended = machine_.step(work);
  const bool cut = ended == Machine::Ended::cut_short;
  give_replies(!cut || replies == Replies::early);
  if (ended != Machine::Ended::whole) fall(false);
}

void Centre::tell(Answering reply, collector::Reply what) {
  replies_.emplace_back(std::move(reply), std::move(what));
}

void Centre::give_replies(bool all) {
  for (auto& [reply, what] : std::exchange(replies_, {})) {
    if (!all) continue;
    trace_.bytes(fmt::format("{}", what.status));
    if (is_repeatable(what.body)) trace_.bytes(what.body);
    reply(std::move(what));
  }
}

void Centre::fall(bool quietly) {
  running_.reset();
  machine_.leave_files();
  ++life_;
  commit_planned_ = false;
  if (!quietly && fallen_) fallen_();
}

void Centre::start() {
  ++life_;
  clock_.boot();
  std::optional<Error> refused;
  step([&] {
    auto opened = collector::open_data_folder(options(), clock_.wall(), random_);
    if (!opened) {
      refused = opened.error();
      return;
    }
    const bool first = opened->first_run;
    running_ = std::make_unique<Running>(std::move(*opened), machine_.folder(), clock_, random_,
                                         log_);
    must(running_->writes.run([this](collector::Writes& writes) { return running_->watch.begin(writes); }));
    if (weakness_ == Weakness::collector_believes_any_clock) {
      running_->watch.accept();
      must(running_->writes.run([this](collector::Writes& writes) { return running_->watch.save(writes); }));
    }
    if (const auto given = running_->journal.give_back(running_->context); !given)
      refused = given.error();
    if (!first) return;
    must(running_->writes.run([this](collector::Writes& writes) {
      return writes.add_token({collector::secret_hash(kToken), "tester", clock_.wall()});
    }));
    // The one token that a restore lets in.
    must(write_file(machine_.folder() + "/admin.token",
                    json::dump(json::object({{"token", kToken}})), 0600));
    must(collector::finish_first_run(machine_.folder()));
  });
  if (refused) oracle_.violation("the collector does not start: " + refused->text());
  if (!up()) return;
  oracle_.start_over();
  if (weakness_ == Weakness::collector_forgets_numbers) forget_numbers();
  oracle_.look(*read(), {});
  plan_housekeeping();
}

void Centre::plan_housekeeping() {
  schedule_.in(kHousekeepingEvery, [this, life = life_] {
    if (life != life_) return;
    keep_house();
    if (life == life_) plan_housekeeping();
  });
}

bool Centre::take(const collector::Request& request, Answering reply) {
  if (!up()) return false;
  trace_.bytes(request.target);
  trace_.bytes(request.body);
  step([&] {
    collector::Outcome outcome = collector::handle_api(running_->context, request);
    if (auto* const at_once = std::get_if<collector::Reply>(&outcome))
      return tell(std::move(reply), std::move(*at_once));
    const auto pending = std::get<std::shared_ptr<collector::Pending>>(outcome);
    pending->attach([this, life = life_, reply](collector::Reply later) {
      if (life == life_) tell(reply, std::move(later));
    });
    schedule_.in(pending->at_most(), [this, life = life_, pending] {
      if (life == life_) step([&] { pending->time_out(); });
    });
  });
  if (up()) plan_commit();
  return true;
}

void Centre::plan_commit() {
  if (commit_planned_) return;
  commit_planned_ = true;
  const Ms soon{static_cast<std::int64_t>(random_.below(kCommitMsMost))};
  schedule_.in(soon, [this, life = life_] {
    if (life != life_) return;
    commit_planned_ = false;
    const bool early = weakness_ == Weakness::collector_answers_before_commit;
    step([this] { running_->writes.write_waiting(); },
         early ? Replies::early : Replies::when_done);
    if (up()) oracle_.look_at_arrivals(*read());
  });
  schedule_.in(kTidyAfter, [this, life = life_] {
    if (life == life_) step([this] { running_->writes.tidy(); });
  });
}

std::optional<collector::Reply> Centre::ask(const collector::Request& request) {
  std::optional<collector::Reply> got;
  if (!take(request, [&got](collector::Reply reply) { got = std::move(reply); })) return {};
  if (!got && up()) step([this] { running_->writes.write_waiting(); });
  return got;
}

std::optional<collector::Reply> Centre::admin(const std::string& method, const std::string& target,
                                              const std::string& body) {
  collector::Request request;
  request.method = method;
  request.target = "/v1/admin/" + target;
  request.path = request.target.substr(0, request.target.find('?'));
  if (request.path.size() < request.target.size())
    request.query = *collector::decode_form(request.target.substr(request.path.size() + 1));
  request.headers = {{"authorization", std::string("Bearer ") + kToken}};
  request.body = body;
  request.peer = kPeer;
  return ask(request);
}

void Centre::fall_if_armed() {
  if (!machine_.armed() || !up()) return;
  machine_.down_now();
  fall(false);
}

void Centre::keep_house() {
  if (!up()) return;
  if (weakness_ == Weakness::collector_believes_any_clock) running_->watch.accept();
  step([this] { must(collector::keep_house(running_->context)); });
}

void Centre::restore(const std::string& backup) {
  if (up()) {
    machine_.arm(Down::killed);
    machine_.down_now();
    fall(true);
  }
  for (const char* const part : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(machine_.folder() + "/" + kDatabase + part);
  if (weakness_ == Weakness::restore_forgets_withdrawals) forget_withdrawals();
  const auto restored = collector::restore(machine_.folder(), backup, clock_.wall());
  if (!restored)
    return oracle_.violation("the backup is not restored: " + restored.error().text());
  const collector::Proof& proof = restored->proof;
  // A backup made soon after another restore lacks what kiosks have not sent again yet.
  if (!std::exchange(restored_, true) && !proof.equal())
    oracle_.violation("what is in the backup does not add up: " +
                      json::dump(collector::to_json(proof)));
  machine_.take_files();
  start();
}

collector::Storage::View Centre::read() { return must(running_->folder.storage->read()); }

void Centre::forget_withdrawals() {
  const std::string path = machine_.folder() + "/journal";
  std::ifstream in(path);
  std::string kept;
  for (std::string line; std::getline(in, line);)
    if (line.find("\"withdrawn\"") == std::string::npos) kept += line + "\n";
  must(write_file(path, kept, 0600));
}

// As if numbers had been kept for the run alone.
void Centre::forget_numbers() {
  machine_.step([this] {
    running_.reset();
    auto database = must(db::Database::open(machine_.folder() + "/" + kDatabase));
    must(database->run(fmt::format(
        "UPDATE responses SET log = log + {}; DELETE FROM ledger; DELETE FROM logs", kLogsAside)));
    database.reset();
    running_ = std::make_unique<Running>(
        must(collector::open_data_folder(options(), clock_.wall(), random_)), machine_.folder(),
        clock_, random_, log_);
  });
  oracle_.start_over();
}

}  // namespace afterword::simulator
