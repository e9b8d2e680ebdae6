#include "kiosk/storage/ring_file.h"

#include <algorithm>

#include "sync/base/crypto/hash.h"

namespace afterword::kiosk {
namespace {

constexpr std::string_view kMagic = "afwring\n";
constexpr std::uint64_t kFormat = 1;
constexpr std::size_t kHashAt = 32, kBlock = 4096;
constexpr std::size_t kEntrySlotsMost = 8;  // no record takes more than five

std::uint64_t read_u64(ByteView bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t each = 0; each < 8; ++each) value = value << 8U | bytes[at + each];
  return value;
}

crypto::Hash256 hash_of(ByteView header, ByteView body) {
  Layout layout;
  layout.text("afterword-slot").raw(header).raw(crypto::hash256(body));
  return crypto::hash256(layout.bytes());
}

std::size_t blocks(std::size_t bytes) { return (bytes + kBlock - 1) / kBlock * kBlock; }

std::size_t used_in(ByteView slot) {
  const auto last =
      std::find_if(slot.rbegin(), slot.rend(), [](std::uint8_t byte) { return byte != 0; });
  return blocks(static_cast<std::size_t>(slot.rend() - last));
}

// How many slots the entry takes that may begin there.
int slots_from(ByteView bytes) {
  if (bytes.size() < kSlotHeaderBytes || as_text(bytes.first(kMagic.size())) != kMagic) return 1;
  const std::uint64_t length = read_u64(bytes, 24);
  return length > kEntrySlotsMost * kSlotBytes
             ? 1
             : std::min(RingFile::needed(length), static_cast<int>(kEntrySlotsMost));
}

std::int64_t place_of(int slot) {
  return static_cast<std::int64_t>(slot) * static_cast<std::int64_t>(kSlotBytes);
}

}  // namespace

Bytes encode_entry(std::uint64_t stamp, ByteView body) {
  Layout header;
  header.raw(as_bytes(kMagic)).u64(kFormat).u64(stamp).u64(body.size());
  Layout out;
  out.raw(header.bytes()).raw(hash_of(header.bytes(), body)).raw(body);
  return out.bytes();
}

Result<std::optional<RingEntry>> decode_entry(ByteView bytes, int slot) {
  const std::size_t at = static_cast<std::size_t>(slot) * kSlotBytes;
  const auto none = std::optional<RingEntry>();
  if (bytes.size() < at + kSlotHeaderBytes || as_text(bytes.subspan(at, kMagic.size())) != kMagic)
    return none;
  const ByteView header = bytes.subspan(at, kHashAt), said = bytes.subspan(at + kHashAt, 32);
  const std::uint64_t length = read_u64(header, 24);
  if (length > bytes.size() - at - kSlotHeaderBytes) return none;
  const ByteView body = bytes.subspan(at + kSlotHeaderBytes, length);
  const crypto::Hash256 hash = hash_of(header, body);
  if (!std::equal(hash.begin(), hash.end(), said.begin())) return none;
  if (read_u64(header, 8) != kFormat)
    return fail(Failure::unsupported, "this second copy was written by a newer version", "",
                "install that one again, or name another file");
  return std::optional<RingEntry>(
      {slot, RingFile::needed(length), read_u64(header, 16), Bytes(body.begin(), body.end())});
}

Result<RingFile> RingFile::open(const std::string& path) {
  AFTERWORD_ASSIGN(auto file, db::PlainFile::open(path));
  AFTERWORD_ASSIGN(const std::int64_t bytes, file.size());
  return RingFile(path, std::move(file),
                  static_cast<int>(bytes / static_cast<std::int64_t>(kSlotBytes)));
}

Result<> RingFile::resize(int slots) {
  AFTERWORD_TRY(db::preallocate(path_, place_of(slots)));
  used_.resize(static_cast<std::size_t>(slots));
  return {};
}

Result<> RingFile::each(const std::function<Result<>(RingEntry)>& take) {
  Bytes window;  // from `slot` on, as far as an entry may reach that begins there
  int unreadable = 0, loaded = 0;
  for (int slot = 0; slot < slots();) {
    for (; loaded < slot + slots_from(window) && loaded < slots(); ++loaded) {
      auto bytes = file_.read(place_of(loaded), kSlotBytes);
      if (!bytes) bytes = file_.read(place_of(loaded), kSlotBytes);
      if (!bytes && ++unreadable == slots()) return tl::unexpected<Error>(bytes.error());
      used_[static_cast<std::size_t>(loaded)] = bytes ? used_in(*bytes) : kSlotBytes;
      const Bytes slot_bytes = bytes ? std::move(*bytes) : Bytes(kSlotBytes);
      window.insert(window.end(), slot_bytes.begin(), slot_bytes.end());
    }
    AFTERWORD_ASSIGN(auto entry, decode_entry(window, 0));
    const int passed = entry ? entry->slots : 1;
    if (entry) {
      entry->slot = slot;
      AFTERWORD_TRY(take(std::move(*entry)));
    }
    window.erase(window.begin(), window.begin() + static_cast<std::ptrdiff_t>(kSlotBytes) * passed);
    slot += passed;
  }
  return {};
}

Result<std::vector<RingEntry>> RingFile::read() {
  std::vector<RingEntry> entries;
  AFTERWORD_TRY(each([&](RingEntry entry) -> Result<> {
    entries.push_back(std::move(entry));
    return {};
  }));
  return entries;
}

Result<bool> RingFile::has_rest() {
  AFTERWORD_ASSIGN(const std::int64_t bytes, file_.size());
  const auto rest = static_cast<std::size_t>(bytes % static_cast<std::int64_t>(kSlotBytes));
  if (rest == 0) return false;
  AFTERWORD_ASSIGN(const Bytes there, file_.read(bytes - static_cast<std::int64_t>(rest), rest));
  return used_in(there) > 0;
}

// What is written covers what was there: an answer that is shorter leaves nothing of a longer one.
Result<> RingFile::write(int slot, std::uint64_t stamp, ByteView body) {
  Bytes bytes = encode_entry(stamp, body);
  const int count = needed(body.size());
  const std::size_t last = bytes.size() - static_cast<std::size_t>(count - 1) * kSlotBytes;
  const auto first_used = used_.begin() + slot;
  const std::size_t was = first_used[count - 1];
  bytes.resize(static_cast<std::size_t>(count - 1) * kSlotBytes + std::max(blocks(last), was));
  std::fill(first_used, first_used + count, kSlotBytes);  // if it fails, anything may be there
  AFTERWORD_TRY(file_.write(place_of(slot), bytes));
  first_used[count - 1] = blocks(last);
  return {};
}

Result<> RingFile::clear(int slot, int slots) {
  for (int each = slot; each < slot + slots; ++each) {
    std::size_t& used = used_[static_cast<std::size_t>(each)];
    if (used == 0) continue;
    AFTERWORD_TRY(file_.write(place_of(each), Bytes(used)));
    used = 0;
  }
  return {};
}

}  // namespace afterword::kiosk
