#include "sync/collector/api/device_routes.h"

#include <fmt/format.h>
#include <algorithm>
#include <atomic>
#include <utility>

#include "sync/base/core/day.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/desk.h"
#include "sync/collector/api/device_auth.h"
#include "sync/collector/api/events.h"
#include "sync/collector/api/offers.h"
#include "sync/collector/api/replies.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/boots.h"
#include "sync/collector/ingest/limits.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/names.h"

namespace afterword::collector {
namespace {

// A response with a long comment; in the queue, what is longer counts as several.
constexpr std::size_t kResponseBytesUsual = 16 * 1024;
constexpr std::int64_t kLostAsOne =
    20;  // ledger rows of lost numbers that cost what a response does

constexpr Day kNoDay{1};  // what kiosks count on days that nobody knows stands under it
constexpr Ms kEnrolledAheadMost = std::chrono::hours(1);  // what a clock is put right by, now and then
constexpr Ms kCountsGoBack = std::chrono::hours(24 * 30);  // on a kiosk that is heard

Reply missing(std::string what) {
  return problem_reply(make_problem(ProblemCode::not_found, std::move(what)));
}

std::optional<Damage> damage_in(const std::string& heartbeat) {
  const auto message = read_wait_request(heartbeat);
  return message ? message->damage : std::nullopt;
}

std::string words_of(const Damage& damage) {
  return fmt::format("log {} ended; {} saved, {} of them to be sent, {} not proved", damage.log,
                     damage.kept, damage.waiting, damage.unproved);
}

// One that was enrolled in days to come, by a clock that was ahead, is as old as its counts may be.
Result<> date_enrolment(Writes& writes, Device& device, const ClockWatch::Now& now) {
  if (now.doubtful || device.enrolled_at <= now.wall + kEnrolledAheadMost) return {};
  const WallTime said = std::exchange(device.enrolled_at, now.wall + -kCountsGoBack);
  AFTERWORD_TRY(writes.update_device(device));
  return append_audit(writes, now.wall, device.id, "enrolment_dated",
                      fmt::format("from {} to {}", rfc3339(said), rfc3339(device.enrolled_at)));
}

// The heartbeat without its tallies, which have a table of their own.
std::string kept_heartbeat(WaitRequest message) {
  message.tallies.clear();
  return dump(message);
}

// What a heartbeat says of one log, which may not have begun here: a restored collector.
Result<> note_log(Writes& writes, const std::string& id, const PastLog& said, std::int64_t waiting,
                  WallTime now) {
  AFTERWORD_ASSIGN(const auto known, writes.reads().log(id, said.log));
  DeviceLog log = known.value_or(DeviceLog{});
  if (!known) {
    const Chain start = chain_start(id, said.log);
    log.device = id;
    log.log = said.log;
    log.chain.assign(start.begin(), start.end());
  }
  log.reported_next = said.next_sequence;
  log.reported_chain.assign(said.chain.begin(), said.chain.end());
  log.reported_waiting = waiting;
  log.reported_at = now;
  return writes.put_log(log);
}

// Of its logs: nothing, where it cannot have begun the one it tells, or cannot have recorded so much.
Result<> note_logs(Writes& writes, Device& device, const WaitRequest& message, WallTime now) {
  AFTERWORD_ASSIGN(const bool possible, may_begin_log(writes.reads(), device, message.log));
  if (!possible) return {};
  // Late, and of a log that has ended since: its word would open that again.
  const bool late = device.heartbeat_counter < device.counters.highest;
  if (late && message.log < device.log) return {};
  AFTERWORD_ASSIGN(const bool may_be, may_be_so(writes.reads(), device.id, message));
  if (!may_be) {
    AFTERWORD_ASSIGN(const bool raised,
                     raise_alarm(writes, device, kNumbersAhead,
                                 fmt::format("it tells of log {} up to number {}, which is not believed",
                                             message.log, message.next_sequence - 1),
                                 now));
    return raised ? writes.update_device(device) : Result<>();
  }
  AFTERWORD_TRY(note_log(writes, device.id, {message.log, message.next_sequence, message.chain},
                         message.waiting, now));
  for (const PastLog& past : message.past_logs) {
    AFTERWORD_ASSIGN(const auto known, writes.reads().log(device.id, past.log));
    // A damaged disk may keep less of it than was told before; what is gone is not forgotten for that.
    const bool older = known && past.next_sequence < known->reported_next;
    const bool empty = !known && past.next_sequence == 1;
    if (past.log < message.log && !older && !empty)
      AFTERWORD_TRY(note_log(writes, device.id, past, message.waiting, now));
  }
  return {};
}

// What the newest heartbeat says about the device and its logs.
Result<> note_state(Writes& writes, Device& device, const WaitRequest& message,
                    std::int64_t counter, WallTime now) {
  if (message.damage && message.damage != damage_in(device.heartbeat))
    AFTERWORD_TRY(
        append_audit(writes, now, device.id, "database_damaged", words_of(*message.damage)));
  device.app_version = message.app_version;
  device.heartbeat = kept_heartbeat(message);
  device.heartbeat_counter = counter;
  if (!message.definition_formats.empty()) {
    device.definition_formats = message.definition_formats;
    device.response_formats = message.response_formats;
  }
  AFTERWORD_TRY(writes.update_device(device));
  return note_logs(writes, device, message, now);
}

// A kiosk counts from its enrolment to today, wherever on earth that is. Other days are those of a clock that
// was wrong in a run of which nobody knows the time any more: what was counted is true, only its day is not.
// People hear of it when more of those are told.
Result<> note_tallies(Writes& writes, Device& device, const WaitRequest& message, const ClockWatch::Now& now) {
  const Day first = std::max(kNoDay + 1, Day::of_utc(device.enrolled_at) + -1);
  const Day last = Day::of_utc(now.believed) + 1;
  AFTERWORD_TRY(writes.place_tallies(device.id, first, last));
  AFTERWORD_ASSIGN(const auto before, writes.reads().misdated_tallies(device.id));
  for (const afterword::Tally& tally : message.tallies) {
    const auto day = Day::parse(tally.day);
    if (!day) continue;  // was refused when it was read
    const bool misdated = *day < first || *day > last;
    AFTERWORD_TRY(writes.put_tally({device.id, misdated ? *day + kMisdated : *day, tally.survey, tally.name,
                                    tally.revision, tally.count}));
  }
  AFTERWORD_ASSIGN(const auto after, writes.reads().misdated_tallies(device.id));
  if (now.doubtful || after.count <= before.count) return {};  // while it is doubted, it may be this clock that is wrong
  AFTERWORD_ASSIGN(const bool raised,
                   raise_alarm(writes, device, kCountsMisdated,
                               "it counts under days that cannot be right: a clock was wrong", now.wall));
  return raised ? writes.update_device(device) : Result<>();
}

// What a heartbeat says about the device, its logs and its counts. Gives the device as it is from then on.
// Days are judged by what is believed of this collector's clock.
Result<Device> note_heartbeat(Writes& writes, const Asker& asker, const WaitRequest& message,
                              const ClockWatch::Now& now) {
  const std::string& id = asker.device.id;
  AFTERWORD_ASSIGN(auto device, writes.reads().device(id));
  if (!device) return fail(Failure::not_found, "the device is gone", id);
  AFTERWORD_TRY(date_enrolment(writes, *device, now));
  // One that was overtaken tells how things were. Its counts have revisions of their own.
  if (asker.counter > device->heartbeat_counter)
    AFTERWORD_TRY(note_state(writes, *device, message, asker.counter, now.wall));
  AFTERWORD_TRY(note_tallies(writes, *device, message, now));
  return std::move(*device);
}

Result<std::int64_t> missing_of_past_logs(const Reads& reads, const std::string& id,
                                          const WaitRequest& message) {
  std::int64_t missing = 0;
  for (const PastLog& past : message.past_logs) {
    if (past.log >= message.log) continue;
    AFTERWORD_ASSIGN(const auto known, reads.log(id, past.log));
    const std::int64_t next = known ? known->received_to + 1 : 1;
    missing += std::max<std::int64_t>(0, past.next_sequence - next);
  }
  return missing;
}

// What the device thinks is here and is not, or is only held: the database was restored, and nothing else
// would make the device send it again. What waits there it sends by itself; that more is missing and held
// here shows that it thinks the rest is stored.
Result<> tell_lacking(WaitReply& news, const Reads& reads, const Asker& asker,
                      const WaitRequest& message) {
  const std::string& id = asker.device.id;
  AFTERWORD_ASSIGN(const auto log, reads.log(id, message.log));
  const std::int64_t next = log ? log->received_to + 1 : 1;
  const std::int64_t missing = std::max<std::int64_t>(0, message.next_sequence - next);
  AFTERWORD_ASSIGN(const std::int64_t missing_before, missing_of_past_logs(reads, id, message));
  AFTERWORD_ASSIGN(const std::int64_t held, reads.count_held(id));
  if (missing + missing_before + held <= message.waiting) return {};
  // Who is asked for a later log from its first number on sends those before it as well.
  if (missing + missing_before > 0) news.expected = missing_before > 0 ? 1 : next;
  AFTERWORD_ASSIGN(news.held, reads.held(id, kMissingRangesMax, asker.counter));
  return {};
}

// Nothing new; but a device that thinks more is here than is hears so once a wait, or nothing else would tell it.
Reply end_of_wait(const Context& context, std::optional<WaitReply> lacking) {
  if (!lacking) return Reply{204, {{"Cache-Control", "no-store"}}, ""};
  lacking->time_ms = context.clock.wall().ms;
  return text_of_json(dump(*lacking));
}

int weight_of(const PreparedBatch& prepared) {
  const auto& lost = prepared.batch.lost;
  const std::int64_t rows = lost ? lost->last - lost->first + 1 : 0;
  std::size_t bytes = prepared.plain_bytes;  // as they are, and sealed
  for (const SealedResponse& record : prepared.batch.responses) bytes += record.data.size();
  return static_cast<int>(prepared.batch.responses.size() + bytes / kResponseBytesUsual) +
         static_cast<int>(std::min<std::int64_t>(rows / kLostAsOne, WriteQueue::kGroupWeightMax));
}

}  // namespace

Outcome trust(Context& context, const Request& request) {
  std::int64_t after = 0;
  if (const auto text = request.parameter("after")) {
    const auto number = parse_number(*text);
    if (!number) return problem_reply(make_problem(ProblemCode::malformed, "after is no number"));
    after = *number;
  }
  Reply reply = context.keys.trust.version > after ? text_of_json(context.keys.trust_envelope)
                                                   : Reply{204, {}, ""};
  // Public: its signature speaks for itself. A device that signs gets a receipt as well.
  if (!request.header("afterword-device")) return reply;
  auto asker = authenticate(context, request);
  if (const auto* const problem = std::get_if<Problem>(&asker)) return problem_reply(*problem);
  return reply_after_commit(context, std::get<Asker>(std::move(asker)), 1,
                            [reply](Writes&) -> Result<Reply> { return reply; });
}

Outcome definition(Context& context, const Request& request, const std::string& survey, int version,
                   bool retired) {
  auto asker = authenticate(context, request);
  if (const auto* const problem = std::get_if<Problem>(&asker)) return problem_reply(*problem);
  return reply_after_commit(
      context, std::get<Asker>(std::move(asker)), 1,
      [survey, version, retired](Writes& writes) -> Result<Reply> {
        if (retired) {
          AFTERWORD_ASSIGN(auto all, writes.reads().retirements());
          for (Retirement& retirement : all)
            if (retirement.survey == survey && retirement.version == version)
              return text_of_json(std::move(retirement.envelope));
          return missing("there is no such retirement");
        }
        AFTERWORD_ASSIGN(auto found, writes.reads().definition(survey, version));
        if (!found) return missing(fmt::format("there is no {} version {}", survey, version));
        return text_of_json(std::move(found->envelope));
      });
}

Outcome wait(Context& context, const Request& request) {
  auto asked = authenticate(context, request);
  if (const auto* const problem = std::get_if<Problem>(&asked)) return problem_reply(*problem);
  auto asker = std::make_shared<Asker>(std::get<Asker>(std::move(asked)));
  auto parsed = read_wait_request(request.body);
  if (!parsed) return error_reply(parsed.error());
  auto message = std::make_shared<const WaitRequest>(std::move(*parsed));
  asker->boot = message->boot;
  // No answer, and above all no receipt, before the heartbeat is on the disk.
  const Ms at_most = message->wait_ms > 0 ? Ms{message->wait_ms} : kCommitMax;
  auto on_disk = std::make_shared<std::atomic<bool>>(false);
  auto at_end = std::make_shared<std::optional<WaitReply>>();  // what is no news, and has to be heard
  auto pending = std::make_shared<Pending>(at_most, [&context, asker, on_disk, at_end] {
    if (!*on_disk) return problem_reply(make_problem(ProblemCode::busy, "the disk takes too long"));
    Reply out = end_of_wait(context, *at_end);
    sign_receipt(context.keys, asker->device.id, asker->counter, out);
    return out;
  });
  auto reply = std::make_shared<std::optional<Reply>>();  // nothing: it has to wait
  auto events = std::make_shared<std::vector<Events::Waiting>>();
  const bool queued = context.writes.push(
      {.write = [&context, asker, message, reply, at_end, events](Writes& writes) -> Result<> {
         const WallTime now = context.clock.wall();
         AFTERWORD_ASSIGN(auto problem, take_counter(writes, *asker, now));
         if (problem) {
           *reply = problem_reply(*problem);
           return {};
         }
         AFTERWORD_ASSIGN(const Device device,
                          note_heartbeat(writes, *asker, *message, context.watch.look()));
         AFTERWORD_TRY(context.ingest.end_past_logs(writes, device, now));
         asker->device.definition_formats = device.definition_formats;
         asker->device.heartbeat = device.heartbeat;
         AFTERWORD_ASSIGN(WaitReply news,
                          wait_reply_for(writes.reads(), asker->device, now.ms, context.keys));
         *events = context.events.take(asker->device.id, now);
         news.events = happenings(*events);
         if (news.settings.desk) {
           AFTERWORD_ASSIGN(news.figures,
                            desk_figures_today(writes.reads(), context.definitions, asker->device,
                                               news.settings.zone, now));
         }
         AFTERWORD_TRY(tell_lacking(news, writes.reads(), *asker, *message));
         const bool new_figures = news.figures && news.figures->mark != message->figures_mark;
         if (news.revision != message->revision || !news.events.empty() || new_figures)
           *reply = text_of_json(dump(news));
         else if (news.expected || !news.held.empty())
           *at_end = std::move(news);
         if (!*reply && message->wait_ms == 0) *reply = end_of_wait(context, *at_end);
         return {};
       },
       .done =
           [&context, asker, reply, pending, on_disk, events](const Result<>& result) {
             *on_disk = result.has_value();
             if (!result) *reply = error_reply(result.error());
             if (!*reply) {
               context.waiters.add(context, *asker, pending);
               return;
             }
             sign_receipt(context.keys, asker->device.id, asker->counter, **reply);
             const bool told = pending->complete(std::move(**reply));
             if (!told || !result) context.events.give_back(asker->device.id, std::move(*events));
           },
       .weight = 1});
  if (!queued)
    pending->complete(problem_reply(make_problem(ProblemCode::busy, "too much is under way")));
  return pending;
}

Outcome responses(Context& context, const Request& request) {
  auto asked = authenticate(context, request);
  if (const auto* const problem = std::get_if<Problem>(&asked)) return problem_reply(*problem);
  Asker asker = std::get<Asker>(std::move(asked));
  auto batch = read_batch(request.body);
  if (!batch) return error_reply(batch.error());
  asker.boot = batch->boot;
  std::shared_ptr<const PreparedBatch> prepared;
  {
    auto view = context.storage.read();
    if (!view) return error_reply(view.error());
    const ClockWatch::Now now = context.watch.look();
    // Then the moment of receipt says nothing of when an answer was given.
    if (now.doubtful) batch->boot.clear();
    auto made = context.ingest.prepare(**view, asker.device, std::move(*batch), now.stamp);
    if (!made) {
      context.log.error("ingest", made.error().text());
      return error_reply(made.error(), ProblemCode::too_large);
    }
    prepared = std::make_shared<const PreparedBatch>(std::move(*made));
  }
  const int weight = weight_of(*prepared);
  return reply_after_commit(
      context, std::move(asker), weight, [&context, prepared](Writes& writes) -> Result<Reply> {
        AFTERWORD_ASSIGN(const Applied applied, context.ingest.apply(writes, *prepared));
        if (!applied.problem) return text_of_json(dump(applied.reply));
        context.log.warn("ingest",
                         fmt::format("{}: {}: {}", prepared->device, name(applied.problem->code),
                                     applied.problem->detail));
        return problem_reply(*applied.problem);
      });
}

}  // namespace afterword::collector
