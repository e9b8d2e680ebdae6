// A kiosk's real store and sync whose clock may do what it likes, and a real collector (without sockets) whose
// clock is right.
#pragma once
#include <algorithm>
#include <map>
#include <string>

#include "kiosk/storage/store_ports.h"
#include "sync/client/poll_machine.h"
#include "sync/client/upload_machine.h"
#include "tests/kiosk/enrolled.h"
#include "tests/sync/collector/support/world.h"

namespace afterword::clocks {

using test::must;

inline constexpr const char* kSurvey = R"json({
  "format": 1, "id": "short", "version": 1, "touchpoint": "exit", "languages": ["en"],
  "title": {"en": "Short"}, "headline": {"en": "How was it?"},
  "purpose": {"en": "We ask so that the shop gets better."}, "owner": "Tests",
  "timing": {"cool_down_s": 0, "partial": "keep"},
  "questions": [
    {"id": "visit", "kind": "scale", "scale": "faces5", "metric": "csat",
     "text": {"en": "How was it?"},
     "labels": {"en": ["Very poor", "Poor", "Okay", "Good", "Very good"]},
     "why": {"en": "Why?"}},
    {"id": "staff", "kind": "yes_no", "text": {"en": "Were we kind?"}}
  ]})json";

class Shop {
 public:
  explicit Shop(std::uint64_t seed) : dice(seed) {
    world.add_store("harbour");
    world.publish(kSurvey);
    const test::Kiosk enrolled(world, "harbour", "exit");
    open();
    must(core->enrol(enrolment(enrolled)));
    begin();
  }

  // ---- time ----------------------------------------------------------------------------------
  void passes(Ms time) {
    world.clock.advance(time);
    clock.advance(time);
  }
  // Only the kiosk's wall clock: 1970, ten years off, an hour, right, or anywhere between.
  void sets_clock() {
    const WallTime right = world.clock.wall();
    constexpr Ms kYears = std::chrono::hours(24 * 3652), kHour = std::chrono::hours(1);
    const WallTime choices[] = {WallTime{0},
                                right + kYears,
                                right + -kYears,
                                clock.wall() + -kHour,
                                clock.wall() + kHour,
                                right,
                                right + Ms{static_cast<std::int64_t>(dice.below(2 * kYears.count()))} + -kYears};
    // No system lets its clock be set to before 1970.
    clock.wall_now = std::max(WallTime{0}, choices[dice.below(std::size(choices))]);
    ++settings_of_clock;
  }
  // The program, or the machine, which has a monotonic clock of its own then and begins in 1970.
  void restarts(bool machine) {
    end();
    if (machine) {
      ++boot;
      clock.mono_now = MonoTime{static_cast<std::int64_t>(1'000 + dice.below(60'000))};
      clock.wall_now = WallTime{clock.mono().ms};
    }
    open();
    begin();
    ++starts;
  }

  // ---- people --------------------------------------------------------------------------------
  // Somebody answers, and says words of which no other answer has; while they do so `meanwhile` is called twice.
  // False: the program ended on them, and what they had said counts as partial.
  bool visit(const std::function<void()>& meanwhile) {
    const std::string words = words_of(++visitors);
    must(core->count("short", "started"));
    ++counted;
    kiosk::Session session(test::survey_of(kSurvey), {.language = "en", .touchpoint = "exit", .boot = boot_name()},
                           dice, now());
    const WallTime began = world.clock.wall();
    const int first_start = starts;
    passes(Ms{4'000});
    session.take(kiosk::Choose{"4"}, now());
    meanwhile();
    if (starts != first_start) return false;
    passes(Ms{9'000});
    session.take(kiosk::SubmitComment{words}, now());
    must(core->save_draft(session.recording(now()), Partial::keep));
    expected.push_back({words, began, boot});
    meanwhile();
    if (starts != first_start) return false;
    passes(Ms{3'000});
    session.take(kiosk::Choose{"yes"}, now());
    must(core->keep(session.recording(now())));
    return true;
  }

  // ---- the network ---------------------------------------------------------------------------
  // Until nothing waits and nothing new is to be heard.
  void sends() {
    ++sendings;
    for (int i = 0; i < 2'000; ++i) {
      const bool sent = ask(*uploads), heard = ask(*polls);
      if (!sent && !heard && polls->settled() && must(core->records().state()).waiting == 0) return;
      if (!sent && !heard) passes(Ms{1'000});
    }
    throw std::runtime_error("the kiosk never settles: " + (polls->trouble() ? polls->trouble()->words : ""));
  }

  kiosk::Now now() const { return {clock.mono(), clock.wall()}; }
  std::string boot_name() const { return "boot-" + std::to_string(boot); }
  // Letters only: what looks like a number may be redacted.
  static std::string words_of(int number) {
    std::string out = "it was ";
    for (int left = number; left > 0; left /= 20) out += static_cast<char>('a' + left % 20);
    return out;
  }

  struct Expected {
    std::string words;
    WallTime began;
    int boot = 0;
  };

  SeededRandom dice;
  test::World world;
  test::FakeClock clock;
  std::vector<Expected> expected;  // by number, from 1
  std::string device;
  int boot = 1, starts = 0, settings_of_clock = 0, sendings = 0, visitors = 0;
  std::int64_t counted = 0;
  std::unique_ptr<kiosk::StoreCore> core;

 private:
  Enrolment enrolment(const test::Kiosk& enrolled) {
    const crypto::SigningKey root = crypto::SigningKey::make(dice);
    Enrolment out;
    out.url = "https://collector.test:8443";
    out.device = device = enrolled.id;
    out.settings = {"harbour", "Harbour", "exit", "Europe/London"};
    out.key = enrolled.key;
    out.root = root_hash(root.public_key);
    out.trust = world.keys.trust;
    out.trust.expires_at_ms += 10LL * 365 * 86'400'000;
    out.trust_envelope = sign_trust(out.trust, root);
    return out;
  }
  void open() { core = must(kiosk::StoreCore::open(scratch_.path(), {clock, dice, log_})); }
  void begin() {
    ports.emplace(thread_, *core, [](kiosk::StorePorts::Changed) {});
    const Enrolment& enrolment = *core->enrolment();
    trust.emplace(enrolment.trust);
    const SyncParts parts{.url = enrolment.url,
                          .device = enrolment.device,
                          .key = enrolment.key,
                          .root = enrolment.root,
                          .trust = *trust,
                          .counters = *ports,
                          .outbox = *ports,
                          .definitions = *ports,
                          .enrolment = *ports,
                          .clock = clock,
                          .random = dice,
                          .boot = boot_name(),
                          .app_version = "0.1.0"};
    uploads.emplace(parts);
    polls.emplace(parts, [this] { return core->health(); }, Ms{0});
  }
  void end() {
    uploads.reset();
    polls.reset();
    trust.reset();
    ports.reset();
    core.reset();  // as if the plug was pulled
  }
  // False: nothing to ask now, or nothing new.
  bool ask(SyncMachine& machine) {
    const SyncStep step = machine.step(clock.mono());
    if (!step.send) return false;
    const HttpRequest& asked = step.send->request;
    collector::Request request;
    request.method = asked.method;
    request.target = asked.url.substr(asked.url.find('/', 8));
    const std::size_t mark = request.target.find('?');
    request.path = request.target.substr(0, mark);
    if (mark != std::string::npos) request.query = *collector::decode_form(request.target.substr(mark + 1));
    for (const auto& [name, value] : asked.headers) request.headers.emplace_back(collector::lower(name), value);
    request.body = asked.body;
    request.peer = "198.51.100.1";
    const collector::Reply reply = world.ask(request);
    machine.reply(clock.mono(), HttpReply{reply.status, reply.headers, reply.body});
    return reply.status != 204;
  }

  test::Scratch scratch_{"/dev/shm"};
  SilentLog log_;
  kiosk::MessageThread thread_{kiosk::MessageThread::OnCaller{}};
  std::optional<kiosk::StorePorts> ports;
  std::optional<TrustHolder> trust;
  std::optional<UploadMachine> uploads;
  std::optional<PollMachine> polls;
};

}  // namespace afterword::clocks
