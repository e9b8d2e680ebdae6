#include "kiosk/session/staff_flow.h"

#include <algorithm>

#include "kiosk/session/pin_gate.h"

namespace afterword::kiosk {
namespace {

constexpr const char* kTally = "interaction";
// Pages of staff are told apart from the Flow's, which counts its own from 0.
constexpr std::int64_t kFirstStaffPage = std::int64_t{1} << 40;

}  // namespace

StaffFlow::StaffFlow(Flow& flow, std::string boot, const Clock& clock)
    : flow_(flow),
      boot_(std::move(boot)),
      clock_(clock),
      touched_at_(clock.mono()),
      page_number_(kFirstStaffPage) {}

void StaffFlow::set_desk(std::optional<Desk> desk) {
  next_desk_ = std::move(desk);
  change_desk();
}

void StaffFlow::change_desk() {
  if (!next_desk_) return;
  const bool turns = desk_.has_value() != next_desk_->has_value();
  if (turns && !flow_.at_rest()) return;
  if (turns) end_customer();
  desk_ = std::move(*next_desk_);
  next_desk_.reset();
  stand();
  if (turns) go(Page::pin);
}

void StaffFlow::set_counts(DeskCounts counts, std::string day) {
  counts_ = std::move(counts);
  counts_day_ = std::move(day);
}

void StaffFlow::set_shop(DeskFigures figures) {
  shop_ = std::move(figures);
  shop_heard_ = clock_.mono();
  shop_heard_at_ = clock_.wall();
}

void StaffFlow::set_sync(const SyncFacts& facts) { sync_ = facts; }

void StaffFlow::pin_checked(bool right, int failures) {
  failures_ = failures;
  checking_ = false;
  if (right && desk_) {
    wrong_ = false;
    touched_at_ = clock_.mono();
    go(Page::interaction);
  } else if (failures > 0) {
    wrong_ = true;
    failed_at_ = clock_.mono();
  }
}

void StaffFlow::go(Page page) {
  page_ = page;
  languages_open_ = false;
  wipe(pin_);
  pin_.clear();
  ++page_number_;
}

void StaffFlow::take_language(const Intent& intent) {
  const bool was = languages_open_;
  if (std::holds_alternative<OpenLanguages>(intent)) languages_open_ = true;
  if (std::holds_alternative<CloseLanguages>(intent)) languages_open_ = false;
  if (const auto* const chosen = std::get_if<ChooseLanguage>(&intent)) {
    for (const LanguageChoice& known : flow_.view().around.languages)
      if (known.tag == chosen->tag) language_ = chosen->tag;
    languages_open_ = false;
  }
  if (was != languages_open_) ++page_number_;
}

// Somebody chose one and left before signing in; a page behind the PIN is locked anyway.
bool StaffFlow::forgets_language() const {
  return (languages_open_ || !language_.empty()) &&
         (page_ == Page::pin || page_ == Page::give_back);
}

void StaffFlow::lock() {
  language_.clear();
  wrong_ = star_passed_on_ = false;
  go(Page::pin);
}

bool StaffFlow::survey_is_there() const { return flow_.offers_survey(); }

Effects StaffFlow::take(const Intent& intent) {
  Effects out;
  if (!std::holds_alternative<KeepDraft>(intent)) touched_at_ = clock_.mono();
  if (flow_.storage_is_broken() || is_customers()) {
    if (take_star(intent, out)) return out;
    // Not now: the customer gives it back without having begun.
    if (with_customer_ && std::holds_alternative<Leave>(intent) && flow_.at_rest()) {
      end_customer();
      return out;
    }
    out = flow_.take(intent);
    look_after_customer();
    return out;
  }
  take_language(intent);
  const auto* const staff = std::get_if<StaffIntent>(&intent);
  if (staff != nullptr && !languages_open_) take_staff(*staff, out);
  return out;
}

void StaffFlow::star_failed() {
  star_passed_on_ = star_given_ = stars_open_ = false;
  ++page_number_;
}

// On the thanks page, once a session. True: it was used up.
bool StaffFlow::take_star(const Intent& intent, Effects& out) {
  if (!with_customer_ || !flow_.thanks_shown()) return false;
  if (std::holds_alternative<OpenStars>(intent)) {
    if (!star_given_) {
      stars_open_ = true;
      ++page_number_;
    }
    return true;
  }
  if (std::holds_alternative<ToggleAid>(intent) || std::holds_alternative<OpenLanguages>(intent) ||
      std::holds_alternative<CloseLanguages>(intent) ||
      std::holds_alternative<ChooseLanguage>(intent))
    return false;
  if (std::holds_alternative<CloseStars>(intent)) {
    stars_open_ = false;
    ++page_number_;
    return true;
  }
  const auto* const given = std::get_if<GiveStar>(&intent);
  if (given == nullptr || !stars_open_) return stars_open_;
  if (!keep_star(given->staff, StarBy::customer, out)) return true;
  star_given_ = true;
  stars_open_ = false;
  ++page_number_;
  return true;
}

// Once a sign-in. Whose word it was is not kept.
void StaffFlow::pass_star_on(const std::string& member, Effects& out) {
  if (page_ != Page::stars || !keep_star(member, StarBy::staff, out)) return;
  star_passed_on_ = true;
  go(Page::interaction);
}

// False: nobody of that id agreed to be named.
bool StaffFlow::keep_star(const std::string& member, StarBy by, Effects& out) const {
  const auto& names = desk_->stars;
  const bool known =
      member.empty() || std::any_of(names.begin(), names.end(),
                                    [&member](const StarName& name) { return name.id == member; });
  if (!known) return false;
  Star star;
  star.staff = member;
  star.by = by;
  star.touchpoint = desk_->touchpoint;
  const Now now = now_of(clock_);
  star.times = {boot_, now.mono, now.mono, now.wall, now.wall};
  out.push_back(KeepStar{std::move(star)});
  return true;
}

void StaffFlow::take_staff(const StaffIntent& intent, Effects& out) {
  using Do = StaffIntent::Do;
  if (page_ == Page::give_back) {
    if (intent.what == Do::back_at_desk) lock();
  } else if (page_ == Page::pin) {
    take_pin(intent, out);
  } else {
    take_desk(intent, out);
  }
}

void StaffFlow::take_pin(const StaffIntent& intent, Effects& out) {
  using Do = StaffIntent::Do;
  if (checking_ || pin_opens_at()) return;
  if (intent.what == Do::digit && intent.word.size() == 1 && pin_.size() < kPinDigitsMost) {
    wrong_ = false;
    pin_ += intent.word;
  } else if (intent.what == Do::erase && !pin_.empty()) {
    pin_.pop_back();
  } else if (intent.what == Do::sign_in && !pin_.empty()) {
    checking_ = true;
    out.push_back(CheckPin{pin_});
    wipe(pin_);
    pin_.clear();
  }
}

void StaffFlow::take_desk(const StaffIntent& intent, Effects& out) {
  using Do = StaffIntent::Do;
  switch (intent.what) {
    case Do::lock:
      lock();
      return;
    case Do::show_desk:
      go(Page::interaction);
      return;
    case Do::show_today:
      go(Page::today);
      return;
    case Do::show_help:
      go(Page::help);
      return;
    case Do::show_stars:
      if (!open_ && !star_passed_on_) go(Page::stars);
      return;
    case Do::star:
      pass_star_on(intent.word, out);
      return;
    case Do::open:
      if (open_) return;
      open_ = Open{now_of(clock_), {}, {}};
      out.push_back(Count{kTally, "opened"});
      return;
    case Do::cancel:
      if (!open_) return;
      open_.reset();
      out.push_back(Count{kTally, "cancelled"});
      return;
    case Do::category: {
      const auto& all = desk_->categories;
      const bool known = std::any_of(all.begin(), all.end(), [&intent](const DeskCategory& each) {
        return each.id == intent.word;
      });
      if (open_ && known) open_->category = intent.word;
      return;
    }
    case Do::solved:
      if (const auto solved = parse_solved(intent.word); open_ && solved) open_->solved = solved;
      return;
    case Do::hand_over:
    case Do::close:
      close(intent.what == Do::hand_over, out);
      return;
    case Do::digit:
    case Do::erase:
    case Do::sign_in:
    case Do::back_at_desk:
      return;
  }
}

void StaffFlow::close(bool hand_over, Effects& out) {
  if (!open_ || open_->category.empty() || !open_->solved) return;
  if (hand_over && !survey_is_there()) return;
  Interaction interaction;
  interaction.category = open_->category;
  interaction.solved = *open_->solved;
  interaction.touchpoint = desk_->touchpoint;
  interaction.handed_over = hand_over;
  const Now now = now_of(clock_);
  interaction.times = {boot_, open_->since.mono, now.mono, open_->since.wall, now.wall};
  out.push_back(KeepInteraction{std::move(interaction)});
  out.push_back(Count{kTally, "closed"});
  if (hand_over) {
    with_customer_ = true;
    stand();
    flow_.next_person(open_->category);
    sessions_before_ = flow_.sessions_ended();
    stars_open_ = star_given_ = false;
    wipe(pin_);
    pin_.clear();
  }
  open_.reset();
  // The draw of this visit may leave the survey out.
  if (hand_over && !survey_is_there()) end_customer();
}

void StaffFlow::end_customer() {
  if (!with_customer_) return;
  with_customer_ = stars_open_ = star_given_ = false;
  stand();
  flow_.next_person({});
  go(Page::give_back);
}

// The customer is done when the Flow rests again after a session, or never began one.
void StaffFlow::look_after_customer() {
  if (!with_customer_) return;
  if (!flow_.thanks_shown()) stars_open_ = false;
  if (!flow_.at_rest()) return;
  const bool answered = flow_.sessions_ended() > sessions_before_;
  if (answered || clock_.mono() >= touched_at_ + kHandedLimit) end_customer();
}

void StaffFlow::forget_if_stale(Effects& out) {
  if (!open_ || clock_.mono() - open_->since.mono < kInteractionMost) return;
  open_.reset();
  out.push_back(Count{kTally, "forgotten"});
}

std::optional<MonoTime> StaffFlow::pin_opens_at() const {
  const MonoTime at = failed_at_ + pin_pause(failures_);
  if (failures_ == 0 || clock_.mono() >= at) return std::nullopt;
  return at;
}

Effects StaffFlow::tick() {
  Effects out = flow_.tick();
  change_desk();
  forget_if_stale(out);
  if (!desk_) return out;
  look_after_customer();
  if (!is_customers() && forgets_language() && clock_.mono() >= touched_at_ + kStaffLock) {
    language_.clear();
    languages_open_ = false;
    ++page_number_;
  }
  if (is_customers() || page_ == Page::pin || page_ == Page::give_back) return out;
  if (clock_.mono() >= touched_at_ + (open_ ? kStaffLockOpen : kStaffLock)) lock();
  return out;
}

}  // namespace afterword::kiosk
