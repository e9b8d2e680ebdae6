#include "kiosk/options.h"

#include <CLI/CLI.hpp>

namespace afterword::kiosk {
namespace {

constexpr int kCouldNotRun = 2;

constexpr const char* kAbout =
    "The kiosk: asks shoppers a short survey on a touch screen, keeps the answers on this machine, "
    "and sends them to the collector when it can be reached. Before enrolment the shipped surveys "
    "run as practice and nothing is kept.\n";

constexpr const char* kExits =
    "\nExit codes: 0 ended as asked, 2 could not run (a settings file with a mistake, too)\nor the "
    "script failed.\n"
    "SIGTERM ends it cleanly; an answer that is being given is kept as far as it got.\n";

}  // namespace

std::variant<Options, int> read_options(int argc, char** argv) {
  Options options;
  CLI::App app(kAbout, "afterword-kiosk");
  app.footer(kExits);
  app.set_version_flag("--version", AFTERWORD_VERSION);
  app.add_option("--data", options.data, "Folder of this kiosk's data, made if it is missing")
      ->required();
  app.add_option("--settings", options.settings,
                 "Settings file (kiosk/SETTINGS.md), over DATA/kiosk.json; options here win");
  app.add_option("--enrol", options.enrol,
                 "URL#CODE from 'afterword enrol-code'; ignored once the kiosk is enrolled");
  app.add_flag("--set-up", options.set_up,
               "Before enrolment: begin with the set-up pages instead of practice");
  app.add_option("--windowed", options.windowed, "WIDTHxHEIGHT: a window instead of full screen");
  app.add_option("--script", options.script, "File of taps and text that drives the kiosk");
  app.add_flag("--once", options.once,
               "End after one session, when all answers were delivered or after 30 s");
  app.add_option("--survey-defs", options.survey_defs, "Folder of the shipped surveys");
  app.add_option("--assets", options.assets, "Folder of strings, themes and fonts.conf");
  app.add_option("--events", options.events,
                 "Path of the socket for events, readable by the group. With it the kiosk never "
                 "asks before an event; without, the socket is DATA/events.sock, for the owner");
  app.add_option("--second-copy", options.second_copy,
                 "File for a second copy of finished answers, best on another disk (64 MiB; "
                 "kiosk/SETTINGS.md)");
  app.add_option("--theme", options.theme,
                 "Colours, fonts and mark: a file of assets/themes (afterword)");
  app.add_option("--touchpoint", options.touchpoint, "Practice only: whose survey to show (exit)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : kCouldNotRun;
  }
  return options;
}

}  // namespace afterword::kiosk
