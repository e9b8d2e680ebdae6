#include "sync/collector/storage/records.h"

#include <array>
#include <utility>

namespace afterword::collector {
namespace {

template <class Enum, std::size_t N>
std::string_view word(Enum value, const std::array<std::string_view, N>& words) {
  return words.at(static_cast<std::size_t>(value));
}

template <class Enum, std::size_t N>
std::optional<Enum> meaning(std::string_view text, const std::array<std::string_view, N>& words) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == text) return static_cast<Enum>(i);
  return std::nullopt;
}

constexpr std::array<std::string_view, 3> kDeviceStates = {"active", "revoked", "import"};
constexpr std::array<std::string_view, 6> kOutcomes = {"held",      "stored",  "quarantined",
                                                       "withdrawn", "expired", "lost"};
constexpr std::array<std::string_view, 4> kTimeQualities = {"exact", "estimated", "received",
                                                            "imported"};

}  // namespace

std::string_view name(DeviceState state) { return word(state, kDeviceStates); }
std::optional<DeviceState> parse_device_state(std::string_view text) {
  return meaning<DeviceState>(text, kDeviceStates);
}
std::string_view name(LedgerOutcome outcome) { return word(outcome, kOutcomes); }
std::optional<LedgerOutcome> parse_ledger_outcome(std::string_view text) {
  return meaning<LedgerOutcome>(text, kOutcomes);
}
std::string_view name(TimeQuality quality) { return word(quality, kTimeQualities); }
std::optional<TimeQuality> parse_time_quality(std::string_view text) {
  return meaning<TimeQuality>(text, kTimeQualities);
}

}  // namespace afterword::collector
