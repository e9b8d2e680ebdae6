// A second copy as a disk may give it back: a few slots, in which the input puts entries that hash to what they
// say (of any body, stamp, length and format), and bytes over them. What is read out of it lies in the file as
// it is written, and each record reads again from its own writing.
#include <fuzzer/FuzzedDataProvider.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "kiosk/storage/second_copy.h"
#include "sync/base/crypto/hash.h"

namespace {

using namespace afterword;
using namespace afterword::kiosk;

constexpr const char* kDevice = "dev-7";

void check(bool holds) {
  if (!holds) std::abort();
}

Bytes record(FuzzedDataProvider& input) {
  KeptRecord record;
  SealedResponse& response = record.response;
  response.log = input.ConsumeIntegralInRange(1, 3);
  response.sequence = input.ConsumeIntegral<std::int64_t>();
  response.kind = input.ConsumeRandomLengthString(16);
  response.survey = input.ConsumeRandomLengthString(16);
  response.version = input.ConsumeIntegral<int>();
  if (input.ConsumeBool())
    response.sealed_as = SealedResponse::Place{1, input.ConsumeIntegral<int>()};
  response.data = to_bytes(input.ConsumeRandomLengthString(200));
  if (input.ConsumeBool())
    response.data.resize(input.ConsumeIntegralInRange<std::size_t>(64'000, 66'000));
  SealedEpoch epoch;
  epoch.epoch = response.epoch = input.ConsumeIntegral<std::int64_t>();
  epoch.sealed = to_bytes(input.ConsumeRandomLengthString(64));
  Bytes body = encode_copied(input.ConsumeBool() ? kDevice : "dev-8", record, epoch);
  const auto read = decode_copied(body);
  check(read && read->copied &&
        encode_copied(read->device, read->copied->record, read->copied->epoch) == body);
  if (input.ConsumeBool())
    body[input.ConsumeIntegralInRange<std::size_t>(0, body.size() - 1)] ^= 1U;
  return body;
}

// As RING.md lays it out.
Bytes entry(FuzzedDataProvider& input, const Bytes& body) {
  const auto format = input.ConsumeBool() ? 1 : input.ConsumeIntegral<std::uint64_t>();
  const auto length = input.ConsumeBool() ? body.size() : input.ConsumeIntegral<std::uint64_t>();
  Layout header, hashed, out;
  header.raw(as_bytes("afwring\n"))
      .u64(format)
      .u64(input.ConsumeIntegral<std::uint64_t>())
      .u64(length);
  hashed.text("afterword-slot").raw(header.bytes()).raw(crypto::hash256(body));
  return out.raw(header.bytes()).raw(crypto::hash256(hashed.bytes())).raw(body).bytes();
}

Bytes file_of(FuzzedDataProvider& input) {
  Bytes file(input.ConsumeIntegralInRange<std::size_t>(1, 4) * kSlotBytes +
             (input.ConsumeBool() ? input.ConsumeIntegral<std::uint8_t>() : 0));
  for (int puts = 0; puts < 5 && input.remaining_bytes() > 0; ++puts) {
    const auto slot = input.ConsumeIntegralInRange<std::size_t>(0, file.size() / kSlotBytes - 1);
    std::size_t at = slot * kSlotBytes;
    Bytes put;
    switch (input.ConsumeIntegralInRange(0, 3)) {
      case 0:
        put = entry(input, encode_label(input.ConsumeBool() ? kDevice : "dev-8"));
        break;
      case 1:
        put = entry(input, record(input));
        break;
      case 2:
        put = entry(input, to_bytes(input.ConsumeRandomLengthString(300)));
        break;
      default:
        at += input.ConsumeIntegralInRange<std::size_t>(0, kSlotBytes - 1);
        put = to_bytes(input.ConsumeRandomLengthString(100));
        break;
    }
    put.resize(std::min(put.size(), file.size() - at));
    std::copy(put.begin(), put.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return file;
}

void lies_in(const Bytes& file, const RingEntry& entry) {
  const std::size_t at = static_cast<std::size_t>(entry.slot) * kSlotBytes;
  const Bytes written = encode_entry(entry.stamp, entry.body);
  check(entry.slots == RingFile::needed(entry.body.size()) && at + written.size() <= file.size());
  check(std::equal(written.begin(), written.end(), file.begin() + static_cast<std::ptrdiff_t>(at)));
  const auto read = decode_copied(entry.body);
  if (!read) return;
  check(!read->copied ||
        encode_copied(read->device, read->copied->record, read->copied->epoch) == entry.body);
}

// Each entry in its place, one after the other.
void read_entries(const std::string& path, const Bytes& file) {
  auto ring = RingFile::open(path);
  check(ring.has_value());
  int next = 0;
  const auto read = ring->each([&](const RingEntry& entry) -> Result<> {
    check(entry.slot >= next);
    next = entry.slot + entry.slots;
    check(next <= ring->slots());
    lies_in(file, entry);
    return {};
  });
  check(read || read.error().failure == Failure::unsupported);
}

void read_records(const std::string& path) {
  const SystemClock clock;
  SilentLog log;
  for (const auto& [place, copied] : SecondCopy({path}, clock, log).read(kDevice))
    check(place == place_of(copied.record.response) &&
          copied.epoch.epoch == copied.record.response.epoch);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path = "/dev/shm/afterword-fuzz-ring-" + std::to_string(::getpid());
  static const int removed = std::atexit([] { std::filesystem::remove(path); });
  FuzzedDataProvider input(data, size);
  const bool entries = input.ConsumeBool();
  const Bytes file = file_of(input);
  std::ofstream(path, std::ios::binary | std::ios::trunc) << as_text(file);
  if (entries)
    read_entries(path, file);
  else
    read_records(path);
  return removed;
}
