#include "kiosk/kiosk.h"

#include "kiosk/attendant.h"
#include "kiosk/desk.h"
#include "kiosk/enrolling.h"
#include "kiosk/folders.h"
#include "kiosk/practice.h"
#include "kiosk/signals.h"
#include "kiosk/syncing.h"
#include "sync/base/core/files.h"
#include "sync/base/zones/zones.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kScriptBytesMax = 1024 * 1024;

// Everything that is drawn with.
struct Stagecraft {
  Theme theme;
  AllStrings strings;
  std::unique_ptr<Window> window;
  std::unique_ptr<Glyphs> glyphs;
  std::unique_ptr<Ui> ui;
};

Result<std::unique_ptr<Stagecraft>> open_stage(const Options& options, const Folders& folders,
                                               const Clock& clock) {
  WindowOptions window;
  if (options.windowed) {
    AFTERWORD_ASSIGN(window.windowed, parse_window_size(*options.windowed));
  }
  auto stage = std::make_unique<Stagecraft>();
  AFTERWORD_ASSIGN(stage->theme, load_theme(folders.assets + "/themes/afterword.json"));
  AFTERWORD_ASSIGN(stage->strings, AllStrings::load(folders.assets + "/strings"));
  AFTERWORD_ASSIGN(stage->window, Window::open(window, clock));
  AFTERWORD_ASSIGN(stage->glyphs,
                   Glyphs::open(folders.assets + "/fonts.conf", stage->window->textures()));
  // The first page in a language must not be late because its fonts are opened then.
  for (const std::string& tag : stage->strings.languages())
    stage->glyphs->warm(tag, stage->strings.in(tag).get("start"));
  stage->ui =
      std::make_unique<Ui>(stage->theme, stage->strings, *stage->glyphs, stage->window->textures());
  return stage;
}

Result<std::optional<Script>> read_script(const Options& options) {
  if (!options.script) return std::optional<Script>();
  AFTERWORD_ASSIGN(const std::string text, read_file(*options.script, kScriptBytesMax));
  AFTERWORD_ASSIGN(auto commands, parse_script(text, *options.script));
  return std::optional<Script>(Script(std::move(commands), *options.script));
}

Place practice_place(const Options& options, const std::string& brand) {
  return {.brand = brand,
          .store_name = {},
          .touchpoint = options.touchpoint.value_or(kPracticeTouchpoint),
          .practice = true,
          .minute_of_day = {}};
}

Place place_of(const Settings& settings, const std::string& brand) {
  return {.brand = brand,
          .store_name = settings.store_name,
          .touchpoint = settings.touchpoint,
          .practice = false,
          .minute_of_day = [zone = settings.zone](WallTime now) {
            const auto local = local_time(now, zone);
            return local ? local->minute : 0;
          }};
}

// What the store tells, handed over to main. The flow and the sync come after the store is open.
struct Listeners {
  Flow* flow = nullptr;
  StaffFlow* staff = nullptr;
  Syncing* syncing = nullptr;
  std::string brand, zone;
};

StoreEvents events_to(MainQueue& queue, Listeners& listeners, const Clock& clock) {
  StoreEvents events;
  events.outbox_changed = [&queue, &listeners] {
    queue.post([&listeners] {
      if (listeners.syncing != nullptr) listeners.syncing->outbox_changed();
    });
  };
  events.surveys_changed = [&queue, &listeners](std::vector<Survey> surveys) {
    queue.post([&listeners, surveys = std::move(surveys)]() mutable {
      if (listeners.flow != nullptr) listeners.flow->set_surveys(std::move(surveys));
    });
  };
  events.settings_changed = [&queue, &listeners](const Settings& settings) {
    queue.post([&listeners, settings] {
      if (listeners.flow != nullptr) listeners.flow->set_place(place_of(settings, listeners.brand));
      listeners.zone = settings.zone;
      if (listeners.staff != nullptr) listeners.staff->set_desk(desk_of(settings));
    });
  };
  events.desk_counted = [&queue, &listeners, &clock](const DeskCounts& counts) {
    queue.post([&listeners, &clock, counts] {
      if (listeners.staff != nullptr)
        listeners.staff->set_counts(counts, day_text(clock.wall(), listeners.zone));
    });
  };
  return events;
}

}  // namespace

Result<int> run_kiosk(const Options& options, const Machine& machine) {
  MainQueue queue;
  Listeners listeners;
  Attendant* attending = nullptr;
  const EndSignals signals([&queue, &attending] {
    queue.post([&attending] {
      if (attending != nullptr) attending->end();
    });
  });

  AFTERWORD_ASSIGN(const Folders folders, find_folders(options));
  AFTERWORD_ASSIGN(auto script, read_script(options));
  AFTERWORD_ASSIGN(auto store,
                   Store::open(options.data, {machine.clock, machine.random, machine.log},
                               events_to(queue, listeners, machine.clock)));
  if (options.enrol) {
    CurlHttpClient http;
    AFTERWORD_TRY(enrol_kiosk(*store, *options.enrol, http, machine.random, machine.log));
  }
  const std::optional<Enrolment> enrolment = store->enrolment();
  AFTERWORD_ASSIGN(auto stage, open_stage(options, folders, machine.clock));
  listeners.brand = stage->theme.brand;

  Flow flow(enrolment ? place_of(enrolment->settings, listeners.brand)
                      : practice_place(options, listeners.brand),
            machine.boot, machine.clock, machine.random);
  AFTERWORD_ASSIGN(auto surveys,
                   enrolment ? store->surveys() : practice_surveys(folders.survey_defs));
  flow.set_surveys(std::move(surveys));
  listeners.flow = &flow;

  StaffFlow staff(flow, machine.boot, machine.clock);
  if (enrolment) {
    listeners.zone = enrolment->settings.zone;
    staff.set_desk(desk_of(enrolment->settings));
    staff.set_counts(store->desk_counts(), day_text(machine.clock.wall(), listeners.zone));
    staff.pin_checked(false, store->pin_failures());
  }
  listeners.staff = &staff;

  Attendant attendant(flow, staff, *store, queue, machine.clock, machine.log);
  attending = &attendant;
  if (options.once) attendant.end_after_one([&script] { return !script || script->done(); });
  queue.set_wake([&stage] { stage->window->wake(); });

  std::optional<Syncing> syncing;
  if (enrolment) {
    syncing.emplace(*store, *enrolment, machine.boot, machine.clock, machine.random, machine.log,
                    queue, staff);
    listeners.syncing = &*syncing;
    syncing->start();
  } else {
    machine.log.info("kiosk", "not enrolled: practice only, nothing is kept");
  }
  auto code = run(
      *stage->window, *stage->ui, machine.clock,
      [&](const Frame& frame) { return attendant.frame(frame, *stage->ui); },
      script ? &*script : nullptr);
  if (code && options.once) attendant.wait_for_delivery();
  listeners.syncing = nullptr;
  syncing.reset();
  queue.set_wake({});
  store.reset();
  return code;
}

}  // namespace afterword::kiosk
