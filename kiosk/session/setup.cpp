#include "kiosk/session/setup.h"

#include <algorithm>

#include "kiosk/session/languages.h"

namespace afterword::kiosk {
namespace {

// Apart from the numbers of the flow's pages, so that going from one to the other turns a page.
constexpr std::int64_t kFirstSetupPage = std::int64_t{1} << 40;
constexpr float kPxPerMmLeast = 2, kPxPerMmMost = 12;

}  // namespace

Setup::Setup(SetupFacts facts, const Clock& clock)
    : facts_(std::move(facts)),
      clock_(clock),
      shows_(facts_.begins),
      language_(facts_.languages.front()),
      touched_at_(clock.mono()),
      page_(kFirstSetupPage) {
  now_.size_told = facts_.px_per_mm > 0;
  now_.px_per_mm = now_.size_told ? facts_.px_per_mm : facts_.px_per_mm_guess;
  now_.version = facts_.version;
}

SetupEffects Setup::take(const Intent& intent) {
  SetupEffects out;
  if (over_) return out;
  touched_at_ = clock_.mono();
  const auto* const step = std::get_if<SetUp>(&intent);
  if (step != nullptr && step->what == SetUp::Do::open && !shows_) {
    come_back(enrolled_ ? SetupStep::place : now_.step);
    return out;
  }
  if (!shows_) return out;
  take_language(intent);
  if (step != nullptr && !languages_open_) take_step(*step, out);
  return out;
}

void Setup::take_step(const SetUp& what, SetupEffects& out) {
  using Do = SetUp::Do;
  const SetupStep step = now_.step;
  if (what.what == Do::practise && step != SetupStep::place) practise();
  if (what.what == Do::back && step == SetupStep::code) go(SetupStep::screen, true);
  if (what.what == Do::back && step == SetupStep::test) go(SetupStep::place, true);
  if (step == SetupStep::screen) {
    if (what.what == Do::mark && what.mark < kTouchMarks) now_.touched[what.mark] = true;
    if (what.what == Do::size)
      now_.px_per_mm = std::clamp(what.px_per_mm, kPxPerMmLeast, kPxPerMmMost);
    if (what.what == Do::next) {
      out.push_back(KeepSize{now_.px_per_mm});
      now_.size_told = true;
      go(SetupStep::code);
    }
  } else if (step == SetupStep::code) {
    if (what.what == Do::code && now_.code != CodeState::checking) check(what.code, out);
  } else if (step == SetupStep::place) {
    if (what.what == Do::next) go(SetupStep::test);
  } else {
    if (what.what == Do::test) {
      testing_from_ = ended_;
      practise();
    }
    if (what.what == Do::next) leave(out);
  }
}

void Setup::take_language(const Intent& intent) {
  const auto turn = [this](bool open) {
    if (languages_open_ == open) return;
    languages_open_ = open;
    ++page_;
    backwards_ = !open;
  };
  if (std::holds_alternative<OpenLanguages>(intent)) turn(true);
  if (std::holds_alternative<CloseLanguages>(intent)) turn(false);
  if (const auto* const chosen = std::get_if<ChooseLanguage>(&intent)) {
    const auto& known = facts_.languages;
    if (std::find(known.begin(), known.end(), chosen->tag) != known.end()) language_ = chosen->tag;
    turn(false);
  }
}

void Setup::check(std::string text, SetupEffects& out) {
  retry_at_.reset();
  code_ = std::move(text);
  now_.code = CodeState::checking;
  out.push_back(CheckCode{code_});
}

void Setup::go(SetupStep step, bool backwards) {
  now_.step = step;
  languages_open_ = false;
  ++page_;
  backwards_ = backwards;
}

void Setup::practise() {
  shows_ = false;
  ++page_;
  backwards_ = false;
}

void Setup::come_back(SetupStep step) {
  shows_ = true;
  wants_back_ = false;
  testing_from_.reset();
  touched_at_ = clock_.mono();
  go(step);
}

bool Setup::settled_badly() const {
  return now_.code != CodeState::none && now_.code != CodeState::checking &&
         now_.code != CodeState::no_network;
}

void Setup::checked(CodeState state) {
  if (over_ || enrolled_) return;
  now_.code = state;
  if (state == CodeState::no_network) {
    retry_at_ = clock_.mono() + retry_after_;
    retry_after_ = std::min(2 * retry_after_, kCodeRetryMost);
    return;
  }
  std::fill(code_.begin(), code_.end(), '\0');
  code_.clear();
  retry_at_.reset();
  retry_after_ = kCodeRetryFirst;
  wants_back_ = !shows_ && settled_badly();
}

void Setup::enrolled(std::string shop, std::string touchpoint) {
  now_.shop = std::move(shop);
  now_.touchpoint = std::move(touchpoint);
  if (std::exchange(enrolled_, true) || over_) return;
  std::fill(code_.begin(), code_.end(), '\0');
  code_.clear();
  now_.code = CodeState::none;
  retry_at_.reset();
  if (shows_)
    go(SetupStep::place);
  else
    wants_back_ = true;
}

void Setup::practice(bool at_rest, int ended) {
  at_rest_ = at_rest;
  ended_ = ended;
  if (shows_ || over_ || !at_rest) return;
  if (testing_from_ && ended > *testing_from_) {
    now_.tested = true;
    come_back(SetupStep::test);
  } else if (wants_back_) {
    come_back(enrolled_ ? SetupStep::place : SetupStep::code);
  }
}

void Setup::leave(SetupEffects& out) {
  over_ = true;
  shows_ = false;
  out.push_back(BeginAsking{});
}

std::optional<MonoTime> Setup::left_alone_at() const {
  if (!shows_ && !(enrolled_ && at_rest_)) return std::nullopt;
  return touched_at_ + kSetUpIdle;
}

SetupEffects Setup::tick() {
  SetupEffects out;
  if (over_) return out;
  const MonoTime now = clock_.mono();
  if (retry_at_ && now >= *retry_at_) check(code_, out);
  if (const auto alone = left_alone_at(); alone && now >= *alone) {
    if (enrolled_)
      leave(out);
    else
      practise();
  }
  return out;
}

std::optional<MonoTime> Setup::next_change() const {
  if (over_) return std::nullopt;
  std::optional<MonoTime> next = retry_at_;
  if (const auto alone = left_alone_at()) next = next ? std::min(*next, *alone) : alone;
  return next;
}

View Setup::view() const {
  View view;
  view.around.language = language_;
  view.around.right_to_left = is_right_to_left(language_);
  view.around.brand = facts_.brand;
  for (const Language& tag : facts_.languages)
    view.around.languages.push_back({tag, own_name(tag)});
  view.around.offers_aids = false;
  view.screen = now_;
  if (languages_open_) {
    LanguagesView list;
    for (const Language& tag : in_list_order(facts_.languages))
      list.languages.push_back({tag, own_name(tag)});
    view.screen = std::move(list);
  }
  view.page = page_;
  view.backwards = backwards_;
  return view;
}

}  // namespace afterword::kiosk
