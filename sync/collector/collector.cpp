#include "sync/collector/collector.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/collector/api/api.h"
#include "sync/collector/api/backups.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/events.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/limiter.h"
#include "sync/collector/api/login_links.h"
#include "sync/collector/api/replies.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/api/withdrawals.h"
#include "sync/collector/console.h"
#include "sync/collector/first_run.h"
#include "sync/collector/housekeeping.h"
#include "sync/collector/http/server.h"
#include "sync/collector/sign_anew.h"
#include "sync/protocol/limits.h"

namespace afterword::collector {
namespace {

constexpr std::size_t kGuessesMax = 30;  // wrong codes or passwords from one address ...
constexpr Ms kGuessesWithin = std::chrono::minutes(10);  // ... within this

// What the server says by itself, in the protocol's words. What came too slowly (408) may be good:
// nobody has read it.
Reply refusal(int status, std::string_view why) {
  const ProblemCode code = status == 413                    ? ProblemCode::too_large
                           : status == 503 || status == 408 ? ProblemCode::busy
                           : status >= 500                  ? ProblemCode::internal
                                                            : ProblemCode::malformed;
  Reply reply = problem_reply(make_problem(code, std::string(why)));
  reply.status = status;
  return reply;
}

}  // namespace

ServerLimits limits_of(const CollectorOptions& options) {
  ServerLimits limits;
  limits.body_bytes_max = kBodyBytesMax;
  limits.connections_per_address_max = options.connections_per_address;
  const std::size_t most = limits.buffered_bytes_max;
  const std::size_t count = std::min(options.connections_per_address, most / kBodyBytesAConnection);
  limits.buffered_per_address_max =
      std::clamp(count * kBodyBytesAConnection, limits.body_bytes_max, most);
  limits.slowest_bytes_per_second = kSlowestBytesPerSecond;
  return limits;
}

struct Collector::Parts {
  Parts(DataFolder opened, const CollectorOptions& options, const Clock& clock, Random& random,
        Log& log)
      : folder(std::move(opened)),
        ingest(folder.keys.ring, definitions),
        guesses(kGuessesMax, kGuessesWithin),
        withdrawals(kWithdrawalsAnAddress, kWithdrawalsAnAddressWithin, kWithdrawalsANetwork,
                    kWithdrawalsANetworkWithin),
        withdrawals_in_all(kWithdrawalsInAll, kWithdrawalsInAllWithin),
        journal(options.data + "/journal"),
        backups(options.data + "/backups"),
        watch(clock, log),
        context{*folder.storage,
                writes,
                folder.keys.ring,
                definitions,
                ingest,
                waiters,
                events,
                guesses,
                withdrawals,
                withdrawals_in_all,
                clock,
                random,
                log,
                "",
                backups,
                journal,
                watch},
        console(context, options.data),
        writes(*folder.storage) {}

  Outcome handle(const Request& request) {
    if (request.path.starts_with("/v1/")) return handle_api(context, request);
    return console.handle(request);
  }

  DataFolder folder;
  Definitions definitions;
  Ingest ingest;
  Waiters waiters;
  Events events;
  Limiter guesses;
  Limiter withdrawals, withdrawals_in_all;
  Journal journal;
  Backups backups;
  ClockWatch watch;
  Context context;
  Console console;
  // What is still queued at the end is written, with all of the above: so this goes before it.
  WriteQueue writes;
  std::string login_link;
  std::optional<Housekeeping> housekeeping;
  std::unique_ptr<Server> server;  // last: its requests use all of the above
};

Collector::Collector(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Collector::~Collector() = default;

Result<std::unique_ptr<Collector>> Collector::open(const CollectorOptions& options,
                                                   const Clock& clock, Random& random, Log& log) {
  AFTERWORD_ASSIGN(DataFolder folder, open_data_folder(options, clock.wall(), random));
  auto parts = std::make_unique<Parts>(std::move(folder), options, clock, random, log);
  Parts& all = *parts;

  ServerOptions server;
  server.host = options.host;
  server.port = options.port;
  server.identity = all.folder.keys.tls;
  server.body_limit = body_limit;
  server.error_reply = refusal;
  server.limits = limits_of(options);
  AFTERWORD_ASSIGN(
      all.server,
      Server::open(
          std::move(server), [&all](const Request& request) { return all.handle(request); }, clock,
          [&log](std::string_view line) { log.warn("http", line); }));
  all.context.url = url_of(options, all.server->port());

  AFTERWORD_TRY(all.writes.run([&all](Writes& writes) { return all.watch.begin(writes); }));
  AFTERWORD_ASSIGN(const Journal::Restored restored, all.journal.give_back(all.context));
  if (restored.any())
    log.warn("journal",
             fmt::format("taken from the journal, since the database did not have them: {} "
                         "withdrawals ({} responses erased), {} devices, {} revocations, {} "
                         "users, {} members of staff who left, {} retired surveys, {} proofs of deletion",
                         restored.withdrawals, restored.erased, restored.devices,
                         restored.revocations, restored.users, restored.staff,
                         restored.retirements, restored.deletions));
  if (restored.unreadable > 0)
    log.error("journal", fmt::format("{} lines could not be read: a disk failed, or somebody wrote "
                                     "into the file; what they said is lost where the database "
                                     "does not have it. They are kept in {}",
                                     restored.unreadable, all.journal.damaged_path()));

  AFTERWORD_TRY(remember_trust(all.writes, all.folder.keys.ring));
  if (all.folder.keys.ring.recovery)
    log.warn("keys",
             "the recovery key is lent: what was sealed to lost keys is opened. Start "
             "without --recovery once kiosks have sent what they had");
  AFTERWORD_ASSIGN(const int anew, sign_anew(all.writes, all.folder.keys.ring, clock.wall()));
  if (anew > 0)
    log.info("keys", fmt::format("{} definitions, retirements and proofs of deletion are signed by {} from now on",
                                 anew, all.folder.keys.ring.signing_id));

  if (all.folder.first_run) {
    const auto made = all.writes.run([&](Writes& writes) -> Result<> {
      AFTERWORD_ASSIGN(const std::string token,
                       add_login_link(writes, "admin", clock.wall(), random));
      all.login_link = all.context.url + login_path(token);
      return {};
    });
    if (!made) return tl::unexpected<Error>(made.error());
    AFTERWORD_TRY(make_admin_token(options.data, all.context.url, all.folder.keys.ring, all.writes,
                                   clock.wall(), random));
    AFTERWORD_TRY(finish_first_run(options.data));
  } else if (const auto updated = update_admin_token(options.data, all.context.url, all.folder.keys.ring);
             !updated) {
    log.warn("keys", "the command line's file still has what it had before this start: " + updated.error().text());
  }
  if (has_offline_keys(options.data).value_or(true))  // in doubt they are there
    log.warn("keys", fmt::format("{}/offline holds the root and recovery keys: move that folder to "
                                 "a safe place away from this machine",
                                 options.data));
  all.housekeeping.emplace(all.context, options.data);
  return std::unique_ptr<Collector>(new Collector(std::move(parts)));
}

void Collector::run() { parts_->server->run(); }
void Collector::stop() { parts_->server->stop(); }
const std::string& Collector::url() const { return parts_->context.url; }
const std::string& Collector::login_link() const { return parts_->login_link; }

std::string Collector::announcement(bool kept) const {
  std::string out = fmt::format("address: {}\n", url());
  if (!login_link().empty() && kept)
    out += "log in:  with a link that `afterword admin link` prints\n";
  else if (!login_link().empty())
    out += fmt::format("log in:  {}   (once, within a day)\n", login_link());
  return out + "ready\n";
}

}  // namespace afterword::collector
