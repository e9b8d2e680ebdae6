// Enrolment codes and devices.
#include <fmt/format.h>

#include "sync/base/core/ids.h"
#include "sync/base/crypto/codes.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/clock_watch.h"
#include "sync/collector/api/device_routes.h"
#include "sync/collector/api/journal.h"
#include "sync/collector/api/reconcile.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"
#include "sync/collector/ingest/boots.h"
#include "sync/collector/ingest/device_gone.h"
#include "sync/protocol/enrolment.h"

namespace afterword::collector {
namespace {

constexpr int kAuditRowsMax = 10'000;  // the newest

json::Array words(const std::vector<std::string>& alarms) {
  return json::Array(alarms.begin(), alarms.end());
}

Result<Device> kiosk_named(const Reads& reads, const std::string& id) {
  AFTERWORD_ASSIGN(auto device, reads.device(id));
  if (!device || device->state == DeviceState::import)
    return fail(Failure::not_found, fmt::format("there is no device \"{}\"", id), "",
                "afterword devices list shows those there are");
  return std::move(*device);
}

json::Value device_row(const Device& device, const LogSum& sum) {
  return json::object({{"id", device.id},
                       {"store", device.store},
                       {"touchpoint", device.touchpoint},
                       {"state", name(device.state)},
                       {"app_version", device.app_version},
                       {"enrolled_at", rfc3339(device.enrolled_at)},
                       {"last_seen_at", device.seen_at ? json::Value(rfc3339(*device.seen_at))
                                                       : json::Value(nullptr)},
                       {"recorded", sum.recorded},
                       {"received", sum.received()},
                       {"waiting", sum.waiting},
                       {"missing", sum.missing},
                       {"alarms", words(device.alarms)}});
}

Result<json::Value> device_rows(Context& context) {
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  AFTERWORD_ASSIGN(const auto devices, view->devices());
  AFTERWORD_ASSIGN(const auto sums, quick_sums(*view));
  std::map<std::string, LogSum> by_device;
  for (const LogSum& sum : sums) by_device[sum.device] += sum;
  json::Array rows;
  for (const Device& device : devices) rows.push_back(device_row(device, by_device[device.id]));
  return json::object({{"devices", std::move(rows)}});
}

}  // namespace

Reply make_enrol_code(Context& context, const AdminRequest& request) {
  std::string store, touchpoint;
  const auto read = read_body(request, [&](json::Fields& fields) {
    store = fields.text("store", {.required = true, .bytes_max = kIdBytesMax}).value_or("");
    touchpoint =
        fields.text("touchpoint", {.required = true, .bytes_max = kIdBytesMax}).value_or("");
    if (!touchpoint.empty() && !is_id(touchpoint))
      fields.problem("touchpoint", "cannot be a touchpoint's id", "write it like fitting-room");
  });
  if (!read) return admin_error(context, read.error());
  std::string code;
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto known, writes.reads().store(store));
    if (!known)
      return fail(Failure::not_found, fmt::format("there is no store \"{}\"", store), "",
                  "add it first: afterword store set");
    AFTERWORD_ASSIGN(code, add_enrol_code(context, writes, store, touchpoint));
    return append_audit(writes, context.clock.wall(), request.actor.name, "enrol_code_made",
                        fmt::format("{} {}", store, touchpoint));
  });
  if (!written) return admin_error(context, written.error());
  const WallTime until = context.watch.look().believed + kCodeLife;
  return json_reply(
      json::object({{"code", dump(EnrolmentCode{context.url, code, context.keys.root})},
                    {"store", store},
                    {"touchpoint", touchpoint},
                    {"expires_at", rfc3339(until)},
                    {"good_for_s", kCodeLife.count() / 1000}}));
}

Reply list_devices(Context& context, const AdminRequest&) {
  const auto rows = device_rows(context);
  return rows ? json_reply(*rows) : admin_error(context, rows.error());
}

Reply revoke_device(Context& context, const AdminRequest& request) {
  const std::string& id = request.at[1];
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(auto device, kiosk_named(writes.reads(), id));
    if (device.state == DeviceState::revoked) return {};
    device.state = DeviceState::revoked;
    AFTERWORD_TRY(writes.update_device(device));
    AFTERWORD_TRY(append_audit(writes, context.clock.wall(), request.actor.name, "device_revoked", id));
    return context.journal.note_revoked(id);
  });
  if (!written) return admin_error(context, written.error());
  context.waiters.wake_one(context, id);
  return json_reply(json::object({{"id", id}, {"state", name(DeviceState::revoked)}}));
}

Reply declare_device_gone(Context& context, const AdminRequest& request) {
  const std::string& id = request.at[1];
  std::int64_t lost = 0;
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(const auto device, kiosk_named(writes.reads(), id));
    AFTERWORD_ASSIGN(lost, declare_gone(writes, device));
    return append_audit(writes, context.clock.wall(), request.actor.name, "device_gone",
                        fmt::format("{}, {} numbers lost", id, lost));
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(json::object({{"id", id}, {"lost", lost}}));
}

Reply clear_device_alarms(Context& context, const AdminRequest& request) {
  const std::string& id = request.at[1];
  std::vector<std::string> cleared;
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_ASSIGN(auto device, kiosk_named(writes.reads(), id));
    AFTERWORD_ASSIGN(cleared, clear_alarms(writes, std::move(device), request.actor.name, context.clock.wall()));
    return {};
  });
  if (!written) return admin_error(context, written.error());
  return json_reply(json::object({{"id", id}, {"cleared", words(cleared)}}));
}

Reply list_audit(Context& context, const AdminRequest&) {
  const auto view = context.storage.read();
  if (!view) return admin_error(context, view.error());
  const auto entries = (*view)->audit(kAuditRowsMax);
  if (!entries) return admin_error(context, entries.error());
  json::Array rows;
  for (const AuditEntry& entry : *entries)
    rows.push_back(json::object({{"number", entry.number},
                                 {"at", rfc3339(entry.at)},
                                 {"actor", entry.actor},
                                 {"action", entry.action},
                                 {"detail", entry.detail}}));
  return json_reply(json::object({{"entries", std::move(rows)}}));
}

}  // namespace afterword::collector
