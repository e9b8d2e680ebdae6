#include "tests/faults/wire/kept.h"

#include <stdexcept>

#include "sync/base/crypto/hash.h"
#include "sync/base/db/db.h"
#include "tests/support/must.h"

namespace afterword::test {
namespace {

template <class Visit>
void each_row(const std::string& file, const char* sql, Visit visit) {
  const auto database = must(db::Database::open(file, {.access = db::Access::read_only}));
  auto row = must(database->prepare(sql));
  while (must(row.step())) visit(row);
}

}  // namespace

AtCollector read_collector(const std::string& database) {
  AtCollector out;
  each_row(database, "SELECT device, sequence, body FROM responses ORDER BY place",
           [&out](const db::Statement& row) {
             const Number number{row.text(0), row.integer(1)};
             out.arrival.push_back(number);
             out.bodies[number] = row.text(2);
           });
  each_row(database, "SELECT device, sequence, data_hash, outcome FROM ledger",
           [&out](const db::Statement& row) {
             const Number number{row.text(0), row.integer(1)};
             out.ledger[number] = row.bytes(2);
             out.outcomes[number] = row.text(3);
           });
  return out;
}

std::map<std::int64_t, Bytes> read_kiosk(const std::string& folder) {
  std::map<std::int64_t, Bytes> out;
  each_row(folder + "/kiosk.db", "SELECT sequence, data FROM record",
           [&out](const db::Statement& row) {
             const auto hash = crypto::hash256(row.bytes_view(1));
             out[row.integer(0)] = Bytes(hash.begin(), hash.end());
           });
  return out;
}

bool is_whole(const std::string& database) {
  const auto opened = db::Database::open(database, {.access = db::Access::read_only});
  return opened && (*opened)->integrity_check();
}

}  // namespace afterword::test
