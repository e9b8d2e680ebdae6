#include "sync/collector/storage/sqlite/sqlite_storage.h"

#include <mutex>

#include "sync/collector/storage/sqlite/reads.h"
#include "sync/collector/storage/sqlite/schema.h"
#include "sync/collector/storage/sqlite/writes.h"

namespace afterword::collector {
namespace {

using Connection = std::unique_ptr<db::Database>;

class SqliteStorage final : public Storage {
 public:
  SqliteStorage(std::string path, Connection writer)
      : path_(std::move(path)), writer_(std::move(writer)), writes_(*writer_) {}

  Result<View> read() override;
  Result<> write(const std::function<Result<>(Writes&)>& change) override;
  bool in_doubt() const override;
  Result<> tidy() override;
  void take_over_writing() override { writer_->take_over(); }
  Result<> backup(const std::string& target) override;
  Result<> check() override;
  // At the start, while nobody reads: what was erased when the last program died may still be in the log.
  void empty_left_log();

 private:
  Result<Connection> borrow();
  void give_back(Connection connection);
  Result<> write_once(const std::function<Result<>(Writes&)>& change);
  Result<> empty_log();
  Result<> expect_no_readers_in_doubt();
  void note_doubt();

  const std::string path_;
  Connection writer_;
  SqliteWrites writes_;
  mutable std::mutex mutex_;
  std::vector<Connection> idle_;  // readers
  int reading_ = 0;
  bool in_doubt_ = false;  // until the writer has opened anew
};

Result<Connection> SqliteStorage::borrow() {
  {
    const std::lock_guard lock(mutex_);
    if (in_doubt_)
      return fail(Failure::busy, "the disk made an error, and the database is opened anew", path_,
                  "try again in a moment");
    ++reading_;
    if (!idle_.empty()) {
      Connection connection = std::move(idle_.back());
      idle_.pop_back();
      connection->take_over();
      return connection;
    }
  }
  auto opened = db::Database::open(path_, {.access = db::Access::read_only});
  if (!opened) {
    const std::lock_guard lock(mutex_);
    --reading_;
  }
  return opened;
}

void SqliteStorage::give_back(Connection connection) {
  const std::lock_guard lock(mutex_);
  --reading_;
  if (in_doubt_)
    connection.reset();
  else
    idle_.push_back(std::move(connection));
}

// After a failed sync the index of the log that readers share with the writer may name what is not in
// the log. It is made anew when the last of them is closed; so none may be open when the writer opens
// anew. Somebody who reads may be waiting for this very change: it fails rather than waits for them.
Result<> SqliteStorage::expect_no_readers_in_doubt() {
  const std::lock_guard lock(mutex_);
  if (!in_doubt_) return {};
  idle_.clear();
  if (reading_ == 0) return {};
  return fail(Failure::busy, "the disk made an error, and somebody still reads", path_,
              "try again in a moment");
}

void SqliteStorage::note_doubt() {
  const std::lock_guard lock(mutex_);
  in_doubt_ = writer_->in_doubt();
}

Result<Storage::View> SqliteStorage::read() {
  AFTERWORD_ASSIGN(Connection connection, borrow());
  auto begun = db::Transaction::begin(*connection, db::Transaction::Kind::read);
  if (!begun) {
    give_back(std::move(connection));
    return tl::unexpected<Error>(std::move(begun).error());
  }
  // Connection and transaction live exactly as long as the view.
  struct Held {
    Connection connection;
    db::Transaction transaction;
    SqliteReads reads;
  };
  db::Database& database = *connection;
  auto held =
      std::make_shared<Held>(Held{std::move(connection), std::move(*begun), SqliteReads(database)});
  const Reads* const reads = &held->reads;
  return View(reads, [this, held](const Reads*) {
    held->transaction.roll_back();
    give_back(std::move(held->connection));
  });
}

Result<> SqliteStorage::write(const std::function<Result<>(Writes&)>& change) {
  AFTERWORD_TRY(expect_no_readers_in_doubt());
  auto written = write_once(change);
  // Refused while somebody reads an older state; the next commit tries again.
  if (written && writes_.erased()) static_cast<void>(empty_log());
  note_doubt();
  return written;
}

Result<> SqliteStorage::write_once(const std::function<Result<>(Writes&)>& change) {
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*writer_));
  AFTERWORD_TRY(change(writes_));
  return transaction.commit();
}

Result<> SqliteStorage::tidy() {
  AFTERWORD_TRY(expect_no_readers_in_doubt());
  // Cutting the log is for what was erased: where syncs fail, each time is one more that can go wrong.
  auto moved = writes_.erased() ? empty_log() : writer_->checkpoint();
  note_doubt();
  return moved;
}

bool SqliteStorage::in_doubt() const {
  const std::lock_guard lock(mutex_);
  return in_doubt_;
}

// All of it must be in the main file before the log is cut; where that fails, an idle moment does both.
void SqliteStorage::empty_left_log() {
  writes_.erasure_pending();
  if (writer_->checkpoint()) static_cast<void>(empty_log());
  note_doubt();
}

Result<> SqliteStorage::empty_log() {
  AFTERWORD_TRY(writer_->empty_log());
  writes_.erasure_done();
  return {};
}

Result<> SqliteStorage::backup(const std::string& target) {
  AFTERWORD_ASSIGN(Connection connection, borrow());
  auto done = connection->backup(target);
  give_back(std::move(connection));
  return done;
}

Result<> SqliteStorage::check() {
  AFTERWORD_ASSIGN(Connection connection, borrow());
  auto done = connection->integrity_check();
  give_back(std::move(connection));
  return done;
}

}  // namespace

Result<std::unique_ptr<Storage>> open_sqlite_storage(const std::string& path) {
  AFTERWORD_ASSIGN(Connection writer, db::Database::open(path));
  AFTERWORD_TRY(db::migrate(*writer, collector_migrations()));
  auto storage = std::make_unique<SqliteStorage>(path, std::move(writer));
  storage->empty_left_log();
  return storage;
}

}  // namespace afterword::collector
