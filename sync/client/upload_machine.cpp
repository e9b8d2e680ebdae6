#include "sync/client/upload_machine.h"

#include <algorithm>

#include "sync/client/exchange.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"

namespace afterword {

UploadMachine::UploadMachine(const SyncParts& parts)
    : parts_(parts), backoff_(parts.random), count_max_(kBatchResponsesMax) {}

SyncStep UploadMachine::step(MonoTime now) {
  if (now < not_before_) return {std::nullopt, not_before_ - now};
  auto out = next_batch(now);
  if (!out) {  // the disk refuses, not the collector: said, and tried again
    disk_failed(now, out.error());
    return {std::nullopt, not_before_ - now};
  }
  if (*out) return {std::move(**out), Ms{0}};
  if (disk_failed_) disk_works();
  const Ms until_held = held_due_ > now ? held_due_ - now : Ms{0};
  return {std::nullopt, std::min(kIdle, std::max(until_held, kRetryLeast))};
}

Result<std::optional<Outgoing>> UploadMachine::next_batch(MonoTime now) {
  AFTERWORD_ASSIGN(Run run, parts_.outbox.oldest(count_max_, kBatchDataBytesMax));
  bool held = false;
  if (run.responses.empty() && held_due_ <= now) {
    held = true;
    AFTERWORD_ASSIGN(run, parts_.outbox.held_after(held_after_, count_max_, kBatchDataBytesMax));
    if (run.responses.empty()) {  // through with them: again from the first one, later
      held_after_ = kBeforeAll;
      held_due_ = now + kHeldRetry;
    }
  }
  if (run.responses.empty()) return std::nullopt;
  AFTERWORD_ASSIGN(Outgoing out, pack(std::move(run), held));
  return out;
}

// All that is kept of what is wanted waits since the gap, and goes oldest first: what lies before a
// run that begins among those numbers, or right behind them, is gone. Any other run proves nothing.
std::optional<SequenceRange> UploadMachine::lost_before(const Run& run) const {
  if (!wanted_ || wanted_->log != run.responses.front().log) return std::nullopt;
  if (run.first() <= wanted_->first || run.first() > wanted_->last + 1) return std::nullopt;
  return SequenceRange{wanted_->first, run.first() - 1};
}

Result<Outgoing> UploadMachine::pack(Run run, bool held) {
  Batch batch;
  batch.log = run.responses.front().log;
  batch.first_sequence = run.first();
  batch.chain_before = run.chain_before;
  batch.boot = parts_.boot;
  batch.mono_ms = parts_.clock.mono().ms;
  batch.wall_ms = std::max<std::int64_t>(0, parts_.clock.wall().ms);
  batch.chain_after = run.chain_before;
  std::vector<std::int64_t> epochs;
  for (const SealedResponse& record : run.responses) {
    epochs.push_back(record.epoch);
    batch.chain_after = chain_next(batch.chain_after, record.sequence, record.hash());
  }
  batch.lost = lost_before(run);
  // Said. What waits of earlier logs goes before, and is no reason to forget it: the gap would be told for ever.
  if (wanted_ && wanted_->log == batch.log) wanted_.reset();
  Flight flight{0, batch.log, run.first(), run.last(), held, withhold_ == run.first_place()};
  withhold_.reset();
  if (flight.withheld) {
    SealedResponse& record = run.responses.front();
    record.withheld = record.hash();
    record.data.clear();
  }
  AFTERWORD_ASSIGN(batch.epochs, parts_.outbox.epochs_for(epochs));
  batch.responses = std::move(run.responses);
  AFTERWORD_ASSIGN(auto request,
                   sign_outgoing(parts_, "POST", std::string(kResponsesPath), dump(batch)));
  flight.counter = request.counter;
  flight.large = request.out.request.body.size() > kBodyBytesAConnection;
  flight_ = flight;
  return std::move(request.out);
}

void UploadMachine::reply(MonoTime now, const Result<HttpReply>& reply) {
  if (!flight_) return;
  const Judgement answer = judge(parts_, flight_->counter, reply);
  if (const auto* refused = std::get_if<Refused>(&answer)) {
    if (refused->too_slow) halve();
    problem(now, refused->problem);
  } else if (const auto* nothing = std::get_if<Failed>(&answer)) {
    if (nothing->smaller) halve();
    failed(now, std::nullopt, nothing->words);
  } else if (const auto message = read_batch_reply(reply->body)) {
    succeeded(now, *message);
  } else {
    failed(now, std::nullopt, message.error().text());
  }
  flight_.reset();
}

void UploadMachine::succeeded(MonoTime now, const BatchReply& reply) {
  // Only what was in this batch is believed, whatever else the reply names.
  const auto ours = [&](std::int64_t n) { return n >= flight_->first && n <= flight_->last; };
  Settlement settlement{
      flight_->first,         std::min(reply.durable_to, flight_->last), {}, {}, flight_->log,
      WallTime{reply.time_ms}};
  for (const RecordOutcome& outcome : reply.outcomes)
    if (ours(outcome.sequence)) settlement.outcomes.push_back(outcome);
  for (const HeldRecord& held : reply.held)
    if (ours(held.sequence)) settlement.held.push_back(held);
  // A record that went as its hash is here and nowhere else, whatever the reply forgets to say.
  if (flight_->withheld && settlement.held.empty())
    settlement.held.push_back({flight_->first, HeldReason::withheld});
  if (settlement.durable_to < settlement.first && settlement.held.empty()) {
    failed(now, std::nullopt, "the collector answered, but took nothing");
    return;
  }
  if (const auto done = parts_.outbox.settle(settlement); !done)
    return disk_failed(now, done.error());
  for (const SequenceRange& range : reply.missing)
    if (const auto again = parts_.outbox.resend(flight_->log, range.first, range.last); !again)
      return disk_failed(now, again.error());
  acknowledged_ += std::max<std::int64_t>(0, settlement.durable_to - settlement.first + 1);
  for (const HeldRecord& held : settlement.held)
    if (held.sequence <= settlement.durable_to) --acknowledged_;
  if (flight_->held) held_after_ = flight_->last_place();
  count_max_ = std::min(kBatchResponsesMax, count_max_ * 2);
  counter_behind_before_ = false;
  forked_ = false;
  backoff_.succeeded();
  trouble_.reset();
  disk_failed_ = false;
  not_before_ = now;
}

void UploadMachine::failed(MonoTime now, std::optional<ProblemCode> code, std::string words,
                           Ms least) {
  not_before_ = now + backoff_.failed(least);
  const bool alarm = code && needs_person(*code);
  trouble_ = SyncTrouble{code, std::move(words), backoff_.failures(), alarm};
  disk_failed_ = false;
}

void UploadMachine::network_is_back(MonoTime now) {
  if (trouble_ && !trouble_->code && !disk_failed_) not_before_ = std::min(not_before_, now);
}

void UploadMachine::disk_failed(MonoTime now, const Error& error) {
  failed(now, std::nullopt, error.text());
  disk_failed_ = true;
}

// Read again, with nothing to send: no reply of the collector will say that all is well.
void UploadMachine::disk_works() {
  disk_failed_ = false;
  backoff_.succeeded();
  trouble_.reset();
}

void UploadMachine::problem(MonoTime now, const Problem& problem) {
  const std::string words = to_error(problem).text();
  switch (problem.code) {
    case ProblemCode::malformed:
    case ProblemCode::too_large:
      shrink(now, problem);
      return;
    case ProblemCode::busy:  // of requests there are too many: more and smaller ones make it worse
      if (flight_->large) halve();
      failed(now, problem.code, words, asked_to_wait(problem));
      return;
    case ProblemCode::sequence_gap:
      gap(now, problem);
      return;
    case ProblemCode::log_forked:
      forked(now, problem);
      return;
    case ProblemCode::counter_behind:
      // Once is a restored disk. Again is another device that counts with our name.
      failed(now, problem.code, words);
      if (skip_counter(parts_, problem) && !counter_behind_before_) not_before_ = now;
      trouble_->alarm = counter_behind_before_;
      counter_behind_before_ = true;
      return;
    default:
      failed(now, problem.code, words,
             needs_person(problem.code) ? kSlowRetry : asked_to_wait(problem));
  }
}

// The next batch has half of this one's records; false where it was a single one.
bool UploadMachine::halve() {
  const std::int64_t count = flight_->last - flight_->first + 1;
  if (count > 1) count_max_ = static_cast<int>(count / 2);
  return count > 1;
}

void UploadMachine::shrink(MonoTime now, const Problem& problem) {
  const std::string words = to_error(problem).text();
  if (halve()) {
    not_before_ = now;
    return;
  }
  if (flight_->held) {  // as before: it stays held, and the next held one has its turn
    held_after_ = flight_->last_place();
    not_before_ = now;
    return;
  }
  if (!flight_->withheld) {
    withhold_ = flight_->first_place();
    count_max_ = 1;  // alone, also when others have come to wait behind it
    not_before_ = now;
    if (!trouble_) trouble_ = SyncTrouble{problem.code, words, 1, false};
    return;
  }
  failed(now, problem.code, words, kSlowRetry);
  trouble_->alarm = true;  // not even its place can be taken: developers have to look
}

void UploadMachine::gap(MonoTime now, const Problem& problem) {
  const std::string words = to_error(problem).text();
  if (!problem.expected || *problem.expected >= flight_->first)
    return failed(now, problem.code, words);
  const auto again =
      resend_wanted(parts_.outbox, flight_->log, {*problem.expected, flight_->first - 1});
  if (!again) return failed(now, problem.code, again.error().text());
  failed(now, problem.code, words);
  if (backoff_.failures() == 1) not_before_ = now;  // twice in a row is no restored backup
  const std::int64_t wanted = flight_->first - *problem.expected;
  if (*again == wanted) return;
  wanted_ = Wanted{flight_->log, *problem.expected, flight_->first - 1};
  trouble_->words =
      fmt::format("the collector lacks {} numbers from {} on, and this kiosk keeps {} of them ({})",
                  wanted, *problem.expected, *again, words);
  trouble_->alarm = true;
}

void UploadMachine::forked(MonoTime now, const Problem& problem) {
  if (halve()) {
    not_before_ = now;
    return;
  }
  const std::string words = to_error(problem).text();
  if (flight_->held) {  // as in shrink(): the others go on
    held_after_ = flight_->last_place();
    not_before_ = now;
    trouble_ = SyncTrouble{problem.code, words, 1, true};
    return;
  }
  if (forked_) return failed(now, problem.code, words, kSlowRetry);
  if (const auto begun = parts_.outbox.begin_new_log(); !begun)
    return failed(now, problem.code, begun.error().text());
  forked_ = true;
  wanted_.reset();  // what waited of it has other numbers now
  failed(now, problem.code, words);
}

}  // namespace afterword
