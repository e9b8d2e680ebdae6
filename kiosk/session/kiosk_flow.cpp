#include "kiosk/session/kiosk_flow.h"

#include <algorithm>

namespace afterword::kiosk {
namespace {

// How often opening hours are looked at while nobody is here.
constexpr Ms kLookAgain{10'000};

bool counts_as_touch(const Intent& intent) {
  // A pause in typing is reported without a touch.
  return !std::holds_alternative<KeepDraft>(intent);
}

const char* tally_of_ending(int ending) {
  static constexpr const char* names[] = {"finished", "left", "timed_out"};
  return names[ending];
}

}  // namespace

Flow::Flow(Place place, std::string boot, const Clock& clock, Random& random)
    : clock_(clock),
      random_(random),
      place_(std::move(place)),
      boot_(std::move(boot)),
      invitations_(clock, random) {
  invitations_.set_place(place_.timing);
  touched_at_ = clock_.mono();
  rest();
}

void Flow::set_surveys(std::vector<Survey> surveys) {
  next_surveys_ = std::move(surveys);
  if (session_ == nullptr && resting_page()) rest();
}

void Flow::set_place(Place place) {
  next_place_ = std::move(place);
  if (session_ == nullptr && resting_page()) rest();
}

void Flow::rest() {
  const auto offered_now = [this] {
    return offered_ ? std::pair(surveys_[*offered_].id, surveys_[*offered_].version) : std::pair(std::string(), 0);
  };
  const auto before = offered_now();
  const OutOfServiceView::Reason rested = resting_;
  const bool changed = next_place_.has_value();
  if (next_surveys_) {
    surveys_ = std::move(*next_surveys_);
    lengths_.clear();
    asks_who_.clear();
    for (const Survey& survey : surveys_) {
      lengths_.push_back(longest_path(survey));
      asks_who_.push_back(asks_who(survey));
    }
  }
  if (next_place_) {
    place_ = std::move(*next_place_);
    invitations_.set_place(place_.timing);
  }
  next_surveys_.reset();
  next_place_.reset();
  look_again_at_ = clock_.mono() + kLookAgain;

  const Invitations::Offer offer = invitations_.look(surveys_, place_.touchpoint, minute_of_day());
  offered_ = offer.survey;
  experienced_ = offer.experienced;
  resting_ = offer.resting;
  visit_changes_at_ = invitations_.next_change();
  offered_length_.reset();
  if (offered_ && experienced_)
    offered_length_ = longest_path(narrowed(surveys_[*offered_], experienced_));
  if (broken_) resting_ = OutOfServiceView::Reason::storage;

  const bool help = !broken_ && !behind_ && invitations_.help_wanted();
  const Page page = help ? Page::help : broken_ || !offered_ ? Page::out_of_service : Page::welcome;
  if (offered_) {
    const Survey& survey = surveys_[*offered_];
    const bool same_visit = page_ == Page::welcome && before.first == survey.id && !language_.empty();
    languages_ = survey.languages;
    language_ = same_visit ? best_language(languages_, language_) : languages_.front();
  } else if (!surveys_.empty()) {
    // Nothing is asked now, but what the screen says can be read in the survey's languages.
    const bool same_visit = page_ == Page::out_of_service && !language_.empty();
    languages_ = surveys_.front().languages;
    language_ = same_visit ? best_language(languages_, language_) : languages_.front();
  }
  // The same survey again, or another one that is not asked here, takes no page from under a finger.
  if (page != page_ || changed || offered_now() != before || resting_ != rested) show(page);
  if (page == Page::help) {
    invitations_.helped();
    help_uncounted_ = true;
  }
  watch_traffic();
}

int Flow::minute_of_day() const {
  return place_.minute_of_day ? place_.minute_of_day(clock_.wall()) : 0;
}

void Flow::watch_traffic() {
  if (page_ == Page::out_of_service || place_.practice)
    traffic_.not_watched();
  else
    traffic_.watched(clock_.mono(), minute_of_day() / 60);
}

void Flow::show(Page page) {
  page_ = page;
  page_since_ = clock_.mono();
  languages_open_ = protect_open_ = false;
  wipe(typed_receipt_);
  warned_at_.reset();
  turn_page();
}

void Flow::turn_page(bool backwards) {
  ++page_number_;
  backwards_ = backwards;
}

void Flow::woke() {
  invitations_.woke();
  if (session_ == nullptr && resting_page()) rest();
}

Effects Flow::take(const Intent& intent) {
  Effects out;
  if (waiting_for_store_) return out;
  if (counts_as_touch(intent)) {
    touched_at_ = clock_.mono();
    traffic_.touched(touched_at_);
  }
  if (const auto* toggled = std::get_if<ToggleAid>(&intent)) toggle(toggled->aid);
  if (take_while_warned(intent, out)) return out;
  if (const auto* receipt = std::get_if<ReceiptNumber>(&intent)) {
    take_receipt(receipt->number, out);
    return out;
  }
  take_language(intent);
  take_covers(intent);
  switch (page_) {
    case Page::welcome:
      if (std::holds_alternative<Start>(intent) && !languages_open_ && !protect_open_) start(out);
      if (std::holds_alternative<OpenReceipt>(intent) && invitations_.takes_receipts())
        show(Page::receipt);
      break;
    case Page::session:
      if (!languages_open_) take_in_session(intent, out);
      break;
    case Page::thanks:
      if (std::holds_alternative<kiosk::Finish>(intent) || std::holds_alternative<Start>(intent))
        wants_welcome_ = true;
      if (clock_.mono() >= thanks_end()) forget_person();
      break;
    case Page::out_of_service:
      if (!broken_) count(invitations_.turned_away(), out);
      visitor_ = true;
      break;
    case Page::finished:
      if (!languages_open_) take_finished(intent, out);
      break;
    case Page::receipt:
      take_typing(intent, out);
      break;
    case Page::farewell:
    case Page::help:
      if (std::holds_alternative<kiosk::Finish>(intent)) leave_word();
      break;
  }
  return out;
}

void Flow::toggle(Aid aid) {
  if (page_ == Page::out_of_service) return;
  aids_[aid] = !aids_[aid];
  if (session_) session_->wait_for_next(aids_.slow_down());
}

void Flow::take_covers(const Intent& intent) {
  if (page_ != Page::welcome && page_ != Page::thanks) return;
  if (std::holds_alternative<OpenProtect>(intent) && !protect_open_ && !languages_open_) {
    protect_open_ = true;
    turn_page();
  } else if (std::holds_alternative<CloseProtect>(intent) && protect_open_) {
    protect_open_ = false;
    if (page_ == Page::thanks) thanks_since_ = clock_.mono();
    turn_page(true);
  }
}

// Nothing that one person set meets the next.
void Flow::forget_person() {
  aids_ = {};
  wipe(withdraw_code_);
  invitations_.visit_over();
  rest();
}

void Flow::next_person(std::string category) {
  if (session_) return;
  category_ = std::move(category);
  if (!languages_.empty()) language_ = languages_.front();
  invitations_.cooled();
  forget_person();
  if (page_ == Page::welcome) show(Page::welcome);
}

// While the warning is up, a touch means "still here" and nothing else, but for the choice of a
// language, which does as well. True: it was used up.
bool Flow::take_while_warned(const Intent& intent, Effects& out) {
  if (!warned_at_) return false;
  if (std::holds_alternative<KeepDraft>(intent)) return false;
  if (std::holds_alternative<Leave>(intent)) {
    end(Ending::left, out);
  } else if (std::holds_alternative<Touched>(intent)) {
    warned_at_ = clock_.mono();  // a finger is down: time enough to lift it on a button
  } else {
    warned_at_.reset();
    return !std::holds_alternative<OpenLanguages>(intent);
  }
  return true;
}

void Flow::take_language(const Intent& intent) {
  if (std::holds_alternative<OpenLanguages>(intent) && !languages_open_) {
    languages_open_ = true;
    if (session_) session_->pause(now_of(clock_));
    turn_page();
  } else if (std::holds_alternative<CloseLanguages>(intent)) {
    close_languages();
  } else if (const auto* choice = std::get_if<ChooseLanguage>(&intent)) {
    if (std::find(languages_.begin(), languages_.end(), choice->tag) == languages_.end()) return;
    language_ = choice->tag;
    if (session_) session_->set_language(language_);
    if (languages_open_)
      close_languages();
    else
      turn_page();
  }
}

void Flow::close_languages() {
  if (!languages_open_) return;
  languages_open_ = false;
  if (session_) session_->resume(now_of(clock_));
  if (page_ == Page::thanks) thanks_since_ = clock_.mono();
  turn_page(true);
}

void Flow::take_in_session(const Intent& intent, Effects& out) {
  if (std::holds_alternative<Leave>(intent)) {
    end(Ending::left, out);
    return;
  }
  apply(session_->take(intent, now_of(clock_)), out);
}

void Flow::apply(const Change& change, Effects& out) {
  if (change.page) turn_page(change.backwards);
  if (change.finished) {
    end(Ending::finished, out);
    return;
  }
  if (!change.answers || place_.practice) return;
  if (session_->has_anything())
    out.push_back(
        SaveDraft{session_->recording(now_of(clock_)), session_->survey().timing.partial});
  else
    out.push_back(DropDraft{});
}

void Flow::start(Effects& out) {
  if (!offered_) return;
  if (surveys_[*offered_].timing.ask_finished)
    show(Page::finished);
  else
    begin(out);
}

void Flow::begin(Effects& out) {
  const Survey& survey = surveys_[*offered_];
  count(invitations_.asked(survey), out);
  session_ = std::make_unique<Session>(
      survey,
      Circumstances{.language = language_,
                    .touchpoint = place_.touchpoint,
                    .boot = boot_,
                    .flags = traffic_.begun(clock_.mono(), minute_of_day() / 60),
                    .experienced = experienced_,
                    .category = category_},
      random_, now_of(clock_));
  session_->wait_for_next(aids_.slow_down());
  if (!place_.practice) out.push_back(Count{survey.id, "started"});
  show(Page::session);
  if (session_->finished()) end(Ending::finished, out);
}

void Flow::end(Ending ending, Effects& out) {
  warned_at_.reset();
  // Whom the time ran out on went when they last touched it.
  const MonoTime gone = ending == Ending::timed_out ? touched_at_ : clock_.mono();
  invitations_.cool_from(gone);
  cool_until_ = gone + std::chrono::seconds(session_->survey().timing.cool_down_s);
  ++sessions_ended_;
  const bool anything = session_->has_anything();
  const bool keep = anything && (ending == Ending::finished ||
                                 session_->survey().timing.partial == Partial::keep);
  if (!place_.practice) {
    out.push_back(Count{session_->survey().id, tally_of_ending(static_cast<int>(ending))});
    if (!anything) out.push_back(Count{session_->survey().id, "empty"});
    if (keep) {
      out.push_back(KeepResponse{last_recording(ending)});
      waiting_for_store_ = ending;
      return;
    }
    out.push_back(DropDraft{});
  }
  forget_session();
  if (ending == Ending::timed_out)
    forget_person();
  else
    thank(false, anything && ending == Ending::left);
}

// What is kept of a run that ended. Whoever is here to read it gets a code.
Recording Flow::last_recording(Ending ending) {
  watch_traffic();
  Recording recording = session_->recording(now_of(clock_));
  if (traffic_.recorded(clock_.mono(), recording)) add_flag(recording.response.flags, Flag::repeat);
  if (ending == Ending::timed_out || !gives_codes()) return recording;
  withdraw_code_ = place_.draw_code();
  recording.withdraw_code = withdraw_code_;
  recording.withdraw_key = place_.promises.withdraw_key;
  return recording;
}

void Flow::kept() {
  if (!waiting_for_store_) return;
  const Ending ending = *waiting_for_store_;
  forget_session();
  if (ending == Ending::timed_out)
    forget_person();
  else
    thank(true, false);
}

void Flow::forget_session() {
  if (session_) session_->wipe();
  session_.reset();
  waiting_for_store_.reset();
}

void Flow::thank(bool kept, bool half) {
  thanks_kept_ = kept;
  thanks_half_ = half;
  thanks_since_ = clock_.mono();
  wants_welcome_ = false;
  show(Page::thanks);
}

void Flow::store_failed() {
  if (place_.practice || broken_) return;
  broken_ = true;
  if (page_ == Page::thanks) return;  // what it thanks for is kept, and its code is shown nowhere else
  forget_session();
  forget_person();
}

void Flow::store_works() {
  if (!broken_) return;
  broken_ = false;
  if (page_ != Page::thanks) rest();
}

MonoTime Flow::thanks_end() const {
  const MonoTime read = thanks_since_ + slowed(kThanksFor);
  if (protect_open_ || languages_open_) return std::max(read, idle_at());
  // A second touch on the same place begins nothing new.
  return wants_welcome_ ? std::min(read, cool_until_) : read;
}

bool Flow::may_go_idle() const {
  if (page_ == Page::session) return !waiting_for_store_;
  if (page_ == Page::finished || page_ == Page::receipt) return true;
  // A language that somebody chose and left must not meet the next person.
  if (page_ != Page::welcome && page_ != Page::out_of_service) return false;
  return languages_open_ || protect_open_ || aids_.any() || invitations_.has_scanned() ||
         (!languages_.empty() && language_ != languages_.front());
}

MonoTime Flow::idle_at() const {
  const bool typing = session_ && !languages_open_ && session_->is_comment();
  return touched_at_ + slowed(typing ? kIdleLimitTyping : kIdleLimit);
}

Effects Flow::tick() {
  Effects out;
  const MonoTime now = clock_.mono();
  if (waiting_for_store_) return out;
  tick_visit(now, out);
  if (warned_at_) {
    if (now >= *warned_at_ + slowed(kIdleWarning)) end(Ending::timed_out, out);
  } else if (may_go_idle() && now >= idle_at()) {
    if (page_ == Page::session) {
      warned_at_ = now;
    } else if (page_ == Page::finished) {
      count({{surveys_[*offered_].id, "not_said"}}, out);
      forget_person();
    } else {
      if (!languages_.empty()) language_ = languages_.front();
      forget_person();
      if (page_ == Page::welcome || page_ == Page::out_of_service) show(page_);
    }
  } else if (page_ == Page::thanks && now >= thanks_end()) {
    forget_person();
  } else if (resting_page() && now >= look_again_at_) {
    rest();
    if (!place_.practice && traffic_.worth_keeping(now))
      out.push_back(KeepTraffic{traffic_.counts()});
  }
  return out;
}

std::optional<MonoTime> Flow::next_change() const {
  if (waiting_for_store_) return std::nullopt;
  std::optional<MonoTime> next;
  const auto sooner = [&next](MonoTime at) { next = next ? std::min(*next, at) : at; };
  if (warned_at_) {
    // The seconds left are shown.
    const std::int64_t gone = (clock_.mono() - *warned_at_).count();
    sooner(*warned_at_ + Ms{std::min(slowed(kIdleWarning).count(), (gone / 1000 + 1) * 1000)});
  } else if (may_go_idle()) {
    sooner(idle_at());
  }
  if (page_ == Page::thanks) {
    // The seconds left are shown.
    const std::int64_t gone = (clock_.mono() - thanks_since_).count();
    sooner(std::min(thanks_end(), thanks_since_ + Ms{(gone / 1000 + 1) * 1000}));
  }
  if (resting_page()) sooner(look_again_at_);
  if (const auto change = visit_change()) sooner(*change);
  return next;
}

}  // namespace afterword::kiosk
