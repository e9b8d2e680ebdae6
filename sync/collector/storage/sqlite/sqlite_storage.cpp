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
  Result<> tidy() override;
  void take_over_writing() override { writer_->take_over(); }
  Result<> backup(const std::string& target) override;
  Result<> check() override;

 private:
  Result<Connection> borrow();
  void give_back(Connection connection);

  const std::string path_;
  Connection writer_;
  SqliteWrites writes_;
  std::mutex mutex_;
  std::vector<Connection> idle_;  // readers
};

Result<Connection> SqliteStorage::borrow() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      Connection connection = std::move(idle_.back());
      idle_.pop_back();
      connection->take_over();
      return connection;
    }
  }
  return db::Database::open(path_, {.access = db::Access::read_only});
}

void SqliteStorage::give_back(Connection connection) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(connection));
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
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(*writer_));
  AFTERWORD_TRY(change(writes_));
  AFTERWORD_TRY(transaction.commit());
  // Refused while somebody reads an older state; the next commit tries again.
  if (writes_.erased()) static_cast<void>(tidy());
  return {};
}

Result<> SqliteStorage::tidy() {
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
  return std::make_unique<SqliteStorage>(path, std::move(writer));
}

}  // namespace afterword::collector
