#include "sync/base/db/log_frames.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "sync/base/core/files.h"
#include "sync/base/db/db.h"
#include "tests/support/must.h"
#include "tests/support/scratch.h"

using namespace afterword;
using db::LogFrames;
using test::must;

namespace log_frames_test {

constexpr std::size_t kHeader = 32, kFrame = 24 + db::kPageBytes;

// The log that SQLite itself writes: `old` commits, and, where it began anew after them, `fresh` more.
struct World {
  Bytes log_after(int old, int fresh) {
    auto database = must(db::Database::open(scratch.file("some.db")));
    must(database->run("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT)"));
    const auto commit = [&](int count) {
      for (int each = 0; each < count; ++each)
        must(database->run("INSERT INTO notes(words) VALUES (hex(randomblob(900)))"));
    };
    commit(old);
    if (fresh > 0) must(database->checkpoint());
    commit(fresh);
    const std::string text = must(read_file(scratch.file("some.db-wal"), 1 << 24));
    return {text.begin(), text.end()};
  }
  test::Scratch scratch;
};

void destroy(Bytes& log, std::size_t from, std::size_t to) {
  for (std::size_t at = from; at < to; ++at) log[at] = static_cast<std::uint8_t>(at * 37 + 11);
}

}  // namespace log_frames_test
using log_frames_test::destroy;
using log_frames_test::kFrame;
using log_frames_test::kHeader;

TEST_CASE("what stands behind the frames of a log that began anew is of before, also where its beginning is destroyed") {
  log_frames_test::World world;
  Bytes log = world.log_after(20, 3);
  const std::size_t frames = (log.size() - kHeader) / kFrame;
  const LogFrames sound = db::read_log(log, {});
  REQUIRE(sound.committed.size() >= 3);
  REQUIRE(sound.earlier.size() > 10);
  CHECK(sound.committed.size() + sound.earlier.size() == frames);
  CHECK_FALSE(sound.lacks_commits);
  destroy(log, 0, kHeader + kFrame);  // the header and the first frame
  const LogFrames torn = db::read_log(log, {});
  CHECK(torn.earlier.size() == sound.earlier.size());
  for (const db::LogFrame& frame : torn.committed) CHECK(frame.at < sound.earlier.front().at);
}

TEST_CASE("without a later beginning a log whose header is destroyed still gives what was committed") {
  log_frames_test::World world;
  Bytes log = world.log_after(20, 0);
  const std::size_t all = db::read_log(log, {}).committed.size();
  CHECK(all == (log.size() - kHeader) / kFrame);
  destroy(log, 0, kHeader);
  const LogFrames torn = db::read_log(log, {});
  CHECK(torn.earlier.empty());
  CHECK(torn.committed.size() + 1 >= all);
  CHECK(torn.committed.size() > 10);
}
