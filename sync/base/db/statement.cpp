#include <fmt/format.h>
#include <sqlite3.h>

#include "sync/base/core/no_memory.h"
#include "sync/base/db/db.h"

namespace afterword::db {

namespace {

// SQLite may have to convert or copy what it gives, and gives nothing where there is no memory for that:
// it would be read as empty.
void expect_given(sqlite3_stmt* raw, const void* data) {
  if (data == nullptr && sqlite3_errcode(sqlite3_db_handle(raw)) == SQLITE_NOMEM)
    end_without_memory();
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), raw_(other.raw_), bind_error_(other.bind_error_) {
  other.raw_ = nullptr;
}

Statement::~Statement() {
  if (raw_ == nullptr) return;
  database_->insist_on_owner("given a statement back");
  reset();
  database_->give_back(raw_);
}

void Statement::note(int code) {
  if (code != SQLITE_OK && bind_error_ == SQLITE_OK) bind_error_ = code;
}

Statement& Statement::bind_integer(int at, std::int64_t value) {
  note(sqlite3_bind_int64(raw_, at, value));
  return *this;
}

Statement& Statement::bind(int at, double value) {
  note(sqlite3_bind_double(raw_, at, value));
  return *this;
}

Statement& Statement::bind(int at, std::string_view value) {
  // An empty view may hold a null pointer, which SQLite would take for NULL.
  const char* const data = value.empty() ? "" : value.data();
  note(sqlite3_bind_text64(raw_, at, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind(int at, ByteView value) {
  if (value.empty())
    note(sqlite3_bind_zeroblob(raw_, at, 0));
  else
    note(sqlite3_bind_blob64(raw_, at, value.data(), value.size(), SQLITE_TRANSIENT));
  return *this;
}

Statement& Statement::bind(int at, std::nullptr_t) {
  note(sqlite3_bind_null(raw_, at));
  return *this;
}

Result<bool> Statement::step() {
  AFTERWORD_TRY(database_->expect_owner());
  AFTERWORD_TRY(database_->end_what_is_left());
  if (bind_error_ != SQLITE_OK) return database_->error(bind_error_, "bind a value");
  const int code = sqlite3_step(raw_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  const std::string_view sql = sqlite3_sql(raw_);
  return database_->error(code, fmt::format("run \"{}\"", sql.substr(0, 60)));
}

Result<> Statement::run() {
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, step());
    if (!more) return {};
  }
}

void Statement::reset() {
  sqlite3_reset(raw_);
  sqlite3_clear_bindings(raw_);
  bind_error_ = SQLITE_OK;
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(raw_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(raw_, column); }
double Statement::real(int column) const { return sqlite3_column_double(raw_, column); }

std::string_view Statement::text_view(int column) const {
  const void* const data = sqlite3_column_text(raw_, column);
  expect_given(raw_, data);
  if (data == nullptr) return {};
  return {static_cast<const char*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(raw_, column))};
}

ByteView Statement::bytes_view(int column) const {
  const void* const data = sqlite3_column_blob(raw_, column);
  expect_given(raw_, data);
  if (data == nullptr) return {};
  return {static_cast<const std::uint8_t*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(raw_, column))};
}

Bytes Statement::bytes(int column) const {
  const ByteView view = bytes_view(column);
  return Bytes(view.begin(), view.end());
}

}  // namespace afterword::db
