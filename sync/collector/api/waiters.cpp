#include "sync/collector/api/waiters.h"

#include <fmt/format.h>

#include "sync/collector/api/events.h"
#include "sync/collector/api/offers.h"
#include "sync/collector/api/replies.h"

namespace afterword::collector {
namespace {

// `events`: those that the reply carries; they wait nowhere else then.
Result<Reply> news_for(const Context& context, const Reads& reads, const Asker& asker, std::vector<Events::Waiting>& events) {
  const WallTime now = context.clock.wall();
  // As it is now: it may have been revoked since it asked.
  AFTERWORD_ASSIGN(const auto device, reads.device(asker.device.id));
  if (!device || device->state != DeviceState::active)
    return problem_reply(make_problem(ProblemCode::device_revoked,
                                      fmt::format("{} was revoked", asker.device.id)));
  AFTERWORD_ASSIGN(WaitReply news, wait_reply_for(reads, *device, now.ms, context.keys));
  events = context.events.take(asker.device.id, now);
  news.events = happenings(events);
  Reply reply = text_of_json(dump(news));
  sign_receipt(context.keys, asker.device.id, asker.counter, reply);
  return reply;
}

}  // namespace

Reply same_reply(const Keyring& keys, std::string_view device, std::int64_t counter) {
  Reply reply{204, {{"Cache-Control", "no-store"}}, ""};
  sign_receipt(keys, device, counter, reply);
  return reply;
}

void Waiters::add(const Context& context, const Asker& asker, std::shared_ptr<Pending> pending) {
  std::optional<Waiter> before;
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(asker.device.id);
    if (found != waiting_.end()) before = std::move(found->second);
    waiting_.insert_or_assign(asker.device.id, Waiter{asker, std::move(pending)});
  }
  if (before && before->pending->waiting())
    before->pending->complete(
        same_reply(context.keys, before->asker.device.id, before->asker.counter));
  // One that came between the question and here would lie until the next.
  if (context.events.any(asker.device.id)) wake_one(context, asker.device.id);
}

bool Waiters::wake_one(const Context& context, const std::string& device) {
  std::optional<Waiter> woken;
  {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(device);
    if (found == waiting_.end()) return false;
    woken = std::move(found->second);
    waiting_.erase(found);
  }
  return woken->pending->waiting() && answer(context, context.storage.read(), *woken);
}

bool Waiters::is_waiting(const std::string& device) const {
  const std::lock_guard lock(mutex_);
  const auto found = waiting_.find(device);
  return found != waiting_.end() && found->second.pending->waiting();
}

bool Waiters::answer(const Context& context, const Result<Storage::View>& view, const Waiter& waiter) {
  std::vector<Events::Waiting> events;
  Result<Reply> reply = view ? news_for(context, **view, waiter.asker, events)
                             : Result<Reply>(tl::unexpected(view.error()));
  const bool told = waiter.pending->complete(reply ? std::move(*reply) : error_reply(reply.error()));
  if (told) return !events.empty();
  context.events.give_back(waiter.asker.device.id, std::move(events));  // its time was over meanwhile
  return false;
}

void Waiters::wake(const Context& context) {
  std::map<std::string, Waiter> woken;
  {
    const std::lock_guard lock(mutex_);
    woken.swap(waiting_);
  }
  const auto view = context.storage.read();
  for (const auto& [device, waiter] : woken)
    if (waiter.pending->waiting()) static_cast<void>(answer(context, view, waiter));
}

std::size_t Waiters::size() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [device, waiter] : waiting_)
    if (waiter.pending->waiting()) ++count;
  return count;
}

}  // namespace afterword::collector
