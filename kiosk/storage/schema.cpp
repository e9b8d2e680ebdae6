#include "kiosk/storage/schema.h"

namespace afterword::kiosk {
namespace {

// record.state: 0 waiting, 1 held, 2 acknowledged. chain_before is the chain before the record, so
// that a run can be sent when the ones before it are gone.
constexpr const char* kFirst = R"sql(
CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE log_head (
  one           INTEGER PRIMARY KEY CHECK (one = 1),
  device        TEXT NOT NULL,
  log           INTEGER NOT NULL,
  next_sequence INTEGER NOT NULL CHECK (next_sequence >= 1),
  chain         BLOB NOT NULL CHECK (length(chain) = 32),
  last_epoch    INTEGER NOT NULL DEFAULT 0,
  quarantined_gone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE epoch (
  epoch    INTEGER PRIMARY KEY,
  seal_key TEXT NOT NULL,
  sealed   BLOB NOT NULL,
  recovery BLOB NOT NULL
) STRICT;

CREATE TABLE record (
  sequence        INTEGER PRIMARY KEY CHECK (sequence >= 1),
  log             INTEGER NOT NULL,
  epoch           INTEGER NOT NULL REFERENCES epoch (epoch),
  kind            TEXT NOT NULL,
  survey          TEXT NOT NULL,
  version         INTEGER NOT NULL,
  response_format INTEGER NOT NULL,
  data            BLOB NOT NULL,
  chain_before    BLOB NOT NULL CHECK (length(chain_before) = 32),
  state           INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
  outcome         TEXT,
  problem         TEXT,
  acknowledged_ms INTEGER
) STRICT;
CREATE INDEX record_by_state ON record (state, sequence);
CREATE INDEX record_by_epoch ON record (epoch);

CREATE TABLE draft (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  sequence        INTEGER NOT NULL,
  log             INTEGER NOT NULL,
  epoch           INTEGER NOT NULL REFERENCES epoch (epoch),
  kind            TEXT NOT NULL,
  survey          TEXT NOT NULL,
  version         INTEGER NOT NULL,
  response_format INTEGER NOT NULL,
  data            BLOB NOT NULL,
  keep            INTEGER NOT NULL CHECK (keep IN (0, 1))
) STRICT;

CREATE TABLE definition (
  survey   TEXT PRIMARY KEY,
  version  INTEGER NOT NULL,
  state    TEXT NOT NULL CHECK (state IN ('live', 'retired')),
  envelope BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE tally (
  day      TEXT NOT NULL,
  survey   TEXT NOT NULL,
  name     TEXT NOT NULL,
  revision INTEGER NOT NULL,
  count    INTEGER NOT NULL,
  PRIMARY KEY (day, survey, name)
) STRICT, WITHOUT ROWID;
)sql";

// Counts of whole blocks for a desk's scoreboard, as JSON. Today's, and as good as empty elsewhere.
constexpr const char* kScore = R"sql(
CREATE TABLE score (
  day    TEXT PRIMARY KEY,
  counts TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Logs that follow one another, each numbered from 1; and where a record was sealed for that moved
// into a new log.
constexpr const char* kLogs = R"sql(
CREATE TABLE record_of_logs (
  log             INTEGER NOT NULL,
  sequence        INTEGER NOT NULL CHECK (sequence >= 1),
  epoch           INTEGER NOT NULL REFERENCES epoch (epoch),
  kind            TEXT NOT NULL,
  survey          TEXT NOT NULL,
  version         INTEGER NOT NULL,
  response_format INTEGER NOT NULL,
  data            BLOB NOT NULL,
  chain_before    BLOB NOT NULL CHECK (length(chain_before) = 32),
  state           INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)),
  outcome         TEXT,
  problem         TEXT,
  acknowledged_ms INTEGER,
  sealed_log      INTEGER,
  sealed_sequence INTEGER,
  PRIMARY KEY (log, sequence)
) STRICT;
INSERT INTO record_of_logs
  SELECT log, sequence, epoch, kind, survey, version, response_format, data, chain_before, state,
         outcome, problem, acknowledged_ms, NULL, NULL FROM record;
DROP TABLE record;
ALTER TABLE record_of_logs RENAME TO record;
CREATE INDEX record_by_state ON record (state, log, sequence);
CREATE INDEX record_by_epoch ON record (epoch);
)sql";

// What a row must hash to (row_proof.h): a damaged one is not believed. NULL until the first start with this
// schema has hashed what was there. Keys of epochs lie on pages of their own a second time: one page of them
// damaged would take every answer of those hours along.
constexpr const char* kProofs = R"sql(
ALTER TABLE record ADD COLUMN proof BLOB;
ALTER TABLE epoch ADD COLUMN proof BLOB;
CREATE TABLE epoch_again (
  epoch    INTEGER PRIMARY KEY,
  seal_key TEXT NOT NULL,
  sealed   BLOB NOT NULL,
  recovery BLOB NOT NULL,
  proof    BLOB
) STRICT;
)sql";

constexpr db::Migration kMigrations[] = {
    {1, "responses, definitions, settings, tallies", kFirst},
    {2, "a desk's scoreboard", kScore},
    {3, "logs that follow one another", kLogs},
    {4, "rows that prove themselves", kProofs},
};

}  // namespace

std::span<const db::Migration> migrations() { return kMigrations; }

}  // namespace afterword::kiosk
