// A kiosk at a desk: staff sign in with a PIN, help somebody against the clock, and hand the tablet to
// the customer, whose survey is the Flow's as everywhere. Stands in front of the Flow: at no desk everything
// goes straight through.
//
//   pin -> interaction (today, help) -> hand over -> the customer's survey -> give_back -> pin
//
// Staff never see a customer's answers: between the two stands a neutral page, and behind it the
// PIN; the Flow has wiped the session before either. No interaction says who of the staff it was.
//
// An open interaction lives in memory only: a power cut loses it, and a time that ran over a power cut
// would tell nothing. Tallies of "interaction" tell: opened = closed + cancelled + forgotten + lost.
// While nobody is signed in its time runs on; after kInteractionMost it was forgotten.
//
// Pure, as the Flow. Threads: main only.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "kiosk/session/kiosk_flow.h"
#include "survey-defs/model/desk_settings.h"

namespace afterword::kiosk {

inline constexpr Ms kStaffLock{300'000};        // without a touch, signs out
inline constexpr Ms kStaffLockOpen{900'000};    // the same while an interaction is open
inline constexpr Ms kHandedLimit{60'000};       // the customer never began
inline constexpr Ms kShopFiguresKept{600'000};  // as fresh as the last word of the collector
inline constexpr std::size_t kPinDigitsMost = 6;

// What this desk knows. Nothing of it is a person's but the names of those who agreed.
struct Desk {
  std::vector<DeskCategory> categories;
  DeskAims aims;
  std::vector<StarName> stars;
  std::string touchpoint;
  std::function<int(WallTime)> minute_of_day;  // the store's, 0..1439
  std::function<std::string(WallTime)> day;    // the store's, "2026-03-03"
};

// From the sync threads' last word.
struct SyncFacts {
  int waiting = 0;
  int held = 0;
  std::optional<WallTime> last_success;
  bool connected = true;
  bool needs_person = false;
  bool damaged = false;  // the store's database, in the last days
  bool trust_over = false;  // the trust document has run out: no new survey is installed
};

class StaffFlow {
 public:
  StaffFlow(Flow& flow, std::string boot, const Clock& clock);

  // Nothing: this is no desk (any more). Becoming one, or none, waits until nobody's run is on the
  // screen; an interaction under way stays.
  void set_desk(std::optional<Desk> desk);
  // What this tablet counted of `day` itself; what the collector says of the shop.
  void set_counts(DeskCounts counts, std::string day);
  void set_shop(DeskFigures figures);
  void set_sync(const SyncFacts& facts);
  // The store's answer to CheckPin; and the failures before this start.
  void pin_checked(bool right, int failures);
  // The store could not look: it is to be typed again, and no try was used.
  void pin_unchecked() { checking_ = false; }
  // A star could not be kept: nothing says any more that it was, and it may be given again.
  void star_failed();

  Effects take(const Intent& intent);
  Effects tick();
  View view() const;
  std::optional<MonoTime> next_change() const;

 private:
  using Page = StaffView::Page;
  struct Open {
    Now since;
    std::string category;
    std::optional<Solved> solved;
  };

  bool is_customers() const { return !desk_ || with_customer_; }
  void take_staff(const StaffIntent& intent, Effects& out);
  void take_pin(const StaffIntent& intent, Effects& out);
  void take_desk(const StaffIntent& intent, Effects& out);
  void take_language(const Intent& intent);
  bool forgets_language() const;
  bool take_star(const Intent& intent, Effects& out);
  void pass_star_on(const std::string& member, Effects& out);
  bool keep_star(const std::string& member, StarBy by, Effects& out) const;
  void close(bool hand_over, Effects& out);
  void end_customer();
  void stand() { flow_.stand_behind(desk_.has_value() && !with_customer_); }
  void change_desk();
  void look_after_customer();
  void go(Page page);
  void lock();
  void forget_if_stale(Effects& out);
  std::optional<MonoTime> pin_opens_at() const;
  bool survey_is_there() const;

  std::string clock_text(WallTime time) const;
  StaffView staff_view() const;
  SyncView sync_view() const;
  PinView pin_view() const;
  InteractionView interaction_view() const;
  TodayView today_view() const;
  StarsView stars_view() const;
  Language staff_language() const;

  Flow& flow_;
  std::string boot_;
  const Clock& clock_;
  std::optional<Desk> desk_;
  std::optional<std::optional<Desk>> next_desk_;
  Page page_ = Page::pin;
  std::string pin_;
  bool checking_ = false, wrong_ = false;
  int failures_ = 0;
  MonoTime failed_at_;
  std::optional<Open> open_;
  MonoTime touched_at_;

  Language language_;  // chosen by who holds the tablet; empty: the first of the surveys
  bool languages_open_ = false;

  bool with_customer_ = false;
  int sessions_before_ = 0;
  bool stars_open_ = false, star_given_ = false;
  bool star_passed_on_ = false;  // by who is signed in

  DeskCounts counts_;
  std::string counts_day_;
  std::optional<DeskFigures> shop_;
  MonoTime shop_heard_;
  WallTime shop_heard_at_;
  SyncFacts sync_;
  std::int64_t page_number_ = 0;
};

}  // namespace afterword::kiosk
