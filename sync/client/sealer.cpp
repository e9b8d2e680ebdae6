#include "sync/client/sealer.h"

#include <cassert>

namespace afterword {

Sealer::Sealer(std::string device, std::int64_t log, const TrustDocument& trust,
               std::int64_t next_epoch, Random& random)
    : device_(std::move(device)), log_(log), next_epoch_(next_epoch), random_(random) {
  set_trust(trust);
}

Sealer::~Sealer() { crypto::wipe(epoch_key_); }

void Sealer::set_trust(const TrustDocument& trust) {
  const SealKeyEntry* current = trust.current_seal_key();
  assert(current != nullptr);  // open_trust() gives no document without one
  if (current->id == seal_key_id_ && current->key == seal_key_ &&
      trust.recovery_key == recovery_key_)
    return;
  seal_key_id_ = current->id;
  seal_key_ = current->key;
  recovery_key_ = trust.recovery_key;
  epoch_.reset();
}

void Sealer::begin_epoch(MonoTime now) {
  random_.fill(epoch_key_);
  epoch_ = seal_epoch(next_epoch_++, epoch_key_, seal_key_id_, seal_key_, recovery_key_, random_);
  epoch_began_ = now;
}

Result<Sealed> Sealer::seal(std::int64_t sequence, std::string_view survey, int version,
                            int response_format, std::string_view json, MonoTime now,
                            std::string_view kind) {
  if (!epoch_ || now - epoch_began_ >= kEpochLife) begin_epoch(now);
  SealedResponse out;
  out.log = log_;
  out.sequence = sequence;
  out.epoch = epoch_->epoch;
  out.kind = std::string(kind);
  out.survey = std::string(survey);
  out.version = version;
  out.response_format = response_format;
  AFTERWORD_ASSIGN(out.data, seal_record(epoch_key_, out.name(device_), json, random_));
  return Sealed{std::move(out), *epoch_};
}

}  // namespace afterword
