#include "kiosk/kiosk.h"

#include <malloc.h>

#include <atomic>
#include <filesystem>
#include <future>

#include "kiosk/appliance/kiosk_settings.h"
#include "kiosk/attendant.h"
#include "kiosk/desk.h"
#include "kiosk/enrolling.h"
#include "kiosk/event_door.h"
#include "kiosk/folders.h"
#include "kiosk/keeper.h"
#include "kiosk/practice.h"
#include "kiosk/promising.h"
#include "kiosk/signals.h"
#include "kiosk/storage/reserve.h"
#include "kiosk/sound/headphones.h"
#include "kiosk/sound/sound_thread.h"
#include "kiosk/syncing.h"
#include "kiosk/ui/keyboard/input_method.h"
#include "sync/base/core/files.h"
#include "sync/base/crypto/codes.h"
#include "sync/base/crypto/hash.h"
#include "sync/base/zones/zones.h"
#include "sync/protocol/withdrawal.h"

namespace afterword::kiosk {
namespace {

constexpr std::size_t kGlyphCacheBytes = 48U << 20U;
constexpr std::size_t kScriptBytesMax = 1024 * 1024;
constexpr const char* kMeasuredFile = "/kiosk.json";  // in the kiosk's folder; set-up writes it

std::map<int, NamedKey> function_keys(const SpeechKeys& keys) {
  return {{keys.read_aloud, NamedKey::read_aloud},
          {keys.repeat, NamedKey::repeat},
          {keys.quieter, NamedKey::quieter},
          {keys.louder, NamedKey::louder},
          {keys.headphones_in, NamedKey::headphones_in},
          {keys.headphones_out, NamedKey::headphones_out}};
}

// What set-up measured, and over it what the person who runs the shop says.
Result<KioskSettings> settings_for(const Options& options) {
  AFTERWORD_ASSIGN(auto measured, load_settings(options.data + kMeasuredFile, false));
  if (!options.settings) return measured;
  AFTERWORD_ASSIGN(const auto told, load_settings(*options.settings, true));
  return laid_over(std::move(measured), told);
}

// Everything that is drawn with.
struct Stagecraft {
  Theme theme;
  AllStrings strings;
  std::unique_ptr<Window> window;
  std::unique_ptr<Glyphs> glyphs;
  std::unique_ptr<InputMethods> input_methods;
  std::unique_ptr<Ui> ui;
};

// What takes time and needs no window: fetched on a thread of its own while that opens.
struct Props {
  Theme theme;
  AllStrings strings;
  Fonts fonts;
};

Result<Props> fetch_props(const Options& options, const KioskSettings& settings,
                          const Folders& folders, const std::atomic<bool>& waited_for) {
  AFTERWORD_ASSIGN(Theme theme,
                   load_theme_named(folders.assets + "/themes",
                                    options.theme.value_or(settings.theme.value_or("afterword"))));
  AFTERWORD_ASSIGN(AllStrings strings, AllStrings::load(folders.assets + "/strings"));
  AFTERWORD_ASSIGN(Fonts fonts, Fonts::open(folders.assets + "/fonts.conf", theme.fonts));
  // What the first page shows: each language's own name, and some words; as far as there is time.
  for (const std::string& tag : strings.languages())
    if (!waited_for) fonts.warm(tag, own_name(tag), Face::sans, 500);
  for (const int weight : {400, 500, 600})
    for (const Face face : {Face::serif, Face::sans})
      if (!waited_for) fonts.warm("en", strings.in("en").get("start"), face, weight);
  return Props{std::move(theme), std::move(strings), std::move(fonts)};
}

Result<std::unique_ptr<Stagecraft>> open_stage(const Options& options,
                                               const KioskSettings& settings,
                                               const Folders& folders, const Machine& machine) {
  WindowOptions window;
  window.function_keys = function_keys(settings.speech_keys.value_or(SpeechKeys{}));
  window.keep_screen_on = settings.keep_screen_on.value_or(true);
  if (options.windowed) {
    AFTERWORD_ASSIGN(window.windowed, parse_window_size(*options.windowed));
  }
  auto stage = std::make_unique<Stagecraft>();
  std::atomic<bool> waited_for = false;
  auto fetching = std::async(std::launch::async, fetch_props, std::cref(options),
                             std::cref(settings), std::cref(folders), std::cref(waited_for));
  auto opened = Window::open(window, machine.clock);
  waited_for = true;
  AFTERWORD_ASSIGN(Props props, fetching.get());
  if (!opened) return tl::unexpected<Error>(std::move(opened).error());
  stage->window = std::move(*opened);
  stage->theme = std::move(props.theme);
  stage->strings = std::move(props.strings);
  const Size size = stage->window->size();
  stage->window->set_px_per_mm(
      density(settings, size.width, size.height, stage->window->px_per_mm()));
  stage->glyphs =
      Glyphs::open(std::move(props.fonts), stage->window->textures(), kGlyphCacheBytes);
  stage->ui =
      std::make_unique<Ui>(stage->theme, stage->strings, *stage->glyphs, stage->window->textures());
  stage->input_methods = std::make_unique<InputMethods>(
      folders.assets + "/input", [&log = machine.log](const Error& error) {
        log.warn("keyboard", "only Latin letters can be typed: " + error.text());
      });
  stage->ui->use(stage->input_methods.get());
  Installation installed;
  if (settings.viewing_distance_mm)
    installed.reading_mm = static_cast<float>(*settings.viewing_distance_mm);
  if (settings.double_strike_ms) installed.double_strike = Ms{*settings.double_strike_ms};
  if (settings.same_key_ms) installed.same_key = Ms{*settings.same_key_ms};
  stage->ui->set_up(installed);
  return stage;
}

Result<std::optional<Script>> read_script(const Options& options) {
  if (!options.script) return std::optional<Script>();
  AFTERWORD_ASSIGN(const std::string text, read_file(*options.script, kScriptBytesMax));
  AFTERWORD_ASSIGN(auto commands, parse_script(text, *options.script));
  return std::optional<Script>(Script(std::move(commands), *options.script));
}

// What the store tells, handed over to main. The flow and the sync come after the store is open.
struct Listeners {
  Flow* flow = nullptr;
  StaffFlow* staff = nullptr;
  Syncing* syncing = nullptr;
  Sleep* sleep = nullptr;
  Setup* setup = nullptr;
  Attendant* attendant = nullptr;
  bool asking = false;  // enrolled, and set-up is over: no practice
  KioskSettings here;
  std::string brand, zone;
  std::vector<Language> voices;
  Random* random = nullptr;
  bool hears_events = false;
  crypto::Hash256 receipt_key{};  // this run's alone: kept nowhere
};

// What of the installation the flow knows.
Place place_here(const Listeners& listeners) {
  const KioskSettings& here = listeners.here;
  Place place;
  place.brand = listeners.brand;
  place.voices = listeners.voices;
  place.reduced_motion = here.reduced_motion.value_or(false);
  place.mounting = {here.lower_edge_mm.value_or(0),
                    here.viewing_distance_mm.value_or(kViewingDistanceMm)};
  return place;
}

Place practice_place(const Options& options, const Listeners& here) {
  Place place = place_here(here);
  place.touchpoint =
      options.touchpoint.value_or(here.here.practice_touchpoint.value_or(kPracticeTouchpoint));
  return place;
}

Place place_of(const Settings& settings, const Listeners& here) {
  Place place = place_here(here);
  place.store_name = settings.store_name;
  place.touchpoint = settings.touchpoint;
  place.practice = false;
  place.promises = promises_of(settings.about);
  place.cards = cards_of(settings.cards);
  place.minute_of_day = [zone = settings.zone](WallTime now) { return minute_in(now, zone); };
  place.draw_code = [random = here.random] {
    return crypto::make_code(kWithdrawCodeCharacters, *random);
  };
  place.timing = {.hears_events = here.hears_events,
                  .receipts = settings.receipts,
                  .receipt_mark = [key = here.receipt_key](std::string_view number) {
                    return base64url(crypto::hash256(as_bytes(number), key));
                  }};
  return place;
}

// From any thread.
std::function<void(const Happening&)> happening_to(MainQueue& queue, Listeners& listeners) {
  return [&queue, &listeners](const Happening& happening) {
    queue.post([&listeners, happening] {
      if (listeners.attendant != nullptr) listeners.attendant->happened(happening);
    });
  };
}

// A kiosk whose door cannot be opened still asks, and says why it hears nothing.
std::unique_ptr<EventDoor> open_door(const Options& options, const Machine& machine,
                                     MainQueue& queue, Listeners& listeners) {
  constexpr unsigned kOwner = 0600, kGroupToo = 0660;
  const std::string path = options.events.value_or(options.data + "/events.sock");
  auto door = EventDoor::open(path, options.events ? kGroupToo : kOwner, machine.clock,
                              happening_to(queue, listeners));
  if (door) return std::move(*door);
  machine.log.warn("events", "the local door is shut: " + door.error().text());
  return nullptr;
}

StoreEvents events_to(MainQueue& queue, Listeners& listeners, const Clock& clock) {
  StoreEvents events;
  events.outbox_changed = [&queue, &listeners] {
    queue.post([&listeners] {
      if (listeners.syncing != nullptr) listeners.syncing->outbox_changed();
    });
  };
  events.surveys_changed = [&queue, &listeners](std::vector<Survey> surveys) {
    queue.post([&listeners, surveys = std::move(surveys)]() mutable {
      if (listeners.asking) listeners.flow->set_surveys(std::move(surveys));
    });
  };
  events.settings_changed = [&queue, &listeners](const Settings& settings) {
    queue.post([&listeners, settings] {
      if (listeners.asking)
        listeners.flow->set_place(place_of(settings, listeners));
      else if (listeners.setup != nullptr)
        listeners.setup->enrolled(settings.store_name, settings.touchpoint);
      if (listeners.sleep != nullptr) listeners.sleep->set_zone(settings.zone);
      listeners.zone = settings.zone;
      if (listeners.asking && listeners.staff != nullptr)
        listeners.staff->set_desk(desk_of(settings));
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

StoreWorld world_of(const Options& options, const KioskSettings& here, const Machine& machine) {
  StoreWorld world{machine.clock, machine.random, machine.log};
  const auto path = options.second_copy ? options.second_copy : here.second_copy;
  if (path) {
    std::error_code error;  // where this program's folder is gone
    const auto whole = std::filesystem::absolute(*path, error);  // which disk it is on is asked of its folder
    world.second_copy = {error ? *path : whole.string(), here.second_copy_slots.value_or(kCopySlots)};
  }
  world.reserve_bytes = std::int64_t{here.reserve_mib.value_or(kReserveMib)} << 20;
  return world;
}

std::unique_ptr<Engine> voice_for(const KioskSettings& here) {
  const bool speaks = here.sound.value_or(true) && here.read_aloud.value_or(true);
  return espeak_engine(speaks ? "espeak-ng" : "");  // no program, no voices
}

std::unique_ptr<Sink> loudspeaker_for(const KioskSettings& here) {
  // ALSA's own device that takes everything and gives nothing.
  return alsa_sink(here.sound.value_or(true) ? here.sound_device.value_or("default") : "null");
}

std::unique_ptr<SoundThread> open_sound(const KioskSettings& here, Log& log) {
  return std::make_unique<SoundThread>(voice_for(here), loudspeaker_for(here), log);
}

// What set-up shows and knows of this kiosk.
SetupFacts setup_facts(const Options& options, const Stagecraft& stage) {
  SetupFacts facts;
  facts.brand = stage.theme.brand;
  facts.version = AFTERWORD_VERSION;
  facts.languages = stage.strings.languages();
  // English first, since the installer has chosen nothing yet.
  std::stable_partition(facts.languages.begin(), facts.languages.end(),
                        [](const Language& tag) { return tag == "en"; });
  facts.px_per_mm = stage.window->px_per_mm();
  facts.px_per_mm_guess = units_for(stage.window->size(), 0).px_per_mm;
  facts.begins = options.set_up;
  return facts;
}

// The first page in a language must not be late because its fonts are opened then; nor must the
// kiosk's first page wait for fonts that it does not show. So: afterwards, a language a turn.
class Warming {
 public:
  explicit Warming(Stagecraft& stage) : stage_(stage), left_(stage.strings.languages()) {}

  void turned() {
    if (left_.empty()) return;
    const std::string tag = std::move(left_.back());
    left_.pop_back();
    stage_.glyphs->warm(tag, stage_.strings.in(tag).get("start"));
    if (left_.empty()) malloc_trim(0);  // what starting took and nobody needs any more
    stage_.window->nudge();
  }

 private:
  Stagecraft& stage_;
  std::vector<std::string> left_;
};

// Once a turn of the main loop. The kiosk is ready when its first page is on the screen.
void turned(Keeper& keeper, Window& window, Warming& warming) {
  const bool shown = window.frames() > 0;
  if (shown && keeper.started() && window.events().empty()) warming.turned();
  if (shown && !keeper.started()) keeper.start([&window] { window.nudge(); });
  keeper.turned();
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
  AFTERWORD_ASSIGN(listeners.here, settings_for(options));
  const KioskSettings& here = listeners.here;
  AFTERWORD_ASSIGN(auto store,
                   Store::open(options.data, world_of(options, here, machine),
                               events_to(queue, listeners, machine.clock)));
  if (options.enrol) {
    CurlHttpClient http;
    AFTERWORD_TRY(enrol_kiosk(*store, *options.enrol, http, machine.log));
  }
  const std::optional<Enrolment> enrolment = store->enrolment();
  // What it can say is found out while the window opens.
  auto opened_sound =
      std::async(std::launch::async, open_sound, std::cref(here), std::ref(machine.log));
  AFTERWORD_ASSIGN(auto stage, open_stage(options, here, folders, machine));
  listeners.brand = stage->theme.brand;
  listeners.random = &machine.random;

  listeners.hears_events = options.events.has_value();
  machine.random.fill(listeners.receipt_key);
  const std::unique_ptr<SoundThread> sound = opened_sound.get();
  listeners.voices = sound->voices();

  Flow flow(
      enrolment ? place_of(enrolment->settings, listeners) : practice_place(options, listeners),
      machine.boot, machine.clock, machine.random);
  AFTERWORD_ASSIGN(auto surveys,
                   enrolment ? store->surveys() : practice_surveys(folders.survey_defs));
  flow.set_surveys(std::move(surveys));
  if (const auto usual = store->traffic()) flow.set_traffic(*usual);
  if (const auto heard = store->heard()) flow.set_heard(*heard);
  listeners.flow = &flow;
  listeners.asking = enrolment.has_value();

  StaffFlow staff(flow, machine.boot, machine.clock);
  if (enrolment) {
    listeners.zone = enrolment->settings.zone;
    staff.set_desk(desk_of(enrolment->settings));
    staff.set_counts(store->desk_counts(), day_text(machine.clock.wall(), listeners.zone));
    staff.pin_checked(false, store->pin_failures());
  }
  listeners.staff = &staff;
  Attendant attendant(flow, staff, *store, queue, machine.clock, machine.log);
  attending = listeners.attendant = &attendant;
  Sleep sleep({here.opening_hours, here.sleep_margin_min.value_or(kSleepMarginMin)}, machine.clock);
  listeners.sleep = &sleep;
  attendant.sleep_by(sleep);
  if (options.once) attendant.end_after_one([&script] { return !script || script->done(); });
  Talking talking(*sound, stage->strings);
  attendant.talk(talking);
  const HeadphoneWatch headphones([&queue, &talking](bool plugged) {
    queue.post([&talking, plugged] { talking.headphones(plugged); });
  });
  queue.set_wake([&stage] { stage->window->wake(); });

  Keeper keeper(ServiceManager::of_environment(), machine.clock, machine.log);
  std::optional<Syncing> syncing;
  std::unique_ptr<EventDoor> door;
  const auto start_syncing = [&](const Enrolment& known) {
    syncing.emplace(*store, known, machine.boot, machine.clock, machine.random, machine.log, queue,
                    happening_to(queue, listeners));
    syncing->tell(staff);
    listeners.syncing = &*syncing;
    door = open_door(options, machine, queue, listeners);
    syncing->start();
    sleep.set_zone(known.settings.zone);
    if (const auto local = local_time(machine.clock.wall(), known.settings.zone); !local)
      machine.log.error("kiosk", "opening hours go by UTC: " + local.error().text());
    keeper.watch("upload", [&syncing] { return syncing->upload_due(); });
    keeper.watch("poll", [&syncing] { return syncing->poll_due(); });
  };
  std::optional<Setup> setup;
  std::optional<SettingUp> setting_up;
  if (enrolment) {
    start_syncing(*enrolment);
  } else {
    machine.log.info("kiosk", "not enrolled: practice only, nothing is kept");
    setup.emplace(setup_facts(options, *stage), machine.clock);
    listeners.setup = &*setup;
    const auto begin_asking = [&] {
      listeners.asking = true;
      flow.set_place(place_of(store->enrolment()->settings, listeners));
      auto published = store->surveys();
      if (!published) machine.log.error("kiosk", published.error().text());
      flow.set_surveys(published ? std::move(*published)
                                 : std::vector<Survey>());  // none to practise with
      staff.set_desk(desk_of(store->enrolment()->settings));
    };
    const auto measured = [&](float px_per_mm) { stage->window->set_px_per_mm(px_per_mm); };
    setting_up.emplace(*setup, *store, options.data + kMeasuredFile, machine.log, queue,
                       SettingUpEvents{measured, start_syncing, begin_asking});
    attendant.set_up_by(*setting_up);
  }
  keeper.watch("store", [&store] { return store->alive(); });
  Warming warming(*stage);
  auto code = run(
      *stage->window, *stage->ui, machine.clock,
      [&](const Frame& frame) { return attendant.frame(frame, *stage->ui); },
      script ? &*script : nullptr, [&] { turned(keeper, *stage->window, warming); });
  keeper.leave();
  if (code && options.once) attendant.wait_for_delivery();
  listeners.syncing = nullptr;
  listeners.attendant = nullptr;
  door.reset();
  syncing.reset();
  setting_up.reset();
  keeper.stop();
  queue.set_wake({});
  store.reset();
  return code;
}

}  // namespace afterword::kiosk
