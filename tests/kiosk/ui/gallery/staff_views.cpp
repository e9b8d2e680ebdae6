// Made-up views of a desk's tablet.
#include "tests/kiosk/ui/gallery/staff_views.h"

namespace afterword::kiosk {
namespace {

ScoreView score(DeskFigure figure, double value, double low, double high, std::uint64_t n,
                std::uint64_t part, std::optional<double> aim) {
  const DeskLine line{figure, value, low, high, n, part};
  return {line, aim, standing(line, aim)};
}

StaffView desk() {
  StaffView view;
  view.page = StaffView::Page::interaction;
  view.sync = {SyncView::State::waiting, 3, "14:02"};
  view.interaction.open = true;
  view.interaction.seconds = 252;
  view.interaction.since = "14:07";
  for (const DeskCategory& category : default_desk_categories())
    view.interaction.categories.push_back({category.id, "", category.id == "return"});
  view.interaction.solved = Solved::yes;
  view.interaction.complete = view.interaction.can_hand_over = true;
  view.today.of_shop = true;
  view.today.as_of = "14:02";
  view.today.scores = {score(DeskFigure::solved, 85, 73.9, 91.9, 60, 51, 80),
                       score(DeskFigure::rating, 77.14, 60.98, 87.93, 35, 27, 80),
                       score(DeskFigure::time, 400, 310, 530, 50, 50, 420),
                       score(DeskFigure::not_applicable, 12.5, 5.46, 26.11, 40, 5, {})};
  return view;
}

}  // namespace

std::vector<std::pair<std::string, Screen>> staff_screens() {
  StaffView pin;
  StaffView wrong;
  wrong.pin = {.typed = 0, .wrong = true, .checking = false, .seconds_to_wait = 27};
  pin.pin.typed = 3;
  const StaffView open = desk();
  StaffView begun = desk();
  begun.interaction.solved.reset();
  begun.interaction.complete = false;
  begun.sync = {SyncView::State::offline, 12, "9:40"};
  begun.today.of_shop = false;
  begun.today.scores[1] = {DeskLine{DeskFigure::rating, {}, {}, {}, 5, 0}, 80, Standing::too_few};
  StaffView none = desk();
  none.interaction = {};
  none.interaction.offers_star = true;
  none.sync = {SyncView::State::all_sent, 0, "14:02"};
  StaffView today = desk();
  today.page = StaffView::Page::today;
  StaffView help = desk();
  help.page = StaffView::Page::help;
  StaffView give_back;
  give_back.page = StaffView::Page::give_back;
  const StarsView stars{{{"s1", "Anna", "Service desk"},
                         {"s2", "Ben", "Tills"},
                         {"s3", "Chi", "Fitting rooms"},
                         {"s4", "Dunya", "Service desk"},
                         {"s5", "117", "Collection"},
                         {"", "", ""}}};
  StaffView thanked = none;
  thanked.interaction.offers_star = false;
  thanked.interaction.star_given = true;
  StaffView colleagues = none;
  colleagues.page = StaffView::Page::stars;
  colleagues.stars = stars;
  ThanksView thanks{true};
  thanks.give_back = thanks.offers_star = true;
  WelcomeView welcome{"How did the desk do, and why?", "The team reads every answer.", 3, 45};
  welcome.handed_over = true;
  return {{"staff_pin", pin},         {"staff_pin_wait", wrong},      {"staff_open", open},
          {"staff_begun", begun},     {"staff_none", none},           {"staff_today", today},
          {"staff_help", help},       {"staff_give_back", give_back}, {"stars", stars},
          {"staff_thanked", thanked}, {"staff_stars", colleagues},    {"desk_thanks", thanks},
          {"desk_welcome", welcome}};
}

}  // namespace afterword::kiosk
