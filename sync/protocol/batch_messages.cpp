#include <array>

#include "sync/protocol/messages.h"
#include "sync/protocol/names.h"
#include "sync/protocol/wire_fields.h"

namespace afterword {
namespace {

constexpr std::array kOutcomes{Outcome::stored, Outcome::repeat, Outcome::quarantined,
                               Outcome::withdrawn};
constexpr std::array kHeldReasons{HeldReason::key_missing, HeldReason::definition_missing,
                                  HeldReason::withheld};

json::Value to_json(const SealedEpoch& epoch) {
  return json::object({{"epoch", epoch.epoch},
                       {"seal_key", epoch.seal_key},
                       {"sealed", base64url(epoch.sealed)},
                       {"recovery", base64url(epoch.recovery)}});
}

json::Value to_json(const SealedResponse& record) {
  json::Value out = json::object({{"sequence", record.sequence},
                                  {"epoch", record.epoch},
                                  {"kind", record.kind},
                                  {"survey", record.survey},
                                  {"version", record.version},
                                  {"response_format", record.response_format}});
  if (record.withheld)
    out.set("withheld", base64url(*record.withheld));
  else
    out.set("data", base64url(record.data));
  if (record.sealed_as)
    out.set("sealed_as", json::object({{"log", record.sealed_as->log},
                                       {"sequence", record.sealed_as->sequence}}));
  return out;
}

SealedEpoch epoch_from_json(const json::Value& value, std::string where, json::Problems& problems) {
  json::Fields fields(value, std::move(where), problems);
  SealedEpoch out;
  out.epoch = number_field(fields, "epoch", 1);
  out.seal_key = text_field(fields, "seal_key", 32);
  if (!out.seal_key.empty() && !is_key_id(out.seal_key))
    fields.problem("seal_key", "is no name of a key", "");
  out.sealed = bytes_field(fields, "sealed", kSealedKeyBytes, kSealedKeyBytes);
  out.recovery = bytes_field(fields, "recovery", kSealedKeyBytes, kSealedKeyBytes);
  return out;
}

SealedResponse record_from_json(const json::Value& value, std::string where,
                                json::Problems& problems) {
  json::Fields fields(value, std::move(where), problems);
  SealedResponse out;
  out.sequence = number_field(fields, "sequence", 1);
  out.epoch = number_field(fields, "epoch", 1);
  out.kind = id_field(fields, "kind");
  out.survey = id_field(fields, "survey");
  out.version = version_field(fields, "version");
  out.response_format = version_field(fields, "response_format");
  if (fields.has("withheld")) {
    out.withheld = key_field(fields, "withheld");
  } else {
    out.data = bytes_field(fields, "data", kRecordBytesMax);
    if (out.data.empty() && fields.has("data"))
      fields.problem("data", "is empty", "send the sealed record, or \"withheld\" with its hash");
  }
  if (const json::Value* const place = fields.object("sealed_as", false)) {
    json::Fields inner(*place, fields.where("sealed_as"), problems);
    out.sealed_as = {number_field(inner, "log", 1), number_field(inner, "sequence", 1)};
  }
  return out;
}

SequenceRange range_from_json(const json::Value& value, std::string where,
                              json::Problems& problems) {
  json::Fields fields(value, std::move(where), problems);
  SequenceRange out;
  out.first = number_field(fields, "first", 1);
  out.last = number_field(fields, "last", 1);
  if (out.last < out.first) fields.problem("last", "is before first", "");
  return out;
}

Result<> is_consistent(const Batch& batch) {
  const auto no = [](std::string what) { return fail(Failure::invalid, std::move(what), "batch"); };
  std::set<std::int64_t> epochs;
  for (const SealedEpoch& epoch : batch.epochs)
    if (!epochs.insert(epoch.epoch).second)
      return no(fmt::format("/epochs: epoch {} is there twice", epoch.epoch));
  if (batch.lost && (batch.lost->last != batch.first_sequence - 1 ||
                     batch.lost->last - batch.lost->first >= kLostMax))
    return no("/lost: is no range that ends right before first_sequence, or too long");
  Chain chain = batch.chain_before;
  std::int64_t sequence = batch.first_sequence;
  for (const SealedResponse& record : batch.responses) {
    if (record.sequence != sequence)
      return no(
          fmt::format("/responses: sequence {} where {} must follow", record.sequence, sequence));
    if (!epochs.contains(record.epoch))
      return no(fmt::format("/responses: epoch {} of sequence {} is not in the batch", record.epoch,
                            record.sequence));
    chain = chain_next(chain, sequence, record.hash());
    ++sequence;
  }
  if (chain != batch.chain_after)
    return no("/chain_after: does not follow from chain_before and the records");
  return {};
}

}  // namespace

std::string_view name(Outcome outcome) {
  switch (outcome) {
    case Outcome::stored:
      return "stored";
    case Outcome::repeat:
      return "repeat";
    case Outcome::quarantined:
      return "quarantined";
    case Outcome::withdrawn:
      return "withdrawn";
  }
  return "stored";
}
std::optional<Outcome> parse_outcome(std::string_view word) {
  for (const Outcome outcome : kOutcomes)
    if (name(outcome) == word) return outcome;
  return std::nullopt;
}

std::string_view name(HeldReason reason) {
  switch (reason) {
    case HeldReason::key_missing:
      return "key_missing";
    case HeldReason::definition_missing:
      return "definition_missing";
    case HeldReason::withheld:
      return "withheld";
  }
  return "withheld";
}
std::optional<HeldReason> parse_held_reason(std::string_view word) {
  for (const HeldReason reason : kHeldReasons)
    if (name(reason) == word) return reason;
  return std::nullopt;
}

std::string dump(const Batch& message) {
  json::Value epochs{json::Array{}};
  for (const SealedEpoch& epoch : message.epochs) epochs.push(to_json(epoch));
  json::Value responses{json::Array{}};
  for (const SealedResponse& record : message.responses) responses.push(to_json(record));
  json::Value out = json::object({{"format", 1},
                                  {"log", message.log},
                                  {"first_sequence", message.first_sequence},
                                  {"chain_before", base64url(message.chain_before)},
                                  {"boot", message.boot},
                                  {"mono_ms", message.mono_ms},
                                  {"wall_ms", message.wall_ms},
                                  {"epochs", std::move(epochs)},
                                  {"responses", std::move(responses)},
                                  {"chain_after", base64url(message.chain_after)}});
  if (message.lost)
    out.set("lost", json::object({{"first", message.lost->first}, {"last", message.lost->last}}));
  return json::dump(out);
}

Result<Batch> read_batch(std::string_view body) {
  AFTERWORD_ASSIGN(const auto document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  Batch out;
  fields.integer("format", {.required = true, .least = 1, .most = 1});
  out.log = number_field(fields, "log", 1);
  out.first_sequence = number_field(fields, "first_sequence", 1);
  out.chain_before = key_field(fields, "chain_before");
  out.boot = text_field(fields, "boot", 64);
  out.mono_ms = number_field(fields, "mono_ms");
  out.wall_ms = number_field(fields, "wall_ms");
  const json::Array* epochs = fields.list("epochs", true, kBatchEpochsMax);
  for (std::size_t i = 0; epochs != nullptr && i < epochs->size(); ++i)
    out.epochs.push_back(epoch_from_json((*epochs)[i], json::pointer("/epochs", i), problems));
  const json::Array* responses = fields.list("responses", true, kBatchResponsesMax);
  for (std::size_t i = 0; responses != nullptr && i < responses->size(); ++i) {
    out.responses.push_back(
        record_from_json((*responses)[i], json::pointer("/responses", i), problems));
    out.responses.back().log = out.log;
  }
  if (responses != nullptr && responses->empty())
    fields.problem("responses", "is empty", "send at least one");
  out.chain_after = key_field(fields, "chain_after");
  if (const json::Value* const lost = fields.object("lost", false))
    out.lost = range_from_json(*lost, "/lost", problems);
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "batch"));
  AFTERWORD_TRY(is_consistent(out));
  return out;
}

std::string dump(const BatchReply& message) {
  json::Value outcomes{json::Array{}};
  for (const RecordOutcome& outcome : message.outcomes) {
    json::Value one =
        json::object({{"sequence", outcome.sequence}, {"outcome", name(outcome.outcome)}});
    if (!outcome.problem.empty()) one.set("problem", outcome.problem);
    outcomes.push(std::move(one));
  }
  json::Value held{json::Array{}};
  for (const HeldRecord& record : message.held)
    held.push(json::object({{"sequence", record.sequence}, {"problem", name(record.reason)}}));
  json::Value missing{json::Array{}};
  for (const SequenceRange& range : message.missing)
    missing.push(json::object({{"first", range.first}, {"last", range.last}}));
  return json::dump(json::object({{"durable_to", message.durable_to},
                                  {"outcomes", std::move(outcomes)},
                                  {"held", std::move(held)},
                                  {"missing", std::move(missing)},
                                  {"time_ms", message.time_ms},
                                  {"revision", message.revision}}));
}

namespace {

RecordOutcome outcome_from_json(const json::Value& value, std::string where,
                                json::Problems& problems) {
  json::Fields fields(value, std::move(where), problems);
  RecordOutcome out;
  out.sequence = number_field(fields, "sequence", 1);
  // An outcome of a later version still means that the collector has answered for the record.
  out.outcome = parse_outcome(text_field(fields, "outcome", 32)).value_or(Outcome::stored);
  out.problem = fields.text("problem", {.bytes_max = 64}).value_or("");
  return out;
}

HeldRecord held_from_json(const json::Value& value, std::string where, json::Problems& problems) {
  json::Fields fields(value, std::move(where), problems);
  HeldRecord out;
  out.sequence = number_field(fields, "sequence", 1);
  // A reason of a later version is still a reason to keep the record.
  out.reason = parse_held_reason(text_field(fields, "problem", 64)).value_or(HeldReason::withheld);
  return out;
}

}  // namespace

Result<BatchReply> read_batch_reply(std::string_view body) {
  AFTERWORD_ASSIGN(const auto document, json::parse(body));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  BatchReply out;
  out.durable_to = number_field(fields, "durable_to");
  const json::Array* outcomes = fields.list("outcomes", true, kBatchResponsesMax);
  for (std::size_t i = 0; outcomes != nullptr && i < outcomes->size(); ++i)
    out.outcomes.push_back(
        outcome_from_json((*outcomes)[i], json::pointer("/outcomes", i), problems));
  const json::Array* held = fields.list("held", true, kBatchResponsesMax);
  for (std::size_t i = 0; held != nullptr && i < held->size(); ++i)
    out.held.push_back(held_from_json((*held)[i], json::pointer("/held", i), problems));
  const json::Array* missing = fields.list("missing", true, kMissingRangesMax);
  for (std::size_t i = 0; missing != nullptr && i < missing->size(); ++i)
    out.missing.push_back(range_from_json((*missing)[i], json::pointer("/missing", i), problems));
  out.time_ms = number_field(fields, "time_ms");
  out.revision = number_field(fields, "revision");
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "reply to a batch"));
  return out;
}

}  // namespace afterword
