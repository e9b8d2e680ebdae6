#include "tests/faults/simulator/kiosk.h"

#include <fmt/format.h>

#include "kiosk/storage/recorder.h"
#include "sync/base/crypto/codes.h"
#include "sync/base/zones/zones.h"
#include "sync/client/enrol.h"
#include "sync/protocol/names.h"
#include "sync/protocol/withdrawal.h"

namespace afterword::simulator {

namespace {

constexpr const char* kKioskDatabase = "kiosk.db";
constexpr std::int64_t kFreeBytes = 4'000'000'000;
constexpr Ms kLeast{1};
constexpr std::int64_t kStepMsMost = 12'000;  // from one answer to the next

// Enrolment, which waits for its replies: one request after the other, without time passing.
class AtOnce final : public HttpClient {
 public:
  AtOnce(Centre& centre, std::string peer) : centre_(centre), peer_(std::move(peer)) {}
  Result<HttpReply> send(const HttpRequest& request, const HttpOptions&) override {
    const auto reply = centre_.ask(as_received(request, peer_));
    if (!reply) return fail(Failure::unavailable, "no reply");
    return as_received(*reply);
  }
  void stop() override {}
  void resume() override {}

 private:
  Centre& centre_;
  const std::string peer_;
};

std::string body_of(kiosk::Recording recording) {
  kiosk::redact(recording);
  recording.response.withdraw_hash.reset();
  return json::dump(to_json(recording.response));
}

}  // namespace

// One of the two loops that SyncWorker runs on threads.
struct Kiosk::Loop {
  explicit Loop(SyncMachine& of) : machine(of) {}

  SyncMachine& machine;
  std::int64_t turns = 0;  // a planned turn that is not the newest is none
  bool in_flight = false;
};

struct Kiosk::Running {
  explicit Running(std::unique_ptr<kiosk::StoreCore> opened)
      : core(std::move(opened)),
        thread(kiosk::MessageThread::OnCaller{}),
        ports(thread, *core, [this](kiosk::StorePorts::Changed what) {
          surveys_changed = surveys_changed || what == kiosk::StorePorts::Changed::surveys;
        }) {}

  void begin(const Clock& clock, Random& random, const std::string& boot) {
    const Enrolment& enrolment = *core->enrolment();
    trust.emplace(enrolment.trust);
    const SyncParts parts{.url = enrolment.url,
                          .device = enrolment.device,
                          .key = enrolment.key,
                          .root = enrolment.root,
                          .trust = *trust,
                          .counters = ports,
                          .outbox = ports,
                          .definitions = ports,
                          .enrolment = ports,
                          .clock = clock,
                          .random = random,
                          .boot = boot,
                          .app_version = "0.1.0"};
    uploads.emplace(parts);
    polls.emplace(parts, [this] {
      Health health = core->health();
      health.disk_free_bytes = kFreeBytes;  // the real disk's is another each time
      return health;
    });
    upload_loop.emplace(*uploads);
    poll_loop.emplace(*polls);
  }

  std::unique_ptr<kiosk::StoreCore> core;
  kiosk::MessageThread thread;
  kiosk::StorePorts ports;
  std::optional<TrustHolder> trust;
  std::optional<UploadMachine> uploads;
  std::optional<PollMachine> polls;
  std::optional<Loop> upload_loop, poll_loop;
  std::vector<Survey> surveys;
  bool surveys_changed = true;
  std::int64_t revision = 0;
};

Kiosk::Kiosk(const Surroundings& around, int number, const std::string& folder, std::uint64_t seed,
             const test::Storage& storage)
    : around_(around),
      number_(number),
      clock_(around.schedule),
      random_(seed),
      machine_(folder, kKioskDatabase, storage, seed + 1) {}

Kiosk::~Kiosk() = default;

kiosk::StoreCore& Kiosk::store() { return *running_->core; }

// Work on the machine, and what comes of it unless the power went before it was all done.
void Kiosk::step(const std::function<void()>& work, const std::function<void()>& then) {
  const Machine::Ended ended = machine_.step(work);
  const bool early = around_.weakness == Weakness::kiosk_thanks_before_commit;
  if (then && (ended != Machine::Ended::cut_short || early)) then();
  if (ended != Machine::Ended::whole) fall();
}

std::string Kiosk::boot() const { return fmt::format("boot-{}-{}", number_, boots_); }

void Kiosk::fall() {
  running_.reset();
  cold_ = machine_.lost_power();
  machine_.leave_files();
  ++life_;
  visiting_ = false;
  if (fallen_) fallen_();
}

void Kiosk::fall_if_armed() {
  if (!machine_.armed() || !up()) return;
  machine_.down_now();
  fall();
}

void Kiosk::start() {
  ++life_;
  disk_fails_ = false;
  if (std::exchange(cold_, false)) {
    clock_.boot();
    ++boots_;
  }
  std::optional<Error> refused;
  step([&] {
    auto core = kiosk::StoreCore::open(machine_.folder(), {clock_, random_, log_});
    if (!core)
      refused = core.error();
    else
      running_ = std::make_unique<Running>(std::move(*core));
  });
  if (refused && refused->failure == Failure::disk_full && full_) return fallen_();  // later, then
  if (refused)
    around_.oracle.violation(fmt::format("kiosk {} does not start: {}", number_, refused->text()));
  if (!up()) return;
  around_.oracle.look(store());
  around_.oracle.look_at_surveys(store());
  if (store().enrolment()) begin_syncing();
}

void Kiosk::shut_down() {
  if (!up()) return;
  step([this] {
    running_->core->close();
    running_.reset();
  });
  cold_ = true;
  ++life_;
  visiting_ = false;
}

void Kiosk::enrol(const std::string& store_id, const std::string& touchpoint) {
  if (!up() || store().enrolment() || around_.network.parted(number_)) return;
  const auto made = around_.centre.admin(
      "POST", "enrol-codes",
      json::dump(json::object({{"store", store_id}, {"touchpoint", touchpoint}})));
  if (!made || made->status != 200) return;
  const auto code =
      must(read_enrolment_code(must(json::parse(made->body)).find("code")->as_string()));
  std::optional<crypto::SigningKey> key;
  step([&] {
    if (const auto made_for = store().pending_key(code)) key = *made_for;
  });
  if (!key || !up()) return;
  AtOnce http(around_.centre, fmt::format("198.51.100.{}", number_));
  const auto enrolment = afterword::enrol(code, *key, "0.1.0", http);
  if (!enrolment) return;
  Result<> enrolled;
  step([&] { enrolled = store().enrol(*enrolment); });
  if (!enrolled || !up()) return;
  device_ = enrolment->device;
  around_.trace.event(around_.schedule.now(), "enrolled", fmt::format("kiosk {} {}", number_, device_));
  if (up()) begin_syncing();
}

// ---- sync --------------------------------------------------------------------------------------

void Kiosk::begin_syncing() {
  running_->begin(clock_, random_, boot());
  turn(*running_->poll_loop);
  if (up()) turn(*running_->upload_loop);
}

// What SyncWorker's loops do, on virtual time.
void Kiosk::turn(Loop& loop) {
  if (loop.in_flight) return;
  std::optional<SyncStep> next;
  const std::int64_t life = life_;
  step([&] { next = loop.machine.step(clock_.mono()); },
       [&] {
         if (next->send) send(loop, std::move(*next->send));
       });
  if (life != life_ || next->send) return;
  const std::int64_t turn_number = ++loop.turns;
  around_.schedule.in(std::max(next->wait, kLeast), [this, life, &loop, turn_number] {
    if (life == life_ && loop.turns == turn_number) turn(loop);
  });
}

void Kiosk::send(Loop& loop, Outgoing outgoing) {
  loop.in_flight = true;
  const bool answers = outgoing.request.url.ends_with(kResponsesPath);
  const bool believes = around_.weakness == Weakness::kiosk_believes_any_success;
  const std::string batch = answers && believes ? outgoing.request.body : "";
  around_.network.send(number_, outgoing, [this, life = life_, &loop, batch](Result<HttpReply> reply) {
    if (life == life_ && !batch.empty()) believe(batch, reply);
    if (life == life_) heard(loop, reply);
  });
  if (answers && around_.weakness == Weakness::kiosk_deletes_on_send) delete_what_was_sent();
}

void Kiosk::heard(Loop& loop, const Result<HttpReply>& reply) {
  loop.in_flight = false;
  const std::int64_t life = life_;
  step([&] {
    loop.machine.reply(clock_.mono(), reply);
    if (around_.weakness == Weakness::collector_answers_before_commit)
      static_cast<void>(store().records().forget(WallTime{INT64_MAX}));  // a full disk forgets nothing
  });
  if (life != life_) return;
  if (std::exchange(running_->surveys_changed, false)) refresh_surveys();
  const bool news = std::exchange(running_->revision, running_->polls->revision()) !=
                    running_->polls->revision();
  if (news) running_->uploads->try_held_now();
  turn(loop);
  if (life == life_ && news) turn(*running_->upload_loop);
}

void Kiosk::refresh_surveys() {
  around_.oracle.look_at_surveys(store());
  running_->surveys = must(store().surveys());
}

void Kiosk::delete_sent(std::int64_t first, std::int64_t last) {
  const Settlement all{first, last, {}, {}};
  if (store().records().settle(all, clock_.wall()))  // a full disk keeps them
    static_cast<void>(store().records().forget(WallTime{INT64_MAX}));
}

void Kiosk::delete_what_was_sent() {
  machine_.step([this] {
    const auto sent = must(store().records().oldest(kBatchResponsesMax, kBatchDataBytesMax));
    if (!sent.responses.empty()) delete_sent(sent.first(), sent.last());
  });
}

void Kiosk::believe(const std::string& batch, const Result<HttpReply>& reply) {
  if (!reply || reply->status < 200 || reply->status > 299 || reply->header(kReceiptHeader)) return;
  const Batch sent = must(read_batch(batch));
  step([&] { delete_sent(sent.first_sequence, sent.responses.back().sequence); });
}

bool Kiosk::settled() {
  if (!up() || !running_->polls) return false;
  const auto state = must(store().records().state());
  return state.waiting == 0 && running_->polls->settled() && !running_->polls->trouble();
}

std::string Kiosk::trouble() {
  if (!up()) return "is down";
  if (!running_->polls) return "is not enrolled";
  const auto& worse =
      running_->uploads->trouble() ? running_->uploads->trouble() : running_->polls->trouble();
  return worse ? worse->words
               : fmt::format("{} wait", must(store().records().state()).waiting);
}

// ---- people ------------------------------------------------------------------------------------

Place Kiosk::next_place() {
  const auto head = must(store().records().head());
  return {head->device, head->log, head->next_sequence};
}

void Kiosk::visit(bool with_code) {
  if (!up() || visiting_ || disk_fails_ || !running_->polls) return;
  if (std::exchange(running_->surveys_changed, false)) refresh_surveys();
  if (running_->surveys.empty()) return;
  const Survey& survey = running_->surveys[random_.below(running_->surveys.size())];
  std::vector<kiosk::Recording> drafts;
  const robots::Visit about{survey.touchpoint, boot(), kiosk::now_of(clock_),
                            random_.below(10) == 0};
  robots::Run run = robots::answer(survey, about, random_, [&drafts](const kiosk::Recording& draft) {
    drafts.push_back(draft);
  });
  if (!run.has_anything) return;
  const std::string& key = store().enrolment()->settings.about.withdraw_key;
  if (with_code && !key.empty()) {
    run.recording.withdraw_code = crypto::make_code(kWithdrawCodeCharacters, random_);
    run.recording.withdraw_key = key;
  }
  visiting_ = true;
  Ms at{0};
  const auto later = [&](std::function<void()> job) {
    at += Ms{static_cast<std::int64_t>(random_.below(kStepMsMost))};
    around_.schedule.in(at, [this, life = life_, job = std::move(job)] {
      if (life == life_ && !disk_fails_) job();
    });
  };
  for (const kiosk::Recording& draft : drafts)
    later([this, draft, partial = survey.timing.partial] { save_draft(draft, partial); });
  later([this, recording = std::move(run.recording)] { keep(recording); });
}

void Kiosk::save_draft(const kiosk::Recording& recording, Partial partial) {
  around_.oracle.tried(next_place(), body_of(recording));
  Result<> saved;
  step([&] { saved = store().save_draft(recording, partial); },
       [&] {
         if (!saved) disk_fails_ = true;
       });
}

void Kiosk::keep(kiosk::Recording recording) {
  const Place place = next_place();
  const std::string body = body_of(recording);
  const std::string code = recording.withdraw_code;
  around_.oracle.tried(place, body);
  Result<bool> kept = false;
  visiting_ = false;
  step([&] { kept = store().keep(std::move(recording)); },
       [&] {
         if (!kept) {
           disk_fails_ = true;
           around_.trace.event(around_.schedule.now(), "not kept", place.text());
           return;
         }
         around_.oracle.thanked(place, body);
         around_.trace.event(around_.schedule.now(), "answer", place.text());
         if (code.empty()) return;
         const auto& settings = store().enrolment()->settings;
         const Day day = must(local_time(MachineClock::right(around_.schedule), settings.zone)).day;
         slips_.push_back({place, settings.store, code, day});
       });
  if (up() && kept && running_->upload_loop) turn(*running_->upload_loop);
}

void Kiosk::fill_disk() {
  full_ = true;
  machine_.disk().fill();
}

void Kiosk::heal_disk() {
  full_ = false;
  machine_.disk().heal();
}

void Kiosk::idle() {
  if (!up()) return;
  step([this] { store().tidy_if_due(); });
  if (!up() || !disk_fails_) return;
  Result<> well;
  step([&] { well = store().check(); });
  if (!up() || !well) return;
  disk_fails_ = false;
  visiting_ = false;
  around_.oracle.look(store());
}

}  // namespace afterword::simulator
