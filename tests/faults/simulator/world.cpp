#include "tests/faults/simulator/world.h"

#include <fmt/format.h>

#include <filesystem>

namespace afterword::simulator {

namespace {

constexpr int kKiosksMost = 20, kKiosksUsual = 6;
constexpr std::int64_t kDay = 24 * 60 * kMinute;
constexpr std::int64_t kLookEvery = 200;  // steps
// Everything that is tried again slowly (15 min) has had its turn several times by then.
constexpr Ms kHealedMost{90 * kMinute};

int draw_kiosks(Random& random) {
  const int most = random.below(10) == 0 ? kKiosksMost : kKiosksUsual;
  return 2 + static_cast<int>(random.below(static_cast<std::uint64_t>(most - 1)));
}

test::Storage draw_storage(Random& random) {
  switch (random.below(3)) {
    case 0: return {512, 0, false};
    case 1: return {4096, 0, false};
    default: return {4096, 4096, false};
  }
}

std::string words_of(const std::vector<HeldDefinition>& surveys) {
  std::string out;
  for (const HeldDefinition& each : surveys)
    out += fmt::format("{}{} {} {}", out.empty() ? "" : ", ", each.id, each.version,
                       name(each.state));
  return out;
}

}  // namespace

World::World(std::uint64_t seed, Weakness weakness, int kiosks)
    : seed_(seed), weakness_(weakness), random_(seed * 1'000), stranger_(seed * 1'000 + 500) {
  must(crypto::crypto_init());
  const auto folder = [this](const std::string& name) {
    std::filesystem::create_directory(scratch_.file(name));
    return scratch_.file(name);
  };
  centre_ = std::make_unique<Centre>(schedule_, trace_, oracle_, folder("collector"),
                                     random_.u64(), draw_storage(random_), weakness_);
  centre_->on_fall([this] { restart_centre_later(); });
  network_ = std::make_unique<Network>(
      schedule_, trace_, random_.u64(),
      [this](const collector::Request& request, Answering reply) {
        return centre_->take(request, std::move(reply));
      });
  administrators_ = std::make_unique<Administrators>(schedule_, trace_, oracle_, *centre_,
                                                     random_.u64());
  const int count = kiosks > 0 ? kiosks : draw_kiosks(random_);
  const Surroundings around{schedule_, trace_, oracle_, *network_, *centre_, weakness_};
  for (int each = 1; each <= count; ++each) {
    kiosks_.push_back(std::make_unique<Kiosk>(around, each, folder(fmt::format("kiosk-{}", each)),
                                              random_.u64(), draw_storage(random_)));
    kiosks_.back()->on_fall([this, at = kiosks_.back().get()] { restart_later(*at); });
  }
}

World::~World() = default;

void World::set_up() {
  centre_->start();
  administrators_->set_up();
  draw_luck();
}

void World::pass(Ms time) {
  const Ms end = schedule_.now() + time;
  while (well() && schedule_.step(end))
    if (++steps_ % kLookEvery == 0) look();
}

void World::look() {
  std::set<std::string> seen;
  for (const auto& kiosk : kiosks_) {
    if (!kiosk->up()) continue;
    oracle_.look(kiosk->store());
    seen.insert(kiosk->device());
  }
  if (centre_->up()) oracle_.look(*centre_->read(), seen);
}

void World::shift() {
  open_ = true;
  centre_->keep_house();
  for (const auto& kiosk : kiosks_) {
    kiosk->start();
    if (random_.below(4) != 0 && kiosk->device().empty())
      kiosk->enrol(administrators_->stores()[static_cast<std::size_t>(kiosk->number()) % 2],
                   "fitting-room");
    people_come(*kiosk);
    kiosk_lives(*kiosk);
  }
  luck_strikes();
  stranger_comes();
  pass(Ms{5 * kMinute} + soon(10 * kMinute));
  look();
  open_ = false;
}

void World::night() {
  for (const auto& kiosk : kiosks_) {
    const bool as_it_should = random_.below(4) != 0;
    if (!as_it_should && kiosk->up()) {
      kiosk->arm(Down::power_cut);
      kiosk->fall_if_armed();
    } else {
      kiosk->shut_down();
    }
  }
  const bool long_one = random_.below(3) == 0;
  event("night", "");
  pass(long_one ? soon(12 * kDay) : Ms{12 * 60 * kMinute});
}

// Nothing goes wrong any more: then everything has to come right within a bounded time.
void World::heal() {
  event("healed", "");
  healed_ = true;
  network_->heal();
  centre_->clock().set_right();
  for (const auto& kiosk : kiosks_) {
    kiosk->heal_disk();
    kiosk->fall_if_armed();
    if (!kiosk->up()) kiosk->start();
    kiosk_lives(*kiosk);
  }
  centre_->fall_if_armed();
  if (!centre_->up()) centre_->start();
  const Ms began = schedule_.now();
  do {
    administrators_->work();
    pass(Ms{kMinute});
  } while (well() && !all_settled() && schedule_.now() - began < kHealedMost);
  settled_after_ = schedule_.now() - began;
  if (well() && !all_settled()) oracle_.violation("it does not settle: " + why_unsettled());
}

std::vector<HeldDefinition> World::newest_surveys() {
  std::map<std::string, HeldDefinition> newest;
  for (const auto& head : must(centre_->read()->definitions())) {
    const bool live = head.state == DefinitionState::live;
    newest[head.survey] = {head.survey, head.version,
                           live ? DefinitionState::live : DefinitionState::retired};
  }
  std::vector<HeldDefinition> out;
  for (auto& [id, each] : newest) out.push_back(std::move(each));
  return out;
}

bool World::has_newest_surveys(Kiosk& kiosk, const std::vector<HeldDefinition>& newest) {
  std::map<std::string, HeldDefinition> here;
  for (const HeldDefinition& held : must(kiosk.store().definitions().list())) here[held.id] = held;
  for (const HeldDefinition& wanted : newest) {
    // What is retired need not be known by the number of its last version, or at all.
    const bool is_live = wanted.state == DefinitionState::live;
    if (is_live && here[wanted.id].version != wanted.version) return false;
    if (here.contains(wanted.id) && here[wanted.id].state != wanted.state) return false;
  }
  return true;
}

bool World::all_settled() { return why_unsettled().empty(); }

std::string World::why_unsettled() {
  if (!administrators_->done()) return "administrators still try";
  const auto newest = newest_surveys();
  for (const auto& kiosk : kiosks_) {
    if (!kiosk->settled()) return fmt::format("kiosk {}: {}", kiosk->number(), kiosk->trouble());
    if (!has_newest_surveys(*kiosk, newest))
      return fmt::format("kiosk {} has old surveys: {}; newest: {}", kiosk->number(),
                         words_of(must(kiosk->store().definitions().list())), words_of(newest));
  }
  // A kiosk may not have heard yet what a restore has lost: the next reply to its heartbeat tells it.
  return what_verify_says("");
}

std::string World::what_verify_says(const std::string& asked) {
  const auto reply = centre_->admin("GET", "verify" + asked);
  const auto proof = must(json::parse(reply->body));
  const bool agrees = reply->status == 200 && proof.find("equal")->as_bool() &&
                      proof.find("total")->find("waiting")->as_integer() == 0;
  return agrees ? "" : "verify does not agree: " + reply->body;
}

void World::prove() {
  look();
  static_cast<void>(administrators_->backups());
  if (const std::string words = what_verify_says("?recount=1"); !words.empty()) oracle_.violation(words);
}

Report World::run() {
  Report report;
  set_up();
  for (std::uint64_t left = 1 + random_.below(3); well() && left > 0; --left) {
    shift();
    if (well()) night();
  }
  if (well()) heal();
  if (well()) prove();
  report.seed = seed_;
  report.hash = trace_.hash();
  report.kiosks = static_cast<int>(kiosks_.size());
  report.lasted = schedule_.now();
  report.settled_after = settled_after_;
  report.answers = oracle_.thanks();
  report.erased = oracle_.erased();
  report.events = trace_.counts();
  if (!well()) report.wrong = oracle_.violations().front();
  report.tail = trace_.tail();
  return report;
}

}  // namespace afterword::simulator
