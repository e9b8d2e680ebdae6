#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <filesystem>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "sync/base/db/lock.h"

namespace afterword::db {
namespace {

// The copy is opened as any reader would, and closed before anyone else sees it.
Result<> check_copy(const std::string& path) {
  AFTERWORD_ASSIGN(const auto copy, Database::open(path, {.access = Access::read_only}));
  return copy->integrity_check();
}

Result<> make_copy(Database& database, const std::string& temporary, const std::string& target) {
  AFTERWORD_ASSIGN(auto copy, database.prepare("VACUUM INTO ?1"));
  AFTERWORD_TRY(copy.bind(1, temporary).run());
  // VACUUM INTO does not sync what it wrote.
  AFTERWORD_TRY(sync_file(temporary));
  if (::chmod(temporary.c_str(), 0600) != 0)
    return system_failed(temporary, "set its mode", errno);
  AFTERWORD_TRY(check_copy(temporary));
  return move_to(temporary, target);
}

Result<> refuse_if_there(const std::string& path) {
  AFTERWORD_ASSIGN(const bool there, path_exists(path));
  if (!there) return {};
  return fail(Failure::conflict, "there is a database, or a part of one, and nothing is overwritten",
              path, "move it away with its -wal and -shm, and keep all three");
}

using Prepare = std::function<Result<>(const std::string& copy)>;

// All that whoever opened it may have left beside it.
void remove_copy(const std::string& temporary) {
  std::error_code ignored;
  for (const char* const part : {"", "-wal", "-shm", ".lock"})
    std::filesystem::remove(temporary + part, ignored);
}

// A log that is left would stay behind when the copy is renamed.
Result<> prepare_copy(const std::string& temporary, const Prepare& prepare) {
  AFTERWORD_TRY(prepare(temporary));
  AFTERWORD_ASSIGN(const bool log_left, path_exists(temporary + "-wal"));
  if (log_left)
    return fail(Failure::io, "what was written into the copy is not all in it", temporary,
                "check the disk, and restore again");
  return sync_file(temporary);
}

Result<> copy_in(const std::string& backup, const std::string& temporary, const std::string& target,
                 const Prepare& prepare) {
  for (const char* const part : {"", "-wal", "-shm"}) AFTERWORD_TRY(refuse_if_there(target + part));
  std::error_code error;
  std::filesystem::copy_file(backup, temporary, error);
  if (error) return system_failed(backup, "copy it to " + temporary, error.value());
  AFTERWORD_TRY(sync_file(temporary));
  if (::chmod(temporary.c_str(), 0600) != 0)
    return system_failed(temporary, "set its mode", errno);
  AFTERWORD_TRY(check_copy(temporary));
  AFTERWORD_TRY(prepare_copy(temporary, prepare));
  return move_to(temporary, target);
}

}  // namespace

Result<> restore(const std::string& backup, const std::string& target, const Prepare& prepare) {
  AFTERWORD_ASSIGN(const int held, lock(target));
  const std::string temporary = target + ".restoring";
  remove_copy(temporary);  // left by one that was cut off
  auto done = copy_in(backup, temporary, target, prepare);
  remove_copy(temporary);  // where it succeeded, only the lock of who prepared it
  ::close(held);
  return done;
}

Result<> Database::backup(const std::string& target) {
  const std::string temporary = target + ".part";
  std::error_code ignored;
  std::filesystem::remove(temporary, ignored);  // left by a backup that was cut off
  auto done = make_copy(*this, temporary, target);
  if (!done) std::filesystem::remove(temporary, ignored);
  return done;
}

}  // namespace afterword::db
