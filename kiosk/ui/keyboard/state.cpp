#include "kiosk/ui/keyboard/state.h"

namespace afterword::kiosk {
namespace {

using Kind = KeyAction::Kind;

std::vector<KeyAction> one(Kind kind) { return {KeyAction{kind, {}}}; }

}  // namespace

KeyboardState::KeyboardState(KeyboardLayout layout) : layout_(std::move(layout)) {}

void KeyboardState::show(KeyboardLayout layout) {
  layout_ = std::move(layout);
  page_ = KeyPageId::letters;
  cancel();
  strip_.reset();
  previewed_.reset();
  shift_tapped_.reset();
  lowered_ = false;
  shift_ = Shift::off;
  settle_shift();
}

void KeyboardState::sentence_start(bool yes) {
  if (yes == sentence_start_) return;
  sentence_start_ = yes;
  lowered_ = false;
  settle_shift();
}

// Raises or lowers by itself, where nobody has said otherwise.
void KeyboardState::settle_shift() {
  const bool wanted = sentence_start_ && layout_.raises_sentences && !lowered_;
  if (shift_ == Shift::off && wanted) shift_ = Shift::automatic;
  if (shift_ == Shift::automatic && !wanted) shift_ = Shift::off;
}

void KeyboardState::press(Place place, MonoTime now) {
  cancel();
  strip_.reset();
  pressed_ = place;
  const TouchKey& down = key(place);
  if (down.role == KeyRole::delete_back) next_ = now + kRepeatDelay;
  if (down.role == KeyRole::text && !down.more.empty()) next_ = now + kLongPress;
  if (down.role != KeyRole::shift) shift_tapped_.reset();
}

void KeyboardState::slide(std::optional<std::size_t> cell) {
  if (strip_) strip_->under_finger = cell;
}

void KeyboardState::cancel() {
  pressed_.reset();
  next_.reset();
  repeats_ = 0;
  if (strip_ && !strip_->waits_for_tap) strip_.reset();
}

std::vector<KeyAction> KeyboardState::release(MonoTime now) {
  if (!pressed_) return {};
  const Place place = *pressed_;
  const bool repeated = repeats_ > 0;
  pressed_.reset();
  next_.reset();
  repeats_ = 0;
  if (strip_) {
    if (strip_->under_finger) return tap_strip(strip_->under_finger);
    strip_->waits_for_tap = true;
    return {};
  }
  if (repeated) return {};
  if (key(place).role == KeyRole::text) {
    previewed_ = place;
    preview_until_ = now + kKeyPreview;
  }
  return act(TouchKey(key(place)), now);
}

std::vector<KeyAction> KeyboardState::tap_strip(std::optional<std::size_t> cell) {
  if (!strip_) return {};
  std::vector<KeyAction> actions;
  if (cell && *cell < strip_->letters.size()) actions = type(strip_->letters[*cell]);
  strip_.reset();
  return actions;
}

std::vector<KeyAction> KeyboardState::tick(MonoTime now) {
  if (previewed_ && now >= preview_until_) previewed_.reset();
  if (!next_ || now < *next_ || !pressed_) return {};
  const TouchKey& held = key(*pressed_);
  if (held.role == KeyRole::text) {
    next_.reset();
    strip_ = Strip{*pressed_, raised() ? held.shifted_more : held.more, std::nullopt, false};
    return {};
  }
  // One a tick, however late it is: a stalled frame must not eat a sentence.
  next_ = std::max(*next_ + kRepeatEvery, now);
  ++repeats_;
  return one(repeats_ > kRepeatWordsAfter ? Kind::delete_word : Kind::delete_back);
}

std::optional<MonoTime> KeyboardState::next_tick() const {
  std::optional<MonoTime> next = next_;
  if (previewed_ && (!next || preview_until_ < *next)) next = preview_until_;
  return next;
}

const std::string& KeyboardState::label(const TouchKey& of) const {
  return raised() ? of.shifted_label : of.label;
}

std::optional<KeyboardState::Place> KeyboardState::preview(MonoTime now) const {
  if (strip_) return std::nullopt;
  if (pressed_ && key(*pressed_).role == KeyRole::text) return pressed_;
  if (previewed_ && now < preview_until_) return previewed_;
  return std::nullopt;
}

std::vector<KeyAction> KeyboardState::act(const TouchKey& tapped, MonoTime now) {
  switch (tapped.role) {
    case KeyRole::text:
      return type(raised() ? tapped.shifted : tapped.output);
    case KeyRole::space: {
      std::vector<KeyAction> actions = type(tapped.output);
      if (page_ != KeyPageId::letters) previewed_.reset();
      page_ = KeyPageId::letters;  // after a number, words go on
      return actions;
    }
    case KeyRole::shift:
      tap_shift(now);
      return {};
    case KeyRole::page:
      page_ = tapped.page;
      previewed_.reset();
      return {};
    case KeyRole::delete_back:
      return one(Kind::delete_back);
    case KeyRole::enter:
      return one(Kind::enter);
    case KeyRole::language:
      return one(Kind::next_language);
    case KeyRole::caret_left:
      return one(Kind::left);
    case KeyRole::caret_right:
      return one(Kind::right);
    case KeyRole::gap:
      return {};
  }
  return {};
}

std::vector<KeyAction> KeyboardState::type(std::string text) {
  if (shift_ == Shift::once || shift_ == Shift::automatic) shift_ = Shift::off;
  // The text after this letter will say whether a sentence starts again.
  sentence_start_ = false;
  lowered_ = false;
  return {KeyAction{Kind::insert, std::move(text)}};
}

void KeyboardState::tap_shift(MonoTime now) {
  const bool twice = shift_tapped_ && now - *shift_tapped_ <= kDoubleShift;
  shift_tapped_ = now;
  if (twice && shift_ != Shift::locked) {
    shift_ = Shift::locked;
    shift_tapped_.reset();
  } else if (shift_ == Shift::off) {
    shift_ = Shift::once;
  } else {
    lowered_ = sentence_start_;
    shift_ = Shift::off;
  }
}

}  // namespace afterword::kiosk
