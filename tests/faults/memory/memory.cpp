#include "tests/faults/memory/memory.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <thread>

namespace afterword::test {
namespace {

constexpr int kOutOfMemory = 64;  // exit codes; less is what was told
constexpr int kThrown = 65;

// One kind of allocations.
struct Counter {
  std::atomic<bool> watched{false}, for_ever{false};
  std::atomic<std::size_t> asked{0}, first{0}, refused{0};

  bool refuses() {
    if (!watched) return false;
    const std::size_t number = asked++;
    const bool now = for_ever ? number >= first : number == first;
    if (now) ++refused;
    return now;
  }
};
Counter program, sqlite;

Counter& of(Allocator from) { return from == Allocator::program ? program : sqlite; }

void* take(std::size_t size) {
  if (program.refuses()) return nullptr;
  return std::malloc(size == 0 ? 1 : size);
}

sqlite3_mem_methods usual;

const bool installed = [] {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual);
  sqlite3_mem_methods ours = usual;
  ours.xMalloc = [](int size) { return sqlite.refuses() ? nullptr : usual.xMalloc(size); };
  ours.xRealloc = [](void* block, int size) {
    return sqlite.refuses() ? nullptr : usual.xRealloc(block, size);
  };
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK &&
         sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK &&
         sqlite3_initialize() == SQLITE_OK;
}();

// What the program would end with by std::abort().
[[noreturn]] void ended_by_exception() {
  memory_is_back();
  try {
    std::rethrow_exception(std::current_exception());
  } catch (const std::bad_alloc&) {
    ::_exit(kOutOfMemory);
  } catch (...) {
    ::_exit(kThrown);
  }
}

}  // namespace

void refuse_memory(Allocator from, std::size_t first, bool for_ever) {
  if (!installed) throw std::logic_error("SQLite was there before its allocator");
  for (Counter* const each : {&program, &sqlite}) {
    each->asked = each->refused = 0;
    each->first = SIZE_MAX;
    each->for_ever = for_ever;
  }
  of(from).first = first;
  program.watched = sqlite.watched = true;
}

std::size_t memory_is_back() {
  program.watched = sqlite.watched = false;
  return program.refused + sqlite.refused;
}

std::size_t memory_asked_for(Allocator from) { return of(from).asked; }

Ended in_child(const std::function<int()>& does) {
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    for (const int fatal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(fatal, SIG_DFL);
    std::set_terminate(ended_by_exception);
    int told = 0;
    std::thread([&] { told = does(); }).join();
    ::_exit(told);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status)) return {};
  const int code = WEXITSTATUS(status);
  if (code == kOutOfMemory) return {Ended::How::out_of_memory};
  return code < kOutOfMemory ? Ended{Ended::How::told, code} : Ended{};
}

}  // namespace afterword::test

void* operator new(std::size_t size) {
  void* const block = afterword::test::take(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
void* operator new[](std::size_t size) { return ::operator new(size); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
