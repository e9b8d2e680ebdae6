// First-run set-up: from an unknown screen to a kiosk of a shop. Screen and touch, the one-time
// code, shop and place, a test question.
//
// Pure: the clock comes in, what must be done goes out as values, and the answers come back through
// checked() and enrolled(). Practice is Flow's: while set-up has sent the person there (before a
// code is at hand, or to try a question), shows() is false and the attendant shows the flow.
//
// An installer who walks away leaves nothing open: without a code the kiosk practises, with one it
// asks, as it would after a restart.
//
// A code that could not be checked for want of a network is kept in memory and tried again, also
// while somebody practises; when it is settled and nobody is answering, set-up comes back.
//
// Threads: main only.
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kiosk/session/intent.h"
#include "kiosk/session/view.h"
#include "sync/base/core/clock.h"

namespace afterword::kiosk {

inline constexpr Ms kCodeRetryFirst{2'000}, kCodeRetryMost{30'000};
// Nobody leaves set-up open for the next shopper to find.
inline constexpr Ms kSetUpIdle{600'000};
inline constexpr float kBankCardMm = 85.6F;  // ISO/IEC 7810 ID-1

// What set-up asks to have done.
struct KeepSize {
  float px_per_mm = 0;
};
struct CheckCode {  // answer with checked() or enrolled()
  std::string text;
};
struct BeginAsking {};  // the kiosk leaves practice
using SetupEffect = std::variant<KeepSize, CheckCode, BeginAsking>;
using SetupEffects = std::vector<SetupEffect>;

struct SetupFacts {
  std::string brand, version;
  std::vector<Language> languages;  // of the interface, at least one; the first is shown
  float px_per_mm = 0;              // as the monitor or the settings say; 0: not known
  float px_per_mm_guess = 5.88F;    // what pages are drawn with then
  bool begins = false;              // the first page is set-up's; else only open() shows it
};

class Setup {
 public:
  Setup(SetupFacts facts, const Clock& clock);

  // Whether its pages are on the screen.
  bool shows() const { return shows_; }
  // Whether it is over: the kiosk asks, and set-up cannot be opened any more.
  bool over() const { return over_; }

  SetupEffects take(const Intent& intent);
  SetupEffects tick();
  // What became of the code that was to be checked.
  void checked(CodeState state);
  // The code was good and this kiosk is a device now; also when the shop's name arrives later.
  void enrolled(std::string shop, std::string touchpoint);
  // How practice stands: `at_rest` with nobody answering, `ended` runs since the start.
  void practice(bool at_rest, int ended);

  View view() const;
  // Until when nothing changes by itself; nothing: only a touch or an answer changes something.
  std::optional<MonoTime> next_change() const;

 private:
  void take_step(const SetUp& what, SetupEffects& out);
  void take_language(const Intent& intent);
  void check(std::string text, SetupEffects& out);
  void go(SetupStep step, bool backwards = false);
  void practise();
  void come_back(SetupStep step);
  bool settled_badly() const;
  // When it is left alone, if nobody does anything more.
  std::optional<MonoTime> left_alone_at() const;
  void leave(SetupEffects& out);

  SetupFacts facts_;
  const Clock& clock_;
  bool shows_ = false, over_ = false, enrolled_ = false;
  bool languages_open_ = false;
  Language language_;
  SetupView now_;
  std::string code_;  // while it is being checked or waits for a network
  std::optional<MonoTime> retry_at_;
  Ms retry_after_ = kCodeRetryFirst;
  bool wants_back_ = false;          // practice goes on until nobody answers
  std::optional<int> testing_from_;  // runs that had ended when the test question was asked
  bool at_rest_ = false;             // as practice() said
  int ended_ = 0;
  MonoTime touched_at_;
  std::int64_t page_ = 0;
  bool backwards_ = false;
};

}  // namespace afterword::kiosk
