// One connection writes and moves the log over, while others back up, read, open and close, in this
// process and in another. What stands between us and a second one is shown to be alive.
#include <doctest/doctest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <functional>
#include <new>
#include <thread>

#include "sync/base/db/db.h"
#include "sync/collector/storage/sqlite/sqlite_storage.h"
#include "tests/support/must.h"
#include "tests/support/scratch.h"

namespace afterword::collector {
namespace one_writer {

using std::chrono::steady_clock;
using test::must;

constexpr int kReaders = 8;
constexpr int kRoundsShort = 1'500;
constexpr std::int64_t kRows = 2'000;       // written over and over
constexpr int kRefused = 10, kServed = 11;  // what a child ends with

// A process of its own, begun before this one opens the database.
class Child {
 public:
  explicit Child(const std::function<int()>& does) : pid_(::fork()) {
    if (pid_ != 0) return;
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    std::signal(SIGABRT, SIG_DFL);
    ::_exit(does());
  }
  ~Child() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  // Its exit code, or minus the signal that ended it.
  int ended() {
    int status = 0;
    ::waitpid(std::exchange(pid_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }

 private:
  pid_t pid_;
};

// As a script that looks something up: opened, read, closed.
bool look_up(const std::string& path) {
  const auto database = db::Database::open(path, {.access = db::Access::read_only});
  return database && (*database)->integer("SELECT count(*) FROM settings").has_value();
}

std::int64_t number_of(const Reads& reads) {
  const auto text = must(reads.setting("last"));
  return text ? std::stoll(*text) : 0;
}

struct Shop {
  Shop() { storage = must(open_sqlite_storage(path)); }
  bool goes_on(std::int64_t rounds) const {
    static const char* const seconds = std::getenv("AFTERWORD_SECONDS");
    if (seconds == nullptr) return rounds < kRoundsShort;
    return steady_clock::now() - begun < std::chrono::seconds(std::atoi(seconds));
  }
  // Until it is over, or a reading did not see what was committed before it began.
  void until_over(std::atomic<std::int64_t>& count, const std::function<bool()>& round) {
    while (!over) {
      if (round())
        ++count;
      else
        ++wrong;
      std::this_thread::yield();
    }
  }
  bool read_once() {
    const std::int64_t before = written;
    const auto view = storage->read();
    return view && number_of(**view) >= before;
  }
  bool back_up_once() {
    const std::int64_t before = written;
    if (!storage->backup(copy)) return false;
    const auto database = db::Database::open(copy, {.access = db::Access::read_only});
    if (!database) return false;
    const auto rows = (*database)->integer("SELECT count(*) FROM settings WHERE name GLOB 'row-*'");
    return rows && rows->value_or(0) >= std::min(before, kRows);
  }
  void write_until_over() {
    storage->take_over_writing();
    for (std::int64_t each = 1; goes_on(each); ++each) {
      const auto done = storage->write([&](Writes& writes) -> Result<> {
        AFTERWORD_TRY(
            writes.put_setting("row-" + std::to_string(each % kRows), std::string(2'000, 'x')));
        // What is erased has the log cut, as far as nobody reads.
        if (each % 13 == 0) AFTERWORD_TRY(writes.erase_response("nobody", 1, each));
        return writes.put_setting("last", std::to_string(each));
      });
      if (!done) ++wrong;
      if (done) written = each;
      if (each % 7 == 0 && storage->tidy()) ++moved;
    }
    over = true;
  }

  const steady_clock::time_point begun = steady_clock::now();
  test::Scratch scratch{"/dev/shm"};
  const std::string path = scratch.file("collector.db"), copy = scratch.file("copy.db");
  // How often a process of its own looked up, too.
  std::atomic<std::int64_t>& elsewhere =
      *new (::mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
          std::atomic<std::int64_t>(0);
  Child other{[this] {
    for (;;) elsewhere += look_up(path) ? 1 : 0;
    return 0;
  }};
  std::unique_ptr<Storage> storage;
  std::atomic<std::int64_t> written{0}, moved{0}, reads{0}, backups{0}, openings{0}, wrong{0};
  std::atomic<bool> over{false};
};

}  // namespace one_writer
using namespace one_writer;

TEST_CASE(
    "One writer, eight readers, backups and who opens it over and over: nothing is lost or "
    "damaged") {
  Shop shop;
  std::vector<std::thread> threads;
  for (int each = 0; each < kReaders; ++each)
    threads.emplace_back([&] { shop.until_over(shop.reads, [&] { return shop.read_once(); }); });
  threads.emplace_back([&] { shop.until_over(shop.backups, [&] { return shop.back_up_once(); }); });
  threads.emplace_back([&] { shop.until_over(shop.openings, [&] { return look_up(shop.path); }); });
  threads.emplace_back([&] { shop.write_until_over(); });
  for (std::thread& thread : threads) thread.join();
  shop.storage->take_over_writing();

  MESSAGE(shop.written.load() << " commits, the log moved over " << shop.moved.load() << " times, "
                              << shop.reads.load() << " readings, " << shop.backups.load()
                              << " backups, " << shop.openings.load() << " openings and "
                              << shop.elsewhere.load() << " by another process, "
                              << shop.wrong.load() << " wrong");
  CHECK(shop.wrong.load() == 0);
  CHECK(shop.moved.load() > 0);
  CHECK(shop.backups.load() > 0);
  CHECK(shop.reads.load() > 0);
  CHECK(shop.openings.load() > 0);
  CHECK(shop.elsewhere.load() > 0);
  CHECK(shop.storage->check().has_value());
  shop.storage.reset();
  const auto left = must(db::Database::open(shop.path));
  CHECK(left->integrity_check().has_value());
  CHECK(left->integer("SELECT count(*) FROM settings WHERE name GLOB 'row-*'").value() ==
        std::min(shop.written.load(), kRows));
}

TEST_CASE("Control: a second writer is refused, in this process and in another") {
  const test::Scratch scratch;
  const std::string path = scratch.file("a.db");
  int go[2];
  REQUIRE(::pipe(go) == 0);
  Child other([&] {
    char byte = 0;
    if (::read(go[0], &byte, 1) != 1) return 2;
    const auto second = db::Database::open(path);
    if (second) return kServed;
    return second.error().failure == Failure::conflict ? kRefused : 1;
  });
  auto first = must(db::Database::open(path));
  REQUIRE(::write(go[1], "g", 1) == 1);
  CHECK(other.ended() == kRefused);
  CHECK(db::Database::open(path).error().failure == Failure::conflict);
  std::filesystem::create_hard_link(path, scratch.file("b.db"));
  CHECK(db::Database::open(scratch.file("b.db")).error().failure == Failure::conflict);
  first.reset();
  CHECK(db::Database::open(path).has_value());
  ::close(go[0]);
  ::close(go[1]);
}

TEST_CASE(
    "Control: a write from a thread that does not own the connection is refused, and nothing is "
    "done") {
  const test::Scratch scratch;
  const auto database = must(db::Database::open(scratch.file("a.db")));
  must(database->run("CREATE TABLE t (x)"));
  auto insert = must(database->prepare("INSERT INTO t VALUES (1)"));
  std::thread([&] {
    CHECK(database->run("INSERT INTO t VALUES (1)").error().failure == Failure::internal);
    CHECK(insert.step().error().failure == Failure::internal);
    CHECK(database->checkpoint().error().failure == Failure::internal);
    CHECK(db::Transaction::begin(*database).error().failure == Failure::internal);
  }).join();
  CHECK(database->integer("SELECT count(*) FROM t").value() == 0);
  must(insert.run());
  CHECK(database->integer("SELECT count(*) FROM t").value() == 1);
}

TEST_CASE("Control: where no error can be returned, such a thread ends the program") {
  const test::Scratch scratch;
  const auto ends = [&](const std::function<void(std::unique_ptr<db::Database>&)>& foreign) {
    return Child([&] {
             auto database = must(db::Database::open(scratch.file("a.db")));
             std::thread([&] { foreign(database); }).join();
             database.release();
             return kServed;
           })
        .ended();
  };
  CHECK(ends([](auto&) {}) == kServed);
  CHECK(ends([](auto& database) { database.reset(); }) == -SIGABRT);
  CHECK(Child([&] {
          const auto database = must(db::Database::open(scratch.file("a.db")));
          auto open = must(db::Transaction::begin(*database));
          std::thread([&] { database->take_over(); }).join();
          return kServed;
        }).ended() == -SIGABRT);
  CHECK(Child([&] {
          const auto database = must(db::Database::open(scratch.file("a.db")));
          auto open = must(db::Transaction::begin(*database));
          std::thread([&] { auto stolen = std::move(open); }).join();
          return kServed;
        }).ended() == -SIGABRT);
}

}  // namespace afterword::collector
