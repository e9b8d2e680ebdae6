#include "kiosk/attendant.h"

#include <thread>
#include <utility>

#include "sync/base/core/wipe.h"

namespace afterword::kiosk {
namespace {

constexpr const char* kKiosk = "kiosk";
constexpr Ms kLooksForDelivery{100};
constexpr Ms kLooksForTheEnd{200};

// A desk's tablet also changes with what is sent and counted, and with its own clock.
std::int64_t look_of(std::int64_t page, const StaffView& view) {
  std::string shown =
      fmt::format("{} {} {} {} {} {} {} {}", page, view.interaction.seconds,
                  view.pin.seconds_to_wait, view.pin.checking, view.pin.wrong,
                  static_cast<int>(view.sync.state), view.sync.waiting, view.sync.synced_at);
  shown += fmt::format(" {} {}", view.today.of_shop, view.today.as_of);
  for (const ScoreView& score : view.today.scores)
    shown += fmt::format(" {}/{}", score.line.part, score.line.n);
  return static_cast<std::int64_t>(std::hash<std::string>()(shown));
}

// Another number for another page, and for each second that a page counts.
std::int64_t look_of(const View& view) {
  if (const auto* const staff = std::get_if<StaffView>(&view.screen))
    return look_of(view.page, *staff);
  const auto* const thanks = std::get_if<ThanksView>(&view.screen);
  const int seconds = view.warning        ? view.warning->seconds_left
                      : thanks != nullptr ? thanks->seconds_left
                                          : 0;
  return view.page * 1024 + seconds;
}

void sooner(std::optional<MonoTime>& at, MonoTime other) { at = at ? std::min(*at, other) : other; }

}  // namespace

AfterFrame Attendant::frame(Frame frame, Ui& ui) {
  const AfterFrame after = draw_and_take(std::move(frame), ui);
  if (!flow_.in_session()) wipe_stack();  // nothing of the last run stays, not even there
  return after;
}

AfterFrame Attendant::draw_and_take(Frame frame, Ui& ui) {
  queue_.run_all();
  perform(staff_.tick());
  tend_setup();
  const bool was_dark = sleep_ != nullptr && sleep_->asleep();
  if (const auto dark = sleeping(frame)) return *dark;
  if (was_dark) {
    frame.event.reset();  // the touch that woke it means nothing else
    flow_.woke();
  }
  if (frame.event && !flow_.in_session() && !setting_up()) {
    if (auto number = scanner_.take(*frame.event)) {
      perform(staff_.take(ReceiptNumber{std::move(*number)}));
      frame.event.reset();  // its Enter touches nothing
    }
  }
  if (talking_ != nullptr && !setting_up())
    for (const Intent& intent : talking_->asked(frame, staff_.view())) take(intent);
  const View view = setting_up() ? setting_up_->setup().view() : staff_.view();
  const std::vector<Intent> intents = draw(view, ui, frame);
  if (talking_ != nullptr) talking_->watch(view, ui, frame);
  for (const Intent& intent : intents) take(intent);
  check_store();

  AfterFrame after{.again_at = staff_.next_change(), .quit = asked_to_end_, .look = look_of(view)};
  if (!intents.empty()) sooner(after.again_at, frame.now);  // what they changed is to be seen
  if (setting_up_ != nullptr)
    if (const auto next = setting_up_->setup().next_change()) sooner(after.again_at, *next);
  if (check_at_) sooner(after.again_at, *check_at_);
  if (sleep_ != nullptr && sleep_->look_again_at())
    sooner(after.again_at, *sleep_->look_again_at());
  if (script_is_over_) {
    after.quit = after.quit || is_done();
    sooner(after.again_at, frame.now + kLooksForTheEnd);
  }
  return after;
}

void Attendant::take(const Intent& intent) {
  if (setting_up_ != nullptr) {
    const bool was_setting_up = setting_up();
    setting_up_->perform(setting_up_->setup().take(intent));
    if (was_setting_up || setting_up()) return;
  }
  perform(staff_.take(intent));
}

// What practice came to, and what became of a code meanwhile.
void Attendant::tend_setup() {
  if (setting_up_ == nullptr || setting_up_->setup().over()) return;
  Setup& setup = setting_up_->setup();
  const bool at_rest = std::holds_alternative<WelcomeView>(flow_.view().screen);
  setup.practice(at_rest, flow_.sessions_ended());
  setting_up_->perform(setup.tick());
}

// What the frame comes to while the screen is dark.
std::optional<AfterFrame> Attendant::sleeping(const Frame& frame) {
  if (sleep_ == nullptr) return std::nullopt;
  if (frame.event) sleep_->touched();
  sleep_->look(flow_.in_session() || setting_up());
  if (!sleep_->asleep()) return std::nullopt;
  check_store();
  AfterFrame after{.again_at = sleep_->look_again_at(), .quit = asked_to_end_, .dark = true};
  if (check_at_) sooner(after.again_at, *check_at_);
  return after;
}

void Attendant::perform(Effects effects) {
  for (Effect& effect : effects) {
    if (auto* draft = std::get_if<SaveDraft>(&effect)) {
      store_.save_draft(std::move(draft->recording), draft->partial, told(Of::trifle));
    } else if (auto* kept = std::get_if<KeepResponse>(&effect)) {
      store_.keep(std::move(kept->recording), told(Of::answer));
    } else if (std::holds_alternative<DropDraft>(effect)) {
      store_.drop_draft(told(Of::trifle));
    } else if (auto* count = std::get_if<Count>(&effect)) {
      store_.count(count->survey, count->name, told(Of::trifle));
    } else if (auto* interaction = std::get_if<KeepInteraction>(&effect)) {
      store_.keep(std::move(interaction->interaction), told(Of::record));
    } else if (auto* star = std::get_if<KeepStar>(&effect)) {
      store_.keep(std::move(star->star), told(Of::star));
    } else if (auto* check = std::get_if<CheckPin>(&effect)) {
      check_pin(std::move(check->pin));
    } else if (const auto* traffic = std::get_if<KeepTraffic>(&effect)) {
      store_.keep_traffic(traffic->counts, told(Of::trifle));
    } else if (const auto* events = std::get_if<KeepHeard>(&effect)) {
      store_.keep_heard(events->at, told(Of::trifle));
    }
  }
}

void Attendant::check_pin(std::string pin) {
  store_.check_pin(std::move(pin), [this](Result<PinAnswer> answer) {
    queue_.post([this, answer = std::move(answer)] {
      if (!answer) log_.warn(kKiosk, "a PIN cannot be checked: " + answer.error().text());
      if (answer)
        staff_.pin_checked(answer->right, answer->failures);
      else
        staff_.pin_unchecked();
    });
  });
}

Store::Done Attendant::told(Of of) {
  return [this, of](Result<> result) {
    if (of != Of::answer && result) return;  // nobody waits for good news of the others
    queue_.post([this, of, result = std::move(result)] { heard(result, of); });
  };
}

void Attendant::heard(const Result<>& result, Of of) {
  if (result) {
    flow_.kept();
    if (std::exchange(record_failed_, false)) flow_.store_failed();
    return;
  }
  if (!flow_.storage_is_broken()) log_.error(kKiosk, "cannot save: " + result.error().text());
  if (of == Of::star) staff_.star_failed();
  // While an answer is being kept what becomes of that is told next: a count or a draft that failed may be of a disk that
  // has room again. But a record of staff's that failed is not forgotten for that: nothing is asked then until saving works.
  if (of != Of::answer && flow_.is_saving()) {
    record_failed_ = record_failed_ || of != Of::trifle;
    return;
  }
  record_failed_ = false;
  flow_.store_failed();
}

void Attendant::check_store() {
  if (!flow_.storage_is_broken()) {
    check_at_.reset();
    return;
  }
  const MonoTime now = clock_.mono();
  if (check_at_ && now < *check_at_) return;
  check_at_ = now + kCheckStoreEvery;
  if (checking_) return;
  checking_ = true;
  store_.check([this, &queue = queue_](Result<> result) {  // this may be gone by then; the queue is not
    queue.post([this, works = result.has_value()] {
      checking_ = false;
      if (!works) return;
      if (flow_.storage_is_broken()) log_.info(kKiosk, "saving works again");
      flow_.store_works();
    });
  });
}

// --once: somebody has been here, and the script has no more to do.
bool Attendant::is_done() const {
  return !flow_.in_session() && flow_.sessions_ended() > 0 && script_is_over_();
}

void Attendant::wait_for_delivery() {
  if (!store_.enrolment()) return;
  const MonoTime begun = clock_.mono();
  for (;;) {
    queue_.run_all();
    const auto state = store_.outbox().state();
    if (state && state->waiting == 0) return;
    if (asked_to_end_ || clock_.mono() - begun > kDeliverMost) {
      log_.warn(kKiosk, (state ? std::to_string(state->waiting) : std::string("some")) +
                           " responses are not delivered yet; they wait here for the next start");
      return;
    }
    std::this_thread::sleep_for(kLooksForDelivery);
  }
}

}  // namespace afterword::kiosk
