// The door to SQLite. Nobody else includes sqlite3.h.
//
// A database is opened so that what COMMIT returned survives a power cut, also on poor flash
// (WAL, synchronous=FULL, psow=0, no mmap), and so that a damaged or foreign file is noticed rather
// than believed.
//
// One writer: a read-write Database holds `PATH.lock` for as long as it is open, so a second one,
// in this process or another, is refused (Failure::conflict); in this process also under another name
// of the same file. All writes and all checkpoints of a database therefore go through one connection,
// which SQLite before 3.51.3 needs: with two, a checkpoint racing a commit can lose it (one_writer.h).
// Readers open read-only and never checkpoint, also not when the last of them is closed.
//
// Threads: a Database and its Statements belong to the thread that opened it, or that last called
// take_over(). Another thread's use is refused in every build (Failure::internal); where nothing can be
// returned (a Transaction or Statement ends there, a writer is closed there) the program is aborted.
// Errors: busy may be tried again; disk_full, io and corrupt need a person; conflict is a broken
// constraint (or a second writer). After io and corrupt the connection is in doubt: the next use that
// stands in no transaction closes it, opens it and checks the database, and only that check is a
// verdict (damage()). A commit that failed with io may be found done then. After disk_full the next use that
// stands in no transaction moves the log over first, so that its room is used again.
#pragma once
#include <atomic>
#include <concepts>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

#include "sync/base/core/bytes.h"
#include "sync/base/core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace afterword::db {

class Database;
class WriterSeat;

// One prepared statement, bound and stepped. Goes back to its Database's cache when destroyed, so
// preparing the same words again costs next to nothing. Must not outlive the Database.
//
//   AFTERWORD_ASSIGN(auto rows, db.prepare("SELECT id, name FROM stores WHERE zone = ?1"));
//   rows.bind(1, zone);
//   for (;;) {
//     AFTERWORD_ASSIGN(const bool more, rows.step());
//     if (!more) break;
//     use(rows.text(0), rows.text(1));
//   }
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  // Parameters count from 1. A refused value (over 1 GB, no such parameter) is remembered and
  // returned by the next step().
  template <std::integral Integer>
  Statement& bind(int at, Integer value) {
    return bind_integer(at, static_cast<std::int64_t>(value));
  }
  Statement& bind(int at, double value);
  Statement& bind(int at, std::string_view value);
  Statement& bind(int at, const char* value) { return bind(at, std::string_view(value)); }
  Statement& bind(int at, const std::string& value) { return bind(at, std::string_view(value)); }
  Statement& bind(int at, ByteView value);
  Statement& bind(int at, const Bytes& value) { return bind(at, ByteView(value)); }
  Statement& bind(int at, std::nullptr_t);
  template <class T>
  Statement& bind(int at, const std::optional<T>& value) {
    return value ? bind(at, *value) : bind(at, nullptr);
  }
  // bind(1, first), bind(2, second), ...
  template <class... Values>
  Statement& bind_all(const Values&... values) {
    int at = 0;
    (bind(++at, values), ...);
    return *this;
  }

  // true: a row stands ready. false: done; what was written is in the transaction (or, outside of
  // one, durable).
  Result<bool> step();
  // Steps to the end: for statements that give no rows.
  Result<> run();
  // Ready to be bound and stepped again; bindings are cleared.
  void reset();

  // Columns count from 0. Views live until the next step() or reset(). NULL reads as 0, "" or
  // empty.
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text_view(int column) const;
  std::string text(int column) const { return std::string(text_view(column)); }
  ByteView bytes_view(int column) const;
  Bytes bytes(int column) const;

 private:
  friend class Database;
  Statement(Database& database, sqlite3_stmt* raw) : database_(&database), raw_(raw) {}
  Statement& bind_integer(int at, std::int64_t value);
  void note(int code);

  Database* database_;
  sqlite3_stmt* raw_;
  int bind_error_ = 0;
};

// One step of a schema's growth. Never edited once released; versions count 1, 2, 3, ...
struct Migration {
  int version;
  const char* name;
  const char* sql;  // any number of statements
};

enum class Access { read_write, read_only };

struct OpenOptions {
  Access access = Access::read_write;
  int busy_timeout_ms = 5000;
  // Pages in the WAL before a commit also checkpoints (4 KiB each). Large on purpose: only a
  // checkpoint can damage the main file when a sync fails; call checkpoint() in idle moments.
  int wal_autocheckpoint_pages = 16'384;
};

class Database {
 public:
  // Opens `path`; a read-write one creates the file (mode 600) if it is missing. Refuses what is no
  // SQLite file (corrupt) and a second writer (conflict). All that a writer reads from then on is
  // durable, also what the last program had written and not synced when it died.
  static Result<std::unique_ptr<Database>> open(const std::string& path, OpenOptions options = {});
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // From now on the calling thread is the one that uses this database. No Statement or Transaction may be
  // alive.
  void take_over();

  Result<Statement> prepare(std::string_view sql);
  // One or more statements without parameters or rows of interest.
  Result<> run(std::string_view sql);
  // The first column of the first row; nothing if there is no row (or it is NULL).
  Result<std::optional<std::int64_t>> integer(std::string_view sql);

  std::int64_t last_row_id() const;
  // Rows changed by the last INSERT, UPDATE or DELETE.
  std::int64_t changed() const;
  const std::string& path() const { return path_; }

  // Moves the WAL's content into the main file and syncs it. Writer only; others are refused (denied).
  Result<> checkpoint();
  // Does so and cuts the WAL to nothing: until then, what was deleted or overwritten may still be
  // read in it. Writer only. Errors: busy, at once, while somebody reads an older state.
  Result<> empty_log();
  // Errors: corrupt, naming the first findings.
  Result<> quick_check();
  Result<> integrity_check();

  // Closes the files, lets `work` do with them what it must, and opens them anew with the next use. The lock
  // is held all the time. No Statement or Transaction may be alive. The error is that of `work`.
  Result<> while_closed(const std::function<Result<>()>& work);
  // What was found by reading rows that do not prove themselves; damage() says it from now on.
  void note_damage(Error found) { damage_ = std::move(found); }

  // Whether the next use opens it anew. Other connections to the file share what is in doubt: close them
  // before.
  bool in_doubt() const { return doubtful_; }
  // Whether SQLite has ended the transaction under way by itself, as it does where the disk is full or
  // fails, or it was given up: nothing of it is done, and what is run now would stand outside of it.
  bool rolled_back() const;
  // A part of the transaction under way was to be undone, and could not be: its commit is refused (busy).
  void give_up() { given_up_ = true; }
  // What the check after an error found, if anything. What is not on the damaged pages still serves.
  const std::optional<Error>& damage() const { return damage_; }

  // A consistent copy of the whole database at `target`, taken while others write: made beside it,
  // synced, checked for integrity and only then renamed, so that a file at `target` is always
  // whole. Replaces a file that is there.
  Result<> backup(const std::string& target);

 private:
  friend class Statement;
  friend class Transaction;
  Database(std::string path, const OpenOptions& options, int lock_fd);
  Result<> connect();
  void disconnect();
  Result<> connect_anew();
  void make_room();
  Result<> ready();
  Result<> end_what_is_left();
  Result<> check(std::string_view pragma);
  tl::unexpected<Error> error(int code, std::string_view doing);
  void give_back(sqlite3_stmt* raw);
  Result<> expect_owner() const;
  Result<> expect_writer() const;
  void insist_on_owner(const char* what_is_done) const;

  sqlite3* raw_ = nullptr;
  std::string path_;
  OpenOptions options_;
  int lock_fd_;
  bool in_transaction_ = false;
  bool given_up_ = false;
  bool doubtful_ = false;
  bool full_ = false;  // somebody was told so since the log was last moved over
  int statements_out_ = 0;
  std::optional<Error> damage_;
  std::atomic<std::thread::id> thread_;
  std::unique_ptr<WriterSeat> seat_;  // while a writer's files are open
  std::unordered_map<std::string, std::vector<sqlite3_stmt*>> idle_;
};

// All or nothing. Rolled back when destroyed without commit(). Not nested.
class Transaction {
 public:
  enum class Kind { write, read };  // read: one unchanging view for several statements
  static Result<Transaction> begin(Database& database, Kind kind = Kind::write);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();
  // When this returns without error all of it survives a power cut; otherwise none of it was done.
  Result<> commit();
  void roll_back();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

// Does `work` while no Database may write `path`: its lock is held. Errors: conflict (another program has it),
// and those of `work`.
Result<> while_locked(const std::string& path, const std::function<Result<>()>& work);

// Puts a copy of a backup at `target`, where no database may be, nor a -wal or -shm of one: copied
// beside it, synced, checked for integrity, changed by `prepare`, and only then renamed: what `prepare`
// writes is in it from its first moment on. `prepare` is given the copy's path, and closes what it opens.
// Durable when it returns; cut off or failed, nothing is at `target`.
// Errors: conflict (there is something at `target`, or a program holds its lock), corrupt, not_found,
// disk_full, io; those of `prepare`.
Result<> restore(const std::string& backup, const std::string& target,
                 const std::function<Result<>(const std::string& copy)>& prepare);

// Brings the schema to the last of `migrations`, each in a transaction of its own. Returns the
// version it found. Errors: unsupported, when the file was written by a newer program.
Result<int> migrate(Database& database, std::span<const Migration> migrations);
// The version of the last migration applied (0: none).
Result<int> schema_version(Database& database);

}  // namespace afterword::db
