#include "tests/faults/memory/memory.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <stdexcept>
#include <thread>

#include "sync/base/core/no_memory.h"

#ifndef AFTERWORD_SANITIZED
#define AFTERWORD_OWN_MALLOC
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
}
#else  // the sanitizers' own is not to be replaced
#define __libc_malloc std::malloc
#define __libc_realloc std::realloc
#endif

namespace afterword::test {
namespace {

constexpr int kToldMost = 63;  // exit codes
constexpr int kThrown = 64;

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
Counter program, sqlite, libraries;
thread_local bool in_sqlite = false;

Counter& of(Allocator from) {
  return from == Allocator::program ? program : from == Allocator::sqlite ? sqlite : libraries;
}

void* take(std::size_t size) {
  if (program.refuses()) return nullptr;
  return __libc_malloc(size == 0 ? 1 : size);
}

template <class Take>
void* for_sqlite(Take take_block) {
  if (sqlite.refuses()) return nullptr;
  in_sqlite = true;
  void* const block = take_block();
  in_sqlite = false;
  return block;
}

sqlite3_mem_methods usual;

const bool installed = [] {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual);
  sqlite3_mem_methods ours = usual;
  ours.xMalloc = [](int size) { return for_sqlite([=] { return usual.xMalloc(size); }); };
  ours.xRealloc = [](void* block, int size) {
    return for_sqlite([=] { return usual.xRealloc(block, size); });
  };
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &ours) == SQLITE_OK &&
         sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK &&
         sqlite3_initialize() == SQLITE_OK;
}();

// What the program would end with by std::abort(): here a std::bad_alloc too, that some other way threw.
[[noreturn]] void ended_by_exception() {
  memory_is_back();
  try {
    std::rethrow_exception(std::current_exception());
  } catch (const std::bad_alloc&) {
    ::_exit(kEndedWithoutMemory);
  } catch (...) {
    ::_exit(kThrown);
  }
}

#ifdef AFTERWORD_OWN_MALLOC
bool refuses_libraries() {
  if (in_sqlite || !libraries.refuses()) return false;
  errno = ENOMEM;
  return true;
}
#endif

}  // namespace

void refuse_memory(Allocator from, std::size_t first, bool for_ever) {
  if (!installed) throw std::logic_error("SQLite was there before its allocator");
  for (Counter* const each : {&program, &sqlite, &libraries}) {
    each->asked = each->refused = 0;
    each->first = SIZE_MAX;
    each->for_ever = for_ever;
  }
  of(from).first = first;
  program.watched = sqlite.watched = libraries.watched = true;
}

std::size_t memory_is_back() {
  program.watched = sqlite.watched = libraries.watched = false;
  return program.refused + sqlite.refused + libraries.refused;
}

Ended in_child(const std::function<int()>& does) {
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    for (const int fatal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(fatal, SIG_DFL);
    std::set_terminate(ended_by_exception);
    if (const int nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0)
      ::dup2(nowhere, STDERR_FILENO);
    end_when_memory_is_short();
    int told = 0;
    std::thread([&] { told = does(); }).join();
    ::_exit(told);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  if (!WIFEXITED(status)) return {};
  const int code = WEXITSTATUS(status);
  if (code == kEndedWithoutMemory) return {Ended::How::out_of_memory};
  return code <= kToldMost ? Ended{Ended::How::told, code} : Ended{};
}

}  // namespace afterword::test

void* operator new(std::size_t size) {
  for (;;) {
    if (void* const block = afterword::test::take(size)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}
void* operator new[](std::size_t size) { return ::operator new(size); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }

#ifdef AFTERWORD_OWN_MALLOC
extern "C" {
void* malloc(std::size_t size) {
  return afterword::test::refuses_libraries() ? nullptr : __libc_malloc(size);
}
void* calloc(std::size_t count, std::size_t size) {
  return afterword::test::refuses_libraries() ? nullptr : __libc_calloc(count, size);
}
void* realloc(void* block, std::size_t size) {
  return afterword::test::refuses_libraries() ? nullptr : __libc_realloc(block, size);
}
}
#endif
