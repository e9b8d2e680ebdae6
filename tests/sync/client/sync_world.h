// A kiosk's sync and a very small collector in one thread: what the machines ask is answered by
// hand, or by the model with whatever faults a test wants.
#pragma once
#include <doctest/doctest.h>

#include <deque>

#include "sync/base/json/value.h"
#include "sync/client/poll_machine.h"
#include "sync/client/sealer.h"
#include "sync/client/upload_machine.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"
#include "tests/support/fake_clock.h"

namespace afterword::test {

// The collector's keys, and a device it knows.
struct Keys {
  SeededRandom random{7};
  crypto::SigningKey root = crypto::SigningKey::make(random);
  crypto::SigningKey online = crypto::SigningKey::make(random);
  crypto::SigningKey device = crypto::SigningKey::make(random);
  crypto::SealKey seal = crypto::SealKey::make(random);
  crypto::SealKey recovery = crypto::SealKey::make(random);
  crypto::Hash256 tls = crypto::sha256("the TLS key");

  TrustDocument trust(std::int64_t version = 1) const {
    TrustDocument out;
    out.version = version;
    out.signed_at_ms = 1'772'500'000'000;
    out.expires_at_ms = 2'000'000'000'000;
    out.tls_keys = {tls};
    out.seal_keys = {{"c1", seal.public_key, SealState::current}};
    out.recovery_key = recovery.public_key;
    out.signing_keys = {
        {"o1", online.public_key, KeyRole::online, 1'772'500'000'000, 2'000'000'000'000}};
    return out;
  }
  Signer signer() const { return {"o1", online}; }
};

struct MemoryEnrolment final : EnrolmentStore {
  Result<> save_trust(std::string_view envelope, const TrustDocument&) override {
    trust_envelopes.emplace_back(envelope);
    return {};
  }
  Result<> save_settings(const Settings& settings) override {
    saved.push_back(settings);
    return {};
  }
  void heard_time(WallTime collectors) override { heard = collectors; }
  WallTime heard{};
  std::vector<std::string> trust_envelopes;
  std::vector<Settings> saved;
};

inline std::int64_t counter_of(const HttpRequest& request) {
  for (const auto& header : request.headers)
    if (header.first == kCounterHeader) return *parse_number(header.second);
  return 0;
}
inline std::string target_of(const HttpRequest& request) {
  return request.url.substr(request.url.find('/', std::string_view("https://").size()));
}

// One kiosk. Everything it says goes through `sent`.
struct SyncWorld {
  Keys keys;
  FakeClock clock;
  SeededRandom random{11};
  TrustHolder trust{keys.trust()};
  MemoryCounter counters;
  MemoryOutbox outbox{"dev-7", 1};
  MemoryDefinitions definitions;
  MemoryEnrolment enrolment;
  SyncParts parts{"https://collector:1",
                  "dev-7",
                  keys.device,
                  root_hash(keys.root.public_key),
                  trust,
                  counters,
                  outbox,
                  definitions,
                  enrolment,
                  clock,
                  random,
                  "boot-1",
                  "0.1.0"};
  Sealer sealer{"dev-7", 1, keys.trust(), 1, random};

  void record(int count = 1, std::string_view words = "{\"answer\":5}") {
    for (int i = 0; i < count; ++i) {
      const auto sealed =
          sealer.seal(outbox.state()->next_sequence, "store-exit", 1, 1, words, clock.mono());
      REQUIRE(sealed);
      REQUIRE(outbox.add(sealed->response, sealed->epoch));
    }
  }

  // What the collector would send: with its receipt for `request`.
  HttpReply receipted(const HttpRequest& request, int status, std::string body) const {
    HttpReply out{status, {}, std::move(body)};
    out.headers = {
        {std::string(kReceiptHeader),
         sign_reply("o1", keys.online, {"dev-7", counter_of(request), status, out.body})}};
    return out;
  }
  static HttpReply refusal(const Problem& problem) { return {problem.status(), {}, dump(problem)}; }

  // The machine's next request. Lets the clock run to it if it wants to wait, at most an hour.
  Outgoing asks(SyncMachine& machine) {
    for (Ms waited{0}; waited < Ms{3'600'000};) {
      SyncStep step = machine.step(clock.mono());
      if (step.send) return std::move(*step.send);
      clock.advance(std::max(step.wait, Ms{1}));
      waited += std::max(step.wait, Ms{1});
    }
    FAIL("the machine asks nothing for an hour");
    return {};
  }
  bool asks_nothing(SyncMachine& machine) { return !machine.step(clock.mono()).send; }
};

// The sync half of a collector: signature, counter, chain, ledger.
class TinyCollector {
 public:
  explicit TinyCollector(const SyncWorld& world) : world_(world) {}

  HttpReply answer(const HttpRequest& request) {
    const std::string target = target_of(request);
    const RequestToSign to_sign{request.method, target, "dev-7", counter_of(request), request.body};
    const std::string* signature = nullptr;
    for (const auto& header : request.headers)
      if (header.first == kSignatureHeader) signature = &header.second;
    if (signature == nullptr ||
        !request_is_signed(world_.keys.device.public_key, to_sign, *signature))
      return SyncWorld::refusal({ProblemCode::signature_wrong, "", "", 0, {}, {}});
    if (!window_.take(counter_of(request)))
      return SyncWorld::refusal(
          {ProblemCode::counter_behind, "", "", 0, window_.highest + 1, std::nullopt});
    const auto batch = read_batch(request.body);
    if (!batch)
      return SyncWorld::refusal({ProblemCode::malformed, batch.error().text(), "", 0, {}, {}});
    return take(request, *batch);
  }

  // Everything that arrived and could be opened, by number; how often each was stored.
  std::map<std::int64_t, std::string> opened;
  std::map<std::int64_t, int> stored_times;
  std::set<std::int64_t> cannot_open;  // numbers to hold
  std::set<std::int64_t> malformed;    // numbers whose data make the whole request malformed
  int batch_max = kBatchResponsesMax;  // more is too_large
  std::int64_t lost = 0;               // numbers that were declared so

  void lose_from(std::int64_t sequence) {  // restored from a backup
    ledger_.erase(ledger_.lower_bound(sequence), ledger_.end());
    held_.erase(held_.lower_bound(sequence), held_.end());
    opened.erase(opened.lower_bound(sequence), opened.end());
    stored_times.erase(stored_times.lower_bound(sequence), stored_times.end());
  }

 private:
  HttpReply take(const HttpRequest& request, const Batch& batch) {
    if (static_cast<int>(batch.responses.size()) > batch_max)
      return SyncWorld::refusal({ProblemCode::too_large, "", "", 0, {}, {}});
    for (const SealedResponse& record : batch.responses)
      if (malformed.contains(record.sequence) && !record.withheld)
        return SyncWorld::refusal({ProblemCode::malformed, "no", "", 0, {}, {}});
    std::int64_t expected = ledger_.empty() ? 1 : ledger_.rbegin()->first + 1;
    if (batch.lost && batch.lost->first == expected) {
      lost += batch.lost->last - batch.lost->first + 1;
      ledger_.clear();
      after_lost_ = {batch.lost->last, batch.chain_before};
      ledger_[batch.lost->last] = {};
      expected = batch.first_sequence;
    }
    if (batch.first_sequence > expected)
      return SyncWorld::refusal({ProblemCode::sequence_gap, "", "", 0, {}, expected});
    Chain chain = after_lost_.second;
    for (const auto& row : ledger_) {
      if (row.first >= batch.first_sequence) break;
      if (row.first <= after_lost_.first) continue;
      chain = chain_next(chain, row.first, row.second);
    }
    if (chain != batch.chain_before)
      return SyncWorld::refusal({ProblemCode::log_forked, "", "", 0, {}, {}});
    BatchReply reply;
    for (const SealedResponse& record : batch.responses)
      if (!settle(batch, record, reply))
        return SyncWorld::refusal({ProblemCode::log_forked, "", "", 0, {}, {}});
    reply.durable_to = batch.responses.back().sequence;
    reply.time_ms = 1'772'546'531'342;
    return world_.receipted(request, 200, dump(reply));
  }

  bool settle(const Batch& batch, const SealedResponse& record, BatchReply& reply) {
    const auto known = ledger_.find(record.sequence);
    if (known != ledger_.end() && known->second != record.hash()) return false;
    ledger_[record.sequence] = record.hash();
    if (known != ledger_.end() && !held_.contains(record.sequence)) {
      reply.outcomes.push_back({record.sequence, Outcome::repeat, ""});
      return true;
    }
    if (record.withheld || cannot_open.contains(record.sequence)) {
      held_.insert(record.sequence);
      reply.held.push_back(
          {record.sequence, record.withheld ? HeldReason::withheld : HeldReason::key_missing});
      return true;
    }
    held_.erase(record.sequence);
    for (const SealedEpoch& epoch : batch.epochs)
      if (epoch.epoch == record.epoch) {
        const auto key = open_epoch(world_.keys.seal, epoch.sealed);
        REQUIRE(key);
        const auto plain = open_record(*key, record.name("dev-7"), record.data);
        REQUIRE(plain);
        opened[record.sequence] = *plain;
        ++stored_times[record.sequence];
      }
    return true;
  }

  const SyncWorld& world_;
  CounterWindow window_;
  // Up to that number nothing is known but the chain behind it.
  std::pair<std::int64_t, Chain> after_lost_{0, chain_start("dev-7", 1)};
  std::map<std::int64_t, crypto::Hash256> ledger_;
  std::set<std::int64_t> held_;
};

}  // namespace afterword::test
