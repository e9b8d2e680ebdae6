// Writes over the one writing connection. Inside this folder only.
#pragma once
#include "sync/collector/storage/sqlite/reads.h"

namespace afterword::collector {

class SqliteWrites final : public Writes {
 public:
  explicit SqliteWrites(db::Database& database) : db_(database), reads_(database) {}

  // Whether something was erased that the log of the database may still hold.
  bool erased() const { return erased_; }
  void erasure_pending() { erased_ = true; }
  void erasure_done() { erased_ = false; }

  const Reads& reads() const override { return reads_; }
  Result<> put_store(const Store& store) override;
  Result<> add_device(const Device& device) override;
  Result<> update_device(const Device& device) override;
  Result<std::string> next_device_id() override;
  Result<> put_log(const DeviceLog& log) override;
  Result<> put_ledger(const LedgerRow& row) override;
  Result<> put_epoch(const Epoch& epoch) override;
  Result<> add_response(const ResponseRow& response) override;
  Result<> add_interaction(const InteractionRow& interaction) override;
  Result<> add_star(const StarRow& star) override;
  Result<> put_staff(const StaffRow& row) override;
  Result<> remove_staff(std::string_view store, std::string_view id) override;
  Result<> put_quarantined(const Quarantined& item) override;
  Result<> remove_quarantined(const QuarantineKey& key) override;
  Result<> erase_response(std::string_view device, std::int64_t log,
                          std::int64_t sequence) override;
  Result<> replace_without_comments(const ResponseRow& response) override;
  Result<> replace_times(const ResponseRow& response) override;
  Result<> replace_times(const InteractionRow& interaction) override;
  Result<> replace_times(const StarRow& star) override;
  Result<> add_to_cube(const Cube& counts) override;
  Result<> take_from_cube(const Cube& counts) override;
  Result<> put_withdrawal(const Withdrawal& asked) override;
  Result<> add_definition(const Definition& definition,
                          const std::vector<std::string>& items) override;
  Result<> set_envelope(const SurveyVersion& survey, std::string_view envelope,
                        const Bytes& envelope_sha256) override;
  Result<> set_rollout(const DefinitionHead& head) override;
  Result<> retire(const Retirement& retirement) override;
  Result<> add_series(const Series& series) override;
  Result<> put_enrol_code(const EnrolCode& code) override;
  Result<> put_tally(const Tally& tally) override;
  Result<> place_tallies(std::string_view device, Day first, Day last) override;
  Result<> put_user(const User& user) override;
  Result<bool> remove_user(std::string_view name) override;
  Result<> end_access(std::string_view user) override;
  Result<> end_all_access() override;
  Result<> add_token(const Token& token) override;
  Result<> remove_tokens_but(ByteView hash) override;
  Result<> add_session(const Session& session) override;
  Result<> remove_session(ByteView hash) override;
  Result<> remove_expired(WallTime now) override;
  Result<> remove_expired_withdrawals(WallTime now) override;
  Result<> add_login_link(const LoginLink& link) override;
  Result<std::optional<LoginLink>> take_login_link(ByteView hash) override;
  Result<> add_audit(const AuditEntry& entry) override;
  Result<> put_deletion(const DeletionRow& row) override;
  Result<std::int64_t> add_card(const CardRow& card) override;
  Result<bool> remove_card(std::int64_t number) override;
  Result<> put_setting(std::string_view name, std::string_view value) override;
  Result<> raise_revision() override;
  Result<> raise_places(std::int64_t step, std::int64_t least) override;
  Result<> attempt(const std::function<Result<>(Writes&)>& part) override;
  bool ended() const override { return db_.rolled_back(); }

 private:
  // What is written after the transaction has ended would be committed, one statement at a time.
  Result<> expect_transaction() const;
  template <class... Values>
  Result<> execute(std::string_view sql, const Values&... values) {
    AFTERWORD_TRY(expect_transaction());
    AFTERWORD_ASSIGN(auto statement, db_.prepare(sql));
    return statement.bind_all(values...).run();
  }

  Result<> replace_desk_times(const char* table, const DeskHead& head);

  db::Database& db_;
  SqliteReads reads_;
  bool erased_ = false;
};

}  // namespace afterword::collector
