// What the flow shows, ready made for the screens.
#include <algorithm>

#include "kiosk/session/kiosk_flow.h"
#include "kiosk/session/languages.h"

namespace afterword::kiosk {

const Survey* Flow::survey_shown() const {
  if (session_) return &session_->survey();
  return offered_ ? &surveys_[*offered_] : nullptr;
}

Surroundings Flow::surroundings() const {
  Surroundings around;
  around.language = language_;
  around.right_to_left = is_right_to_left(language_);
  around.brand = place_.brand;
  around.place = place_.store_name;
  for (const Language& tag : languages_) around.languages.push_back({tag, own_name(tag)});
  around.practice = place_.practice;
  return around;
}

WelcomeView Flow::welcome() const {
  const Survey& survey = surveys_[*offered_];
  const Language& fallback = survey.languages.front();
  WelcomeView view;
  view.headline = survey.headline.in(language_, fallback);
  if (view.headline.empty()) view.headline = survey.title.in(language_, fallback);
  view.purpose = survey.purpose.in(language_, fallback);
  const Length& length = lengths_[*offered_];
  view.questions = length.questions;
  const int fives = (length.seconds + 4) / 5 * 5;
  if (fives < 60)
    view.seconds = std::max(5, fives);
  else
    view.minutes = (length.seconds + 59) / 60;
  return view;
}

Screen Flow::screen() const {
  if (page_ == Page::out_of_service) return OutOfServiceView{resting_};
  if (languages_open_) return LanguagesView{};
  if (page_ == Page::thanks) return ThanksView{thanks_kept_};
  if (page_ == Page::session) return session_->screen();
  return welcome();
}

View Flow::view() const {
  View view;
  view.around = surroundings();
  view.screen = screen();
  if (warned_at_) {
    const std::int64_t left = kIdleWarning.count() - (clock_.mono() - *warned_at_).count();
    const Survey& survey = *survey_shown();
    view.warning = IdleWarning{
        .seconds_left = static_cast<int>((left + 999) / 1000),
        .seconds_whole = static_cast<int>(kIdleWarning.count() / 1000),
        .keeps_answers = survey.timing.partial == Partial::keep && !place_.practice,
    };
  }
  view.page = page_number_;
  view.backwards = backwards_;
  return view;
}

}  // namespace afterword::kiosk
