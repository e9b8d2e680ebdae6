// The pages of first-run set-up, ready made for the screen. Values only.
#pragma once
#include <array>
#include <string>

namespace afterword::kiosk {

enum class SetupStep { screen, code, place, test };

// What became of the one-time code.
enum class CodeState {
  none,        // nothing was tried yet
  checking,    // the collector is being asked
  no_network,  // not reached yet: kept, and tried again
  malformed,   // not a whole code
  wrong,       // the collector knows no such code
  used,
  expired,
  refused,  // anything else: another root key, an old program, a disk that refuses
};

inline constexpr std::size_t kTouchMarks = 4;

struct SetupView {
  SetupStep step = SetupStep::screen;
  // screen
  float px_per_mm = 0;     // of the bar now
  bool size_told = false;  // by the monitor or the settings; false: a guess until it is matched
  std::array<bool, kTouchMarks> touched{};
  // code
  CodeState code = CodeState::none;
  // place
  std::string shop, touchpoint;
  // test
  bool tested = false;
  std::string version;
};

}  // namespace afterword::kiosk
