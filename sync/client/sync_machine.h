// The kiosk's sync as two state machines without I/O: they say what to send and when, and are told
// what came back. Clock, network, disk and randomness come in from outside, so a test or a robot
// can run thousands of them in one thread; SyncWorker runs them on a kiosk.
//
//   SyncStep step = machine.step(now);
//   if (step.send) machine.reply(clock.mono(), http.send(step.send->request, step.send->options));
//   else wait step.wait, or less when the outbox changed: step() may always be called again
//
// Threads: each machine is one thread's; the two may run on different ones. What they share
// (outbox, counters, trust, definitions) is safe for that by its own contract.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "sync/base/core/clock.h"
#include "sync/base/http/http_client.h"
#include "sync/client/backoff.h"
#include "sync/client/counters.h"
#include "sync/client/definitions.h"
#include "sync/client/identity.h"
#include "sync/client/outbox.h"
#include "sync/protocol/problems.h"

namespace afterword {

// Unknown or revoked device, program too old, fork: what only a person can change.
inline constexpr Ms kSlowRetry{900'000};

struct Outgoing {
  HttpRequest request;
  HttpOptions options;
};

struct SyncStep {
  std::optional<Outgoing> send;  // make this request and give its reply before the next step()
  Ms wait{0};                    // else: nothing to do for so long, as far as is known
};

// What went wrong last, for staff and for the log. Gone after a success.
struct SyncTrouble {
  std::optional<ProblemCode> code;  // nothing: the collector was not reached, or answered wrongly
  std::string words;
  int times = 0;       // in a row
  bool alarm = false;  // needs a person: clone, fork, revoked
  bool operator==(const SyncTrouble&) const = default;
};

class SyncMachine {
 public:
  virtual ~SyncMachine() = default;
  virtual SyncStep step(MonoTime now) = 0;
  virtual void reply(MonoTime now, const Result<HttpReply>& reply) = 0;
  // Of the last failure, until a success. A step may bring one too: our own disk refuses, and
  // nothing is sent.
  virtual const std::optional<SyncTrouble>& trouble() const = 0;
};

// What both machines need. All references outlive them.
struct SyncParts {
  std::string url;
  std::string device;
  crypto::SigningKey key;
  RootHash root{};
  TrustHolder& trust;
  CounterSource& counters;
  Outbox& outbox;
  DefinitionStore& definitions;
  EnrolmentStore& enrolment;
  const Clock& clock;  // wall and monotonic time are reported, never judged by
  Random& random;      // one a machine, if they run on different threads
  std::string boot;    // opaque, one a start of the machine
  std::string app_version;
  // What the collector tells of visitors, once each. On the poll's thread; must only hand over.
  std::function<void(const Happening&)> happened = {};
};

}  // namespace afterword
