// The bodies of requests and replies, as structs, to and from JSON.
//
// dump() writes what read_*() takes. Reading keeps every limit of limits.h, reports all problems at
// once with their places, and ignores fields it does not know, so that either end may be newer.
// Threads: any.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "survey-defs/model/desk_settings.h"
#include "survey-defs/model/timing_receipt.h"
#include "survey-defs/model/timing_visits.h"
#include "sync/protocol/about.h"
#include "sync/protocol/chain.h"
#include "sync/protocol/definition_message.h"
#include "sync/protocol/sealing.h"
#include "sync/protocol/trust.h"

namespace afterword {

// ---- POST /v1/enrol -------------------------------------------------------------------------

struct EnrolRequest {
  std::string code;            // 13 characters, as read_code() gives them
  crypto::Key32 public_key{};  // made on the device; its secret never leaves
  std::string app_version;
  std::vector<int> definition_formats;
  std::vector<int> response_formats;
};
struct EnrolReply {
  std::string device;
  std::int64_t log = 1;
  std::string store;
  std::string touchpoint;
  std::string zone;            // IANA name of the store's time zone
  crypto::Key32 public_key{};  // the one of the request: this reply is for nobody else
  std::int64_t trust_version = 1;
};
std::string dump(const EnrolRequest& message);
std::string dump(const EnrolReply& message);
Result<EnrolRequest> read_enrol_request(std::string_view body);
Result<EnrolReply> read_enrol_reply(std::string_view body);

// ---- POST /v1/wait --------------------------------------------------------------------------

enum class DefinitionState { live, retired };
std::string_view name(DefinitionState state);
std::optional<DefinitionState> parse_definition_state(std::string_view word);

// What a device has of a definition.
struct HeldDefinition {
  std::string id;
  int version = 1;
  DefinitionState state = DefinitionState::live;
  // Not on the wire: signed by a key that is trusted no longer. It forbids no version, older ones neither.
  bool signer_left = false;
  bool operator==(const HeldDefinition&) const = default;
};
// What the collector offers: where `live` the envelope of the definition, where `retired` that of
// the retirement.
struct OfferedDefinition {
  std::string id;
  int version = 1;
  crypto::Hash256 sha256{};  // of the envelope as served
  std::int64_t bytes = 0;    // of the envelope as served
  DefinitionState state = DefinitionState::live;
};
// A cumulative count of a day; the row with the highest revision holds.
struct Tally {
  std::string day;  // "2026-03-03", the kiosk's belief
  std::string survey;
  std::string name;  // "started", "refused", ...
  std::int64_t revision = 0;
  std::int64_t count = 0;
};
// A device's database was damaged; it was set aside, and a new one begun with what of it proved itself.
struct Damage {
  std::int64_t at_ms = 0;     // the kiosk's belief; with `log` it tells one event from another
  std::int64_t log = 1;       // that ended with it; a new one was begun
  std::int64_t kept = 0;      // records that were saved, acknowledged ones included
  std::int64_t waiting = 0;   // those of them that still had to be sent
  std::int64_t unproved = 0;  // records that were there and not as they were written: never sent
  bool operator==(const Damage&) const = default;
};
json::Value to_json(const Damage& damage);
Damage read_damage(json::Fields& fields);
// What needs a hand at the device, for as long as it does: words of [a-z_], these and whatever newer devices add.
inline constexpr std::string_view kDiskShort = "disk_short", kRecordsNothing = "records_nothing", kSecondCopyFails = "second_copy_fails",
                                  kSecondCopySmall = "second_copy_small",
                                  kTrustExpired = "trust_expired";
inline constexpr std::size_t kTroublesMax = 16, kTroubleBytesMax = 48;
// A log that another has followed: its end, as far as the device still keeps records of it.
struct PastLog {
  std::int64_t log = 1;
  std::int64_t next_sequence = 1;
  Chain chain{};  // after next_sequence - 1
  bool operator==(const PastLog&) const = default;
};
struct WaitRequest {
  std::int64_t revision = 0;      // the last one heard; 0 is always answered at once
  std::int64_t wait_ms = 55'000;  // at most kWaitMax; 0 asks for an answer at once
  std::int64_t log = 1;
  std::int64_t next_sequence = 1;  // recorded is one less
  Chain chain{};                   // after next_sequence - 1
  std::int64_t waiting = 0;        // not acknowledged, held ones included
  std::string oldest_epoch_key;    // seal key of the oldest waiting record; "" when none waits
  std::string boot;                // opaque, one a start of the machine
  std::int64_t mono_ms = 0;
  std::int64_t wall_ms = 0;
  std::vector<HeldDefinition> definitions;
  std::string app_version;
  std::int64_t disk_free_bytes = 0;
  bool clean_start = true;  // the last run ended as it should
  std::vector<Tally> tallies;
  std::string figures_mark = {};  // of the figures last heard; a desk's only
  std::optional<Damage> damage = {};  // the last one, told for ever
  std::vector<std::string> troubles = {};
  std::vector<PastLog> past_logs = {};
  // What it can read; empty: as at its enrolment.
  std::vector<int> definition_formats = {}, response_formats = {};
};
struct Settings {
  std::string store;
  std::string store_name;
  std::string touchpoint;
  std::string zone;
  About about = {};
  std::vector<Card> cards = {};                // newest first
  std::optional<ReceiptScheme> receipts = {};  // nothing: numbers on receipts mean nothing there
  // Only where the device's touchpoint is a desk.
  std::optional<DeskSettings> desk = {};
  bool operator==(const Settings&) const = default;
};
// As the reply to a heartbeat holds them, and as a device keeps them.
json::Value to_json(const Settings& settings);
Settings read_settings(json::Fields& fields, json::Problems& problems);
struct SequenceRange {
  std::int64_t first = 0;
  std::int64_t last = 0;  // inclusive
  bool operator==(const SequenceRange&) const = default;
};

// Numbers first..last of one log.
struct LogRange {
  std::int64_t log = 1;
  SequenceRange numbers;
  bool operator==(const LogRange&) const = default;
};

struct WaitReply {
  std::int64_t revision = 0;  // rises with anything in this reply
  std::int64_t time_ms = 0;   // the collector's clock
  std::vector<OfferedDefinition> definitions;
  Settings settings;
  std::int64_t trust_version = 1;
  // What happened to visitors of this touchpoint; each is told once, and minutes old at most.
  std::vector<Happening> events = {};
  // Of the shop's day, for a desk; once there is anything to show.
  std::optional<DeskFigures> figures = {};
  // This number of the device's log and all after it are not here, and it does not count so many as waiting.
  std::optional<std::int64_t> expected = {};
  // Known here by their number alone, and the device does not count so many as waiting; at most kMissingRangesMax.
  std::vector<LogRange> held = {};
};
std::string dump(const WaitRequest& message);
std::string dump(const WaitReply& message);
Result<WaitRequest> read_wait_request(std::string_view body);
Result<WaitReply> read_wait_reply(std::string_view body);

// ---- POST /v1/responses ---------------------------------------------------------------------

// One sealed record of a device's log.
struct SealedResponse {
  std::int64_t log = 1;  // of the batch; not repeated in each record on the wire
  std::int64_t sequence = 0;
  std::int64_t epoch = 0;
  std::string kind{kKindResponse};
  std::string survey;
  int version = 1;
  int response_format = 1;
  Bytes data;  // nonce | ciphertext; empty when withheld
  // Set instead of `data` when the device cannot get the record itself through (the collector
  // finds it malformed or too large alone): the number keeps its place in the chain, the ledger
  // keeps the hash as held, and the record stays on the device and is tried again slowly.
  std::optional<crypto::Hash256> withheld;
  // Where it was sealed for, if that is not where it is: its log had forked, and it was moved into
  // a new one, which its own device cannot seal it for any more.
  struct Place {
    std::int64_t log = 1;
    std::int64_t sequence = 0;
    bool operator==(const Place&) const = default;
  };
  std::optional<Place> sealed_as;

  crypto::Hash256 hash() const { return withheld ? *withheld : data_hash(data); }
  RecordName name(std::string_view device) const {
    const Place place = sealed_as.value_or(Place{log, sequence});
    return {std::string(device), place.log, place.sequence, survey, version, response_format, kind};
  }
  bool operator==(const SealedResponse&) const = default;
};

// Consecutive numbers only: responses[i].sequence == first_sequence + i.
struct Batch {
  std::int64_t log = 1;
  std::int64_t first_sequence = 1;
  Chain chain_before{};
  std::string boot;
  std::int64_t mono_ms = 0;
  std::int64_t wall_ms = 0;
  std::vector<SealedEpoch> epochs;  // every epoch that a record names, each once
  std::vector<SealedResponse> responses;
  Chain chain_after{};
  // Those right before first_sequence that the collector wants, and the device no longer keeps.
  std::optional<SequenceRange> lost = {};
};

enum class Outcome { stored, repeat, quarantined, withdrawn };
std::string_view name(Outcome outcome);
std::optional<Outcome> parse_outcome(std::string_view word);

struct RecordOutcome {
  std::int64_t sequence = 0;
  Outcome outcome = Outcome::stored;
  std::string problem;  // quarantined: the reason's word; else empty
};

enum class HeldReason { key_missing, definition_missing, withheld };
std::string_view name(HeldReason reason);
std::optional<HeldReason> parse_held_reason(std::string_view word);

struct HeldRecord {
  std::int64_t sequence = 0;
  HeldReason reason = HeldReason::key_missing;
};
struct BatchReply {
  // Of the numbers in this batch, those up to here are on the collector's disk, but for those in
  // `held`. It says nothing of numbers that were not in the batch.
  std::int64_t durable_to = 0;
  std::vector<RecordOutcome> outcomes;  // those that are not simply stored
  std::vector<HeldRecord> held;
  std::vector<SequenceRange> missing;  // of this log, wanted again
  std::int64_t time_ms = 0;
  std::int64_t revision = 0;
};
std::string dump(const Batch& message);
std::string dump(const BatchReply& message);
// Also checks that the numbers are consecutive, that each record's epoch is there, and that
// chain_after follows from chain_before (so whoever has the Batch has a proven one).
Result<Batch> read_batch(std::string_view body);
Result<BatchReply> read_batch_reply(std::string_view body);

}  // namespace afterword
