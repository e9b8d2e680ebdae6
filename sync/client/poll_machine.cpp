#include "sync/client/poll_machine.h"

#include <algorithm>

#include "survey-defs/model/response.h"
#include "sync/client/enrol.h"
#include "sync/client/exchange.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"

namespace afterword {
namespace {

// A problem's words have room in it, if they come in a definition's place.
constexpr std::size_t kRefusalBytesMax = 64 * 1024;

// What only this machine's disk or moment is to blame for; the definition itself may be good.
bool may_pass(Failure failure) {
  return failure == Failure::busy || failure == Failure::disk_full || failure == Failure::io ||
         failure == Failure::corrupt || failure == Failure::internal;
}

bool is_wanted(const OfferedDefinition& offered, const std::vector<HeldDefinition>& held) {
  for (const HeldDefinition& mine : held) {
    if (mine.id != offered.id) continue;
    if (mine.signer_left) return true;  // perhaps a thief's: its version says nothing
    if (offered.state == DefinitionState::live) return offered.version > mine.version;
    return mine.state == DefinitionState::live && offered.version >= mine.version;
  }
  return offered.state == DefinitionState::live;
}

}  // namespace

PollMachine::PollMachine(const SyncParts& parts, std::function<Health()> health, Ms wait)
    : parts_(parts),
      health_(std::move(health)),
      wait_(std::clamp(wait, Ms{0}, Ms{kWaitMax})),
      backoff_(parts.random),
      fetch_backoff_(parts.random),
      root_(parts.root) {}

int PollMachine::tries_of(const OfferedDefinition& offered) const {
  const auto found = tries_.find(offered.sha256);
  return found == tries_.end() ? 0 : found->second;
}

// The one that failed least, in the order they are offered.
const OfferedDefinition* PollMachine::next_definition() const {
  const auto least = std::min_element(
      wanted_.begin(), wanted_.end(),
      [&](const auto& a, const auto& b) { return tries_of(a) < tries_of(b); });
  return least == wanted_.end() ? nullptr : &*least;
}

PollMachine::Asking PollMachine::next(MonoTime now) const {
  if (ask_anybody_at_ && now >= *ask_anybody_at_) return Asking::trust;
  const OfferedDefinition* const definition = next_definition();
  if (!trust_wanted_ && definition == nullptr) return Asking::wait;
  const Ms pause = fetch_not_before_ > now ? fetch_not_before_ - now : Ms{0};
  if (pause > Ms{0} && (pause > kPauseShort || fetch_backoff_.failures() >= kFetchTries))
    return Asking::wait;
  if (definition == nullptr) return Asking::trust;
  const bool trust = trust_wanted_ && trust_tries_ <= tries_of(*definition);
  return trust ? Asking::trust : Asking::definition;
}

SyncStep PollMachine::step(MonoTime now) {
  if (ask_again_ && now >= *ask_again_) {
    ask_again_.reset();
    revision_ = 0;  // so that all that is offered is told
  }
  const bool waits = next(now) == Asking::wait;
  MonoTime due = std::max(not_before_, waits ? next_wait_ : fetch_not_before_);
  if (ask_anybody_at_) due = std::min(due, *ask_anybody_at_);
  if (now < due) return {std::nullopt, due - now};
  auto out = ask(now);
  if (!out) {  // our own disk refuses
    failed(now, std::nullopt, out.error().text());
    return {std::nullopt, not_before_ - now};
  }
  return {std::move(*out), Ms{0}};
}

Result<Outgoing> PollMachine::ask(MonoTime now) {
  flight_.reset();
  switch (next(now)) {
    case Asking::trust: return ask_trust(now);
    case Asking::definition: return ask_definition();
    case Asking::wait: break;
  }
  return ask_wait(now);
}

Result<WaitRequest> PollMachine::heartbeat() {
  AFTERWORD_ASSIGN(const OutboxState outbox, parts_.outbox.state());
  WaitRequest out;
  out.revision = revision_;
  out.wait_ms = wait_.count();
  out.log = outbox.log;
  out.next_sequence = outbox.next_sequence;
  out.chain = outbox.chain;
  out.waiting = outbox.waiting;
  AFTERWORD_ASSIGN(out.past_logs, parts_.outbox.past_logs());
  if (outbox.oldest_waiting_epoch) {
    const std::int64_t oldest = *outbox.oldest_waiting_epoch;
    AFTERWORD_ASSIGN(const auto epochs, parts_.outbox.epochs_for({&oldest, 1}));
    out.oldest_epoch_key = epochs.front().seal_key;
  }
  out.boot = parts_.boot;
  out.mono_ms = parts_.clock.mono().ms;
  out.wall_ms = std::max<std::int64_t>(0, parts_.clock.wall().ms);
  AFTERWORD_ASSIGN(out.definitions, parts_.definitions.list());
  // Over the years more may gather here than are ever offered at once; a heartbeat that is refused
  // as too long would be the last. What is asked goes first: of that a retirement must be heard.
  if (out.definitions.size() > kDefinitionsMax) {
    std::stable_partition(out.definitions.begin(), out.definitions.end(), [](const HeldDefinition& held) {
      return held.state == DefinitionState::live;
    });
    out.definitions.resize(kDefinitionsMax);
  }
  out.app_version = parts_.app_version;
  out.definition_formats = {kDefinitionFormat};
  out.response_formats = {kResponseFormat};
  const Health health = health_ ? health_() : Health{};
  out.disk_free_bytes = health.disk_free_bytes;
  out.clean_start = health.clean_start;
  out.tallies = health.tallies;
  out.damage = health.damage;
  out.troubles = health.troubles;
  if (figures_) out.figures_mark = figures_->mark;
  return out;
}

Result<Outgoing> PollMachine::ask_wait(MonoTime now) {
  AFTERWORD_ASSIGN(const WaitRequest message, heartbeat());
  AFTERWORD_ASSIGN(auto request,
                   sign_outgoing(parts_, "POST", std::string(kWaitPath), dump(message)));
  // The collector is silent while it waits, and that is no dead connection.
  request.out.options.total_max += wait_;
  request.out.options.slowest_bytes_per_second = 0;
  flight_ = Flight{Asking::wait, request.counter};
  next_wait_ = now + kPollLeast;
  return std::move(request.out);
}

Result<Outgoing> PollMachine::ask_definition() {
  const OfferedDefinition& offered = *next_definition();
  const std::string path = offered.state == DefinitionState::live
                               ? definition_path(offered.id, offered.version)
                               : retired_path(offered.id, offered.version);
  AFTERWORD_ASSIGN(auto request, sign_outgoing(parts_, "GET", path, {}));
  const auto bytes = static_cast<std::size_t>(offered.bytes);
  give_time_to_come(request.out.options, bytes);
  request.out.options.body_bytes_max = std::max(bytes, kRefusalBytesMax);
  flight_ = Flight{Asking::definition, request.counter, offered};
  return std::move(request.out);
}

Outgoing PollMachine::ask_trust(MonoTime now) {
  Outgoing out;
  out.request.url =
      fmt::format("{}{}?after={}", parts_.url, kTrustPath, parts_.trust.get().version);
  if (ask_anybody_at_ && now >= *ask_anybody_at_)
    out.options.unverified = true;
  else
    out.options.pins = parts_.trust.pins();
  give_time_to_come(out.options, kTrustBytesMax);
  out.options.body_bytes_max = kTrustBytesMax;
  flight_ = Flight{Asking::trust, 0};
  flight_->anybody = out.options.unverified;
  return out;
}

void PollMachine::reply(MonoTime now, const Result<HttpReply>& reply) {
  if (!flight_) return;
  answered(now, reply);
  flight_.reset();
}

void PollMachine::answered(MonoTime now, const Result<HttpReply>& reply) {
  if (flight_->asking == Asking::trust) return trust_answered(now, reply);
  const Judgement answer = judge(parts_, flight_->counter, reply);
  if (const auto* refused = std::get_if<Refused>(&answer)) {
    problem(now, refused->problem);
  } else if (const auto* nothing = std::get_if<Failed>(&answer)) {
    failed(now, std::nullopt, nothing->words);
    // Another TLS key, or a success that nobody we know has signed: perhaps the keys have changed
    // while we were away.
    const bool another_key = !reply && reply.error().failure == Failure::denied;
    if (another_key || (reply && reply->status >= 200 && reply->status < 300))
      ask_anybody_at_ = pause();
  } else if (flight_->asking == Asking::wait) {
    wait_answered(now, *reply);
  } else {
    definition_answered(now, *reply);
  }
}

void PollMachine::wait_answered(MonoTime now, const HttpReply& reply) {
  if (reply.status != 204) {  // something is new
    const auto message = read_wait_reply(reply.body);
    if (!message) return failed(now, std::nullopt, message.error().text());
    if (const auto done = heard(*message); !done)
      return failed(now, std::nullopt, done.error().text());
  }
  // Where the store cannot note it now, with the next reply.
  if (settled() && aside_.empty()) static_cast<void>(parts_.definitions.complete());
  succeeded(now);
}

// The revision counts as heard only when everything it said is kept, so that a failure here makes
// the collector say it again.
Result<> PollMachine::heard(const WaitReply& reply) {
  clock_difference_ = WallTime{reply.time_ms} - parts_.clock.wall();
  parts_.enrolment.heard_time(WallTime{reply.time_ms});
  if (reply.figures) figures_ = reply.figures;
  // Told once: what fails below is told again, but these are not.
  if (parts_.happened)
    for (const Happening& happening : reply.events) {
      Happening ours = happening;
      // By the collector's clock; ours may be wrong.
      if (ours.at) ours.at = *ours.at + -*clock_difference_;
      parts_.happened(ours);
    }
  if (reply.expected) {  // it was restored from a backup, and nothing of ours would tell it
    AFTERWORD_ASSIGN(const OutboxState outbox, parts_.outbox.state());
    AFTERWORD_TRY(
        resend_wanted(parts_.outbox, outbox.log, {*reply.expected, outbox.next_sequence - 1}));
  }
  for (const LogRange& range : reply.held)
    AFTERWORD_TRY(parts_.outbox.hold(range.log, range.numbers.first, range.numbers.last));
  if (reply.settings != settings_) {
    AFTERWORD_TRY(parts_.enrolment.save_settings(reply.settings));
    settings_ = reply.settings;
  }
  if (reply.revision != revision_) {
    tries_.clear();
    aside_.clear();
    trust_tries_ = 0;
    trust_aside_ = 0;
    aside_trouble_.reset();
    ask_again_.reset();
    forget_stuck();
  }
  AFTERWORD_TRY(look_through(reply.definitions));
  trust_offered_ = reply.trust_version;
  if (trust_is_offered()) trust_wanted_ = true;
  revision_ = reply.revision;
  return {};
}

Result<> PollMachine::look_through(const std::vector<OfferedDefinition>& offered) {
  AFTERWORD_ASSIGN(const auto held, parts_.definitions.list());
  wanted_.clear();
  for (const OfferedDefinition& one : offered) {
    if (!is_wanted(one, held) || aside_.contains(one.sha256)) continue;
    if (one.bytes <= static_cast<std::int64_t>(kEnvelopeBytesMax))
      wanted_.push_back(one);
    else
      set_aside(one, fmt::format("is {} bytes long; at most {} are allowed", one.bytes,
                                 kEnvelopeBytesMax));
  }
  return {};
}

void PollMachine::definition_answered(MonoTime now, const HttpReply& reply) {
  const OfferedDefinition& offered = flight_->definition;
  const auto taken = take(offered, reply.body);
  if (!taken && may_pass(taken.error().failure))
    return failed(now, std::nullopt, taken.error().text());
  no_longer_wanted(offered);
  if (!taken) set_aside(offered, taken.error().text());
  succeeded(now);
}

Result<> PollMachine::take(const OfferedDefinition& offered, std::string_view envelope) {
  if (static_cast<std::int64_t>(envelope.size()) != offered.bytes ||
      crypto::sha256(envelope) != offered.sha256)
    return fail(Failure::invalid, "is not what was offered (size or SHA-256 differ)");
  const auto keys = parts_.trust.get().online_public_keys();
  const SurveyVersion survey{offered.id, offered.version};
  if (offered.state == DefinitionState::retired) {
    AFTERWORD_TRY(open_retirement(envelope, survey, keys));
    return parts_.definitions.retire(survey, envelope);
  }
  AFTERWORD_ASSIGN(const auto definition, open_definition(envelope, survey, keys));
  if (definition.size() > kDefinitionBytesMax)
    return fail(Failure::invalid, fmt::format("is {} bytes long; at most {} are allowed",
                                              definition.size(), kDefinitionBytesMax));
  return parts_.definitions.install(survey, envelope, definition);
}

void PollMachine::no_longer_wanted(const OfferedDefinition& offered) {
  std::erase_if(wanted_, [&](const auto& one) { return one.sha256 == offered.sha256; });
}

void PollMachine::set_aside(const OfferedDefinition& offered, const std::string& words) {
  aside_.insert(offered.sha256);
  tell_aside(fmt::format("{} version {}: {}", offered.id, offered.version, words));
}

void PollMachine::tell_aside(std::string words) {
  aside_trouble_ = SyncTrouble{std::nullopt, std::move(words), 1, false};
  if (!ask_again_) ask_again_ = parts_.clock.mono() + kAskAgain;
}

void PollMachine::forget_stuck() {
  fetch_backoff_.succeeded();
  fetch_not_before_ = MonoTime{INT64_MIN};
  stuck_trouble_.reset();
}

// What was announced is asked for again after a while. Whoever asked anybody had a doubt, which the next
// failure renews.
void PollMachine::trust_answered(MonoTime now, const Result<HttpReply>& reply) {
  const bool asked_anybody = flight_->anybody;
  if (asked_anybody) ask_anybody_at_.reset();
  if (!reply || (reply->status != 200 && reply->status != 204))
    return failed(
        now, std::nullopt,
        reply ? fmt::format("the trust document: status {}", reply->status) : reply.error().text());
  if (reply->status == 204) {
    if (asked_anybody) return;  // a stranger's word, perhaps, and what made us doubt keeps its pauses
    trust_wanted_ = false;
    forget_stuck();
    return;
  }
  const auto taken = take_trust(reply->body);
  trust_wanted_ = !taken && trust_wanted_;
  if (taken) return succeeded(now);
  const bool again = may_pass(taken.error().failure);
  if (!again && !asked_anybody) {
    trust_wanted_ = false;
    trust_aside_ = trust_offered_;
    tell_aside(taken.error().text());
  }
  failed(now, std::nullopt, taken.error().text());
  if (again && asked_anybody) ask_anybody_at_ = pause();
}

Result<> PollMachine::take_trust(std::string_view envelope) {
  AFTERWORD_ASSIGN(const TrustDocument document, open_trust(envelope, root_));
  const std::int64_t ours = parts_.trust.get().version;
  if (document.version <= ours)
    return fail(Failure::invalid,
                fmt::format("version {} is not newer than ours, {}", document.version, ours),
                "trust document");
  AFTERWORD_TRY(parts_.enrolment.save_trust(envelope, document));
  parts_.trust.set(document);
  root_ = *document.signed_by;
  revision_ = 0;  // what the keys of before have signed may have been signed anew
  return {};
}

void PollMachine::failed(MonoTime now, std::optional<ProblemCode> code, std::string words,
                         Ms least) {
  Backoff& backoff = fetching() ? fetch_backoff_ : backoff_;
  pause() = now + backoff.failed(least);
  const bool alarm = code && needs_person(*code);
  trouble_ = SyncTrouble{code, std::move(words), backoff.failures(), alarm};
  if (!fetching()) return;
  ++(flight_->asking == Asking::trust ? trust_tries_ : tries_[flight_->definition.sha256]);
  if (backoff.failures() >= kFetchTries) stuck_trouble_ = trouble_;
}

void PollMachine::problem(MonoTime now, const Problem& problem) {
  const std::string words = to_error(problem).text();
  if (fetching() && problem.retry() == Retry::never && !needs_person(problem.code)) {
    no_longer_wanted(flight_->definition);
    set_aside(flight_->definition, words);
    return succeeded(now);
  }
  failed(now, problem.code, words,
         needs_person(problem.code) ? kSlowRetry : asked_to_wait(problem));
  if (problem.code != ProblemCode::counter_behind) return;
  // Once is a restored disk. Again is another device that counts with our name.
  if (skip_counter(parts_, problem) && !counter_behind_before_) pause() = now;
  trouble_->alarm = counter_behind_before_;
  counter_behind_before_ = true;
}

void PollMachine::succeeded(MonoTime now) {
  trouble_.reset();
  counter_behind_before_ = false;
  pause() = now;
  if (!fetching()) backoff_.succeeded();
  if (fetching() || (!trust_wanted_ && wanted_.empty())) forget_stuck();
}

}  // namespace afterword
