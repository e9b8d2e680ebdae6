#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>
#include <cassert>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "sync/base/db/errors.h"
#include "sync/base/db/lock.h"
#include "sync/base/db/one_writer.h"

namespace afterword::db {
namespace {

// The path as a URI: everything that is not plainly safe is escaped.
std::string uri_of(const std::string& path) {
  std::string out = "file:";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '.' || c == '-' || c == '_';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out + "?psow=0";
}

// A short name for what was tried, for an error: the statement's first line at most.
std::string_view head_of(std::string_view sql) {
  return sql.substr(0, std::min<std::size_t>(sql.find('\n'), 60));
}

// Under whatever name it is opened, SQLite's log lies beside the file itself: so does the lock.
std::string real_name(const std::string& path) {
  std::error_code error;
  const auto real = std::filesystem::canonical(path, error);
  return error ? path : real.string();
}

// Where no error can be returned, going on would be two threads at one connection.
[[noreturn]] void stop_for(const std::string& path, const char* what_was_done) {
  std::fprintf(stderr, "%s: the database was %s, by a thread that does not own it\n", path.c_str(),
               what_was_done);
  std::abort();
}

// What SQLite lets a read-only connection do to the log all the same.
int refuse_checkpoints(void*, int action, const char* name, const char* value, const char*,
                       const char*) {
  if (action != SQLITE_PRAGMA || name == nullptr) return SQLITE_OK;
  const bool changes = sqlite3_stricmp(name, "wal_checkpoint") == 0 ||
                       (sqlite3_stricmp(name, "journal_mode") == 0 && value != nullptr);
  return changes ? SQLITE_DENY : SQLITE_OK;
}

}  // namespace

// The lock file is not the database: closing a database file elsewhere in a process would drop
// SQLite's own locks.
Result<int> lock(const std::string& path) {
  const std::string lock_path = real_name(path) + ".lock";
  const int fd = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return system_failed(lock_path, "create the lock file", errno);
  if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  const int why = errno;
  ::close(fd);
  if (why == EWOULDBLOCK)
    return fail(Failure::conflict, "another program is using this database", path,
                "stop the other one first; only one may write");
  return system_failed(lock_path, "lock it", why);
}

namespace {

std::string settings_for(const OpenOptions& options) {
  std::string sql =
      "PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;"
      "PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;";
  if (options.access == Access::read_only) return sql;
  return sql + fmt::format(
                   "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                   "PRAGMA wal_autocheckpoint={};",
                   options.wal_autocheckpoint_pages);
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path, OpenOptions options) {
  AFTERWORD_TRY(check_sqlite(sqlite3_libversion_number(), WriterMode::one));
  const bool writes = options.access == Access::read_write;
  int lock_fd = -1;
  if (writes) {
    AFTERWORD_ASSIGN(lock_fd, lock(path));
    // Made here, so that it is readable by its owner only from its first byte on.
    if (const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); fd >= 0)
      ::close(fd);
  }
  // Owns the lock from here on, whatever happens.
  std::unique_ptr<Database> database(new Database(path, options, lock_fd));
  AFTERWORD_TRY(database->connect());
  return database;
}

Result<> Database::connect() {
  const bool writes = options_.access == Access::read_write;
  const int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const int code = sqlite3_open_v2(uri_of(path_).c_str(), &raw_, flags, nullptr);
  if (code != SQLITE_OK) return error(code, "open the database");
  if (writes) {
    AFTERWORD_ASSIGN(seat_, WriterSeat::take(path_));
  } else {
    sqlite3_set_authorizer(raw_, refuse_checkpoints, nullptr);
  }
  sqlite3_busy_timeout(raw_, options_.busy_timeout_ms);
  sqlite3_db_config(raw_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, writes ? 0 : 1, nullptr);
  AFTERWORD_TRY(run(settings_for(options_)));
  AFTERWORD_TRY(integer("SELECT count(*) FROM sqlite_schema"));  // is it a database?
  // A log that was left behind may hold a commit that nobody synced: everybody would read it, pass it on,
  // and lose it with the next power cut.
  if (writes) AFTERWORD_TRY(checkpoint());
  return {};
}

void Database::disconnect() {
  for (const auto& [sql, statements] : idle_)
    for (sqlite3_stmt* const statement : statements) sqlite3_finalize(statement);
  idle_.clear();
  const int code = sqlite3_close(raw_);
  assert(code == SQLITE_OK && "a Statement outlived its Database");
  static_cast<void>(code);
  raw_ = nullptr;
  seat_.reset();
}

Result<> Database::connect_anew() {
  // What this connection believes to be in the files is in doubt: it must not move any of it over.
  if (raw_ != nullptr) sqlite3_db_config(raw_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  disconnect();
  doubtful_ = false;  // or the statements below would begin this again
  auto connected = connect();
  if (!connected) {
    doubtful_ = true;
    return connected;
  }
  // What is not on damaged pages still serves. Asked anew each time: a page that could not be read looks
  // like damage too.
  const auto sound = quick_check();
  damage_.reset();
  if (!sound) damage_ = sound.error();
  doubtful_ = false;
  return {};
}

Result<> Database::while_closed(const std::function<Result<>()>& work) {
  AFTERWORD_TRY(expect_owner());
  assert(statements_out_ == 0 && !in_transaction_ && "somebody is still at it");
  if (raw_ != nullptr) sqlite3_db_config(raw_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  disconnect();
  doubtful_ = true;
  return work();
}

Result<> while_locked(const std::string& path, const std::function<Result<>()>& work) {
  AFTERWORD_ASSIGN(const int held, lock(path));
  auto done = work();
  ::close(held);
  return done;
}

// The log's file has room again once what is in it was moved over: it is written from its beginning then. As
// far as the disk lets it; what cannot be moved now stays where it is.
void Database::make_room() {
  if (lock_fd_ < 0) return;
  const int code = with_quotas(
      sqlite3_wal_checkpoint_v2(raw_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr));
  if (is_doubtful(code)) doubtful_ = true;
  full_ = code != SQLITE_OK;  // the main file may have to grow for it, and cannot yet
}

Result<> Database::ready() {
  AFTERWORD_TRY(expect_owner());
  AFTERWORD_TRY(end_what_is_left());
  if (full_ && !doubtful_ && statements_out_ == 0 && !in_transaction_) make_room();
  if (!doubtful_ || statements_out_ > 0 || in_transaction_) return {};
  return connect_anew();
}

// A transaction whose ROLLBACK failed, as it does without memory, would take in all that follows, and nothing
// of it would be durable.
Result<> Database::end_what_is_left() {
  if (in_transaction_ || raw_ == nullptr || sqlite3_get_autocommit(raw_) != 0) return {};
  const int code = sqlite3_exec(raw_, "ROLLBACK", nullptr, nullptr, nullptr);
  if (sqlite3_get_autocommit(raw_) == 0) return error(code, "undo what was not committed");
  return {};
}

Database::Database(std::string path, const OpenOptions& options, int lock_fd)
    : path_(std::move(path)),
      options_(options),
      lock_fd_(lock_fd),
      thread_(std::this_thread::get_id()) {}

Database::~Database() {
  if (lock_fd_ >= 0) insist_on_owner("closed");  // closing moves the log over
  disconnect();
  if (lock_fd_ >= 0) ::close(lock_fd_);
}

void Database::take_over() {
  if (statements_out_ > 0 || in_transaction_)
    stop_for(path_, "taken over in the middle of its use");
  thread_ = std::this_thread::get_id();
}

Result<> Database::expect_owner() const {
  if (thread_ == std::this_thread::get_id()) return {};
  return fail(Failure::internal, "a database is used by one thread only, and this is another one",
              path_);
}

void Database::insist_on_owner(const char* what_is_done) const {
  if (thread_ != std::this_thread::get_id()) stop_for(path_, what_is_done);
}

tl::unexpected<Error> Database::error(int code, std::string_view doing) {
  code = with_quotas(code);
  if (is_doubtful(code)) doubtful_ = true;
  if ((code & 0xff) == SQLITE_FULL) full_ = true;
  return tl::unexpected<Error>(describe(code, raw_, doing, path_));
}

Result<Statement> Database::prepare(std::string_view sql) {
  AFTERWORD_TRY(ready());
  auto& idle = idle_[std::string(sql)];
  if (!idle.empty()) {
    sqlite3_stmt* const ready = idle.back();
    idle.pop_back();
    ++statements_out_;
    return Statement(*this, ready);
  }
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(raw_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK) return error(code, fmt::format("prepare \"{}\"", head_of(sql)));
  ++statements_out_;
  return Statement(*this, raw);
}

void Database::give_back(sqlite3_stmt* raw) {
  --statements_out_;
  idle_[sqlite3_sql(raw)].push_back(raw);
}

Result<> Database::run(std::string_view sql) {
  AFTERWORD_TRY(ready());
  const int code = sqlite3_exec(raw_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code, fmt::format("run \"{}\"", head_of(sql)));
  return {};
}

Result<std::optional<std::int64_t>> Database::integer(std::string_view sql) {
  AFTERWORD_ASSIGN(auto rows, prepare(sql));
  AFTERWORD_ASSIGN(const bool found, rows.step());
  if (!found || rows.is_null(0)) return std::nullopt;
  return rows.integer(0);
}

std::int64_t Database::last_row_id() const { return sqlite3_last_insert_rowid(raw_); }
bool Database::rolled_back() const {
  return in_transaction_ && (given_up_ || (raw_ != nullptr && sqlite3_get_autocommit(raw_) != 0));
}
std::int64_t Database::changed() const { return sqlite3_changes64(raw_); }

Result<> Database::expect_writer() const {
  if (lock_fd_ >= 0) return {};
  return fail(Failure::denied, "a reader moves nothing of the log over", path_);
}

Result<> Database::checkpoint() {
  AFTERWORD_TRY(ready());
  AFTERWORD_TRY(expect_writer());
  const int code =
      sqlite3_wal_checkpoint_v2(raw_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (code != SQLITE_OK) return error(code, "checkpoint");
  return {};
}

Result<> Database::empty_log() {
  AFTERWORD_TRY(ready());
  AFTERWORD_TRY(expect_writer());
  sqlite3_busy_timeout(raw_, 0);  // a long reading is not waited for
  const int code =
      sqlite3_wal_checkpoint_v2(raw_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(raw_, options_.busy_timeout_ms);
  if (code != SQLITE_OK) return error(code, "empty the log");
  return {};
}

Result<> Database::check(std::string_view pragma) {
  AFTERWORD_ASSIGN(auto rows, prepare(pragma));
  std::string findings;
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, rows.step());
    if (!more) break;
    if (rows.text_view(0) == "ok") return {};
    if (!findings.empty()) findings += "; ";
    findings += rows.text_view(0);
  }
  return fail(Failure::corrupt, "the database is damaged: " + findings, path_,
              "keep it with its -wal and -shm together, and restore a backup");
}

Result<> Database::quick_check() { return check("PRAGMA quick_check(5)"); }
Result<> Database::integrity_check() { return check("PRAGMA integrity_check(5)"); }

}  // namespace afterword::db
