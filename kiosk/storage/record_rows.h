// For RecordTable's two files: rows of the table `record`.
#pragma once
#include "kiosk/storage/record_table.h"

namespace afterword::kiosk {

inline constexpr std::string_view kRecordColumns =
    "log, sequence, epoch, kind, survey, version, response_format, data, chain_before, sealed_log, "
    "sealed_sequence, state, outcome, problem, acknowledged_ms, proof";

inline Result<Chain> read_chain(ByteView bytes) {
  const auto chain = crypto::fixed<32>(bytes);
  if (!chain) return fail(Failure::corrupt, "a chain is not 32 bytes long", "kiosk.db");
  return *chain;
}

}  // namespace afterword::kiosk
