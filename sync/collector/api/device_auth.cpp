#include "sync/collector/api/device_auth.h"

#include <fmt/format.h>

#include "sync/collector/api/replies.h"
#include "sync/collector/ingest/boots.h"
#include "sync/protocol/signing.h"

namespace afterword::collector {
namespace {

Problem wrong_signature(std::string detail) {
  return make_problem(ProblemCode::signature_wrong, std::move(detail));
}

}  // namespace

std::variant<Asker, Problem> authenticate(const Context& context, const Request& request) {
  const auto headers =
      read_device_headers(request.header("afterword-device"), request.header("afterword-counter"),
                          request.header("afterword-signature"));
  if (!headers) return wrong_signature(headers.error().text());
  auto view = context.storage.read();
  if (!view) return to_problem(view.error());
  auto found = (*view)->device(headers->device);
  if (!found) return to_problem(found.error());
  if (!found->has_value() || (*found)->state == DeviceState::import)
    return make_problem(ProblemCode::device_unknown,
                        fmt::format("{} is not enrolled here", headers->device));
  Device& device = **found;
  const auto key = crypto::fixed<32>(device.public_key);
  const RequestToSign signed_text{request.method, request.target, device.id, headers->counter,
                                  request.body};
  if (!key || !request_is_signed(*key, signed_text, headers->signature))
    return wrong_signature(fmt::format("the request is not signed by {}", device.id));
  // Only whoever holds the key learns that it was revoked.
  if (device.state == DeviceState::revoked)
    return make_problem(ProblemCode::device_revoked, fmt::format("{} was revoked", device.id));
  return Asker{std::move(device), headers->counter, {}};
}

Result<std::optional<Problem>> take_counter(Writes& writes, const Asker& asker, WallTime now) {
  AFTERWORD_ASSIGN(auto device, writes.reads().device(asker.device.id));
  if (!device || device->state != DeviceState::active)
    return make_problem(ProblemCode::device_revoked,
                        fmt::format("{} was revoked", asker.device.id));
  AFTERWORD_ASSIGN(const bool noted, note_boot(writes, *device, asker.boot, asker.counter, now));
  if (!device->counters.take(asker.counter)) {
    if (noted) AFTERWORD_TRY(writes.update_device(*device));
    Problem problem = make_problem(
        ProblemCode::counter_behind,
        fmt::format("counter {} was used before, or is too far behind", asker.counter));
    problem.next = device->counters.highest + 1;
    return problem;
  }
  device->seen_at = now;
  AFTERWORD_TRY(writes.update_device(*device));
  return std::nullopt;
}

void sign_receipt(const Keyring& keys, std::string_view device, std::int64_t counter,
                  Reply& reply) {
  if (reply.status < 200 || reply.status > 299) return;
  reply.headers.emplace_back(
      std::string(kReceiptHeader),
      sign_reply(keys.signing_id, keys.signing, {device, counter, reply.status, reply.body}));
}

std::shared_ptr<Pending> reply_after_commit(Context& context, Asker asker, int weight,
                                            std::function<Result<Reply>(Writes&)> work) {
  auto pending = std::make_shared<Pending>(kCommitMax, [] {
    return problem_reply(make_problem(ProblemCode::busy, "the disk takes too long"));
  });
  auto reply = std::make_shared<Reply>();
  auto who = std::make_shared<Asker>(std::move(asker));
  const bool queued = context.writes.push(
      {.write = [&context, who, reply, work = std::move(work)](Writes& writes) -> Result<> {
         AFTERWORD_ASSIGN(auto problem, take_counter(writes, *who, context.clock.wall()));
         if (problem) {
           *reply = problem_reply(*problem);
           return {};
         }
         AFTERWORD_ASSIGN(*reply, work(writes));
         return {};
       },
       .done =
           [&context, who, reply, pending](const Result<>& result) {
             if (!result) {
               context.log.error("api", result.error().text());
               *reply = error_reply(result.error());
             }
             sign_receipt(context.keys, who->device.id, who->counter, *reply);
             pending->complete(std::move(*reply));
           },
       .weight = weight});
  if (!queued)
    pending->complete(problem_reply(make_problem(ProblemCode::busy, "too much is under way")));
  return pending;
}

}  // namespace afterword::collector
