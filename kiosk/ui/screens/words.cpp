#include "kiosk/ui/screens/words.h"

#include <algorithm>

#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

bool within(char32_t point, char32_t first, char32_t last) {
  return point >= first && point <= last;
}

// Hebrew, Arabic and their neighbours, without their punctuation and digits.
bool is_right_to_left_letter(char32_t point) {
  return within(point, 0x05D0, 0x05F2) || within(point, 0x0620, 0x065F) ||
         within(point, 0x066E, 0x06EF) || within(point, 0x06FA, 0x08FF) ||
         within(point, 0xFB1D, 0xFDFF) || within(point, 0xFE70, 0xFEFC);
}

// Letters of all other scripts, but for what only stands between them.
bool is_left_to_right_letter(char32_t point) {
  return within(point, 'A', 'Z') || within(point, 'a', 'z') || within(point, 0x00C0, 0x058F) ||
         within(point, 0x0900, 0x1FFF) || within(point, 0x3040, 0xFAFF);
}

}  // namespace

std::string in_own_direction(const std::string& text, bool right_to_left) {
  bool page = false, other = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = code_point_at(text, at);
    const bool right = is_right_to_left_letter(next.value);
    const bool left = is_left_to_right_letter(next.value);
    page = page || (right_to_left ? right : left);
    other = other || (right_to_left ? left : right);
    at += std::max<std::size_t>(1, next.bytes);
  }
  if (page || !other) return text;
  std::string out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out += (at > 0 ? "\n" : "") + isolated(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

TitleAndText words_of(FarewellView::Kind kind) {
  switch (kind) {
    case FarewellView::Kind::not_yet:
      return {"later_title", "later_text"};
    case FarewellView::Kind::asked_before:
      return {"asked_before_title", "asked_before_text"};
    case FarewellView::Kind::receipt_unread:
      return {"receipt_unread_title", "receipt_unread_text"};
    case FarewellView::Kind::not_today:
      break;
  }
  return {"not_today_title", "not_today_text"};
}

TitleAndText words_of(OutOfServiceView::Reason reason) {
  switch (reason) {
    case OutOfServiceView::Reason::closed:
      return {"resting_title", "resting_closed"};
    case OutOfServiceView::Reason::storage:
      return {"resting_title", "resting_storage"};
    case OutOfServiceView::Reason::later:
      return {"resting_title", "resting_later"};
    case OutOfServiceView::Reason::pause:
      return {"resting_title", "resting_pause"};
    case OutOfServiceView::Reason::no_survey:
      break;
  }
  return {"resting_title", "resting_desk"};
}

std::string length_words(const Strings& words, const WelcomeView& view) {
  const std::string questions = words.count("welcome_questions", view.questions);
  const std::string time = view.minutes > 0 ? words.count("welcome_minutes", view.minutes)
                                            : words.count("welcome_seconds", view.seconds);
  const bool same = view.questions_least == view.questions;
  const char* const key = same ? (view.anonymous ? "welcome_length" : "welcome_length_plain")
                               : (view.anonymous ? "welcome_up_to" : "welcome_up_to_plain");
  return words.get(key, {{"questions", questions}, {"time", time}});
}

std::string reading_words(const Strings& words, const WelcomeView& view) {
  const std::string day = weekday_words(words, view.reading_day);
  if (day.empty()) return view.purpose;
  return words.get(view.cards.empty() ? "welcome_reads" : "welcome_reads_and_shows",
                   {{"day", day}});
}

std::string kept_words(const Strings& words, const ThanksView& view, bool practice) {
  if (!view.kept && practice) return words.get("thanks_practice");
  if (!view.kept) return words.get(view.half ? "thanks_half_dropped" : "thanks_nothing_kept");
  const std::string day = weekday_words(words, view.promises.reading_day);
  if (day.empty()) return words.get(view.anonymous ? "thanks_kept" : "thanks_kept_plain");
  return words.get(view.anonymous ? "thanks_read" : "thanks_read_plain", {{"day", day}});
}

}  // namespace afterword::kiosk
