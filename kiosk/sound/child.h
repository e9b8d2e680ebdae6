// A program that is given something on its standard input and whose output is read; it is gone when
// this is.
//
// Threads: one. It inherits none of our files, and of the environment only what finds programs.
#pragma once
#include <sys/types.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/core/clock.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

class Child {
 public:
  // Nothing of `arguments` may be private. Errors: unavailable (not there, cannot be started).
  static Result<Child> start(const std::vector<std::string>& arguments);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  // kills it if it still runs

  // Gives it `input` (up to 64 KiB, so that it never waits) and closes its standard input.
  Result<> feed(std::string_view input);
  // Bytes of its output, up to `room`: 0 at its end, -1 if none came within `patience`.
  std::ptrdiff_t read(std::span<char> room, Ms patience);
  // Waits for its end: the exit code, 128 + signal if it was killed.
  int wait();

 private:
  Child(pid_t pid, int input, int output) : pid_(pid), input_(input), output_(output) {}
  void close_all();

  pid_t pid_ = -1;
  int input_ = -1, output_ = -1;
};

}  // namespace afterword::kiosk
