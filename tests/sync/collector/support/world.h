// A whole collector without sockets, on a database in a scratch folder, with a clock that stands
// still; and a kiosk that speaks the real protocol to it.
#pragma once
#include <memory>
#include <optional>

#include "sync/collector/api/api.h"
#include "sync/collector/api/backups.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/context.h"
#include "sync/collector/api/events.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/limiter.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/api/withdrawals.h"
#include "sync/collector/storage/sqlite/sqlite_storage.h"
#include "sync/protocol/messages.h"
#include "tests/support/fake_clock.h"
#include "tests/support/scratch.h"
#include "tests/sync/collector/support/survey_text.h"

namespace afterword::test {

collector::Keyring make_keyring(Random& random, WallTime now);

class World {
 public:
  World();

  // Closes the database, so that a test can alter it behind the collector's back, and opens it.
  void close();
  void open();
  std::string database_path() const { return scratch.file("collector.db"); }
  // Does so with one statement.
  void alter(const std::string& sql);
  // Whether the bytes stand in any file of the database, deleted or not.
  bool on_disk(const std::string& bytes) const;

  collector::Reply ask(const collector::Request& request);  // waits for the commit
  collector::Reply admin(const std::string& method, const std::string& target,
                         const std::string& body = "");
  json::Value admin_ok(const std::string& method, const std::string& target,
                       const std::string& body = "");  // throws unless 2xx
  void add_store(const std::string& id, const std::string& zone = "Europe/London");
  void publish(const std::string& text);
  collector::Storage::View read();

  Scratch scratch;
  SeededRandom random{7};
  FakeClock clock;
  CollectedLog log;
  collector::Keyring keys;
  std::unique_ptr<collector::Storage> storage;
  std::unique_ptr<collector::WriteQueue> writes;
  std::unique_ptr<collector::Definitions> definitions;
  std::unique_ptr<collector::Ingest> ingest;
  collector::Waiters waiters;
  collector::Events events;
  collector::Limiter guesses{30, Ms{600'000}};
  collector::Limiter withdrawals{collector::kWithdrawalsAnAddress, collector::kWithdrawalsAnAddressWithin,
                                 collector::kWithdrawalsANetwork, collector::kWithdrawalsANetworkWithin};
  collector::Limiter withdrawals_in_all{collector::kWithdrawalsInAll,
                                        collector::kWithdrawalsInAllWithin};
  collector::Journal journal{scratch.file("journal")};
  collector::Backups backups{scratch.file("backups")};
  std::optional<collector::ClockWatch> watch;
  std::optional<collector::Context> context;
};

// One kiosk: its key, its log, its counter.
class Kiosk {
 public:
  // Enrols at the store, with a code asked of the administration.
  Kiosk(World& world, const std::string& store, const std::string& touchpoint = "fitting-room");

  collector::Request request(const std::string& method, const std::string& target,
                             const std::string& body);
  // Seals and numbers a record; it waits for the next send().
  void record(const Response& response);
  void record_text(const std::string& survey, int version, const std::string& body,
                   const std::string& kind = "response");
  void record(const Interaction& interaction);
  void record(const Star& star);
  Batch batch() const;  // everything from first_unsent on
  collector::Reply send(const Batch& batch);
  BatchReply send_ok();  // sends what waits, and forgets it; throws on a problem
  WaitRequest heartbeat() const;
  collector::Reply wait(const WaitRequest& message);

  std::string id;
  crypto::SigningKey key;
  std::int64_t counter = 0;
  std::int64_t log = 1;
  std::int64_t next = 1;
  Chain chain{};         // after next - 1
  Chain chain_before{};  // before the first that waits
  std::vector<SealedResponse> waiting;
  std::string boot = "boot-1";
  std::string seal_key = "c1";
  crypto::Key32 seal_public{};
  std::int64_t epoch = 1;

 private:
  World& world_;
  crypto::Key32 epoch_key_{};
};

}  // namespace afterword::test
