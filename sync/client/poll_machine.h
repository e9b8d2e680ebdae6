// The long poll, which is also the heartbeat: tells the collector how the kiosk is, and hears of
// new and retired definitions, settings and trust within seconds.
//
// A definition is fetched, its size and SHA-256 compared with what was offered, its signature
// proved by an online key of the trust document, its version newer than what is installed and still
// proved; then it is given to the DefinitionStore. One that fails is told and left aside until the collector's
// state changes, or an hour has passed: the refusal may have been somebody's in between; what is
// installed stays. A definition that is no longer offered stays as well: only a signed retirement
// takes one away.
//
// What does not come, or never ends, is asked for again and again, and holds nothing up: whatever else is
// wanted has its turn first, heartbeats go on after a few tries, and the pauses grow as after other failures,
// whether or not the heartbeats get through.
//
// The trust document is fetched when a newer one is announced, and also when the collector's TLS key
// or its receipts are no longer those we know: a kiosk that slept through a change of keys finds
// back by itself. That one request takes any TLS key, since the document proves itself by the
// root's signature.
#pragma once
#include <functional>
#include <map>
#include <set>

#include "sync/client/sync_machine.h"

namespace afterword {

inline constexpr Ms kPollLeast{1'000};  // between the beginnings of two waits, whatever they answer
inline constexpr Ms kAskAgain{3'600'000};  // for what was refused, if nothing else changes
inline constexpr int kFetchTries = 3;      // in a row; from then on heartbeats fill the pauses,
inline constexpr Ms kPauseShort{10'000};   // and longer ones than this at once

// What the heartbeat tells about the machine.
struct Health {
  std::int64_t disk_free_bytes = 0;
  bool clean_start = true;
  std::vector<Tally> tallies;
  std::optional<Damage> damage = {};
  std::vector<std::string> troubles = {};  // see WaitRequest
};

class PollMachine final : public SyncMachine {
 public:
  // `health` is asked before each wait, on this machine's thread; it may be empty.
  // `wait`: how long the collector may keep a request, at most kWaitMax.
  explicit PollMachine(const SyncParts& parts, std::function<Health()> health = {},
                       Ms wait = kWaitMax);
  SyncStep step(MonoTime now) override;
  void reply(MonoTime now, const Result<HttpReply>& reply) override;
  // A failure, or else what could not be taken of what is offered now.
  const std::optional<SyncTrouble>& trouble() const override {
    if (trouble_) return trouble_;
    return stuck_trouble_ ? stuck_trouble_ : aside_trouble_;
  }

  std::int64_t revision() const { return revision_; }
  // The collector's clock less ours, from its last receipted word; nothing before the first.
  std::optional<Ms> clock_difference() const { return clock_difference_; }
  const Settings& settings() const { return settings_; }
  const std::optional<DeskFigures>& figures() const { return figures_; }
  // Everything offered is installed or was told to be impossible; nothing is left to fetch.
  bool settled() const { return revision_ > 0 && wanted_.empty() && !trust_wanted_; }

 private:
  enum class Asking { wait, definition, trust };
  struct Flight {
    Asking asking = Asking::wait;
    std::int64_t counter = 0;
    OfferedDefinition definition = {};
    bool anybody = false;  // whatever its TLS key
  };

  Asking next(MonoTime now) const;
  const OfferedDefinition* next_definition() const;
  int tries_of(const OfferedDefinition& offered) const;
  Result<Outgoing> ask(MonoTime now);
  Result<Outgoing> ask_wait(MonoTime now);
  Result<Outgoing> ask_definition();
  Outgoing ask_trust(MonoTime now);
  Result<WaitRequest> heartbeat();
  void answered(MonoTime now, const Result<HttpReply>& reply);
  void wait_answered(MonoTime now, const HttpReply& reply);
  Result<> heard(const WaitReply& reply);
  Result<> look_through(const std::vector<OfferedDefinition>& offered);
  void definition_answered(MonoTime now, const HttpReply& reply);
  Result<> take(const OfferedDefinition& offered, std::string_view envelope);
  void no_longer_wanted(const OfferedDefinition& offered);
  void trust_answered(MonoTime now, const Result<HttpReply>& reply);
  Result<> take_trust(std::string_view envelope);
  void set_aside(const OfferedDefinition& offered, const std::string& words);
  void tell_aside(std::string words);
  void forget_stuck();
  // Whether a definition or the trust document is under way, and what has to pass before the next such try.
  bool fetching() const { return flight_ && flight_->asking != Asking::wait; }
  MonoTime& pause() { return fetching() ? fetch_not_before_ : not_before_; }
  bool trust_is_offered() const {
    return trust_offered_ > parts_.trust.get().version && trust_offered_ != trust_aside_;
  }
  void failed(MonoTime now, std::optional<ProblemCode> code, std::string words, Ms least = Ms{0});
  void problem(MonoTime now, const Problem& problem);
  void succeeded(MonoTime now);

  SyncParts parts_;
  std::function<Health()> health_;
  Ms wait_;
  Backoff backoff_;        // of waits
  Backoff fetch_backoff_;  // of definitions and the trust document
  std::optional<Flight> flight_;
  std::optional<SyncTrouble> trouble_;
  std::optional<SyncTrouble> aside_trouble_;
  std::optional<SyncTrouble> stuck_trouble_;  // of what was asked for kFetchTries times and more
  std::optional<MonoTime> ask_again_;         // for what was refused
  std::vector<OfferedDefinition> wanted_;
  // Of envelopes, until the next revision: how often they did not come, and which cannot be taken.
  std::map<crypto::Hash256, int> tries_;
  std::set<crypto::Hash256> aside_;
  int trust_tries_ = 0;
  std::int64_t trust_offered_ = 0;
  std::int64_t trust_aside_ = 0;  // the version that was offered when it was refused
  bool trust_wanted_ = false;
  // The next question for the trust document takes any TLS key, and may be asked from then on.
  std::optional<MonoTime> ask_anybody_at_;
  RootHash root_;             // moves on with the trust document
  std::int64_t revision_ = 0;
  Settings settings_;
  std::optional<DeskFigures> figures_;  // of the shop's day, as last heard; a desk's only
  std::optional<Ms> clock_difference_;
  bool counter_behind_before_ = false;
  MonoTime not_before_{INT64_MIN};
  MonoTime fetch_not_before_{INT64_MIN};
  MonoTime next_wait_{INT64_MIN};
};

}  // namespace afterword
