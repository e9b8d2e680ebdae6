// What both machines do with every exchange: build a signed request, and tell a proved reply from
// everything else that may come back.
#pragma once
#include <variant>

#include "sync/client/sync_machine.h"

namespace afterword {

// Signs and addresses one request of this device. Errors: those of the counter's disk.
struct SignedRequest {
  Outgoing out;
  std::int64_t counter = 0;
};
Result<SignedRequest> sign_outgoing(const SyncParts& parts, std::string method, std::string target,
                                    std::string body);

// The time that `bytes`, sent or asked for, may take on the slowest line that is served. Who asks for
// much must see some of it come meanwhile.
void give_time(HttpOptions& options, std::size_t bytes);
void give_time_to_come(HttpOptions& options, std::size_t bytes);

// What a reply was. A refusal as too slow is `busy`, whatever word it bears.
struct Proved {};  // 2xx with a good receipt for this request
struct Refused {   // not 2xx, with a problem of ours
  Problem problem;
  bool too_slow = false;  // it was cut on its way, and not read: less may get through
};
struct Failed {  // no reply, or one that proves nothing
  std::string words;
  bool smaller = false;  // what was sent broke off or was too much on the way: less may get through
};
using Judgement = std::variant<Proved, Refused, Failed>;
Judgement judge(const SyncParts& parts, std::int64_t counter, const Result<HttpReply>& reply);

// After counter_behind: goes on from what the collector wants. False when it makes no sense.
bool skip_counter(const SyncParts& parts, const Problem& problem);

// The collector wants numbers of a log again, as far as they are kept; gives how many are. From the
// first on: it was put back to a day before that log began, and may lack the ends of those before it
// too, of which it does not ask.
Result<std::int64_t> resend_wanted(Outbox& outbox, std::int64_t log, const SequenceRange& wanted);

// What the collector asks us to wait, but never longer than kSlowRetry: a refusal has no receipt.
Ms asked_to_wait(const Problem& problem);

// Whether people have to do something before trying again can help; then it is done slowly.
bool needs_person(ProblemCode code);

}  // namespace afterword
