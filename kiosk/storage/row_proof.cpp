#include "kiosk/storage/row_proof.h"

#include <algorithm>

namespace afterword::kiosk {
namespace {

std::uint64_t number(std::int64_t value) { return static_cast<std::uint64_t>(value); }

// A damaged name can be of any length, and a Layout's text cannot.
void add(Layout& layout, std::string_view text) {
  layout.u64(text.size()).raw(as_bytes(text));
}

}  // namespace

crypto::Hash256 proof_of(const SealedResponse& response, const Chain& chain_before) {
  const auto place = response.sealed_as.value_or(SealedResponse::Place{0, 0});
  Layout layout;
  layout.text("afterword-row-1");
  layout.u64(number(response.log)).u64(number(response.sequence)).u64(number(response.epoch));
  add(layout, response.kind);
  add(layout, response.survey);
  layout.u64(number(response.version)).u64(number(response.response_format));
  layout.u64(number(place.log)).u64(number(place.sequence));
  layout.raw(chain_before).raw(data_hash(response.data));
  return crypto::hash256(layout.bytes());
}

crypto::Hash256 proof_of(const SealedEpoch& epoch) {
  Layout layout;
  layout.text("afterword-epoch-row-1").u64(number(epoch.epoch));
  add(layout, epoch.seal_key);
  layout.raw(crypto::hash256(epoch.sealed)).raw(crypto::hash256(epoch.recovery));
  return crypto::hash256(layout.bytes());
}

crypto::Hash256 proof_of_setting(std::string_view name, std::string_view value) {
  Layout layout;
  layout.text("afterword-setting-1").text(name).raw(crypto::hash256(value));
  return crypto::hash256(layout.bytes());
}

}  // namespace afterword::kiosk
