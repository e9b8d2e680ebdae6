// Whether the collector's clock is believed, and an operator who says that it is right.
#include "sync/base/core/day.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/ingest/audit.h"

namespace afterword::collector {

Reply get_clock(Context& context, const AdminRequest&) {
  const ClockWatch::Now now = context.watch.look();
  return json_reply(json::object({{"now", rfc3339(now.wall)},
                                  {"expected", rfc3339(context.watch.believed())},
                                  {"doubtful", now.doubtful},
                                  {"warning", context.watch.warning()}}));
}

Reply accept_clock(Context& context, const AdminRequest& request) {
  const WallTime now = context.clock.wall();
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    context.watch.accept();  // not before: the token may be gone
    AFTERWORD_TRY(context.watch.save(writes));
    return append_audit(writes, now, request.actor.name, "clock_accepted", rfc3339(now));
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(json::object({{"now", rfc3339(now)}}));
}

}  // namespace afterword::collector
