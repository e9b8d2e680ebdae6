#include "kiosk/storage/ring_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "kiosk/storage/copied_record.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/enrolled.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk {
namespace ring_file_test {

using test::must;

Bytes body_of(std::size_t bytes, std::uint8_t with) { return Bytes(bytes, with); }

struct Ring {
  Ring() {
    must(db::preallocate(path, 8 * static_cast<std::int64_t>(kSlotBytes)));
    file.emplace(must(RingFile::open(path)));
  }
  // As the next start finds it.
  std::vector<RingEntry> again() {
    file.emplace(must(RingFile::open(path)));
    return must(file->read());
  }
  const test::Scratch scratch{"/dev/shm"};
  const std::string path = scratch.file("second-copy");
  std::optional<RingFile> file;
};

}  // namespace ring_file_test
using namespace ring_file_test;

TEST_CASE("A ring file takes all of its room at once, for its owner only, and never grows") {
  Ring ring;
  CHECK(ring.file->slots() == 8);
  CHECK(std::filesystem::file_size(ring.path) == 8 * kSlotBytes);
  CHECK(std::filesystem::status(ring.path).permissions() == std::filesystem::perms(0600));
  CHECK(ring.again().empty());
  for (int slot = 0; slot < 8; ++slot) {
    CHECK_FALSE(ring.file->is_used(slot));
    must(ring.file->write(slot, 1, body_of(kSlotBytes - kSlotHeaderBytes, 7)));
  }
  must(ring.file->sync());
  CHECK(std::filesystem::file_size(ring.path) == 8 * kSlotBytes);
  CHECK(ring.again().size() == 8);
}

TEST_CASE("Entries are read back with their stamps, also over several slots") {
  Ring ring;
  must(ring.file->write(1, 3, body_of(10, 1)));
  must(ring.file->write(2, 4, body_of(3 * kSlotBytes - kSlotHeaderBytes, 2)));
  must(ring.file->write(5, 5, {}));
  const auto entries = ring.again();
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].body == body_of(10, 1));
  CHECK(entries[1].slot == 2);
  CHECK(entries[1].slots == 3);
  CHECK(entries[1].stamp == 4);
  CHECK(entries[1].body.size() == 3 * kSlotBytes - kSlotHeaderBytes);
  CHECK(entries[2].body.empty());
}

TEST_CASE("A bit that falls over anywhere makes an entry none, and no other") {
  const Bytes whole = encode_entry(9, body_of(100, 3));
  REQUIRE(must(decode_entry(whole, 0)));
  for (std::size_t bit = 0; bit < whole.size() * 8; ++bit) {
    Bytes altered = whole;
    altered[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    CHECK_FALSE(must(decode_entry(altered, 0)));
  }
  for (std::size_t cut = 0; cut < whole.size(); ++cut)
    CHECK_FALSE(must(decode_entry(ByteView(whole).first(cut), 0)));
}

TEST_CASE("What is written over or cleared leaves nothing behind") {
  Ring ring;
  const auto count = [&](std::uint8_t of) {
    const auto text = must(read_file(ring.path, 1 << 20));
    return std::count(text.begin(), text.end(), static_cast<char>(of));
  };
  must(ring.file->write(1, 1, body_of(150'000, 0xEE)));
  CHECK(count(0xEE) > 149'000);
  ring.again();
  must(ring.file->write(1, 2, body_of(10, 1)));
  must(ring.file->clear(2, 2));
  CHECK(count(0xEE) < 100);  // of the hash, by chance
  must(ring.file->write(1, 3, body_of(60'000, 0xEE)));
  must(ring.file->write(1, 4, body_of(10, 1)));
  CHECK(count(0xEE) < 100);
  must(ring.file->clear(1, 1));
  CHECK_FALSE(ring.file->is_used(1));
  CHECK(count(0) == 8 * static_cast<std::ptrdiff_t>(kSlotBytes));
}

TEST_CASE("The example of RING.md is what a label is") {
  const std::string text = must(read_file(AFTERWORD_SOURCE_DIR "/kiosk/storage/RING.md", 1 << 16));
  const Bytes label = encode_entry(0, encode_label("dev-7"));
  const std::string spelled = hex(label);
  for (std::size_t at = 0; at < spelled.size(); at += 64)
    CHECK(text.find("    " + spelled.substr(at, 64) + "\n") != std::string::npos);
}

TEST_CASE("A whole entry of a higher format is a newer program's; one that is not whole is none") {
  Layout header;
  header.raw(as_bytes("afwring\n")).u64(2).u64(1).u64(0);
  Layout hashed;
  hashed.text("afterword-slot").raw(header.bytes()).raw(crypto::hash256(""));
  Layout entry;
  entry.raw(header.bytes()).raw(crypto::hash256(hashed.bytes()));
  const auto refused = decode_entry(entry.bytes(), 0);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().failure == Failure::unsupported);
  Bytes torn = entry.bytes();
  torn.back() ^= 1;
  CHECK_FALSE(must(decode_entry(torn, 0)));
}

TEST_CASE("A file becomes shorter and longer") {
  Ring ring;
  must(ring.file->write(1, 1, body_of(10, 1)));
  must(ring.file->write(7, 2, body_of(10, 2)));
  must(ring.file->resize(4));
  CHECK(ring.again().size() == 1);
  must(ring.file->resize(6));
  CHECK(ring.again().size() == 1);
  CHECK(std::filesystem::file_size(ring.path) == 6 * kSlotBytes);
}

TEST_CASE("A version or a place that no record has is read as none, not as another one") {
  KeptRecord record;
  record.response.kind = "response";
  record.response.survey = "s";
  record.response.version = 3;
  Bytes body = encode_copied("dev-7", record, {});
  const auto read = decode_copied(body);
  REQUIRE((read && read->copied));
  CHECK(read->copied->record.response.version == 3);
  const std::size_t at = 8 + 7 + 24 + 10 + 3;  // behind record, device, three numbers, kind, survey
  REQUIRE(body[at + 7] == 3);
  for (const std::size_t changed : {at + 3, at + 31}) {  // 2^32 more; number 1 of no log
    body[changed] ^= 1U;
    CHECK_FALSE(decode_copied(body));
    body[changed] ^= 1U;
  }
  CHECK(decode_copied(body));
}

}  // namespace afterword::kiosk
