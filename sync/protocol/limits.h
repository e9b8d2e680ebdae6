// Every limit of the wire, with its reason. PROTOCOL.md lists them; both ends keep them.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "survey-defs/model/survey.h"  // kDefinitionBytesMax

namespace afterword {

inline constexpr std::size_t kHeaderBytesMax = 8 * 1024;    // all header lines together
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;   // request or reply
inline constexpr std::size_t kRecordBytesMax = 256 * 1024;  // one sealed response: a 64 KiB comment
                                                            // fits four times, badly compressed
inline constexpr std::size_t kRecordPlainBytesMax = 1024 * 1024;  // what may come out of one
// What may come out of one batch. Six times the responses of a usual one; more is white space, or
// somebody who fills a disk.
inline constexpr std::size_t kBatchPlainBytesMax = 16 * 1024 * 1024;
// A definition as served: base64 adds a third, the envelope and its signatures the rest.
inline constexpr std::size_t kEnvelopeBytesMax = kDefinitionBytesMax * 4 / 3 + 8 * 1024;
inline constexpr std::size_t kTrustBytesMax = 64 * 1024;
inline constexpr int kBatchResponsesMax = 500;
inline constexpr int kBatchEpochsMax = 500;          // at worst one an item
inline constexpr int kDefinitionsMax = 200;          // definitions offered to one device
inline constexpr int kTalliesMax = 1000;             // in one heartbeat
inline constexpr std::int64_t kTallyMost = 1'000'000'000;  // of one thing on one day; sums of millions of them fit
inline constexpr int kKeysMax = 16;                  // of one kind in a trust document
inline constexpr int kRootKeysMax = 8;               // of one set
inline constexpr int kRootLinksMax = 64;             // changes of it since the first
inline constexpr int kSignaturesMax = 8;             // of one envelope
inline constexpr int kPastLogsMax = 16;              // in one heartbeat, the newest
inline constexpr std::int64_t kLostMax = 1'000'000;  // numbers that one batch may declare lost
inline constexpr int kMissingRangesMax = 100;        // in one reply, held ones too; others come with later ones
inline constexpr std::int64_t kCounterWindow = 64;   // counters may arrive this much out of order
inline constexpr std::int64_t kNumberMax =
    (std::int64_t{1} << 53) - 1;  // exact in every JSON reader

inline constexpr std::chrono::milliseconds kWaitMax{55'000};  // under the 60 s of common proxies
inline constexpr std::chrono::milliseconds kHandshakeMax{10'000};
inline constexpr std::chrono::milliseconds kBodyMax{
    30'000};  // a whole request and its reply, but a wait; and for large ones:
// The slowest line that is served. 16 kbit/s, the least that anybody sells, carries twice that.
inline constexpr std::size_t kSlowestBytesPerSecond = 1024;
constexpr std::chrono::milliseconds at_the_slowest(std::size_t bytes) {
  return std::chrono::milliseconds(
      static_cast<std::int64_t>(bytes * 1000 / kSlowestBytesPerSecond));
}
// Without a byte for so long a download is given up. A TLS record of 16 KiB shows only when it is
// whole: 16 s at the slowest, twice that where another reply shares the line.
inline constexpr std::chrono::seconds kDownloadSilenceMax{40};
// What all bodies of one address may hold in a collector, for each connection it may have.
inline constexpr std::size_t kBodyBytesAConnection = 128 * 1024;
inline constexpr std::chrono::milliseconds kRetryLeast{1'000};
inline constexpr std::chrono::milliseconds kRetryMost{300'000};  // five minutes, for ever
inline constexpr std::chrono::minutes kCodeLife{10};             // an enrolment code
inline constexpr int kCodeTriesMax = 5;
inline constexpr int kKeptDays = 30;  // acknowledged responses stay on the kiosk, sealed

}  // namespace afterword
