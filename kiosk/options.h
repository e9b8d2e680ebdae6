// What the command line of afterword-kiosk says.
#pragma once
#include <optional>
#include <string>
#include <variant>

namespace afterword::kiosk {

struct Options {
  std::string data;                     // the kiosk's own folder
  std::optional<std::string> settings;  // a settings file, over the one in `data`
  std::optional<std::string> enrol;     // URL#CODE
  std::optional<std::string> windowed;  // WxH; else full screen
  std::optional<std::string> script;    // a file of taps
  bool set_up = false;                  // not enrolled: begins with set-up, not with practice
  bool once = false;                    // ends after one session, once its answers were delivered
  std::optional<std::string> survey_defs, assets;  // else looked for beside the program
  std::optional<std::string> events;      // where the door for events stands; else DIR/events.sock
  std::optional<std::string> theme;       // a file of assets/themes, without .json
  std::optional<std::string> second_copy;  // a file for finished answers, a second time
  std::optional<std::string> touchpoint;  // practice only: which survey
};

// The options, or the exit code when the command line is answered already (--help, a mistake: the
// words are printed).
std::variant<Options, int> read_options(int argc, char** argv);

}  // namespace afterword::kiosk
