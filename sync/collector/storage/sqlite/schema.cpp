// A migration that has been released is never edited; a new one is appended. Databases of every
// schema released so far lie beside the tests and must be read for ever.
#include "sync/collector/storage/sqlite/schema.h"

namespace afterword::collector {
namespace {

constexpr const char* kFirst = R"sql(
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE stores (id TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL)
  STRICT, WITHOUT ROWID;

CREATE TABLE devices (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  public_key BLOB UNIQUE,            -- NULL for imports
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  state TEXT NOT NULL,
  log INTEGER NOT NULL,
  counter_highest INTEGER NOT NULL,
  counter_seen INTEGER NOT NULL,     -- 64 bits
  app_version TEXT NOT NULL,
  formats TEXT NOT NULL,             -- {"definition":[1],"response":[1]}
  enrolled_at_ms INTEGER NOT NULL,
  seen_at_ms INTEGER,
  heartbeat TEXT NOT NULL) STRICT;

CREATE TABLE logs (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  received_to INTEGER NOT NULL,
  chain BLOB NOT NULL,
  reported_next INTEGER NOT NULL,
  reported_chain BLOB NOT NULL,
  reported_waiting INTEGER NOT NULL,
  reported_at_ms INTEGER,
  forked INTEGER NOT NULL,
  PRIMARY KEY (device, log)) STRICT, WITHOUT ROWID;

-- One row a number, for ever. It holds no answer.
CREATE TABLE ledger (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  data_hash BLOB NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  kind TEXT NOT NULL,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  day INTEGER,
  external_id TEXT,                  -- imports only
  PRIMARY KEY (device, log, sequence)) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_by_external_id ON ledger(device, external_id)
  WHERE external_id IS NOT NULL;
-- Counting what is not plainly stored costs by how many of those there are.
CREATE INDEX ledger_unusual ON ledger(device, log, outcome) WHERE outcome <> 'stored';

CREATE TABLE epochs (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  seal_key TEXT NOT NULL,
  sealed BLOB NOT NULL,
  recovery BLOB NOT NULL,
  PRIMARY KEY (device, log, epoch)) STRICT, WITHOUT ROWID;

CREATE TABLE responses (
  place INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of arrival
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  language TEXT NOT NULL,
  day INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  time_quality TEXT NOT NULL,
  completion TEXT NOT NULL,
  flagged INTEGER NOT NULL,
  body TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL,
  mac BLOB NOT NULL,
  UNIQUE (device, log, sequence)) STRICT;
CREATE INDEX responses_by_survey ON responses(survey, place);
CREATE INDEX responses_counted ON responses(survey, completion, version, day);
CREATE INDEX responses_by_store ON responses(store);

CREATE TABLE quarantine (
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  response_format INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  data BLOB NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT NOT NULL,
  boot TEXT NOT NULL,
  sent_mono_ms INTEGER NOT NULL,
  received_at_ms INTEGER NOT NULL,
  PRIMARY KEY (device, log, sequence)) STRICT;

CREATE TABLE definitions (
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  format INTEGER NOT NULL,
  use TEXT NOT NULL,
  state TEXT NOT NULL,
  published_at_ms INTEGER NOT NULL,
  rollout_stores TEXT NOT NULL,      -- JSON list; empty: all
  rollout_percent INTEGER NOT NULL,
  title TEXT NOT NULL,
  bytes TEXT NOT NULL,
  envelope TEXT NOT NULL,
  envelope_sha256 BLOB NOT NULL,
  PRIMARY KEY (survey, version)) STRICT;

CREATE TABLE retirements (
  survey TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  envelope TEXT NOT NULL,
  envelope_sha256 BLOB NOT NULL) STRICT;

CREATE TABLE series (
  number INTEGER PRIMARY KEY,
  survey TEXT NOT NULL,
  question TEXT NOT NULL,
  kind TEXT NOT NULL,
  scale TEXT NOT NULL,
  options TEXT NOT NULL,             -- JSON list, in the order of the cube's places
  UNIQUE (survey, question)) STRICT;

CREATE TABLE items (
  id INTEGER PRIMARY KEY,
  survey TEXT NOT NULL,
  version INTEGER NOT NULL,
  question TEXT NOT NULL,
  UNIQUE (survey, version, question)) STRICT;

CREATE TABLE cube (
  item INTEGER NOT NULL REFERENCES items(id),
  day INTEGER NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  language TEXT NOT NULL,
  segment TEXT NOT NULL,
  flagged INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  not_applicable INTEGER NOT NULL,
  skipped INTEGER NOT NULL,
  not_shown INTEGER NOT NULL,
  v0 INTEGER NOT NULL, v1 INTEGER NOT NULL, v2 INTEGER NOT NULL, v3 INTEGER NOT NULL,
  v4 INTEGER NOT NULL, v5 INTEGER NOT NULL, v6 INTEGER NOT NULL, v7 INTEGER NOT NULL,
  v8 INTEGER NOT NULL, v9 INTEGER NOT NULL, v10 INTEGER NOT NULL, v11 INTEGER NOT NULL,
  PRIMARY KEY (item, day, store, touchpoint, language, segment, flagged)) STRICT, WITHOUT ROWID;

CREATE TABLE enrol_codes (
  selector TEXT PRIMARY KEY,
  hash BLOB NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  tries_left INTEGER NOT NULL,
  used INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE tallies (
  device TEXT NOT NULL,
  day INTEGER NOT NULL,
  survey TEXT NOT NULL,
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (device, day, survey, name)) STRICT, WITHOUT ROWID;

CREATE TABLE users (
  name TEXT PRIMARY KEY,
  password_hash TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE tokens (
  hash BLOB PRIMARY KEY,
  name TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE sessions (
  hash BLOB PRIMARY KEY,
  user TEXT NOT NULL,
  csrf TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE login_links (
  hash BLOB PRIMARY KEY,
  user TEXT NOT NULL,
  expires_at_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash BLOB NOT NULL) STRICT;
)sql";

// Cards that kiosks show; withdrawals asked for; where a response's withdraw hash is found; whose
// comments were erased by their age.
constexpr const char* kCardsAndWithdrawals = R"sql(
CREATE TABLE cards (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  day TEXT NOT NULL,
  stores TEXT NOT NULL,              -- JSON list; empty: all
  body TEXT NOT NULL) STRICT;        -- JSON: said, did, refused, day, answers

CREATE TABLE withdrawals (
  hash TEXT NOT NULL,
  store TEXT NOT NULL,
  day INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  PRIMARY KEY (hash, store, day)) STRICT, WITHOUT ROWID;

ALTER TABLE responses ADD COLUMN withdraw_hash TEXT;
CREATE INDEX responses_by_withdraw_hash ON responses(withdraw_hash)
  WHERE withdraw_hash IS NOT NULL;
ALTER TABLE responses ADD COLUMN comments_erased INTEGER NOT NULL DEFAULT 0;
CREATE INDEX responses_with_comments ON responses(day) WHERE comments_erased = 0;
)sql";

// Desks: what they record beside responses, and who works at them. A day's scoreboard reads one
// store's day.
constexpr const char* kDesks = R"sql(
CREATE TABLE interactions (
  place INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of arrival
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  day INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  time_quality TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL,
  mac BLOB NOT NULL,
  category TEXT NOT NULL,
  solved TEXT NOT NULL,
  handed_over INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  UNIQUE (device, log, sequence)) STRICT;
CREATE INDEX interactions_by_day ON interactions(store, day);

CREATE TABLE stars (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  device TEXT NOT NULL,
  log INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  store TEXT NOT NULL,
  touchpoint TEXT NOT NULL,
  day INTEGER NOT NULL,
  started_at_ms INTEGER NOT NULL,
  time_quality TEXT NOT NULL,
  body TEXT NOT NULL,
  received_at_ms INTEGER NOT NULL,
  mac BLOB NOT NULL,
  staff TEXT NOT NULL,               -- empty: the team
  given_by TEXT NOT NULL,
  UNIQUE (device, log, sequence)) STRICT;
CREATE INDEX stars_by_day ON stars(store, day);

CREATE TABLE staff (
  store TEXT NOT NULL,
  id TEXT NOT NULL,
  first_name TEXT NOT NULL,
  role TEXT NOT NULL,
  on_stars INTEGER NOT NULL,
  pin TEXT NOT NULL,
  PRIMARY KEY (store, id)) STRICT, WITHOUT ROWID;

DROP INDEX responses_by_store;
CREATE INDEX responses_by_store_day ON responses(store, day);
)sql";

// A record that moved into a new log when its old one forked is opened under its old name.
constexpr const char* kMoved = R"sql(
ALTER TABLE quarantine ADD COLUMN sealed_log INTEGER;
ALTER TABLE quarantine ADD COLUMN sealed_sequence INTEGER;
)sql";

// Which starts of a device's machine have spoken, what was noted of it, and which heartbeat is the newest.
constexpr const char* kBootsAndDeletions = R"sql(
ALTER TABLE devices ADD COLUMN boots TEXT NOT NULL DEFAULT '[]';   -- JSON: [{"name","since"}]
ALTER TABLE devices ADD COLUMN alarms TEXT NOT NULL DEFAULT '[]';  -- JSON list of words
ALTER TABLE devices ADD COLUMN heartbeat_counter INTEGER NOT NULL DEFAULT 0;
CREATE TABLE deletions (  -- signed: the audit log alone could be written anew
  number INTEGER PRIMARY KEY,
  envelope TEXT NOT NULL) STRICT;
)sql";

constexpr db::Migration kMigrations[] = {
    {1, "the first schema", kFirst},
    {2, "cards, withdrawals, age of comments", kCardsAndWithdrawals},
    {3, "interactions, stars, staff", kDesks},
    {4, "quarantined records that moved into a new log", kMoved},
    {5, "starts and alarms of devices, signed proofs of deletion", kBootsAndDeletions},
};

}  // namespace

std::span<const db::Migration> collector_migrations() { return kMigrations; }

}  // namespace afterword::collector
