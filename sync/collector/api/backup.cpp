// A whole copy of the database, on demand.
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/backups.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/ingest/audit.h"

namespace afterword::collector {

Reply make_backup(Context& context, const AdminRequest& request) {
  const auto saved = write_as(context, request.actor, [&context](Writes& writes) {
    return context.watch.save(writes);
  });
  if (!saved) return admin_error(context, saved.error());
  const auto made = context.backups.make(context.storage, context.watch.look().stamp);
  if (!made) return admin_error(context, made.error());
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    return append_audit(writes, context.clock.wall(), request.actor.name, "backup_made", made->file);
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(json::object(
      {{"file", made->file}, {"bytes", made->print.bytes}, {"sha256", made->print.sha256}}));
}

}  // namespace afterword::collector
