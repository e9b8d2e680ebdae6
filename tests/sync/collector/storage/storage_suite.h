// What the cases of every implementation of Storage share.
#pragma once
#include <doctest/doctest.h>

#include <atomic>
#include <future>

#include "sync/collector/storage/sqlite/sqlite_storage.h"
#include "sync/collector/storage/write_queue.h"
#include "sync/protocol/chain.h"
#include "tests/support/scratch.h"

using namespace afterword;
namespace coll = afterword::collector;

namespace storage_suite {

struct Sqlite {
  std::unique_ptr<coll::Storage> open() {
    auto opened = coll::open_sqlite_storage(scratch.file("collector.db"));
    REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().text()));
    return std::move(*opened);
  }
  test::Scratch scratch;
};

inline coll::LedgerRow ledger(std::int64_t sequence, coll::LedgerOutcome outcome) {
  coll::LedgerRow row;
  row.device = "dev-1";
  row.sequence = sequence;
  row.data_hash = Bytes(32, static_cast<std::uint8_t>(sequence));
  row.outcome = outcome;
  row.kind = "response";
  row.survey = "fitting-rooms";
  row.version = 1;
  return row;
}

inline coll::ResponseRow response(std::int64_t sequence) {
  coll::ResponseRow row;
  row.device = "dev-1";
  row.sequence = sequence;
  row.survey = "fitting-rooms";
  row.store = "harbour";
  row.touchpoint = "exit";
  row.language = "en";
  row.day = Day::parse("2026-03-03").value();
  row.started_at = {1000};
  row.body =
      R"({"answers":{"rooms":{"state":"answered","value":4},"rooms.why":{"state":"skipped"}}})";
  row.received_at = {2000};
  row.mac = Bytes(32, 9);
  return row;
}

inline coll::Definition definition(int version) {
  coll::Definition out;
  out.head.survey = "fitting-rooms";
  out.head.version = version;
  out.head.published_at = {5};
  out.head.rollout_stores = {"harbour"};
  out.head.rollout_percent = 40;
  out.head.title = "Your visit";
  out.head.envelope_sha256 = Bytes(32, 1);
  out.bytes = "{}";
  out.envelope = "{\"payload\":\"\"}";
  return out;
}

inline coll::CubeKey cell(int version, std::string_view day, std::string store,
                          bool flagged = false) {
  return {"fitting-rooms",  version, "rooms", Day::parse(day).value(),
          std::move(store), "exit",  "en",    "",
          flagged};
}

inline Histogram counts(std::uint64_t answered, std::size_t place) {
  Histogram out;
  out.answered = answered;
  out.v[place] = answered;
  return out;
}

inline void write(coll::Storage& storage, const std::function<Result<>(coll::Writes&)>& change) {
  const auto done = storage.write(change);
  REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().text()));
}

}  // namespace storage_suite
