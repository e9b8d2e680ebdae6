// Reads over one SQLite connection. Inside this folder only.
#pragma once
#include "sync/base/db/db.h"
#include "sync/collector/storage/storage.h"

namespace afterword::collector {

class SqliteReads final : public Reads {
 public:
  explicit SqliteReads(db::Database& database) : db_(database) {}

  Result<std::vector<Store>> stores() const override;
  Result<std::optional<Store>> store(std::string_view id) const override;
  Result<std::vector<Device>> devices() const override;
  Result<std::optional<Device>> device(std::string_view id) const override;
  Result<std::optional<Device>> device_by_key(ByteView public_key) const override;
  Result<std::vector<DeviceLog>> logs() const override;
  Result<std::vector<DeviceLog>> logs_of(std::string_view device) const override;
  Result<std::optional<DeviceLog>> log(std::string_view device, std::int64_t log) const override;
  Result<std::vector<LedgerRow>> ledger(std::string_view device, std::int64_t log,
                                        std::int64_t first, std::int64_t last) const override;
  Result<std::vector<SequenceRange>> holes(std::string_view device, std::int64_t log,
                                           std::int64_t last, int ranges_max) const override;
  Result<> scan_ledger(std::string_view device, std::int64_t log,
                       const Visit<LedgerRow>& visit) const override;
  Result<std::vector<OutcomeCount>> unusual_outcomes() const override;
  Result<std::int64_t> count_held(std::string_view device) const override;
  Result<std::vector<LogRange>> held(std::string_view device, int ranges_max,
                                     std::int64_t turn) const override;
  Result<std::optional<LedgerRow>> ledger_by_external_id(
      std::string_view device, std::string_view external_id) const override;
  Result<std::optional<Epoch>> epoch(std::string_view device, std::int64_t log,
                                     std::int64_t epoch) const override;
  Result<std::optional<ResponseRow>> response(std::string_view device, std::int64_t log,
                                              std::int64_t sequence) const override;
  Result<> scan_responses(std::string_view device, std::int64_t log,
                          const Visit<ResponseRow>& visit) const override;
  Result<std::int64_t> count_responses() const override;
  Result<Completions> completions(std::string_view survey, std::optional<Day> from,
                                  std::optional<int> version) const override;
  Result<std::map<std::string, std::uint64_t>> responses_by_store() const override;
  Result<std::vector<LogName>> log_names() const override;
  Result<Page> responses(std::string_view survey, std::int64_t after, int limit) const override;
  Result<std::vector<ResponseRow>> arrived(std::int64_t after, int limit) const override;
  Result<std::vector<ResponseRow>> newest_answering(std::string_view survey, std::string_view entry,
                                                    std::optional<Day> from,
                                                    int limit) const override;
  Result<std::vector<QuarantineHead>> quarantine(const QuarantineKey& after,
                                                 int limit) const override;
  Result<std::optional<Quarantined>> quarantined(const QuarantineKey& key) const override;
  Result<std::int64_t> count_quarantined(std::string_view device) const override;
  Result<std::int64_t> count_quarantined() const override;
  Result<std::optional<InteractionRow>> interaction(std::string_view device, std::int64_t log,
                                                    std::int64_t sequence) const override;
  Result<std::optional<StarRow>> star(std::string_view device, std::int64_t log,
                                      std::int64_t sequence) const override;
  Result<> scan_interactions(std::string_view device, std::int64_t log,
                             const Visit<InteractionRow>& visit) const override;
  Result<> scan_stars(std::string_view device, std::int64_t log,
                      const Visit<StarRow>& visit) const override;
  Result<DeskPage<InteractionRow>> interactions(const DeskQuery& query) const override;
  Result<DeskPage<StarRow>> stars(const DeskQuery& query) const override;
  Result<> scan_day(std::string_view store, std::string_view touchpoint, Day day,
                    const Visit<ResponseRow>& visit) const override;
  Result<std::vector<StaffRow>> staff(std::string_view store) const override;
  Result<std::vector<ResponseRow>> responses_to_withdraw(const Withdrawal& asked) const override;
  Result<std::vector<ResponseRow>> responses_with_comments(Day before, int skip,
                                                           int limit) const override;
  Result<bool> is_withdrawn(std::string_view hash, std::string_view store,
                            std::optional<Day> day) const override;
  Result<bool> has_withdrawal(const Withdrawal& asked) const override;
  Result<std::vector<CardRow>> cards() const override;
  Result<std::vector<DefinitionHead>> definitions() const override;
  Result<std::optional<Definition>> definition(std::string_view survey, int version) const override;
  Result<std::vector<Retirement>> retirements() const override;
  Result<std::vector<Series>> series(std::string_view survey) const override;
  Result<std::vector<CubeSum>> sums(const CubeQuery& query) const override;
  Result<Cube> cube() const override;
  Result<std::optional<EnrolCode>> enrol_code(std::string_view selector) const override;
  Result<std::map<std::string, std::int64_t>> tally_sums(std::string_view survey,
                                                         std::optional<Day> from,
                                                         std::optional<Day> to) const override;
  Result<std::map<std::string, std::int64_t>> misdated_sums(std::string_view survey) const override;
  Result<MisdatedTallies> misdated_tallies(std::string_view device) const override;
  Result<std::optional<User>> user(std::string_view name) const override;
  Result<std::vector<User>> users() const override;
  Result<std::optional<Token>> token(ByteView hash) const override;
  Result<std::optional<Session>> session(ByteView hash) const override;
  Result<std::vector<AuditEntry>> audit(int newest) const override;
  Result<std::vector<DeletionRow>> deletions() const override;
  Result<std::optional<DeletionRow>> newest_deletion() const override;
  Result<std::optional<std::string>> setting(std::string_view name) const override;
  Result<std::int64_t> revision() const override;

 private:
  db::Database& db_;
};

}  // namespace afterword::collector
