#include "sync/base/db/log_frames.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <set>

namespace afterword::db {
namespace {

constexpr std::size_t kHeaderBytes = 32, kFrameHeaderBytes = 24;
constexpr std::size_t kFrameBytes = kFrameHeaderBytes + kPageBytes;
constexpr std::uint32_t kMagic = 0x377f0682, kVersion = 3'007'000;

struct Sum {
  std::uint32_t one = 0, two = 0;
  bool operator==(const Sum&) const = default;
};

std::uint32_t little_endian32(const std::uint8_t* at) {
  return std::uint32_t{at[3]} << 24U | std::uint32_t{at[2]} << 16U | std::uint32_t{at[1]} << 8U | at[0];
}

// SQLite's checksum, over pairs of words.
Sum sum_of(Sum sum, ByteView bytes, bool big_endian) {
  const auto word = big_endian ? big_endian32 : little_endian32;
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    sum.one += word(&bytes[at]) + sum.two;
    sum.two += word(&bytes[at + 4]) + sum.one;
  }
  return sum;
}

Sum stored_sum(ByteView bytes, std::size_t at) {
  return {big_endian32(&bytes[at]), big_endian32(&bytes[at + 4])};
}

// What the index says of the log. It is written after the log was synced, so it never knows more
// commits than there were. `frames`: those that are not in the main file already.
struct Index {
  std::uint32_t frames = 0;
  ByteView salt;
};

// Nothing, where the index was not finished or is damaged: SQLite makes it anew then.
std::optional<Index> read_index(ByteView index) {
  constexpr std::size_t kCopy = 48, kSummed = 40;
  if (index.size() < 2 * kCopy + 4 || std::memcmp(&index[0], &index[kCopy], kCopy) != 0)
    return std::nullopt;
  // In the machine's own order, which is little-endian on all that this runs on.
  if (little_endian32(&index[0]) != kVersion || index[12] == 0) return std::nullopt;
  const Sum sum = sum_of({}, index.first(kSummed), false);
  if (sum != Sum{little_endian32(&index[kSummed]), little_endian32(&index[kSummed + 4])})
    return std::nullopt;
  const std::uint32_t frames = little_endian32(&index[16]), moved_over = little_endian32(&index[2 * kCopy]);
  return Index{moved_over < frames ? frames : 0, index.subspan(32, 8)};
}

class Log {
 public:
  // With `salt`: the frames of another beginning of the log, whatever its header says.
  explicit Log(ByteView bytes, ByteView salt = {}) : bytes_(bytes) {
    const std::uint32_t magic = big_endian32(&bytes[0]);
    big_endian_ = magic == (kMagic | 1U);
    sound_header_ = (magic | 1U) == (kMagic | 1U) &&
                    sum_of({}, bytes.first(24), big_endian_) == stored_sum(bytes, 24);
    count_ = (bytes.size() - kHeaderBytes) / kFrameBytes;
    sound_header_ = sound_header_ && salt.empty();
    salt_ = !salt.empty() ? salt : sound_header_ ? bytes.subspan(16, 8) : salt_of(count_ > 1 ? 1 : 0);
    for (std::size_t each = 0; each < count_; ++each) intact_.push_back(is_intact(each));
  }

  // Not, where a bit fell over, but also where the power went when the log began anew: then all of it was
  // in the main file.
  bool sound_header() const { return sound_header_; }
  std::size_t count() const { return count_; }
  ByteView salt() const { return salt_; }
  bool intact(std::size_t each) const { return intact_[each]; }
  ByteView salt_of(std::size_t each) const {
    return each < count_ ? bytes_.subspan(start(each) + 8, 8) : ByteView();
  }
  std::uint32_t page(std::size_t each) const { return big_endian32(&bytes_[start(each)]); }
  std::size_t content(std::size_t each) const { return start(each) + kFrameHeaderBytes; }
  bool commits(std::size_t each) const {
    return intact_[each] && big_endian32(&bytes_[start(each) + 4]) != 0;
  }

  // So many frames SQLite reads.
  std::size_t seen() const {
    std::size_t seen = 0;
    for (std::size_t each = 0; sound_header_ && each < count_ && intact_[each]; ++each)
      if (commits(each)) seen = each + 1;
    return seen;
  }
  // So many were committed, as far as the log itself can tell. Behind the first frame that is not
  // intact one transaction may be what a power cut tore; another that is whole came after its sync.
  std::size_t committed(std::size_t seen) const {
    std::size_t committed = seen;
    bool whole = false, one_before = false;
    for (std::size_t each = seen; each < count_; ++each) {
      whole = whole && intact_[each];
      if (!commits(each)) continue;
      if (one_before && whole) committed = each + 1;
      one_before = whole = true;
    }
    return committed;
  }

 private:
  static std::size_t start(std::size_t each) { return kHeaderBytes + each * kFrameBytes; }

  // By the sum that the frame before it ends with, whether that one is intact or not.
  bool is_intact(std::size_t each) const {
    const ByteView frame = bytes_.subspan(start(each), kFrameBytes);
    if (big_endian32(&frame[0]) == 0 || !std::equal(salt_.begin(), salt_.end(), &frame[8])) return false;
    Sum sum = each == 0 ? stored_sum(bytes_, 24) : stored_sum(bytes_, start(each - 1) + 16);
    sum = sum_of(sum, frame.first(8), big_endian_);
    return sum_of(sum, frame.subspan(kFrameHeaderBytes), big_endian_) == stored_sum(frame, 16);
  }

  ByteView bytes_;
  bool big_endian_ = false, sound_header_ = false;
  std::size_t count_ = 0;
  ByteView salt_;
  std::vector<bool> intact_;
};

bool same(ByteView one, ByteView other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end());
}

void add_committed(const Log& log, std::size_t committed, LogFrames& out) {
  for (std::size_t each = 0; each < committed; ++each)
    if (log.intact(each)) out.committed.push_back({log.page(each), log.content(each)});
}

// With each beginning SQLite counts the first half of the salt up by one; but a log of which nothing was committed
// begins anew, in another run, with a salt drawn at random. What is not near is earlier then: it was undone.
constexpr std::uint32_t kNear = 1024;
bool is_later(ByteView salt, ByteView than) {
  const std::uint32_t ahead = big_endian32(&salt[0]) - big_endian32(&than[0]);
  return ahead > 0 && ahead <= kNear;
}

// Which beginnings of the log its frames name. One that a later one followed was in the main file before that
// began; also where the power cut destroyed the header and most of what was written then.
class Beginnings {
 public:
  explicit Beginnings(const Log& log) {
    for (std::size_t each = 0; each < log.count(); ++each) named_.insert(big_endian32(&log.salt_of(each)[0]));
  }
  bool overtaken(ByteView salt) const {
    if (salt.empty()) return false;
    const std::uint32_t of = big_endian32(&salt[0]);
    auto next = named_.upper_bound(of);
    if (next == named_.end()) next = named_.begin();
    return next != named_.end() && *next != of && *next - of <= kNear;
  }

 private:
  std::set<std::uint32_t> named_;
};

// A log that began anew has frames of earlier beginnings behind its own. Those of a later one mean that the header
// is the wrong one: nothing of them is in the main file.
void add_other_beginnings(const Log& log, ByteView bytes, const std::optional<Index>& index, LogFrames& out) {
  const Beginnings beginnings(log);
  std::vector<ByteView> later;
  const auto note = [&](ByteView salt) {
    if (salt.empty() || same(salt, log.salt())) return;
    if (log.sound_header() && !is_later(salt, log.salt())) return;
    for (const ByteView other : later)
      if (same(salt, other)) return;
    later.push_back(salt);
  };
  if (log.count() > 0) note(log.salt_of(log.count() - 1));
  if (index) note(index->salt);
  for (const ByteView salt : later) {
    const Log other(bytes, salt);
    const bool known = index && same(index->salt, salt);
    if (!known && beginnings.overtaken(salt)) continue;
    const std::size_t by_index = known ? std::min<std::size_t>(index->frames, other.count()) : 0;
    add_committed(other, std::max(other.committed(0), by_index), out);
  }
  for (std::size_t each = 0; each < log.count(); ++each) {
    const ByteView salt = log.salt_of(each);
    const bool earlier = log.sound_header() ? !same(salt, log.salt()) && !is_later(salt, log.salt())
                                            : beginnings.overtaken(salt);
    if (earlier) out.earlier.push_back({log.page(each), log.content(each)});
  }
}

}  // namespace

LogFrames read_log(ByteView bytes, ByteView index_bytes) {
  LogFrames out;
  const auto index = read_index(index_bytes);
  if (bytes.size() < kHeaderBytes) {
    out.lacks_commits = index && index->frames > 0;
    return out;
  }
  const Log log(bytes);
  const std::size_t seen = log.seen();
  const std::size_t known = index && same(index->salt, log.salt()) ? index->frames : 0;
  const std::size_t committed = std::max(log.committed(seen), std::min(known, log.count()));
  out.lacks_commits = (log.sound_header() && committed > seen) || known > seen;
  add_other_beginnings(log, bytes, index, out);
  if (log.sound_header() || known > 0 || !Beginnings(log).overtaken(log.salt()))
    add_committed(log, committed, out);
  return out;
}

}  // namespace afterword::db
