#include "tests/faults/simulator/trace.h"

#include <fmt/format.h>

namespace afterword::simulator {

void Trace::bytes(std::string_view more) {
  for (const char c : more) {
    hash_ ^= static_cast<std::uint8_t>(c);
    hash_ *= 1'099'511'628'211ULL;
  }
}

void Trace::event(Ms at, std::string_view kind, std::string_view words) {
  std::string line = fmt::format("{:>12.3f} {} {}", static_cast<double>(at.count()) / 1000.0, kind,
                                 words);
  bytes(line);
  const auto found = counts_.find(kind);
  if (found == counts_.end())
    counts_.emplace(kind, 1);
  else
    ++found->second;
  lines_.push_back(std::move(line));
  if (lines_.size() > kLinesKept) lines_.pop_front();
}

std::string Trace::tail() const {
  std::string out;
  for (const std::string& line : lines_) out += line + "\n";
  return out;
}

}  // namespace afterword::simulator
