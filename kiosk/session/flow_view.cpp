// What the flow shows, ready made for the screens.
#include <algorithm>

#include "kiosk/session/kiosk_flow.h"
#include "kiosk/session/languages.h"
#include "sync/base/core/day.h"

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
  around.aids = aids_;
  around.can_speak =
      std::find_if(place_.voices.begin(), place_.voices.end(), [&](const Language& voice) {
        return language_ == voice || language_.starts_with(voice + "-");
      }) != place_.voices.end();
  around.mounting = place_.mounting;
  around.reduced_motion = place_.reduced_motion || aids_.slow_down();
  return around;
}

std::vector<CardView> Flow::cards() const {
  std::vector<CardView> views;
  const Survey* const survey = survey_shown();
  const Language fallback = survey != nullptr ? survey->languages.front() : Language("en");
  for (const Card& card : place_.cards)
    views.push_back({.said = card.said.in(language_, fallback),
                     .did = card.did.in(language_, fallback),
                     .refused = card.refused,
                     .day = card.day,
                     .other_year = is_other_year(card.day),
                     .answers = card.answers});
  return views;
}

// Before the last day of December has ended everywhere, a year is over only by UTC; nobody minds.
bool Flow::is_other_year(const std::string& day) const {
  return !day.starts_with(Day::of_utc(clock_.wall()).text().substr(0, 4));
}

bool Flow::anonymous() const { return !offered_ || !asks_who_[*offered_]; }

bool Flow::gives_codes() const {
  return !place_.practice && place_.draw_code && place_.promises.give_codes();
}

ProtectView Flow::protect() const {
  ProtectView view;
  view.promises = place_.promises;
  view.anonymous = anonymous();
  view.gives_code = gives_codes();
  view.reads_receipts = invitations_.takes_receipts();
  view.at_desk = !category_.empty();
  view.other_year = is_other_year(place_.promises.last_deletion);
  if (!offered_) return view;
  const Survey& survey = surveys_[*offered_];
  view.purpose = survey.purpose.in(language_, survey.languages.front());
  view.keeps_partial = survey.timing.partial == Partial::keep;
  return view;
}

WelcomeView Flow::welcome() const {
  const Survey& survey = surveys_[*offered_];
  const Language& fallback = survey.languages.front();
  WelcomeView view;
  view.headline = survey.headline.in(language_, fallback);
  if (view.headline.empty()) view.headline = survey.title.in(language_, fallback);
  view.purpose = survey.purpose.in(language_, fallback);
  view.cards = cards();
  view.reading_day = place_.promises.reading_day;
  view.takes_receipts = invitations_.takes_receipts();
  view.receipt_read = experienced_.has_value();
  const Length& length = offered_length_ ? *offered_length_ : lengths_[*offered_];
  view.questions = length.questions;
  view.questions_least = length.questions_least;
  view.anonymous = anonymous();
  const int fives = (length.seconds + 4) / 5 * 5;
  if (fives < 60)
    view.seconds = std::max(5, fives);
  else
    view.minutes = (length.seconds + 59) / 60;
  return view;
}

ThanksView Flow::thanks() const {
  const std::int64_t left = (thanks_end() - clock_.mono()).count();
  return {.kept = thanks_kept_,
          .half = thanks_half_,
          .withdraw_code = thanks_kept_ ? withdraw_code_ : std::string(),
          .promises = place_.promises,
          .cards = cards(),
          .seconds_left = static_cast<int>((std::max<std::int64_t>(left, 0) + 999) / 1000),
          .seconds_whole = static_cast<int>(slowed(kThanksFor).count() / 1000),
          .anonymous = anonymous()};
}

LanguagesView Flow::languages_view() const {
  LanguagesView view;
  for (const Language& tag : in_list_order(languages_))
    view.languages.push_back({tag, own_name(tag)});
  return view;
}

Screen Flow::screen() const {
  if (languages_open_) return languages_view();
  if (page_ == Page::out_of_service) return OutOfServiceView{resting_};
  if (protect_open_) return protect();
  if (page_ == Page::thanks) return thanks();
  if (page_ == Page::session) return session_->screen();
  if (page_ == Page::finished) return FinishedView{};
  if (page_ == Page::farewell) return FarewellView{farewell_};
  if (page_ == Page::help) return HelpView{};
  if (page_ == Page::receipt)
    return ReceiptView{.typed = typed_receipt_,
                       .letters = invitations_.receipts_have_letters(),
                       .full = typed_receipt_.size() >= invitations_.receipt_length()};
  return welcome();
}

View Flow::view() const {
  View view;
  view.around = surroundings();
  view.screen = screen();
  if (warned_at_) {
    const std::int64_t left = slowed(kIdleWarning).count() - (clock_.mono() - *warned_at_).count();
    const Survey& survey = *survey_shown();
    view.warning = IdleWarning{
        .seconds_left = static_cast<int>((left + 999) / 1000),
        .seconds_whole = static_cast<int>(slowed(kIdleWarning).count() / 1000),
        .keeps_answers = survey.timing.partial == Partial::keep && !place_.practice,
    };
  }
  view.page = page_number_;
  view.backwards = backwards_;
  return view;
}

}  // namespace afterword::kiosk
