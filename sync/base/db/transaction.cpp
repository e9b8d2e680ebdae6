#include <fmt/format.h>
#include <cassert>

#include "sync/base/db/db.h"

namespace afterword::db {

Result<Transaction> Transaction::begin(Database& database, Kind kind) {
  assert(!database.in_transaction_ && "transactions are not nested");
  AFTERWORD_TRY(database.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"));
  database.in_transaction_ = true;
  database.given_up_ = false;
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : database_(other.database_) {
  other.database_ = nullptr;
}

Transaction::~Transaction() { roll_back(); }

Result<> Transaction::commit() {
  assert(database_ != nullptr && "a transaction ends once");
  if (database_->given_up_)
    return fail(Failure::busy, "nothing of this was written: a part of it could not be undone",
                database_->path(), "try again in a moment");
  AFTERWORD_TRY(database_->run("COMMIT"));  // on failure the destructor rolls back
  database_->in_transaction_ = false;
  database_ = nullptr;
  return {};
}

void Transaction::roll_back() {
  if (database_ == nullptr) return;
  database_->insist_on_owner("rolled back");
  // Refused where SQLite has rolled back by itself already, or where there is no memory for it: then the
  // next use does it. Still in the transaction, so that nothing is opened anew here: others may have to close
  // theirs first.
  static_cast<void>(database_->run("ROLLBACK"));
  database_->in_transaction_ = false;
  database_ = nullptr;
}

Result<int> schema_version(Database& database) {
  AFTERWORD_ASSIGN(const auto version, database.integer("PRAGMA user_version"));
  return static_cast<int>(version.value_or(0));
}

Result<int> migrate(Database& database, std::span<const Migration> migrations) {
  AFTERWORD_ASSIGN(const int found, schema_version(database));
  const int known = migrations.empty() ? 0 : migrations.back().version;
  if (found > known)
    return fail(
        Failure::unsupported,
        fmt::format("this database has schema {}, and this program knows up to {}", found, known),
        database.path(), "it was written by a newer version: install that one again");
  int expected = 1;
  for (const Migration& migration : migrations) {
    assert(migration.version == expected && "migrations count 1, 2, 3, ...");
    ++expected;
    if (migration.version <= found) continue;
    AFTERWORD_ASSIGN(auto transaction, Transaction::begin(database));
    if (auto done = database.run(migration.sql); !done) {
      Error error = std::move(done).error();
      error.what = fmt::format("migration {} ({}) failed: {}", migration.version, migration.name,
                               error.what);
      return tl::unexpected<Error>(std::move(error));
    }
    AFTERWORD_TRY(database.run(fmt::format("PRAGMA user_version={}", migration.version)));
    AFTERWORD_TRY(transaction.commit());
  }
  return found;
}

}  // namespace afterword::db
