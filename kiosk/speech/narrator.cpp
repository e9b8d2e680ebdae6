#include "kiosk/speech/narrator.h"

#include "kiosk/session/session.h"

namespace afterword::kiosk {
namespace {

// Of the warning's time, when it sounds a second time.
constexpr int kChimesAgainAtSeconds = 10;

bool is_cover(const View& view) {
  return std::holds_alternative<WelcomeView>(view.screen) ||
         std::holds_alternative<OutOfServiceView>(view.screen);
}

bool same_page(const View& a, const View& b) {
  return a.page == b.page && a.screen.index() == b.screen.index() &&
         a.around.language == b.around.language;
}

void wipe_typing(std::optional<Typing>& typing) {
  if (typing) wipe(typing->before_cursor);
  typing.reset();
}

}  // namespace

void Narrator::watch(Seen seen) {
  const View& view = seen.view;
  if (seen.acted) {
    speaker_.stop();
    repeated_ = false;
  }
  warn(view);
  const bool wanted = view.around.aids.read_aloud;
  if (wanted && view.around.can_speak) {
    language_ = view.around.language;
    words_ = strings_.in(language_);
    if (reading_)
      say_news(seen);
    else
      begin(seen);
  } else if (reading_) {
    end(view);
  }
  // A visit has ended: the next person begins at the volume that everybody begins at.
  if (before_ && !is_cover(*before_) && is_cover(view) && !view.around.aids.any())
    speaker_.set_volume(kVolumeAtFirst);
  wipe_before();
  before_ = view;
  focus_ = std::move(seen.focus);
  typing_ = std::move(seen.typing);
}

void Narrator::begin(const Seen& seen) {
  reading_ = true;
  speaker_.stop();
  say(introduction(words_));
  say(page_words(seen.view, words_));
  if (seen.view.warning) say(warning_words(*seen.view.warning, words_));
  last_ = Last::page;
}

void Narrator::end(const View& view) {
  reading_ = false;
  speaker_.stop();
  if (view.around.aids.read_aloud)  // in a language without a voice: said in the one before
    say({{.text = words_.get("say_no_voice", {{"language", own_name(view.around.language)}})}});
  else if (before_ && same_page(*before_, view))
    say({{.text = words_.get("say_ended")}});
  if (!view.around.aids.read_aloud) speaker_.set_volume(kVolumeAtFirst);
  change_.clear();
}

void Narrator::say_news(const Seen& seen) {
  const View& view = seen.view;
  const bool turned = !before_ || !same_page(*before_, view);
  const bool was_warned = before_ && before_->warning, warned = view.warning.has_value();
  if (turned) {
    speaker_.stop();
    say(page_words(view, words_));
    last_ = Last::page;
  }
  if (warned && !was_warned) {
    speaker_.stop();
    speaker_.chime();
    say(warning_words(*view.warning, words_));
    last_ = Last::warning;
  } else if (!warned && was_warned && !turned) {
    say({{.text = words_.get("say_more_time")}});
    last_ = Last::page;
  }
  if (!turned) {
    Utterances news = change_words(*before_, view, words_);
    if (news.empty() && seen.chose && seen.focus) news = refusal_words(view, words_, *seen.focus);
    if (news.empty() && seen.focus && seen.focus == focus_ &&
        !(before_->around.aids == view.around.aids))
      news = spot_words(view, words_, *seen.focus);
    if (!news.empty()) {
      const bool secret = news.front().secret;
      say(news);
      change_ = secret ? Utterances{} : std::move(news);
      last_ = secret ? Last::page : Last::change;
    }
    if (seen.typing && typing_) {
      Utterances typed = typing_words(*typing_, *seen.typing, words_);
      if (!typed.empty()) last_ = Last::typing;
      say(std::move(typed));
    }
  }
  if (seen.focus && (turned || seen.focus != focus_)) {
    say(spot_words(view, words_, *seen.focus));
    last_ = Last::spot;
  }
}

// By ear as well as by eye, whoever is there: once when it appears and once near its end.
void Narrator::warn(const View& view) {
  if (!view.warning) {
    chimed_again_ = false;
    return;
  }
  const bool new_one = !before_ || !before_->warning;
  const bool late = view.warning->seconds_left <= kChimesAgainAtSeconds;
  if (new_one) chimed_again_ = late;
  const bool again = !new_one && late && !chimed_again_;
  if (again) chimed_again_ = true;
  if (!late) chimed_again_ = false;
  const bool spoken = reading_ && view.around.can_speak;  // then it comes with the words
  if (again || (new_one && !spoken)) speaker_.chime();
}

void Narrator::repeat() {
  if (!reading_ || !before_) return;
  speaker_.stop();
  const View& view = *before_;
  if (std::exchange(repeated_, true)) {
    say(page_words(view, words_), true);
    return;
  }
  switch (last_) {
    case Last::typing:
      if (typing_) say(spelled_word(*typing_, words_), true);
      return;
    case Last::warning:
      if (view.warning) say(warning_words(*view.warning, words_));
      return;
    case Last::change:
      say(change_);
      return;
    case Last::spot:
      if (!focus_) break;
      if (focus_->name == "text" && typing_) say(spelled_word(*typing_, words_), true);
      say(spot_words(view, words_, *focus_));
      return;
    case Last::page:
      break;
  }
  say(page_words(view, words_), true);
}

void Narrator::say_page(const View& view) {
  if (!view.around.can_speak) return;
  language_ = view.around.language;
  words_ = strings_.in(language_);
  speaker_.stop();
  say(page_words(view, words_));
}

void Narrator::set_volume(int step) {
  speaker_.set_volume(step);
  speaker_.stop();
  if (!reading_) {
    speaker_.tick();
    return;
  }
  say({{.text = words_.get("say_volume", {{"n", words_.number(speaker_.volume())},
                                          {"m", words_.number(kVolumeMost)}})}});
}

void Narrator::say(Utterances utterances, bool asked_for) {
  for (Utterance& utterance : utterances) {
    if (utterance.secret && !private_ && !asked_for) {
      wipe(utterance.text);
      speaker_.tick();
      continue;
    }
    speaker_.say(std::move(utterance), language_);
  }
}

void Narrator::forget() {
  wipe_before();
  before_.reset();
}

// Short ones lie in the view itself, which the next is written over, and not all of it.
void Narrator::wipe_before() {
  wipe_typing(typing_);
  if (!before_) return;
  if (auto* comment = std::get_if<CommentView>(&before_->screen)) wipe(comment->draft);
  if (auto* receipt = std::get_if<ReceiptView>(&before_->screen)) wipe(receipt->typed);
  if (auto* thanks = std::get_if<ThanksView>(&before_->screen)) wipe(thanks->withdraw_code);
}

}  // namespace afterword::kiosk
