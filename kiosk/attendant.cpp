#include "kiosk/attendant.h"

#include <thread>

namespace afterword::kiosk {
namespace {

constexpr const char* kName = "kiosk";
constexpr Ms kLooksForDelivery{100};
constexpr Ms kLooksForTheEnd{200};

void sooner(std::optional<MonoTime>& at, MonoTime other) { at = at ? std::min(*at, other) : other; }

}  // namespace

AfterFrame Attendant::frame(const Frame& frame, Ui& ui) {
  queue_.run_all();
  perform(staff_.tick());
  const std::vector<Intent> intents = draw(staff_.view(), ui, frame);
  for (const Intent& intent : intents) perform(staff_.take(intent));
  check_store();

  AfterFrame after{.again_at = staff_.next_change(), .quit = asked_to_end_};
  if (!intents.empty()) sooner(after.again_at, frame.now);  // what they changed is to be seen
  if (check_at_) sooner(after.again_at, *check_at_);
  if (script_is_over_) {
    after.quit = after.quit || is_done();
    sooner(after.again_at, frame.now + kLooksForTheEnd);
  }
  return after;
}

void Attendant::perform(Effects effects) {
  for (Effect& effect : effects) {
    if (auto* draft = std::get_if<SaveDraft>(&effect)) {
      store_.save_draft(std::move(draft->recording), draft->partial, told(false));
    } else if (auto* kept = std::get_if<KeepResponse>(&effect)) {
      store_.keep(std::move(kept->recording), told(true));
    } else if (std::holds_alternative<DropDraft>(effect)) {
      store_.drop_draft(told(false));
    } else if (auto* count = std::get_if<Count>(&effect)) {
      store_.count(count->survey, count->name, told(false));
    } else if (auto* interaction = std::get_if<KeepInteraction>(&effect)) {
      store_.keep(std::move(interaction->interaction), told(false));
    } else if (auto* star = std::get_if<KeepStar>(&effect)) {
      store_.keep(std::move(star->star), told(false));
    } else if (auto* check = std::get_if<CheckPin>(&effect)) {
      check_pin(std::move(check->pin));
    }
  }
}

void Attendant::check_pin(std::string pin) {
  store_.check_pin(std::move(pin), [this](Result<PinAnswer> answer) {
    queue_.post([this, answer = std::move(answer)] {
      if (!answer) log_.warn(kName, "a PIN cannot be checked: " + answer.error().text());
      const PinAnswer heard = answer.value_or(PinAnswer{});
      staff_.pin_checked(heard.right, heard.failures);
    });
  });
}

Store::Done Attendant::told(bool is_final) {
  return [this, is_final](Result<> result) {
    if (!is_final && result) return;  // nobody waits for good news of drafts and counts
    queue_.post([this, is_final, result = std::move(result)] { heard(result, is_final); });
  };
}

void Attendant::heard(const Result<>& result, bool is_final) {
  if (result) {
    if (is_final) flow_.kept();
    return;
  }
  if (!flow_.storage_is_broken()) log_.error(kName, "cannot save: " + result.error().text());
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
  store_.check([this](Result<> result) {
    if (!result) return;
    queue_.post([this] {
      if (flow_.storage_is_broken()) log_.info(kName, "saving works again");
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
      log_.warn(kName, (state ? std::to_string(state->waiting) : std::string("some")) +
                           " responses are not delivered yet; they wait here for the next start");
      return;
    }
    std::this_thread::sleep_for(kLooksForDelivery);
  }
}

}  // namespace afterword::kiosk
