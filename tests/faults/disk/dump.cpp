#include "tests/faults/disk/dump.h"

#include <vector>

#include "sync/base/db/db.h"

namespace afterword::test {
namespace {

Result<std::vector<std::string>> texts(db::Database& database, const std::string& sql) {
  AFTERWORD_ASSIGN(auto row, database.prepare(sql));
  std::vector<std::string> found;
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return found;
    found.push_back(row.text(0));
  }
}

}  // namespace

Result<std::string> dump(const std::string& database) {
  auto readable = db::Database::open(database, {.access = db::Access::read_only});
  // A change from before the log was used is only rolled back by somebody who may write.
  if (!readable && readable.error().failure == Failure::denied)
    readable = db::Database::open(database);
  if (!readable) return tl::unexpected<Error>(std::move(readable).error());
  const auto& opened = *readable;
  AFTERWORD_TRY(opened->integrity_check());
  AFTERWORD_ASSIGN(const int version, db::schema_version(*opened));
  std::string out = "version " + std::to_string(version) + "\n";
  AFTERWORD_ASSIGN(const auto tables,
                   texts(*opened,
                         "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"));
  for (const std::string& table : tables) {
    AFTERWORD_ASSIGN(const auto columns,
                     texts(*opened, "SELECT group_concat('quote(\"' || name || '\")', "
                                    "'||'',''||') FROM pragma_table_info('" +
                                        table + "')"));
    out += table + "\n";
    AFTERWORD_ASSIGN(const auto rows, texts(*opened, "SELECT " + columns.at(0) + " FROM \"" +
                                                         table + "\" ORDER BY 1"));
    for (const std::string& row : rows) out += "  " + row + "\n";
  }
  return out;
}

}  // namespace afterword::test
