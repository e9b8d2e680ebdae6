#include "sync/base/core/believed_time.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace afterword {
namespace {

bool near(WallTime a, WallTime b) {
  // Far apart a difference could overflow.
  const auto [less, more] = std::minmax(a, b);
  return more <= less + kTimeJumpMost;
}

}  // namespace

WallTime BelievedTime::at(MonoTime now) const {
  if (!looked_at_ || state_.at.ms == 0) return state_.at;
  return state_.at + std::max(now - *looked_at_, Ms{0});
}

BelievedTime::Change BelievedTime::look(WallTime clock, MonoTime now) {
  const Ms passed = looked_at_ ? std::max(now - *looked_at_, Ms{0}) : Ms{0};
  const WallTime believed = at(now);
  const bool doubted = doubtful();
  looked_at_ = now;
  if (believed.ms == 0 || near(clock, believed)) {
    state_ = {clock, {}};
    return doubted ? Change::right_again : Change::none;
  }
  state_.at = believed;
  if (!doubted || !near(clock, state_.doubt->at + passed)) {
    state_.doubt = {clock, Ms{0}};
    return Change::doubted;
  }
  state_.doubt = {clock, state_.doubt->ran + passed};
  if (state_.doubt->ran < kTimeDoubtedFor) return Change::none;
  state_ = {clock, {}};
  return Change::accepted;
}

void BelievedTime::accept(WallTime clock, MonoTime now) {
  state_ = {clock, {}};
  looked_at_ = now;
}

std::string text_of(const BelievedTime::State& state) {
  if (!state.doubt) return fmt::format("{}", state.at.ms);
  return fmt::format("{} {} {}", state.at.ms, state.doubt->at.ms, state.doubt->ran.count());
}

std::optional<BelievedTime::State> read_believed_time(std::string_view text) {
  std::vector<std::int64_t> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  for (;;) {
    std::int64_t number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc{}) return std::nullopt;
    numbers.push_back(number);
    if (next == end) break;
    if (*next != ' ') return std::nullopt;
    at = next + 1;
  }
  BelievedTime::State state{WallTime{numbers[0]}, {}};
  if (numbers.size() == 3) state.doubt = {WallTime{numbers[1]}, Ms{numbers[2]}};
  if (numbers.size() != 1 && numbers.size() != 3) return std::nullopt;
  return state;
}

}  // namespace afterword
