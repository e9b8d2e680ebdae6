// What the collector keeps, row by row. Values only.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "survey-defs/model/desk_records.h"
#include "sync/base/core/believed_time.h"
#include "sync/base/core/bytes.h"
#include "sync/base/core/clock.h"
#include "sync/base/core/day.h"
#include "sync/metrics/figures.h"
#include "sync/protocol/messages.h"

namespace afterword::collector {

struct Store {
  std::string id, name;
  std::string zone;  // IANA name; decides business days
};

// import: a device of the collector's own, one an import's name, that holds results gathered
// elsewhere.
enum class DeviceState { active, revoked, import };
std::string_view name(DeviceState);
std::optional<DeviceState> parse_device_state(std::string_view);

// A start of a device's machine, as its requests name it, and the counter from which on only that one
// or a later one can be speaking.
struct DeviceBoot {
  std::string name;
  std::int64_t since = 0;
  bool operator==(const DeviceBoot&) const = default;
};
// What is noted of a device once, until an administrator clears it. Two machines speak under its name; it told of
// more numbers than anybody recorded; it counts under days that cannot be right.
inline constexpr std::string_view kCloned = "cloned", kNumbersAhead = "numbers_ahead",
                                  kCountsMisdated = "counts_misdated";

struct Device {
  std::string id;    // "dev-7", "import:NAME"
  Bytes public_key;  // Ed25519; empty for imports
  std::string store, touchpoint;
  DeviceState state = DeviceState::active;
  std::int64_t log = 1;    // the log it writes now
  CounterWindow counters;  // of its requests
  std::string app_version;
  std::vector<int> definition_formats, response_formats;
  WallTime enrolled_at;
  std::optional<WallTime> seen_at;
  std::string heartbeat;  // the newest one, as JSON; empty before the first
  std::int64_t heartbeat_counter = 0;  // of the request that brought it
  std::vector<DeviceBoot> boots;       // the last few, in the order of their appearance
  std::vector<std::string> alarms;     // words as above
};

// One device's numbered log, as the collector has it and as the device last reported it.
struct DeviceLog {
  std::string device;
  std::int64_t log = 1;
  std::int64_t received_to = 0;    // every number up to it has a ledger row
  Bytes chain;                     // the chain's head at received_to
  std::int64_t reported_next = 0;  // 0: no heartbeat yet; otherwise the next number it will give
  Bytes reported_chain;            // the chain's head at reported_next - 1
  std::int64_t reported_waiting = 0;
  std::optional<WallTime> reported_at;
  bool forked = false;  // two different responses came under one number
};

// held: came, could not be opened for want of a key or a definition; the device keeps it. Not
// counted as received. lost: was here before a restore, and the device no longer keeps it.
enum class LedgerOutcome { held, stored, quarantined, withdrawn, expired, lost };
std::string_view name(LedgerOutcome);
std::optional<LedgerOutcome> parse_ledger_outcome(std::string_view);

// What became of one number. Never deleted, and holds no answer.
struct LedgerRow {
  std::string device;
  std::int64_t log = 1;
  std::int64_t sequence = 0;
  // BLAKE2b-256 of the data as sent. Of a lost one, whose data nobody has: the chain that the device
  // goes on from behind the last of the lost ones.
  Bytes data_hash;
  LedgerOutcome outcome = LedgerOutcome::held;
  std::string reason;  // of held and quarantined
  std::string kind;    // "response"
  std::string survey;
  int version = 0;
  std::optional<Day> day;   // the business day, once decided
  std::string external_id;  // imports only: the id in the file
};

// A device's key for some of its responses, sealed to the collector and to the owner.
struct Epoch {
  std::string device;
  std::int64_t log = 1;
  std::int64_t epoch = 0;
  std::string seal_key;  // id of the key that `sealed` is sealed to
  Bytes sealed, recovery;
};

// How well the start of a response is known.
enum class TimeQuality { exact, estimated, received, imported };
std::string_view name(TimeQuality);
std::optional<TimeQuality> parse_time_quality(std::string_view);

struct ResponseRow {
  std::string device;
  std::int64_t log = 1;
  std::int64_t sequence = 0;
  std::string survey;
  int version = 1;
  std::string store, touchpoint, language;
  Day day;
  WallTime started_at;
  TimeQuality time_quality = TimeQuality::exact;
  Completion completion = Completion::complete;
  bool flagged = false;
  std::string body;  // the response as JSON, as it was sealed
  WallTime received_at;
  Bytes mac;  // of all the others, under a key that is not in the database
  // What `body` says of the withdraw code, to be found by; empty: no code was given, or it was imported.
  // Neither this nor the next is in `mac`: the body is, and verify compares them with it.
  std::string withdraw_hash = {};
  bool comments_erased = false;  // what was written in it is gone from `body`
  std::int64_t place = 0;  // in the order of arrival; given by the database, and not in `mac`
};

// Somebody asked to take a response back: kept until it expires, whether or not the response was
// here, so that it also meets one that arrives later.
struct Withdrawal {
  std::string hash;  // of the code
  std::string store;
  Day day;  // as the person said it
  WallTime expires_at;
};
// Days that a person may be wrong by, since midnight may lie in between, and the collector's clock when the response
// came: by less than this it is not doubted, and the day counts as exact.
inline constexpr int kWithdrawDaysAround = 1 + static_cast<int>(kTimeJumpMost / Ms{std::chrono::hours(24)});
static_assert(kWithdrawDaysAround == 4);  // PROTOCOL.md says so

// A card as administrators keep it: which stores show it (none: all).
struct CardRow {
  std::int64_t number = 0;  // in the order of adding
  Card card;
  std::vector<std::string> stores;
};

// What the rows of a desk's records share.
struct DeskHead {
  std::string device;
  std::int64_t log = 1;
  std::int64_t sequence = 0;
  std::string store, touchpoint;
  Day day;
  WallTime started_at;
  TimeQuality time_quality = TimeQuality::exact;
  std::string body;  // the record as JSON, as it was sealed
  WallTime received_at;
  Bytes mac;  // of everything else, under a key that is not in the database
  std::int64_t place = 0;  // in the order of arrival; given by the database, and not in `mac`
};
struct InteractionRow {
  DeskHead head;
  std::string category;
  Solved solved = Solved::too_early;
  bool handed_over = false;
  std::int64_t duration_ms = 0;
};
struct StarRow {
  DeskHead head;
  std::string staff;  // empty: the team
  StarBy by = StarBy::customer;
};
// Which of them: all stores if empty, days inclusive, in the order of arrival after a place.
struct DeskQuery {
  std::string store = {}, touchpoint = {};
  std::optional<Day> from = {}, to = {};
  std::int64_t after = 0;
  int limit = 1000;
};
template <class Row>
struct DeskPage {
  std::vector<Row> rows;
  std::int64_t last = 0;  // the `after` of the next page
  bool more = false;
};

// A member of a store's staff, as a desk needs to know them.
struct StaffRow {
  std::string store, id;  // the id is opaque, and unique in the store
  std::string first_name, role;
  bool on_stars = false;  // agreed to be named where customers give stars
  std::string pin;        // its keyed hash; empty: cannot sign in
};

// Where something stands in quarantine; in the order of device, log and number.
struct QuarantineKey {
  std::string device;
  std::int64_t log = 0;
  std::int64_t sequence = 0;
};
struct QuarantineHead {
  QuarantineKey key;
  std::string survey;
  int version = 1;
  std::string reason, detail;
  std::optional<SealedResponse::Place> sealed_as = {};  // if not for its own place
  WallTime received_at;
};

// Something that came and cannot be counted, as it came, to be tried again.
struct Quarantined {
  std::string device;
  std::int64_t log = 1;
  std::int64_t sequence = 0;
  std::string survey;
  int version = 1;
  int response_format = 1;
  std::int64_t epoch = 0;
  Bytes data;  // nonce and ciphertext
  std::string reason, detail;
  // Where it was sealed for, if not for its own place.
  std::optional<SealedResponse::Place> sealed_as = {};
  // What the business day is decided from.
  std::string boot;
  MonoTime sent_mono;
  WallTime received_at;
};

// A signed word that no version of a survey up to this one is offered any more.
struct Retirement {
  std::string survey;
  int version = 1;
  std::string envelope;
  Bytes envelope_sha256;
};

struct DefinitionHead {
  std::string survey;
  int version = 1;
  int format = 1;
  Use use = Use::kiosk;
  DefinitionState state = DefinitionState::live;
  WallTime published_at;
  std::vector<std::string> rollout_stores;  // empty: all
  int rollout_percent = 100;                // of the devices
  std::string title;                        // in the first language
  Bytes envelope_sha256;
  std::int64_t envelope_bytes = 0;
};
struct Definition {
  DefinitionHead head;
  std::string bytes;     // as the author wrote it
  std::string envelope;  // as it is served: signed, immutable
};

// What a question id means for ever within a survey id.
struct Series {
  std::string survey, question;
  QuestionKind kind = QuestionKind::text;
  ScaleKind scale = ScaleKind::faces5;
  std::vector<std::string> options;  // in the order of first publication: their places in the cube
};

// One histogram of the cube.
struct CubeKey {
  std::string survey;
  int version = 1;
  std::string question;  // or X.why
  Day day;
  std::string store, touchpoint, language, segment;
  bool flagged = false;
  auto operator<=>(const CubeKey&) const = default;
};
using Cube = std::map<CubeKey, Histogram>;

enum class Group { none, store, day, touchpoint, language, version };
struct CubeQuery {
  std::string survey;
  std::optional<Day> from, to;  // inclusive
  bool clean_only = false;
  Group by = Group::none;
};
struct CubeSum {
  std::string question;
  std::string group;  // store id, "2026-03-03", ...; empty for Group::none
  Histogram counts;
};

struct EnrolCode {
  std::string selector;  // the first characters of the code: finds the row
  Bytes hash;            // of the whole code
  std::string store, touchpoint;
  WallTime expires_at;
  int tries_left = 5;
  bool used = false;
};

// Sessions, log-in links and codes are made for half of it at most; the rest is for a clock that is set back a little.
inline constexpr Ms kAccessLifeMost{std::chrono::hours(48)};

// How often something happened on a device on a day; the last revision wins.
inline constexpr std::string_view kTallyRefused = "refused_";  // begins a name; the reason follows
inline constexpr int kTalliesADay = 1'000;  // of one device; a kiosk counts a few dozen things
// Counts under a day that cannot be right (a kiosk's clock was wrong, and nobody knows the day any more) lie
// under that day and so many more: apart from the others, and in none of their sums.
inline constexpr int kMisdated = 100'000'000;
inline constexpr int kMisdatedMost = 2'000;  // rows of a device
struct Tally {
  std::string device;
  Day day;
  std::string survey, name;
  std::int64_t revision = 0, count = 0;
};

struct User {
  std::string name;
  std::string password_hash;  // Argon2id, in libsodium's text form; empty: log-in links only
  WallTime created_at;
};
struct Token {
  Bytes hash;
  std::string name;
  WallTime created_at;
};
struct Session {
  Bytes hash;  // of the cookie's value
  std::string user;
  std::string csrf;
  WallTime expires_at;
};
struct LoginLink {
  Bytes hash;
  std::string user;
  WallTime expires_at;
};

// Who did what. Each entry's hash covers the one before, so that none can be taken out unseen.
struct AuditEntry {
  std::int64_t number = 0;
  WallTime at;
  std::string actor, action, detail;
  Bytes hash;
};

// A signed proof that the rule on comments ran (protocol/deletion_proof.h).
struct DeletionRow {
  std::int64_t number = 0;  // 1, 2, 3, ...
  std::string envelope;
  bool operator==(const DeletionRow&) const = default;
};

}  // namespace afterword::collector
