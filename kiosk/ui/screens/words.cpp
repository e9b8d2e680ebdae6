#include "kiosk/ui/screens/words.h"

namespace afterword::kiosk {

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
