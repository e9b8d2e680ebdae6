// Closes records with the epoch's key. The key lives in memory only, for an hour or until the
// program ends; on disk it exists only sealed to the collector and to the owner.
//
// A draft is sealed under the number it will have if it is finished (the log's next one; there is
// one session at a time), so that a draft found after a power cut can be numbered without being
// readable.
//
// Threads: one.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"
#include "sync/protocol/messages.h"

namespace afterword {

inline constexpr std::chrono::hours kEpochLife{1};

struct Sealed {
  SealedResponse response;
  SealedEpoch epoch;  // to be stored with the response or before it; the same one may be there
};

class Sealer {
 public:
  // `next_epoch`: one more than the highest number of an epoch ever stored on this device.
  Sealer(std::string device, std::int64_t log, const TrustDocument& trust, std::int64_t next_epoch,
         Random& random);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  // The one it seals for, for ever: a log that ended needs another sealer.
  std::int64_t log() const { return log_; }

  // From now on. A change of the collector's or the owner's key ends the epoch.
  void set_trust(const TrustDocument& trust);

  // `json` is the record (a Response, for kind "response"). Errors: invalid, when it is too long.
  Result<Sealed> seal(std::int64_t sequence, std::string_view survey, int version,
                      int response_format, std::string_view json, MonoTime now,
                      std::string_view kind = kKindResponse);

 private:
  void begin_epoch(MonoTime now);

  std::string device_;
  std::int64_t log_;
  std::string seal_key_id_;
  crypto::Key32 seal_key_{};
  crypto::Key32 recovery_key_{};
  std::int64_t next_epoch_;
  Random& random_;

  crypto::Key32 epoch_key_{};
  std::optional<SealedEpoch> epoch_;  // nothing: the next seal() begins one
  MonoTime epoch_began_{};
};

}  // namespace afterword
