#include "sync/protocol/deletion_proof.h"

#include "sync/base/crypto/hash.h"
#include "sync/protocol/wire_fields.h"

namespace afterword {
namespace {

Day day_field(json::Fields& fields, std::string_view name) {
  const auto text = fields.text(name, {.required = true, .bytes_max = 16});
  const auto day = text ? Day::parse(*text) : std::nullopt;
  if (text && !day) fields.problem(name, "is no day", "write it as 2026-03-03");
  return day.value_or(Day{});
}

json::Value deletion_json(const DeletionProof& proof) {
  return json::object({{"number", proof.number},
                       {"collector", proof.collector},
                       {"rule", proof.rule},
                       {"kept_days", proof.kept_days},
                       {"day", proof.day.text()},
                       {"before", proof.before.text()},
                       {"deleted", json::object({{"responses", proof.responses},
                                                 {"comments", proof.comments},
                                                 {"quarantined", proof.quarantined}})},
                       {"unreadable", proof.unreadable},
                       {"previous", proof.previous}});
}

}  // namespace

std::string sign_deletion(const DeletionProof& proof, std::span<const Signer> signers) {
  return sign_envelope(kDeletionType, json::dump(deletion_json(proof)), signers);
}

std::string sign_deletion_anew(std::string_view envelope, std::span<const Signer> signers) {
  return sign_envelope(kDeletionType, envelope_payload(envelope).value_or(""), signers);
}

Result<DeletionProof> open_deletion(std::string_view envelope,
                                    std::span<const crypto::Key32> keys) {
  AFTERWORD_ASSIGN(const auto payload,
                   open_envelope(envelope, kDeletionType, keys, kDeletionBytesMax));
  AFTERWORD_ASSIGN(const auto document, json::parse(payload));
  json::Problems problems;
  json::Fields fields(document, "", problems);
  DeletionProof out;
  out.number = number_field(fields, "number", 1);
  out.collector = text_field(fields, "collector", 64);
  out.rule = text_field(fields, "rule", 64);
  out.kept_days = static_cast<int>(
      fields.integer("kept_days", {.required = true, .least = 0, .most = 100'000}).value_or(0));
  out.day = day_field(fields, "day");
  out.before = day_field(fields, "before");
  static const json::Value kNone = json::object({});
  const json::Value* const deleted = fields.object("deleted", true);
  json::Fields counts(deleted != nullptr ? *deleted : kNone, "/deleted", problems);
  out.responses = number_field(counts, "responses");
  out.comments = number_field(counts, "comments");
  out.quarantined = number_field(counts, "quarantined");
  out.unreadable = number_field(fields, "unreadable");
  out.previous = text_field(fields, "previous", 64, true);
  if (!problems.empty()) return tl::unexpected(json::to_error(problems, "proof of deletion"));
  return out;
}

std::string payload_hash(std::string_view envelope) {
  const auto payload = envelope_payload(envelope);
  return payload ? base64url(crypto::sha256(*payload)) : "";
}

}  // namespace afterword
