// Trust documents that a newer one took the place of, kept for as long as what they alone prove is offered. Whole, and
// proved by the root at each use: whoever writes on this disk brings in no key of his own.
//
// Threads: any. The text is that of the setting kLeftTrust: a JSON array of envelopes, the oldest first.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "sync/protocol/trust.h"

namespace afterword::kiosk {

inline constexpr std::size_t kLeftTrustMost = 4;  // the newest; each of 64 KiB at most (kTrustBytesMax)

// `kept` with `envelope` behind it, without those that list no key but those of `newer`. "": none is left.
std::string with_left(std::string_view kept, const std::string& envelope, const TrustDocument& newer,
                      const RootHash& root);

// The signing keys of all in it that `root`, the enrolment's own, proves.
std::vector<crypto::Key32> keys_of_left(std::string_view kept, const RootHash& root);

}  // namespace afterword::kiosk
