#include "kiosk/storage/trust_time.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/protocol/names.h"

namespace afterword::kiosk {
namespace {

constexpr std::int64_t kReadableMost = (std::int64_t{1} << 53) - 1;  // of parse_number()

}  // namespace

void TrustTime::begin(const TrustDocument& trust, MonoTime now, std::string_view kept) {
  version_ = trust.version;
  expires_ = WallTime{trust.expires_at_ms};
  least_ = WallTime{trust.signed_at_ms};
  since_ = now;
  const std::size_t blank = kept.find(' ');
  if (blank == std::string_view::npos || parse_number(kept.substr(0, blank)) != version_) return;
  if (const auto ms = parse_number(kept.substr(blank + 1))) least_ = std::max(least_, WallTime{*ms});
}

void TrustTime::heard(WallTime collectors, MonoTime now) {
  if (collectors <= earliest(now)) return;
  least_ = collectors;
  since_ = now;
}

std::string TrustTime::text(MonoTime now) const {
  return fmt::format("{} {}", version_, std::min(earliest(now).ms, kReadableMost));
}

}  // namespace afterword::kiosk
