// Stands between the screen and the store: shows the flow, hands intents to it, has done what the
// flow asks for, and decides when a kiosk started with --once is done.
//
// Threads: main only; what the store answers comes back through the MainQueue.
#pragma once
#include <functional>
#include <optional>

#include "kiosk/appliance/sleep.h"
#include "kiosk/main_queue.h"
#include "kiosk/platform/loop.h"
#include "kiosk/session/kiosk_flow.h"
#include "kiosk/session/staff_flow.h"
#include "kiosk/setting_up.h"
#include "kiosk/speech/talking.h"
#include "kiosk/storage/store.h"
#include "kiosk/ui/scanner.h"
#include "sync/base/log/log.h"

namespace afterword::kiosk {

// While saving fails: who stands before it waits so long for nothing once there is room again. A look that finds no
// room costs a failed write; one that does two commits of 64 KiB together, and is the last.
inline constexpr Ms kCheckStoreEvery{5'000};
inline constexpr Ms kDeliverMost{30'000};  // --once: how long answers may take to be delivered

class Attendant {
 public:
  Attendant(Flow& flow, StaffFlow& staff, Store& store, MainQueue& queue, const Clock& clock,
            Log& log)
      : flow_(flow), staff_(staff), store_(store), queue_(queue), clock_(clock), log_(log) {}

  // From now on, what is on the screen is read aloud to who asks for it.
  void talk(Talking& talking) { talking_ = &talking; }

  // One frame.
  AfterFrame frame(Frame frame, Ui& ui);

  // Told by a door or by the collector.
  void happened(const Happening& happening) { perform(flow_.happened(happening)); }

  // From now on, ends after one session. `script_is_over`: a script that has more to do is waited
  // for.
  void end_after_one(std::function<bool()> script_is_over) {
    script_is_over_ = std::move(script_is_over);
  }
  // From now on the screen is dark when `sleep` says so. It must outlive this.
  void sleep_by(Sleep& sleep) { sleep_ = &sleep; }
  // From now on the pages of set-up come first, until it is over. It must outlive this.
  void set_up_by(SettingUp& setting_up) { setting_up_ = &setting_up; }
  // Ends after this frame, or at the next look in wait_for_delivery().
  void end() { asked_to_end_ = true; }
  // After the last frame: until nothing waits to be delivered, kDeliverMost at most.
  void wait_for_delivery();

 private:
  AfterFrame draw_and_take(Frame frame, Ui& ui);
  void perform(Effects effects);
  // What the store was asked to keep: counts and drafts, a record of staff's, a star, or what somebody waits to be
  // thanked for.
  enum class Of { trifle, record, star, answer };
  Store::Done told(Of of);
  void heard(const Result<>& result, Of of);
  void check_pin(std::string pin);
  void check_store();
  bool is_done() const;
  bool setting_up() const { return setting_up_ != nullptr && setting_up_->setup().shows(); }
  void tend_setup();
  void take(const Intent& intent);
  std::optional<AfterFrame> sleeping(const Frame& frame);

  Flow& flow_;
  StaffFlow& staff_;  // in front of it
  Store& store_;
  MainQueue& queue_;
  const Clock& clock_;
  Log& log_;
  Talking* talking_ = nullptr;
  Sleep* sleep_ = nullptr;
  SettingUp* setting_up_ = nullptr;
  Scanner scanner_;
  bool asked_to_end_ = false;
  std::function<bool()> script_is_over_;  // --once
  std::optional<MonoTime> check_at_;
  bool record_failed_ = false;  // while an answer was being kept
  bool checking_ = false;  // the store has not answered yet: a disk that hangs is asked once
};

}  // namespace afterword::kiosk
