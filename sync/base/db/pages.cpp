#include "sync/base/db/pages.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>

#include "sync/base/db/log_frames.h"

namespace afterword::db {
namespace {

constexpr std::size_t kFileHeaderBytes = 100;  // before what page 1 holds
constexpr std::uint64_t kPayloadBytesMax = 1024 * 1024;
constexpr std::size_t kColumnsMax = 64;

enum PageKind : std::uint8_t { kIndexInner = 0x02, kIndexLeaf = 0x0a, kTableLeaf = 0x0d };

// The whole file; a page that the disk does not give is left empty and counted. No file: nothing.
Result<Bytes> read_pages(const std::string& path, std::int64_t& unreadable) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return Bytes();
  if (file < 0)
    return fail(Failure::io, fmt::format("cannot be opened: {}", std::strerror(errno)), path);
  struct stat status = {};
  Bytes bytes(::fstat(file, &status) == 0 ? static_cast<std::size_t>(status.st_size) : 0);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t most = std::min(kPageBytes, bytes.size() - at);
    const ssize_t got = ::pread(file, &bytes[at], most, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) ++unreadable;
    at += got > 0 ? static_cast<std::size_t>(got) : most;
  }
  ::close(file);
  return bytes;
}

std::uint16_t big_endian16(const std::uint8_t* at) {
  return static_cast<std::uint16_t>(at[0] << 8U | at[1]);
}

// Reads forward, and notices the end.
class Cursor {
 public:
  explicit Cursor(ByteView bytes) : bytes_(bytes) {}
  bool good() const { return good_; }
  std::size_t at() const { return at_; }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int each = 0; each < 9 && good_; ++each) {
      const ByteView byte = take(1);
      if (!good_) return 0;
      if (each == 8) return value << 8U | byte[0];
      value = value << 7U | (byte[0] & 0x7fU);
      if ((byte[0] & 0x80U) == 0) return value;
    }
    return 0;
  }
  ByteView take(std::size_t count) {
    if (count > bytes_.size() - at_) good_ = false;
    if (!good_) return {};
    at_ += count;
    return bytes_.subspan(at_ - count, count);
  }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
  bool good_ = true;
};

std::int64_t signed_number(ByteView bytes) {
  std::uint64_t value = !bytes.empty() && (bytes[0] & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  return static_cast<std::int64_t>(value);
}

PageValue value_of(std::uint64_t type, Cursor& body) {
  constexpr std::size_t kNumberBytes[] = {0, 1, 2, 3, 4, 6, 8};
  PageValue value;
  if (type >= 1 && type <= 6) {
    value.kind = PageValue::Kind::integer;
    value.number = signed_number(body.take(kNumberBytes[type]));
  } else if (type == 7) {
    value.kind = PageValue::Kind::real;
    static_cast<void>(body.take(8));
  } else if (type == 8 || type == 9) {
    value.kind = PageValue::Kind::integer;
    value.number = type == 9 ? 1 : 0;
  } else if (type >= 12) {
    value.kind = type % 2 == 0 ? PageValue::Kind::blob : PageValue::Kind::text;
    value.bytes = body.take(static_cast<std::size_t>((type - 12) / 2));
  }
  return value;
}

std::optional<std::vector<PageValue>> values_of(ByteView payload) {
  Cursor start(payload);
  const std::uint64_t header_bytes = start.varint();
  if (!start.good() || header_bytes < start.at() || header_bytes > payload.size()) return std::nullopt;
  Cursor header(payload.first(static_cast<std::size_t>(header_bytes)));
  static_cast<void>(header.varint());
  Cursor body(payload.subspan(static_cast<std::size_t>(header_bytes)));
  std::vector<PageValue> values;
  while (header.at() < header_bytes) {
    const std::uint64_t type = header.varint();
    if (!header.good() || type > 2 * kPayloadBytesMax || values.size() == kColumnsMax) return std::nullopt;
    values.push_back(value_of(type, body));
    if (!body.good()) return std::nullopt;
  }
  return values;
}

// How much of a payload lies on the page itself; the rest on pages of its own.
std::size_t local_bytes(std::uint64_t payload, bool of_table) {
  constexpr std::uint64_t kUsable = kPageBytes;
  constexpr std::uint64_t kLeast = (kUsable - 12) * 32 / 255 - 23;
  const std::uint64_t most = of_table ? kUsable - 35 : (kUsable - 12) * 64 / 255 - 23;
  if (payload <= most) return static_cast<std::size_t>(payload);
  const std::uint64_t fitting = kLeast + (payload - kLeast) % (kUsable - 4);
  return static_cast<std::size_t>(fitting <= most ? fitting : kLeast);
}

class Scan {
 public:
  Scan(ByteView main, ByteView log, const LogFrames& frames,
       const std::function<void(const PageRow&)>& row)
      : main_(main), log_(log), row_(row) {
    for (const LogFrame& frame : frames.earlier) newest_[frame.page] = frame.at;
    for (const LogFrame& frame : frames.committed) newest_[frame.page] = frame.at;
  }

  void page(ByteView page, std::uint32_t number, bool of_earlier_log = false) {
    of_earlier_log_ = of_earlier_log;
    const std::size_t from = number == 1 ? kFileHeaderBytes : 0;
    const std::uint8_t kind = page[from];
    if (kind != kTableLeaf && kind != kIndexLeaf && kind != kIndexInner) return;
    const std::size_t cells = from + (kind == kIndexInner ? 12 : 8);
    const std::size_t count = big_endian16(&page[from + 3]);
    for (std::size_t each = 0; each < count && cells + 2 * each + 2 <= page.size(); ++each) {
      const std::size_t at = big_endian16(&page[cells + 2 * each]);
      if (at >= cells && at < page.size()) cell(page.subspan(at), kind);
    }
  }

 private:
  void cell(ByteView bytes, std::uint8_t kind) {
    Cursor cursor(bytes);
    PageRow row;
    row.of_rowid_table = kind == kTableLeaf;
    row.of_earlier_log = of_earlier_log_;
    if (kind == kIndexInner) static_cast<void>(cursor.take(4));
    const std::uint64_t payload = cursor.varint();
    if (row.of_rowid_table) row.rowid = static_cast<std::int64_t>(cursor.varint());
    if (!cursor.good() || payload > kPayloadBytesMax) return;
    const std::size_t local = local_bytes(payload, row.of_rowid_table);
    const ByteView here = cursor.take(local);
    if (!cursor.good()) return;
    if (local == payload) return give(row, here);
    const ByteView next = cursor.take(4);
    if (!cursor.good()) return;
    // Its other pages may be in the log, or only in the main file: the row says itself which fits.
    for (const bool log_too : {true, false}) {
      if (!log_too && newest_.empty()) continue;
      Bytes whole(here.begin(), here.end());
      if (follow(big_endian32(&next[0]), static_cast<std::size_t>(payload), log_too, whole)) give(row, whole);
    }
  }

  void give(PageRow& row, ByteView payload) {
    auto values = values_of(payload);
    if (!values) return;
    row.values = std::move(*values);
    row_(row);
  }

  bool follow(std::uint32_t next, std::size_t bytes, bool log_too, Bytes& whole) const {
    while (whole.size() < bytes) {
      const ByteView page = image(next, log_too);
      if (page.empty()) return false;
      const std::size_t most = std::min(kPageBytes - 4, bytes - whole.size());
      whole.insert(whole.end(), page.begin() + 4, page.begin() + 4 + static_cast<std::ptrdiff_t>(most));
      next = big_endian32(&page[0]);
    }
    return true;
  }

  ByteView image(std::uint32_t number, bool log_too) const {
    if (const auto found = newest_.find(number); log_too && found != newest_.end())
      return log_.subspan(found->second, kPageBytes);
    if (number == 0 || std::size_t{number} * kPageBytes > main_.size()) return {};
    return main_.subspan((std::size_t{number} - 1) * kPageBytes, kPageBytes);
  }

  ByteView main_, log_;
  const std::function<void(const PageRow&)>& row_;
  std::map<std::uint32_t, std::size_t> newest_;
  bool of_earlier_log_ = false;
};

}  // namespace

Result<PageScan> scan_pages(const std::string& path,
                            const std::function<void(const PageRow&)>& row) {
  PageScan out;
  AFTERWORD_ASSIGN(const Bytes main, read_pages(path, out.pages_unreadable));
  AFTERWORD_ASSIGN(const Bytes log, read_pages(path + "-wal", out.pages_unreadable));
  AFTERWORD_ASSIGN(const Bytes index, read_pages(path + "-shm", out.pages_unreadable));
  const LogFrames frames = read_log(log, index);
  out.log_lacks_commits = frames.lacks_commits;
  Scan scan(main, log, frames, row);
  for (const LogFrame& frame : frames.earlier)
    scan.page(ByteView(log).subspan(frame.at, kPageBytes), frame.page, true);
  for (std::size_t at = 0; at + kPageBytes <= main.size(); at += kPageBytes)
    scan.page(ByteView(main).subspan(at, kPageBytes), static_cast<std::uint32_t>(at / kPageBytes + 1));
  for (const LogFrame& frame : frames.committed)
    scan.page(ByteView(log).subspan(frame.at, kPageBytes), frame.page);
  return out;
}

}  // namespace afterword::db
