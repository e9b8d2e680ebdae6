#include "kiosk/session/traffic.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace afterword::kiosk {
namespace {

constexpr Ms kMinute{60'000};
constexpr double kUsualRuns = 30, kUsualMinutes = 60;  // before anything is learned
// Four weeks of one hour; then both counts are halved, so that what is usual follows the season.
constexpr std::int64_t kSecondsMost = 28 * 3600;
constexpr Ms kWatchedAtOnceMost{120'000};  // longer: the machine slept
constexpr std::size_t kBegunMost = 64;
constexpr int kRowLeast = 3;
constexpr std::size_t kPatternsMost = 64;
constexpr std::int64_t kPatternsSeenMost = 1024;
constexpr Ms kKeepEvery{600'000};

std::size_t at_hour(int hour) { return static_cast<std::size_t>(std::clamp(hour, 0, 23)); }

// FNV-1a.
void mix(std::uint64_t& hash, std::string_view bytes) {
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 1099511628211ULL;
  }
  hash *= 1099511628211ULL;  // an end that no byte is
}

void mix_value(std::uint64_t& hash, const AnswerValue& value) {
  if (const auto* step = std::get_if<std::int64_t>(&value)) mix(hash, std::to_string(*step));
  if (const auto* yes = std::get_if<bool>(&value)) mix(hash, *yes ? "yes" : "no");
  if (const auto* option = std::get_if<std::string>(&value)) mix(hash, *option);
  if (const auto* chosen = std::get_if<std::vector<std::string>>(&value))
    for (const std::string& option : *chosen) mix(hash, option);
}

}  // namespace

double poisson_at_least(int count, double mean) {
  if (count <= 0) return 1;
  if (mean <= 0) return 0;
  double term = std::exp(-mean);
  for (int i = 1; i <= count; ++i) term *= mean / i;
  // From the tail, where nothing cancels out.
  double sum = 0;
  for (int i = count + 1; term > 0 && sum + term != sum; ++i) {
    sum += term;
    term *= mean / i;
  }
  return std::min(sum, 1.0);
}

bool is_burst(int runs_in_a_minute, double usual_in_a_minute) {
  return poisson_at_least(runs_in_a_minute, usual_in_a_minute) < kByChance;
}

bool is_repeated_run(double share, int count) {
  return count >= kRowLeast && std::pow(share, count) < kByChance;
}

double HourCounts::a_minute(int hour) const {
  const double minutes = static_cast<double>(seconds[at_hour(hour)]) / 60;
  return (static_cast<double>(runs[at_hour(hour)]) + kUsualRuns) / (minutes + kUsualMinutes);
}

std::string HourCounts::text() const {
  std::string out = "1";
  for (std::size_t hour = 0; hour < runs.size(); ++hour)
    out += fmt::format(" {} {}", runs[hour], seconds[hour]);
  return out;
}

std::optional<HourCounts> HourCounts::parse(std::string_view text) {
  HourCounts out;
  if (text.empty() || text.front() != '1') return std::nullopt;
  text.remove_prefix(1);
  for (std::size_t at = 0; at < 2 * out.runs.size(); ++at) {
    std::int64_t value = 0;
    if (text.empty() || text.front() != ' ') return std::nullopt;
    const auto read = std::from_chars(text.data() + 1, text.data() + text.size(), value);
    if (read.ec != std::errc{} || value < 0 || value > kSecondsMost) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    (at % 2 == 0 ? out.runs : out.seconds)[at / 2] = value;
  }
  if (!text.empty()) return std::nullopt;
  return out;
}

std::uint64_t pattern_of(const Recording& recording) {
  std::uint64_t hash = 14695981039346656037ULL;
  mix(hash, recording.response.survey);
  const auto& comments = recording.comments;
  for (const auto& [id, answer] : recording.response.answers) {
    mix(hash, id);
    mix(hash, name(answer.state));
    const bool is_comment = std::find(comments.begin(), comments.end(), id) != comments.end();
    if (answer.value && !is_comment) mix_value(hash, *answer.value);
  }
  return hash;
}

void Traffic::watched(MonoTime now, int hour) {
  if (watched_at_ && now - *watched_at_ <= kWatchedAtOnceMost) {
    uncounted_ms_ += (now - *watched_at_).count();
    std::int64_t& seconds = hours_.seconds[at_hour(hour)];
    seconds += uncounted_ms_ / 1000;
    uncounted_ms_ %= 1000;
    if (seconds > kSecondsMost) {
      seconds /= 2;
      hours_.runs[at_hour(hour)] /= 2;
    }
  }
  watched_at_ = now;
}

void Traffic::touched(MonoTime now) {
  if (touched_at_ && now - *touched_at_ >= kTouchFree) rested_ = true;
  touched_at_ = now;
}

std::vector<Flag> Traffic::begun(MonoTime now, int hour) {
  std::vector<Flag> flags;
  if (touched_at_ && now - *touched_at_ >= kTouchFree) rested_ = true;
  if (!rested_) flags.push_back(Flag::repeat);
  while (!begun_at_.empty() && now - begun_at_.front() >= kMinute) begun_at_.pop_front();
  if (begun_at_.size() >= kBegunMost) begun_at_.pop_front();
  begun_at_.push_back(now);
  if (is_burst(static_cast<int>(begun_at_.size()), hours_.a_minute(hour)))
    flags.push_back(Flag::burst);
  // Who plays does not teach what is usual.
  if (flags.empty()) {
    ++hours_.runs[at_hour(hour)];
    changed_ = true;
  }
  return flags;
}

bool Traffic::recorded(MonoTime now, const Recording& recording) {
  rested_ = !touched_at_ || now - *touched_at_ >= kTouchFree;  // nobody was there any more
  const std::uint64_t pattern = pattern_of(recording);
  const auto known = patterns_.find(pattern);
  if (row_.length > 0 && row_.pattern == pattern) {
    ++row_.length;
  } else {
    const auto before = static_cast<double>(known == patterns_.end() ? 0 : known->second);
    row_ = {pattern, 1, (before + 1) / (static_cast<double>(patterns_seen_) + 2)};
  }
  if (known != patterns_.end()) {
    ++known->second;
  } else {
    if (patterns_.size() >= kPatternsMost)
      patterns_.erase(
          std::min_element(patterns_.begin(), patterns_.end(),
                           [](const auto& a, const auto& b) { return a.second < b.second; }));
    patterns_[pattern] = 1;
  }
  if (++patterns_seen_ >= kPatternsSeenMost) {
    patterns_seen_ /= 2;
    for (auto& entry : patterns_) entry.second /= 2;
  }
  return is_repeated_run(row_.share, row_.length);
}

bool Traffic::worth_keeping(MonoTime now) {
  if (!changed_ || (kept_at_ && now - *kept_at_ < kKeepEvery)) return false;
  changed_ = false;
  kept_at_ = now;
  return true;
}

}  // namespace afterword::kiosk
