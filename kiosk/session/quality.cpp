#include "kiosk/session/quality.h"

#include <algorithm>
#include <charconv>

#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

constexpr int kIdeographsPerWord = 2, kUnspacedLettersPerWord = 5;
constexpr int kFastLeast = 2;                // presses that make a pattern
constexpr double kNearlyAllOnOneStep = 0.8;  // of the answers

bool is_ideograph(char32_t c) {
  return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x9FFF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

// Thai and Lao, Burmese, Khmer.
bool is_of_unspaced_script(char32_t c) {
  return (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
         (c >= 0x1780 && c <= 0x17FF);
}

bool is_blank(char32_t c) {
  return c == ' ' || c == 0x00A0 || (c >= 0x2000 && c <= 0x200B) || c == 0x3000;
}

int rounded_up(int count, int by) { return (count + by - 1) / by; }

}  // namespace

int reading_words(std::string_view text) {
  int spaced = 0, ideographs = 0, unspaced = 0;
  bool in_word = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    at += point.bytes;
    if (is_ideograph(point.value)) {
      ++ideographs;
      in_word = false;
    } else if (is_of_unspaced_script(point.value)) {
      ++unspaced;
      in_word = false;
    } else if (is_blank(point.value)) {
      in_word = false;
    } else if (!in_word) {
      ++spaced;
      in_word = true;
    }
  }
  return spaced + rounded_up(ideographs, kIdeographsPerWord) +
         rounded_up(unspaced, kUnspacedLettersPerWord);
}

Ms speed_floor(int words) { return std::clamp(kMsPerWord * words, kFloorLeast, kFloorMost); }

bool is_speeding(const std::vector<Pace>& paces) {
  if (paces.size() == 1) return paces.front().took < kFloorLeast;
  const auto fast = std::count_if(paces.begin(), paces.end(), [](const Pace& pace) {
    return pace.took < speed_floor(pace.words);
  });
  return fast >= kFastLeast && 2 * fast >= static_cast<std::ptrdiff_t>(paces.size());
}

bool is_straight_line(const std::vector<std::int64_t>& steps, bool speeding) {
  if (steps.size() < kSameScaleLeast) return false;
  std::ptrdiff_t most = 0;
  for (const std::int64_t step : steps)
    most = std::max(most, std::count(steps.begin(), steps.end(), step));
  const auto count = static_cast<std::ptrdiff_t>(steps.size());
  if (speeding)
    return static_cast<double>(most) >= kNearlyAllOnOneStep * static_cast<double>(count);
  return most == count && steps.size() > kSameScaleLeast;
}

void Presses::press(std::int64_t step) {
  if (run_ > 0 && step == last_) return;  // once more on the same: nothing new
  const std::int64_t by = run_ > 0 ? step - last_ : 0;
  const int direction = by == 1 ? 1 : by == -1 ? -1 : 0;
  if (direction == 0)
    run_ = 1;
  else
    run_ = direction == direction_ || run_ == 1 ? run_ + 1 : 2;
  direction_ = direction;
  last_ = step;
  longest_ = std::max(longest_, run_);
}

bool is_play(int touches_outside, int contacts) {
  return touches_outside > kOutsideMost || contacts > kContactsMost;
}

void RunWatch::decided(const Question& question, std::string_view words, MonoTime at) {
  paces_.try_emplace(question.id, Pace{at - shown_at_, reading_words(words)});
}

void RunWatch::pressed(const Question& question, std::string_view option) {
  if (question.kind != QuestionKind::scale) return;
  std::int64_t step = 0;
  const char* const end = option.data() + option.size();
  const auto [stop, error] = std::from_chars(option.data(), end, step);
  if (error == std::errc{} && stop == end) presses_[question.id].press(step);
}

std::vector<Flag> RunWatch::flags(const Survey& survey, const Answers& answers) const {
  std::vector<Pace> paces;
  std::map<ScaleKind, std::vector<std::int64_t>> steps;
  bool in_order = false;
  for (const Question& question : survey.questions) {
    const auto pressed = presses_.find(question.id);
    if (pressed != presses_.end() && pressed->second.in_order(range_of(question.scale).steps()))
      in_order = true;
    const auto answer = answers.find(question.id);
    if (answer == answers.end() || question.kind == QuestionKind::text) continue;
    const AnswerState state = answer->second.state;
    const auto pace = paces_.find(question.id);
    if (pace != paces_.end() &&
        (state == AnswerState::answered || state == AnswerState::not_applicable))
      paces.push_back(pace->second);
    if (state == AnswerState::answered && question.kind == QuestionKind::scale)
      steps[question.scale].push_back(std::get<std::int64_t>(*answer->second.value));
  }
  std::vector<Flag> flags;
  const bool speeding = is_speeding(paces);
  if (speeding) flags.push_back(Flag::speeding);
  if (std::any_of(steps.begin(), steps.end(),
                  [&](const auto& scale) { return is_straight_line(scale.second, speeding); }))
    flags.push_back(Flag::straight_line);
  if (in_order) flags.push_back(Flag::faces_in_order);
  if (is_play(outside_, contacts_)) flags.push_back(Flag::play);
  return flags;
}

void add_flag(std::vector<Flag>& flags, Flag flag) {
  const auto place = std::lower_bound(flags.begin(), flags.end(), flag);
  if (place == flags.end() || *place != flag) flags.insert(place, flag);
}

}  // namespace afterword::kiosk
