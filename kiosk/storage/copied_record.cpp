#include "kiosk/storage/copied_record.h"

#include <climits>

#include "kiosk/storage/row_proof.h"

namespace afterword::kiosk {
namespace {

constexpr std::string_view kLabel = "label", kRecord = "record";

std::uint64_t u64(std::int64_t value) { return static_cast<std::uint64_t>(value); }

void add_bytes(Layout& layout, ByteView bytes) { layout.u64(bytes.size()).raw(bytes); }

// Reads what Layout wrote. Once something is missing, all that follows is nothing.
class Unlayout {
 public:
  explicit Unlayout(ByteView left) : left_(left) {}

  std::uint64_t number(std::size_t bytes = 8) {
    std::uint64_t value = 0;
    for (const std::uint8_t byte : raw(bytes)) value = value << 8U | byte;
    return value;
  }
  std::int64_t integer() { return static_cast<std::int64_t>(number()); }
  int small() {
    const std::int64_t value = integer();
    sound_ = sound_ && value >= INT_MIN && value <= INT_MAX;
    return static_cast<int>(value);
  }
  std::string text() { return std::string(as_text(raw(number(2)))); }
  Bytes bytes() {
    const ByteView view = raw(number());
    return {view.begin(), view.end()};
  }
  crypto::Hash256 hash() { return crypto::fixed<32>(raw(32)).value_or(crypto::Hash256{}); }
  bool ended_well() const { return sound_ && left_.empty(); }

 private:
  ByteView raw(std::uint64_t length) {
    sound_ = sound_ && length <= left_.size();
    if (!sound_) return {};
    const ByteView taken = left_.first(length);
    left_ = left_.subspan(length);
    return taken;
  }

  ByteView left_;
  bool sound_ = true;
};

}  // namespace

Bytes encode_label(const std::string& device) {
  Layout out;
  out.text(kLabel).text(device);
  return out.bytes();
}

Bytes encode_copied(const std::string& device, const KeptRecord& record, const SealedEpoch& epoch) {
  const SealedResponse& response = record.response;
  const auto sealed = response.sealed_as.value_or(SealedResponse::Place{0, 0});
  Layout out;
  out.text(kRecord).text(device);
  out.u64(u64(response.log)).u64(u64(response.sequence)).u64(u64(response.epoch));
  out.text(response.kind).text(response.survey);
  out.u64(u64(response.version)).u64(u64(response.response_format));
  out.u64(u64(sealed.log)).u64(u64(sealed.sequence));
  out.raw(record.chain_before).raw(proof_of(response, record.chain_before));
  add_bytes(out, response.data);
  out.text(epoch.seal_key);
  add_bytes(out, epoch.sealed);
  add_bytes(out, epoch.recovery);
  return out.bytes();
}

std::optional<ReadEntry> decode_copied(ByteView body) {
  Unlayout in(body);
  const std::string what = in.text();
  ReadEntry out;
  out.device = in.text();
  if (what == kLabel && in.ended_well()) return out;
  if (what != kRecord) return std::nullopt;
  CopiedRecord& copied = out.copied.emplace();
  SealedResponse& response = copied.record.response;
  response.log = in.integer();
  response.sequence = in.integer();
  response.epoch = copied.epoch.epoch = in.integer();
  response.kind = in.text();
  response.survey = in.text();
  response.version = in.small();
  response.response_format = in.small();
  const SealedResponse::Place sealed{in.integer(), in.integer()};
  if (sealed.log != 0 || sealed.sequence != 0) response.sealed_as = sealed;
  copied.record.chain_before = in.hash();
  const crypto::Hash256 proof = in.hash();
  response.data = in.bytes();
  copied.epoch.seal_key = in.text();
  copied.epoch.sealed = in.bytes();
  copied.epoch.recovery = in.bytes();
  if (!in.ended_well() || proof != proof_of(response, copied.record.chain_before))
    return std::nullopt;
  return out;
}

}  // namespace afterword::kiosk
