#include "sync/base/log/log.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <thread>

#include "sync/base/core/day.h"
#include "sync/base/core/files.h"
#include "tests/support/scratch.h"

namespace afterword {
namespace log_test {

// Runs `work` with standard error going to a file, and returns what was written.
template <class Work>
std::string stderr_of(Work work) {
  const test::Scratch scratch;
  const std::string path = scratch.file("stderr");
  const int file = ::open(path.c_str(), O_CREAT | O_RDWR, 0600);
  const int before = ::dup(STDERR_FILENO);
  ::dup2(file, STDERR_FILENO);
  work();
  ::dup2(before, STDERR_FILENO);
  ::close(before);
  ::close(file);
  return read_file(path, 1 << 20).value();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
    out.push_back(text.substr(at, end - at));
  return out;
}

}  // namespace log_test
using namespace log_test;

TEST_CASE("An event is one line with its UTC time, level, component and message") {
  const auto lines = lines_of(stderr_of([] {
    const auto log = make_stderr_log();
    log->info("sync", "sent 12 responses");
    log->warn("sync", "first\nsecond\t\x1b[31mred {}");
  }));
  REQUIRE(lines.size() == 2);
  CHECK(parse_rfc3339(lines[0].substr(0, 24)));
  CHECK(lines[0].substr(24) == " info  sync: sent 12 responses");
  CHECK(lines[1].substr(24) == " warn  sync: first\\nsecond\\t\\x1b[31mred {}");
}

TEST_CASE("Nothing below the asked level is written") {
  const auto lines = lines_of(stderr_of([] {
    const auto log = make_stderr_log(LogLevel::error);
    log->info("a", "quiet");
    log->warn("a", "quiet");
    log->error("a", "loud");
  }));
  REQUIRE(lines.size() == 1);
  CHECK(lines[0].find("error a: loud") != std::string::npos);
}

TEST_CASE("Lines of several threads do not mix") {
  const auto lines = lines_of(stderr_of([] {
    const auto log = make_stderr_log();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
      threads.emplace_back([&log] {
        for (int i = 0; i < 100; ++i) log->info("thread", std::string(60, 'x'));
      });
    for (std::thread& thread : threads) thread.join();
  }));
  CHECK(lines.size() == 400);
  for (const std::string& line : lines) CHECK(line.size() == 24 + 15 + 60);
}

TEST_CASE("Control characters are escaped, words in any language stay, broken UTF-8 is shown") {
  CHECK(escape_control("Zürich 漢字") == "Zürich 漢字");
  CHECK(escape_control(std::string_view("a\0b\x7f", 4)) == "a\\x00b\\x7f");
  CHECK(escape_control("\xff\r") == "\\xff\\r");
}

TEST_CASE(
    "A failing loop is heard at once, then once in a while with a count, then once recovered") {
  CollectedLog log;
  OnceInAWhile trouble(log, "sync", std::chrono::minutes(10));
  MonoTime now{5'000};
  trouble.recovered(now);
  CHECK(log.lines().empty());
  for (int pass = 0; pass < 25; ++pass) {
    trouble.failed(now, "the collector does not answer");
    now = now + std::chrono::minutes(1);
  }
  const auto lines = log.lines();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].level == LogLevel::warn);
  CHECK(lines[0].component == "sync");
  CHECK(lines[0].message == "the collector does not answer");
  CHECK(lines[1].message.find("failed 10 times") != std::string::npos);
  CHECK(lines[2].message.find("failed 10 times") != std::string::npos);
  CHECK(trouble.failing());

  trouble.recovered(now);
  trouble.recovered(now);
  CHECK_FALSE(trouble.failing());
  REQUIRE(log.lines().size() == 4);
  CHECK(log.lines()[3].level == LogLevel::info);
  CHECK(log.lines()[3].message == "works again after 25 failures in 1500 s");

  trouble.failed(now, "again");
  CHECK(log.count("again") == 2);
}

}  // namespace afterword
