#include "sync/base/log/log.h"

#include <fmt/format.h>

#include "sync/base/core/utf8.h"

namespace afterword {

std::string_view name(LogLevel level) {
  switch (level) {
    case LogLevel::info:
      return "info";
    case LogLevel::warn:
      return "warn";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

std::string escape_control(std::string_view text) {
  const bool valid = is_utf8(text);
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (byte < 0x20 || byte == 0x7f || (byte >= 0x80 && !valid)) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  return out;
}

void CollectedLog::write(LogLevel level, std::string_view component, std::string_view message) {
  const std::lock_guard lock(mutex_);
  lines_.push_back({level, std::string(component), std::string(message)});
}

std::vector<CollectedLog::Line> CollectedLog::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

int CollectedLog::count(std::string_view words) const {
  const std::lock_guard lock(mutex_);
  int found = 0;
  for (const Line& line : lines_)
    if (line.message.find(words) != std::string::npos) ++found;
  return found;
}

OnceInAWhile::OnceInAWhile(Log& log, std::string component, Ms every)
    : log_(log), component_(std::move(component)), every_(every) {}

void OnceInAWhile::failed(MonoTime now, std::string_view what) {
  ++total_;
  ++unsaid_;
  if (!since_) {
    since_ = now;
    log_.warn(component_, what);
  } else if (now - said_ >= every_) {
    log_.warn(component_,
              fmt::format("{} (failed {} times since this was last said)", what, unsaid_));
  } else {
    return;
  }
  said_ = now;
  unsaid_ = 0;
}

void OnceInAWhile::recovered(MonoTime now) {
  if (!since_) return;
  const auto seconds = (now - *since_).count() / 1000;
  log_.info(component_, fmt::format("works again after {} failure{} in {} s", total_,
                                    total_ == 1 ? "" : "s", seconds));
  since_.reset();
  total_ = 0;
  unsaid_ = 0;
}

}  // namespace afterword
