// When the screen is dark: outside of opening hours, until somebody touches it.
//
// Pure: wall time, zone and touches come in. A kiosk without opening hours never sleeps, and one
// whose clock or zone cannot be told stays awake: a dark screen would look broken.
#pragma once
#include <optional>
#include <string>

#include "kiosk/appliance/opening_hours.h"
#include "sync/base/core/clock.h"

namespace afterword::kiosk {

inline constexpr Ms kAwakeAfterTouch{120'000};  // a touch outside of opening hours
inline constexpr int kSleepMarginMin = 30;      // before opening and after closing, unless told

struct SleepRules {
  std::optional<OpeningHours> open;
  int margin_min = kSleepMarginMin;
};

class Sleep {
 public:
  Sleep(SleepRules rules, const Clock& clock) : rules_(std::move(rules)), clock_(clock) {}

  // The store's zone; empty or unknown: never asleep. Enrolment and heartbeats tell it.
  void set_zone(std::string zone) { zone_ = std::move(zone); }
  void touched() { touched_at_ = clock_.mono(); }
  // `busy`: somebody is answering, or there is something to set up. Nobody is left in the dark.
  void look(bool busy);

  bool asleep() const { return asleep_; }
  // When to look again; nothing if it never sleeps. Hours are told in minutes, so that is enough.
  std::optional<MonoTime> look_again_at() const;

 private:
  bool open_now() const;

  SleepRules rules_;
  const Clock& clock_;
  std::string zone_;
  std::optional<MonoTime> touched_at_;
  MonoTime looked_at_;
  bool asleep_ = false;
};

}  // namespace afterword::kiosk
