// What a program tells its operator while it runs: one line an event. The one door to spdlog.
//
// A Log is handed in by parameter. Any thread may write. Never put answers, comments, keys or codes
// into a message.
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/core/clock.h"

namespace afterword {

enum class LogLevel { info, warn, error };
std::string_view name(LogLevel);

class Log {
 public:
  virtual ~Log() = default;
  // `component` names who speaks ("sync", "ingest"). Control characters in either are escaped.
  virtual void write(LogLevel level, std::string_view component, std::string_view message) = 0;

  void info(std::string_view component, std::string_view message) {
    write(LogLevel::info, component, message);
  }
  void warn(std::string_view component, std::string_view message) {
    write(LogLevel::warn, component, message);
  }
  void error(std::string_view component, std::string_view message) {
    write(LogLevel::error, component, message);
  }
};

// "2026-03-03T14:00:00.123Z warn  sync: message" to standard error, each line flushed; nothing
// below `least`.
std::unique_ptr<Log> make_stderr_log(LogLevel least = LogLevel::info);

// Forgets everything.
class SilentLog final : public Log {
 public:
  void write(LogLevel, std::string_view, std::string_view) override {}
};

// Keeps everything, for tests.
class CollectedLog final : public Log {
 public:
  struct Line {
    LogLevel level;
    std::string component;
    std::string message;
  };
  void write(LogLevel level, std::string_view component, std::string_view message) override;
  std::vector<Line> lines() const;
  // How many lines hold `words`.
  int count(std::string_view words) const;

 private:
  mutable std::mutex mutex_;
  std::vector<Line> lines_;
};

// For a loop that may fail at each pass: the first failure is said at once, then at most one line
// every `every` with the number of failures since, and the recovery once. One thread.
//
//   if (const auto sent = send(); sent) trouble.recovered(now); else trouble.failed(now, text);
class OnceInAWhile {
 public:
  OnceInAWhile(Log& log, std::string component, Ms every = std::chrono::minutes(10));
  // `what` may differ from pass to pass: the newest is said.
  void failed(MonoTime now, std::string_view what);
  // Does nothing unless something failed before.
  void recovered(MonoTime now);
  bool failing() const { return since_.has_value(); }

 private:
  Log& log_;
  std::string component_;
  Ms every_;
  std::optional<MonoTime> since_;  // the first failure of this run of them
  MonoTime said_;
  int unsaid_ = 0;
  int total_ = 0;
};

// Control characters (and invalid UTF-8) as \n, \t, \x1b: an event stays one line whatever it
// holds.
std::string escape_control(std::string_view text);

}  // namespace afterword
