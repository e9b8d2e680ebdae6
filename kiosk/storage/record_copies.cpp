// RecordTable's third part: what it has to do with the second copy.
#include "kiosk/storage/record_rows.h"
#include "kiosk/storage/second_copy.h"

namespace afterword::kiosk {

// Within the transaction, right before it is committed. What only counts fails nothing.
void RecordTable::copy(const Head& head, const SealedResponse& response, const SealedEpoch& epoch) {
  if (copy_ == nullptr) return;
  int waited = 0;
  for (const Place& over :
       copy_->put({response, head.chain, KeptRecord::waiting, "", "", 0}, epoch)) {
    auto row = db_.prepare("SELECT state FROM record WHERE log = ?1 AND sequence = ?2");
    if (!row) continue;
    const auto found = row->bind_all(over.first, over.second).step();
    if (found && *found && row->integer(0) != KeptRecord::acknowledged) ++waited;
  }
  copy_->fell_out(waited);
}

void RecordTable::take_back_copy(const RecordPlace& place) {
  if (copy_ != nullptr) copy_->take_back({place.log, place.sequence});
}

Result<bool> RecordTable::redo(const KeptRecord& record, const SealedEpoch& epoch) {
  const SealedResponse& response = record.response;
  AFTERWORD_ASSIGN(auto transaction, db::Transaction::begin(db_));
  AFTERWORD_ASSIGN(const Head at, known_head());
  if (response.log != at.log || response.sequence != at.next_sequence ||
      record.chain_before != at.chain)
    return false;
  AFTERWORD_TRY(add_epoch(epoch));
  AFTERWORD_TRY(add_record(at, response));
  AFTERWORD_ASSIGN(auto draft, db_.prepare("DELETE FROM draft WHERE log = ?1 AND sequence = ?2"));
  AFTERWORD_TRY(draft.bind_all(response.log, response.sequence).run());
  AFTERWORD_TRY(transaction.commit());
  return true;
}

Result<std::optional<crypto::Hash256>> RecordTable::proof_at(const RecordPlace& place) {
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("SELECT proof FROM record WHERE log = ?1 AND sequence = ?2"));
  AFTERWORD_ASSIGN(const bool found, row.bind_all(place.log, place.sequence).step());
  return found ? crypto::fixed<32>(row.bytes_view(0)) : std::nullopt;
}

Result<std::optional<KeptRecord>> RecordTable::at(const RecordPlace& place) {
  AFTERWORD_ASSIGN(auto row, db_.prepare("SELECT " + std::string(kRecordColumns) +
                                         " FROM record WHERE log = ?1 AND sequence = ?2"));
  AFTERWORD_ASSIGN(const bool found, row.bind_all(place.log, place.sequence).step());
  if (!found) return std::optional<KeptRecord>();
  AFTERWORD_ASSIGN(KeptRecord record, proved(row));
  return std::optional(std::move(record));
}

Result<std::vector<std::pair<RecordPlace, std::size_t>>> RecordTable::newest_waiting(
    int count_max) {
  AFTERWORD_ASSIGN(auto row,
                   db_.prepare("SELECT log, sequence, length(data) FROM record "
                               "WHERE state IN (0, 1) ORDER BY log DESC, sequence DESC LIMIT ?1"));
  row.bind(1, count_max);
  std::vector<std::pair<RecordPlace, std::size_t>> found;
  for (;;) {
    AFTERWORD_ASSIGN(const bool more, row.step());
    if (!more) return found;
    found.push_back({{row.integer(0), row.integer(1)}, static_cast<std::size_t>(row.integer(2))});
  }
}

}  // namespace afterword::kiosk
