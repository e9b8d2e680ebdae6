// Enrolment: a one-time code becomes a device. A wrong code that begins like a real one uses up one
// of its five tries; any wrong code counts against the address it came from.
#include <fmt/format.h>

#include "sync/base/crypto/codes.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/device_auth.h"
#include "sync/collector/api/device_routes.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/limiter.h"
#include "sync/collector/api/replies.h"
#include "sync/collector/ingest/audit.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/messages.h"

namespace afterword::collector {
namespace {

// Enough to find the row without giving the code away: 50 of 65 bits stay secret.
constexpr std::size_t kSelectorCharacters = 3;
constexpr int kSelectorTries = 1'000;  // more than enough unless nearly all 32,768 are taken

Bytes code_hash(const Context& context, std::string_view code) {
  const auto hash = crypto::hash256(as_bytes(code), context.keys.mac_key);
  return Bytes(hash.begin(), hash.end());
}

Result<Device> add_device(Context& context, Writes& writes, const EnrolRequest& message,
                          const EnrolCode& code) {
  Device device;
  AFTERWORD_ASSIGN(device.id, writes.next_device_id());
  device.public_key.assign(message.public_key.begin(), message.public_key.end());
  device.store = code.store;
  device.touchpoint = code.touchpoint;
  device.app_version = message.app_version;
  device.definition_formats = message.definition_formats;
  device.response_formats = message.response_formats;
  device.enrolled_at = context.watch.look().believed;
  AFTERWORD_TRY(writes.add_device(device));
  AFTERWORD_TRY(append_audit(writes, context.clock.wall(), device.id, "device_enrolled",
                             fmt::format("{} {}", device.store, device.touchpoint)));
  return device;
}

Result<Reply> enrolled(Context& context, const Reads& reads, const Device& device,
                       const crypto::Key32& public_key) {
  AFTERWORD_ASSIGN(const auto store, reads.store(device.store));
  if (!store) return fail(Failure::not_found, "there is no such store", device.store);
  EnrolReply reply;
  reply.device = device.id;
  reply.log = device.log;
  reply.store = device.store;
  reply.touchpoint = device.touchpoint;
  reply.zone = store->zone;
  reply.public_key = public_key;
  reply.trust_version = context.keys.trust.version;
  return text_of_json(dump(reply));
}

// Whether this is a device whose reply was lost on the way: nothing of it has come since.
Result<bool> is_new(const Reads& reads, const Device& device) {
  if (device.state != DeviceState::active) return false;
  AFTERWORD_ASSIGN(const auto log, reads.log(device.id, device.log));
  return !log || log->received_to == 0;
}

// Decides by the code's row, and changes it. `wrong` is set where a guess should be counted.
Result<Reply> use_code(Context& context, Writes& writes, const EnrolRequest& message, bool& wrong,
                       std::optional<Device>& added) {
  const Reads& reads = writes.reads();
  // The signature proves the key, so this needs no code, which may be over by now.
  AFTERWORD_ASSIGN(const auto before, reads.device_by_key(message.public_key));
  if (before) {
    AFTERWORD_ASSIGN(const bool again, is_new(reads, *before));
    if (again) return enrolled(context, reads, *before, message.public_key);
  }
  AFTERWORD_ASSIGN(auto code, reads.enrol_code(message.code.substr(0, kSelectorCharacters)));
  wrong = !code;
  if (!code) return problem_reply(make_problem(ProblemCode::code_wrong, "there is no such code"));
  const WallTime now = context.watch.look().believed;
  // One that would still be good in days to come was made by a clock that was wrong.
  if (code->expires_at <= now || code->expires_at > now + 2 * kCodeLife)
    return problem_reply(make_problem(ProblemCode::code_expired, "the code is over"));
  if (code->tries_left <= 0)
    return problem_reply(
        make_problem(ProblemCode::code_expired, "the code was tried wrongly too often"));
  if (!crypto::equal(code->hash, code_hash(context, message.code))) {
    wrong = true;
    --code->tries_left;
    AFTERWORD_TRY(writes.put_enrol_code(*code));
    return problem_reply(make_problem(ProblemCode::code_wrong, "there is no such code"));
  }
  if (code->used)
    return problem_reply(make_problem(ProblemCode::code_used, "the code was used before"));
  if (before)
    return problem_reply(make_problem(ProblemCode::conflict, "this key is enrolled already",
                                      "let the device make a new key"));
  code->used = true;
  AFTERWORD_TRY(writes.put_enrol_code(*code));
  AFTERWORD_ASSIGN(added, add_device(context, writes, message, *code));
  return enrolled(context, reads, *added, message.public_key);
}

}  // namespace

Outcome enrol(Context& context, const Request& request) {
  const MonoTime now = context.clock.mono();
  if (const Ms wait = context.guesses.wait_for(request.peer, now); wait.count() > 0) {
    Problem problem = make_problem(ProblemCode::too_many, "too many wrong codes from this address");
    problem.retry_after_ms = wait.count();
    return problem_reply(problem);
  }
  const auto message = read_enrol_request(request.body);
  if (!message) return error_reply(message.error());
  const auto signature = request.header("afterword-signature");
  if (!signature ||
      !request_is_signed(message->public_key, {request.method, request.target, "", 0, request.body},
                         *signature))
    return problem_reply(make_problem(ProblemCode::signature_wrong,
                                      "the request is not signed by the key it brings"));
  Reply reply;
  bool wrong = false;
  std::optional<Device> added;
  const auto done = context.writes.run([&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(reply, use_code(context, writes, *message, wrong, added));
    return {};
  });
  if (!done) return error_reply(done.error());
  if (added)
    if (const auto noted = context.journal.note(*added); !noted)
      context.log.error("enrol", "a restore would forget this device: " + noted.error().text());
  if (wrong) context.guesses.failed(request.peer, now);
  sign_receipt(context.keys, "", 0, reply);
  return reply;
}

Result<std::string> add_enrol_code(Context& context, Writes& writes, const std::string& store,
                                   const std::string& touchpoint) {
  const WallTime now = context.watch.look().believed;
  AFTERWORD_TRY(writes.remove_expired(now));
  for (int tries = 0; tries < kSelectorTries; ++tries) {
    std::string code = crypto::make_code(kCodeCharacters, context.random);
    const std::string selector = code.substr(0, kSelectorCharacters);
    AFTERWORD_ASSIGN(const auto taken, writes.reads().enrol_code(selector));
    if (taken) continue;
    EnrolCode row;
    row.selector = selector;
    row.hash = code_hash(context, code);
    row.store = store;
    row.touchpoint = touchpoint;
    row.expires_at = now + kCodeLife;
    row.tries_left = kCodeTriesMax;
    AFTERWORD_TRY(writes.put_enrol_code(row));
    return code;
  }
  return fail(Failure::busy, "so many codes are alive that no other is found", "", "use some, or wait ten minutes");
}

}  // namespace afterword::collector
