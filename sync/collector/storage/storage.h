// Where the collector keeps everything; the interface that each database implements.
//
// All SQL lies behind it. One suite of tests (tests/sync/collector/storage) is what an
// implementation must pass.
//
// Reads is a consistent view: it does not change while it is held, so hold it briefly. Writes is
// the one transaction under way: what it changes is seen by its own reads() at once and by others
// after commit. Neither decides anything: rules live in ingest and api.
//
// Errors: busy may be tried again; disk_full, io and corrupt need a person; conflict means that a
// row of that key is there. What is asked for and not there is an empty optional, not an error.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/core/result.h"
#include "sync/collector/storage/records.h"

namespace afterword::collector {

template <class Row>
using Visit = std::function<Result<>(const Row&)>;  // an error ends the scan and is returned

class Reads {
 public:
  virtual ~Reads() = default;

  virtual Result<std::vector<Store>> stores() const = 0;  // by id
  virtual Result<std::optional<Store>> store(std::string_view id) const = 0;

  virtual Result<std::vector<Device>> devices() const = 0;  // in the order they were added
  virtual Result<std::optional<Device>> device(std::string_view id) const = 0;
  virtual Result<std::optional<Device>> device_by_key(ByteView public_key) const = 0;
  virtual Result<std::vector<DeviceLog>> logs() const = 0;  // by device, log
  virtual Result<std::vector<DeviceLog>> logs_of(std::string_view device) const = 0;
  virtual Result<std::optional<DeviceLog>> log(std::string_view device, std::int64_t log) const = 0;

  // The rows of numbers first..last that there are, in order.
  virtual Result<std::vector<LedgerRow>> ledger(std::string_view device, std::int64_t log,
                                                std::int64_t first, std::int64_t last) const = 0;
  // Ranges within 1..last that have no row, in order; at most `ranges_max`.
  virtual Result<std::vector<SequenceRange>> holes(std::string_view device, std::int64_t log,
                                                   std::int64_t last, int ranges_max) const = 0;
  virtual Result<> scan_ledger(std::string_view device, std::int64_t log,
                               const Visit<LedgerRow>& visit) const = 0;
  // How many rows of each log are not plainly stored, by outcome. Costs by their number alone.
  struct OutcomeCount {
    std::string device;
    std::int64_t log = 1;
    LedgerOutcome outcome = LedgerOutcome::held;
    std::int64_t count = 0;
  };
  virtual Result<std::vector<OutcomeCount>> unusual_outcomes() const = 0;
  // Rows with the outcome held, in all logs of a device; and which those are, by log and number: where there are
  // more than `ranges_max`, each `turn` gives others.
  virtual Result<std::int64_t> count_held(std::string_view device) const = 0;
  virtual Result<std::vector<LogRange>> held(std::string_view device, int ranges_max,
                                             std::int64_t turn) const = 0;
  virtual Result<std::optional<LedgerRow>> ledger_by_external_id(
      std::string_view device, std::string_view external_id) const = 0;
  virtual Result<std::optional<Epoch>> epoch(std::string_view device, std::int64_t log,
                                             std::int64_t epoch) const = 0;

  virtual Result<std::optional<ResponseRow>> response(std::string_view device, std::int64_t log,
                                                      std::int64_t sequence) const = 0;
  // Of one log, in order.
  virtual Result<> scan_responses(std::string_view device, std::int64_t log,
                                  const Visit<ResponseRow>& visit) const = 0;
  virtual Result<std::int64_t> count_responses() const = 0;
  // How many responses of a survey ran to the end, from day `from` on, of all versions or one.
  struct Completions {
    std::uint64_t complete = 0, partial = 0;
  };
  virtual Result<Completions> completions(std::string_view survey, std::optional<Day> from,
                                          std::optional<int> version = {}) const = 0;
  virtual Result<std::map<std::string, std::uint64_t>> responses_by_store() const = 0;
  // Every log that a row of any kind names, whether or not logs() knows it. Reads everything.
  using LogName = std::pair<std::string, std::int64_t>;  // device, log
  virtual Result<std::vector<LogName>> log_names() const = 0;
  // Of one survey, in the order of arrival, beginning after the place `after` (0: the first).
  struct Page {
    std::vector<ResponseRow> responses;
    std::int64_t last = 0;  // the `after` of the next page
    bool more = false;
  };
  virtual Result<Page> responses(std::string_view survey, std::int64_t after, int limit) const = 0;
  // Of all surveys and kiosks (not imported), beginning after that place; at most `limit`.
  virtual Result<std::vector<ResponseRow>> arrived(std::int64_t after, int limit) const = 0;
  // Those from day `from` on that answered `entry`, and whose comments were not erased ("rooms", "rooms.why"), the newest first.
  virtual Result<std::vector<ResponseRow>> newest_answering(std::string_view survey,
                                                            std::string_view entry,
                                                            std::optional<Day> from,
                                                            int limit) const = 0;
  // What stands in quarantine after that place, by device, log and number; at most `limit`. Without the data,
  // which may be large.
  virtual Result<std::vector<QuarantineHead>> quarantine(const QuarantineKey& after,
                                                         int limit) const = 0;
  virtual Result<std::optional<Quarantined>> quarantined(const QuarantineKey& key) const = 0;
  virtual Result<std::int64_t> count_quarantined(std::string_view device) const = 0;
  virtual Result<std::int64_t> count_quarantined() const = 0;  // of all

  // A desk's records: one, all of a log in order, and a page of many.
  virtual Result<std::optional<InteractionRow>> interaction(std::string_view device,
                                                            std::int64_t log,
                                                            std::int64_t sequence) const = 0;
  virtual Result<std::optional<StarRow>> star(std::string_view device, std::int64_t log,
                                              std::int64_t sequence) const = 0;
  virtual Result<> scan_interactions(std::string_view device, std::int64_t log,
                                     const Visit<InteractionRow>& visit) const = 0;
  virtual Result<> scan_stars(std::string_view device, std::int64_t log,
                              const Visit<StarRow>& visit) const = 0;
  virtual Result<DeskPage<InteractionRow>> interactions(const DeskQuery& query) const = 0;
  virtual Result<DeskPage<StarRow>> stars(const DeskQuery& query) const = 0;
  // Responses of one store, touchpoint and day, in the order of arrival.
  virtual Result<> scan_day(std::string_view store, std::string_view touchpoint, Day day,
                            const Visit<ResponseRow>& visit) const = 0;
  virtual Result<std::vector<StaffRow>> staff(std::string_view store) const = 0;  // by id
  // Of that store, with a day at most kWithdrawDaysAround from `day`, or one that was guessed:
  // where the time is not exact the day may be any.
  virtual Result<std::vector<ResponseRow>> responses_to_withdraw(const Withdrawal& asked) const = 0;
  // Of days before `before`, whose comments were not erased; after the first `skip` at most `limit`,
  // the oldest first.
  virtual Result<std::vector<ResponseRow>> responses_with_comments(Day before, int skip,
                                                                   int limit) const = 0;
  // Whether somebody asked to take back what has this hash, store and day. Without `day`: of any day.
  // One that has expired counts until it is removed: no clock decides here.
  virtual Result<bool> is_withdrawn(std::string_view hash, std::string_view store,
                                    std::optional<Day> day) const = 0;
  // Whether this very wish is here, expired or not.
  virtual Result<bool> has_withdrawal(const Withdrawal& asked) const = 0;
  virtual Result<std::vector<CardRow>> cards() const = 0;  // by day and number, newest first

  virtual Result<std::vector<DefinitionHead>> definitions() const = 0;  // by survey, version
  virtual Result<std::optional<Definition>> definition(std::string_view survey,
                                                       int version) const = 0;
  // The newest of each survey that was ever retired, by survey.
  virtual Result<std::vector<Retirement>> retirements() const = 0;
  virtual Result<std::vector<Series>> series(
      std::string_view survey) const = 0;  // first published first

  virtual Result<std::vector<CubeSum>> sums(
      const CubeQuery& query) const = 0;  // by question, group
  virtual Result<Cube> cube() const = 0;

  virtual Result<std::optional<EnrolCode>> enrol_code(std::string_view selector) const = 0;
  // What the kiosks counted of one survey, added up over devices and days, by name.
  virtual Result<std::map<std::string, std::int64_t>> tally_sums(std::string_view survey,
                                                                 std::optional<Day> from,
                                                                 std::optional<Day> to) const = 0;

  // The misdated ones, by name; and those of a device.
  virtual Result<std::map<std::string, std::int64_t>> misdated_sums(std::string_view survey) const = 0;
  struct MisdatedTallies {
    std::int64_t rows = 0, count = 0;
  };
  virtual Result<MisdatedTallies> misdated_tallies(std::string_view device) const = 0;

  virtual Result<std::optional<User>> user(std::string_view name) const = 0;
  virtual Result<std::vector<User>> users() const = 0;  // by name
  virtual Result<std::optional<Token>> token(ByteView hash) const = 0;
  virtual Result<std::optional<Session>> session(ByteView hash) const = 0;
  virtual Result<std::vector<AuditEntry>> audit(int newest) const = 0;  // newest first
  virtual Result<std::vector<DeletionRow>> deletions() const = 0;       // by number
  virtual Result<std::optional<DeletionRow>> newest_deletion() const = 0;

  virtual Result<std::optional<std::string>> setting(std::string_view name) const = 0;
  // Rises with every change that a waiting device should hear of.
  virtual Result<std::int64_t> revision() const = 0;
};

class Writes {
 public:
  virtual ~Writes() = default;
  virtual const Reads& reads() const = 0;

  virtual Result<> put_store(const Store& store) = 0;

  virtual Result<> add_device(const Device& device) = 0;
  virtual Result<> update_device(const Device& device) = 0;
  // The next free "dev-N".
  virtual Result<std::string> next_device_id() = 0;
  virtual Result<> put_log(const DeviceLog& log) = 0;

  virtual Result<> put_ledger(const LedgerRow& row) = 0;  // adds, or changes what became of it
  virtual Result<> put_epoch(const Epoch& epoch) = 0;  // one that is there stays as it is
  virtual Result<> add_response(const ResponseRow& response) = 0;
  virtual Result<> add_interaction(const InteractionRow& interaction) = 0;
  virtual Result<> add_star(const StarRow& star) = 0;
  virtual Result<> put_staff(const StaffRow& row) = 0;
  virtual Result<> remove_staff(std::string_view store, std::string_view id) = 0;
  virtual Result<> put_quarantined(const Quarantined& item) = 0;
  virtual Result<> remove_quarantined(const QuarantineKey& key) = 0;
  // The response is gone; not there: no error. With the commit what is erased here, replaced or
  // removed goes from every file of the database, or, while somebody reads an older state, with
  // the first commit or idle moment after that.
  virtual Result<> erase_response(std::string_view device, std::int64_t log,
                                  std::int64_t sequence) = 0;
  // Puts body and mac of a response in the place of what was there; its comments count as erased.
  virtual Result<> replace_without_comments(const ResponseRow& response) = 0;
  // Puts the times, body and mac of a record in the place of what was there.
  virtual Result<> replace_times(const ResponseRow& response) = 0;
  virtual Result<> replace_times(const InteractionRow& interaction) = 0;
  virtual Result<> replace_times(const StarRow& star) = 0;
  // Adds the counts to what is there. Its items must have been published (else conflict).
  virtual Result<> add_to_cube(const Cube& counts) = 0;
  // Takes counts away that were added before; a cell that counts nothing any more goes.
  virtual Result<> take_from_cube(const Cube& counts) = 0;
  virtual Result<> put_withdrawal(const Withdrawal& asked) = 0;  // the later expiry holds

  // Adds an immutable version, with one cube item for each of `items` (question ids and whys).
  virtual Result<> add_definition(const Definition& definition,
                                  const std::vector<std::string>& items) = 0;
  // Who signed it changes, and nothing else.
  virtual Result<> set_envelope(const SurveyVersion& survey, std::string_view envelope,
                                const Bytes& envelope_sha256) = 0;
  virtual Result<> set_rollout(const DefinitionHead& head) = 0;  // stores and percent only
  // All versions up to that one become retired, and the retirement is kept.
  virtual Result<> retire(const Retirement& retirement) = 0;
  virtual Result<> add_series(const Series& series) = 0;  // one that is there stays as it is

  virtual Result<> put_enrol_code(const EnrolCode& code) = 0;
  // Unless a newer revision is there. One that is not there is added while the device counts less than kTalliesADay
  // things on that day, or less than kMisdatedMost misdated ones.
  virtual Result<> put_tally(const Tally& tally) = 0;
  // What the device counts under days outside first..last is misdated from then on, and what was misdated within
  // them is so no more. Of two under one day the newer revision stays.
  virtual Result<> place_tallies(std::string_view device, Day first, Day last) = 0;

  virtual Result<> put_user(const User& user) = 0;
  virtual Result<bool> remove_user(std::string_view name) = 0;  // false: there was none
  // Sessions and log-in links of a user: whoever is in is out.
  virtual Result<> end_access(std::string_view user) = 0;
  virtual Result<> end_all_access() = 0;  // of every user, and codes for kiosks
  virtual Result<> add_token(const Token& token) = 0;
  virtual Result<> remove_tokens_but(ByteView hash) = 0;
  virtual Result<> add_session(const Session& session) = 0;
  virtual Result<> remove_session(ByteView hash) = 0;
  // Sessions, links, codes: made again in a minute. Also those that would be good for longer than any is made for.
  virtual Result<> remove_expired(WallTime now) = 0;
  virtual Result<> remove_expired_withdrawals(WallTime now) = 0;
  virtual Result<> add_login_link(const LoginLink& link) = 0;
  // The link, which is gone from then on; nothing if there is none.
  virtual Result<std::optional<LoginLink>> take_login_link(ByteView hash) = 0;
  virtual Result<> add_audit(const AuditEntry& entry) = 0;
  virtual Result<> put_deletion(const DeletionRow& row) = 0;  // in the place of that number's

  virtual Result<std::int64_t> add_card(const CardRow& card) = 0;  // gives its number
  virtual Result<bool> remove_card(std::int64_t number) = 0;       // false: there was none

  virtual Result<> put_setting(std::string_view name, std::string_view value) = 0;
  virtual Result<> raise_revision() = 0;
  // The next response, interaction and star each get a place more than `step` above the highest that was given in
  // this database, and above `least`.
  virtual Result<> raise_places(std::int64_t step, std::int64_t least) = 0;

  // Runs `part`; if it fails, what it changed is undone and the rest of the transaction stays, unless
  // an error has ended() all of it.
  virtual Result<> attempt(const std::function<Result<>(Writes&)>& part) = 0;
  // Whether an error has undone the whole transaction. Nothing can be written in it any more.
  virtual bool ended() const = 0;
};

class Storage {
 public:
  virtual ~Storage() = default;

  // A view of what is committed now. Any thread; the view stays on the thread that asked.
  using View = std::unique_ptr<const Reads, std::function<void(const Reads*)>>;
  virtual Result<View> read() = 0;

  // Runs `change` in one transaction and commits. When this returns without error everything in it
  // survives a power cut; otherwise nothing of it was done. Only the thread that writes.
  virtual Result<> write(const std::function<Result<>(Writes&)>& change) = 0;

  // Whether reading is refused until write() or tidy() has opened the database anew. Only the thread that
  // writes.
  virtual bool in_doubt() const = 0;

  // For idle moments: makes later starts quick, and ends what erasing began. Only the thread that
  // writes. Errors: busy, while somebody reads an older state; try again later.
  virtual Result<> tidy() = 0;
  // From now on the calling thread is the one that writes.
  virtual void take_over_writing() = 0;

  // A whole copy at `target`, taken while others write. Any thread.
  virtual Result<> backup(const std::string& target) = 0;
  // Reads all of it. Errors: corrupt.
  virtual Result<> check() = 0;
};

}  // namespace afterword::collector
