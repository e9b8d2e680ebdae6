// The only file that knows spdlog.
#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "sync/base/log/log.h"

namespace afterword {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warn:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

class StderrLog final : public Log {
 public:
  explicit StderrLog(LogLevel least)
      : logger_("afterword", std::make_shared<spdlog::sinks::stderr_sink_mt>()) {
    logger_.set_level(level_of(least));
    logger_.set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %v", spdlog::pattern_time_type::utc);
    logger_.flush_on(spdlog::level::trace);
  }

  void write(LogLevel level, std::string_view component, std::string_view message) override {
    logger_.log(level_of(level), "{:<5} {}: {}", name(level), escape_control(component),
                escape_control(message));
  }

 private:
  spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<Log> make_stderr_log(LogLevel least) { return std::make_unique<StderrLog>(least); }

}  // namespace afterword
