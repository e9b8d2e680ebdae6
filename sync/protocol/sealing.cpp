#include "sync/protocol/sealing.h"

#include "sync/base/pack/pack.h"

namespace afterword {
namespace {

std::uint64_t unsigned_of(std::int64_t value) { return static_cast<std::uint64_t>(value); }

}  // namespace

Bytes associated_data(const RecordName& name) {
  Layout layout;
  layout.text(name.device)
      .u64(unsigned_of(name.log))
      .u64(unsigned_of(name.sequence))
      .text(name.survey)
      .u64(unsigned_of(name.version))
      .u64(unsigned_of(name.response_format));
  if (name.kind != kKindResponse) layout.text(name.kind);
  return layout.bytes();
}

Result<Bytes> seal_record(const crypto::Key32& epoch_key, const RecordName& name,
                          std::string_view json, Random& random) {
  if (json.size() > kRecordPlainBytesMax)
    return fail(Failure::invalid, fmt::format("the record is {} bytes long; at most {} are allowed",
                                              json.size(), kRecordPlainBytesMax));
  Bytes data =
      crypto::encrypt(epoch_key, associated_data(name), pack::compress(as_bytes(json)), random);
  if (data.size() > kRecordBytesMax)
    return fail(Failure::invalid,
                fmt::format("the record is {} bytes long when sealed; at most {} are allowed",
                            data.size(), kRecordBytesMax));
  return data;
}

Result<std::string> open_record(const crypto::Key32& epoch_key, const RecordName& name,
                                ByteView data) {
  AFTERWORD_ASSIGN(const auto packed, crypto::decrypt(epoch_key, associated_data(name), data));
  AFTERWORD_ASSIGN(const auto plain, pack::decompress(packed, kRecordPlainBytesMax));
  return std::string(as_text(plain));
}

SealedEpoch seal_epoch(std::int64_t epoch, const crypto::Key32& epoch_key,
                       std::string_view seal_key_id, const crypto::Key32& seal_key,
                       const crypto::Key32& recovery_key, Random& random) {
  return {epoch, std::string(seal_key_id), crypto::seal(seal_key, epoch_key, random),
          crypto::seal(recovery_key, epoch_key, random)};
}

Result<crypto::Key32> open_epoch(const crypto::SealKey& key, ByteView box) {
  AFTERWORD_ASSIGN(Bytes plain, crypto::open(key, box));
  const auto epoch_key = crypto::fixed<32>(plain);
  crypto::wipe(plain);
  if (!epoch_key) return fail(Failure::invalid, "the sealed box holds no epoch key");
  return *epoch_key;
}

}  // namespace afterword
