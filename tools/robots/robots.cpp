#include "tools/robots/robots.h"

#include <algorithm>
#include <thread>

#include "sync/client/enrol.h"
#include "sync/client/upload_machine.h"
#include "tools/robots/device.h"
#include "tools/robots/person.h"

namespace afterword::robots {
namespace {

constexpr Ms kPatience{120'000};  // without any progress
constexpr Ms kLongestSleep{1'000};
constexpr int kTriesPerResponse = 50;  // people who leave at once are no response
constexpr Ms kSpread{6 * 3'600'000};   // over how much of the past the visits are spread

Error give_up(const std::string& device, const SyncMachine& machine) {
  const auto& trouble = machine.trouble();
  return {Failure::unavailable,
          trouble ? trouble->words : std::string("the collector gives nothing to do"), device,
          "check the collector's log; what was delivered stays"};
}

// Runs a machine until `done`, or nothing has moved for kPatience.
template <class Done, class Moved>
Result<> pump(SyncMachine& machine, const Device& device, HttpClient& http, const Clock& clock,
              Done done, Moved moved) {
  MonoTime moved_at = clock.mono();
  auto before = moved();
  while (!done()) {
    const SyncStep step = machine.step(clock.mono());
    if (step.send)
      machine.reply(clock.mono(), http.send(step.send->request, step.send->options));
    else
      std::this_thread::sleep_for(std::clamp(step.wait, Ms{1}, kLongestSleep));
    if (const auto now = moved(); now != before) {
      before = now;
      moved_at = clock.mono();
    }
    const auto& trouble = machine.trouble();
    if (clock.mono() - moved_at > kPatience || (trouble && trouble->alarm))
      return tl::unexpected<Error>(give_up(device.enrolment().device, machine));
  }
  return {};
}

class Robot {
 public:
  Robot(Device& device, const RobotOptions& options, const RobotWorld& world, std::size_t number,
        std::string boot, Sent& sent)
      : device_(device),
        options_(options),
        world_(world),
        boot_(std::move(boot)),
        dice_(options.seed * 1'000'003 + number),
        parts_(device.parts(world.clock, world.random)),
        sent_(sent) {}

  Result<> run() {
    AFTERWORD_TRY(fetch());
    AFTERWORD_ASSIGN(const std::vector<Survey> surveys, offered());
    AFTERWORD_TRY(answer_all(surveys));
    AFTERWORD_TRY(deliver());
    return say_how_it_is();
  }

 private:
  Result<> fetch() {
    PollMachine poll(
        parts_, [this] { return device_.health(); }, Ms{0});
    return pump(
        poll, device_, http_, world_.clock, [&] { return poll.settled(); },
        [&] { return poll.revision(); });
  }

  Result<std::vector<Survey>> offered() {
    AFTERWORD_ASSIGN(std::vector<Survey> all, device_.surveys());
    const std::string& touchpoint = device_.enrolment().settings.touchpoint;
    std::erase_if(all, [&](const Survey& survey) {
      return options_.survey ? survey.id != *options_.survey : survey.touchpoint != touchpoint;
    });
    if (!all.empty()) return all;
    return fail(Failure::not_found,
                options_.survey ? "the survey " + *options_.survey + " is not offered to kiosks"
                                : "no survey is offered at the touchpoint " + touchpoint,
                device_.enrolment().device, "publish one with afterword publish");
  }

  Result<> answer_all(const std::vector<Survey>& surveys) {
    const MonoTime mono = world_.clock.mono();
    const WallTime wall = world_.clock.wall();
    const std::int64_t spread = std::clamp<std::int64_t>(mono.ms - 1, 0, kSpread.count());
    const std::int64_t tries_most =
        static_cast<std::int64_t>(options_.responses) * kTriesPerResponse + kTriesPerResponse;
    std::int64_t kept = 0;
    for (std::int64_t tries = 0; kept < options_.responses; ++tries) {
      if (tries == tries_most)
        return fail(Failure::invalid, "hardly anybody answers this survey",
                    device_.enrolment().device, "look at its first questions");
      const Ms ago{spread - spread * kept / options_.responses};
      const Survey& survey = surveys[dice_.below(surveys.size())];
      AFTERWORD_ASSIGN(const bool was_kept, one_run(survey, {mono + -ago, wall + -ago}));
      if (was_kept) ++kept;
    }
    return {};
  }

  Result<bool> one_run(const Survey& survey, kiosk::Now start) {
    Result<> saved;
    const bool hasty = options_.misuse_percent > 0 &&
                       dice_.below(100) < static_cast<std::uint64_t>(options_.misuse_percent);
    Run run = answer(survey, {device_.enrolment().settings.touchpoint, boot_, start, hasty}, dice_,
                     [&](const kiosk::Recording& draft) {
                       if (saved) saved = device_.save_draft(draft, survey.timing.partial);
                     });
    AFTERWORD_TRY(saved);
    AFTERWORD_TRY(device_.count(survey.id, "started"));
    AFTERWORD_TRY(device_.count(survey.id, run.finished ? "finished" : "left"));
    const bool keep = run.has_anything && (run.finished || survey.timing.partial == Partial::keep);
    if (!keep) {
      ++(run.has_anything ? sent_.dropped : sent_.empty);
      if (!run.has_anything) AFTERWORD_TRY(device_.count(survey.id, "empty"));
      AFTERWORD_TRY(device_.drop_draft());
      return false;
    }
    AFTERWORD_ASSIGN(const kiosk::Recording stored, device_.keep(std::move(run.recording)));
    add(sent_, stored);
    return true;
  }

  Result<> deliver() {
    UploadMachine upload(parts_);
    const std::int64_t before = sent_.responses - options_.responses;
    return pump(
        upload, device_, http_, world_.clock,
        [&] {
          const auto state = parts_.outbox.state();
          return state && state->waiting == 0;
        },
        [&] {
          if (world_.progress) world_.progress(before + upload.acknowledged());
          return upload.acknowledged();
        });
  }

  // A last heartbeat: what was recorded, for the reconciliation, and the tallies.
  Result<> say_how_it_is() {
    PollMachine poll(
        parts_, [this] { return device_.health(); }, Ms{0});
    return pump(
        poll, device_, http_, world_.clock, [&] { return poll.revision() > 0; },
        [&] { return poll.revision(); });
  }

  Device& device_;
  const RobotOptions& options_;
  const RobotWorld& world_;
  std::string boot_;
  SeededRandom dice_;
  SyncParts parts_;
  CurlHttpClient http_;
  Sent& sent_;
};

Result<std::unique_ptr<Device>> make_device(const std::string& text, std::size_t number, bool real,
                                            const RobotOptions& options, const RobotWorld& world,
                                            const std::string& boot) {
  AFTERWORD_ASSIGN(const EnrolmentCode code, read_enrolment_code(text));
  CurlHttpClient http;
  const auto key = crypto::SigningKey::make(world.random);
  AFTERWORD_ASSIGN(const Enrolment enrolment, enrol(code, key, options.app_version, http));
  const DeviceWorld machine{world.clock, world.random, world.log, boot, options.app_version};
  if (!real) return make_memory_device(enrolment, machine);
  return make_stored_device(enrolment, options.scratch + "/kiosk-" + std::to_string(number),
                            machine);
}

}  // namespace

Result<Sent> run_robots(std::size_t kiosks, const CodeSource& code, const RobotOptions& options,
                        const RobotWorld& world) {
  if (options.responses < 1 || options.responses > 1'000'000)
    return fail(Failure::invalid, "the number of responses is from 1 to 1,000,000");
  const MonoTime begun = world.clock.mono();
  Sent sent;
  sent.real_stores = !options.scratch.empty() && kiosks <= kRealStoresMax;
  for (std::size_t number = 0; number < kiosks; ++number) {
    const std::string boot = "robot-" + std::to_string(world.random.u64());
    AFTERWORD_ASSIGN(const std::string text, code(number));
    AFTERWORD_ASSIGN(const auto device,
                     make_device(text, number, sent.real_stores, options, world, boot));
    const Enrolment& enrolment = device->enrolment();
    sent.devices[enrolment.device] = enrolment.settings.store;
    ++sent.kiosks;
    AFTERWORD_TRY(Robot(*device, options, world, number, boot, sent).run());
  }
  sent.seconds = static_cast<double>((world.clock.mono() - begun).count()) / 1000;
  return sent;
}

}  // namespace afterword::robots
