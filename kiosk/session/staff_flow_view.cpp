// What a desk's tablet shows, ready made for the screens.
#include <fmt/format.h>

#include "kiosk/session/languages.h"
#include "kiosk/session/staff_flow.h"

namespace afterword::kiosk {
namespace {

constexpr int kHoursInDay = 24, kMinutesInHour = 60;

void sooner(std::optional<MonoTime>& next, MonoTime at) { next = next ? std::min(*next, at) : at; }

// When the whole seconds since `since` change next.
MonoTime next_second(MonoTime since, MonoTime now) {
  return since + Ms{((now - since).count() / 1000 + 1) * 1000};
}

std::optional<double> aim_of(const DeskAims& aims, DeskFigure figure) {
  switch (figure) {
    case DeskFigure::solved:
      return aims.solved_percent;
    case DeskFigure::rating:
      return aims.rating_percent;
    case DeskFigure::time:
      return aims.time_s;
    case DeskFigure::not_applicable:
      return std::nullopt;
  }
  return std::nullopt;
}

std::vector<DeskLine> lines_of(const DeskFigures& figures) {
  std::vector<DeskLine> out;
  for (const DeskFigureLine& line : figures.lines)
    if (const auto figure = parse_desk_figure(line.figure))
      out.push_back({*figure, line.value, line.low, line.high, static_cast<std::uint64_t>(line.n),
                     static_cast<std::uint64_t>(line.part)});
  return out;
}

}  // namespace

std::string StaffFlow::clock_text(WallTime time) const {
  if (!desk_ || !desk_->minute_of_day) return {};
  const int minute = desk_->minute_of_day(time);
  return fmt::format("{}:{:02}", minute / kMinutesInHour % kHoursInDay, minute % kMinutesInHour);
}

SyncView StaffFlow::sync_view() const {
  SyncView view;
  view.waiting = sync_.waiting;
  if (sync_.last_success) view.synced_at = clock_text(*sync_.last_success);
  if (sync_.needs_person)
    view.state = SyncView::State::needs_person;
  else if (sync_.damaged)
    view.state = SyncView::State::damaged;
  else if (sync_.trust_over)
    view.state = SyncView::State::trust_over;
  else if (!sync_.connected)
    view.state = SyncView::State::offline;
  else if (sync_.held > 0)
    view.state = SyncView::State::key_missing;
  else if (sync_.waiting > 0)
    view.state = SyncView::State::waiting;
  return view;
}

PinView StaffFlow::pin_view() const {
  PinView view{.typed = static_cast<int>(pin_.size()), .wrong = wrong_, .checking = checking_};
  if (const auto at = pin_opens_at())
    view.seconds_to_wait = static_cast<int>(((*at - clock_.mono()).count() + 999) / 1000);
  return view;
}

InteractionView StaffFlow::interaction_view() const {
  InteractionView view;
  if (!open_) {
    view.offers_star = !star_passed_on_;
    view.star_given = star_passed_on_;
    return view;
  }
  view.open = true;
  view.seconds = static_cast<int>((clock_.mono() - open_->since.mono).count() / 1000);
  view.since = clock_text(open_->since.wall);
  const Language language = staff_language();
  for (const DeskCategory& category : desk_->categories)
    view.categories.push_back(
        {category.id, category.text.in(language, "en"), category.id == open_->category});
  view.solved = open_->solved;
  view.complete = !open_->category.empty() && open_->solved.has_value();
  view.can_hand_over = survey_is_there();
  return view;
}

TodayView StaffFlow::today_view() const {
  TodayView view;
  const std::string today = desk_->day ? desk_->day(clock_.wall()) : std::string();
  view.of_shop = shop_ && shop_->day == today && sync_.connected && !sync_.needs_person &&
                 clock_.mono() - shop_heard_ < kShopFiguresKept;
  if (view.of_shop) view.as_of = clock_text(shop_heard_at_);
  const std::vector<DeskLine> lines =
      view.of_shop ? lines_of(*shop_) : desk_lines(counts_day_ == today ? counts_ : DeskCounts{});
  for (const DeskLine& line : lines) {
    const auto aim = aim_of(desk_->aims, line.figure);
    view.scores.push_back({line, aim, standing(line, aim)});
  }
  return view;
}

StarsView StaffFlow::stars_view() const {
  StarsView view;
  for (const StarName& name : desk_->stars)
    view.choices.push_back({name.id, name.first_name, name.role});
  view.choices.push_back({});
  return view;
}

// Staff read the first language of their surveys, or the one they chose; a customer's choice is not
// theirs.
Language StaffFlow::staff_language() const {
  if (!language_.empty()) return language_;
  const Language first = flow_.first_language();
  return first.empty() ? Language("en") : first;
}

StaffView StaffFlow::staff_view() const {
  StaffView view;
  view.page = page_;
  view.sync = sync_view();
  if (page_ == Page::pin) view.pin = pin_view();
  if (page_ == Page::interaction) view.interaction = interaction_view();
  if (page_ == Page::interaction || page_ == Page::today) view.today = today_view();
  if (page_ == Page::stars) view.stars = stars_view();
  return view;
}

View StaffFlow::view() const {
  View view = flow_.view();
  if (flow_.storage_is_broken() || !desk_) return view;
  if (with_customer_) {
    if (auto* const thanks = std::get_if<ThanksView>(&view.screen)) {
      thanks->give_back = true;
      thanks->offers_star = !star_given_;
      thanks->star_given = star_given_;
      if (stars_open_) {
        view.screen = stars_view();
        view.page = page_number_;
      }
    }
    if (auto* const welcome = std::get_if<WelcomeView>(&view.screen)) welcome->handed_over = true;
    return view;
  }
  view.around.language = staff_language();
  view.around.right_to_left = is_right_to_left(view.around.language);
  view.around.aids = {};
  view.around.offers_aids = false;
  if (languages_open_)
    view.screen = flow_.languages_view();
  else
    view.screen = staff_view();
  view.warning.reset();
  view.page = page_number_;
  view.backwards = false;
  return view;
}

std::optional<MonoTime> StaffFlow::next_change() const {
  std::optional<MonoTime> next = flow_.next_change();
  if (!desk_) return next;
  const MonoTime now = clock_.mono();
  if (with_customer_) {
    if (flow_.at_rest()) sooner(next, touched_at_ + kHandedLimit);
    return next;
  }
  if (open_) sooner(next, open_->since.mono + kInteractionMost);
  if (page_ == Page::interaction && open_) sooner(next, next_second(open_->since.mono, now));
  if (page_ == Page::pin)
    if (const auto at = pin_opens_at()) sooner(next, std::min(*at, next_second(failed_at_, now)));
  if (forgets_language()) sooner(next, touched_at_ + kStaffLock);
  if (page_ != Page::pin && page_ != Page::give_back)
    sooner(next, touched_at_ + (open_ ? kStaffLockOpen : kStaffLock));
  return next;
}

}  // namespace afterword::kiosk
