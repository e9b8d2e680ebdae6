// Events for kiosks, and the scheme by which they read receipts.
#include "sync/collector/api/events.h"

#include <fmt/format.h>

#include "sync/base/core/ids.h"
#include "sync/collector/api/admin_input.h"
#include "sync/collector/api/offers.h"
#include "sync/collector/api/waiters.h"
#include "sync/collector/ingest/audit.h"

namespace afterword::collector {

void Events::push(const std::string& device, Happening happening, WallTime now) {
  const std::lock_guard lock(mutex_);
  // Also of devices that never ask again: a receipt's number is nobody's for longer than it is promised.
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    std::erase_if(at->second, [now](const Waiting& each) { return now - each.since >= kAskHolds; });
    at = at->second.empty() ? waiting_.erase(at) : std::next(at);
  }
  auto& waiting = waiting_[device];
  if (waiting.size() == kHappeningsMax) waiting.pop_front();
  waiting.push_back({std::move(happening), now});
}

std::vector<Events::Waiting> Events::take(const std::string& device, WallTime now) {
  const std::lock_guard lock(mutex_);
  std::vector<Waiting> out;
  const auto found = waiting_.find(device);
  if (found == waiting_.end()) return out;
  for (Waiting& each : found->second)
    if (now - each.since < kAskHolds) out.push_back(std::move(each));
  waiting_.erase(found);
  return out;
}

void Events::give_back(const std::string& device, std::vector<Waiting> taken) {
  if (taken.empty()) return;
  const std::lock_guard lock(mutex_);
  auto& waiting = waiting_[device];
  for (; !taken.empty() && waiting.size() < kHappeningsMax; taken.pop_back()) waiting.push_front(std::move(taken.back()));
}

std::vector<Happening> happenings(const std::vector<Events::Waiting>& taken) {
  std::vector<Happening> out;
  for (const Events::Waiting& each : taken) out.push_back(each.happening);
  return out;
}

bool Events::any(const std::string& device) const {
  const std::lock_guard lock(mutex_);
  return waiting_.contains(device);
}

namespace {

struct Told {
  std::string store, touchpoint, device;
  Happening happening;
};

Result<Told> read_told(const AdminRequest& request) {
  Told told;
  json::Value event{json::Object{}};
  AFTERWORD_TRY(read_body(request, [&](json::Fields& fields) {
    const auto id = [&fields](std::string_view name, bool required) {
      return fields.text(name, {.required = required, .bytes_max = 64}).value_or("");
    };
    told.device = id("device", false);
    told.store = id("store", told.device.empty());
    told.touchpoint = id("touchpoint", told.device.empty());
    for (const char* const name : {"event", "receipt", "at_ms"})
      if (const json::Value* value = fields.any(name)) event.set(name, *value);
  }));
  AFTERWORD_ASSIGN(told.happening, read_happening(event, true));
  return told;
}

// One visitor stands in front of one kiosk: of several at a touchpoint the one that waits for word
// now, else the one that was heard of last.
Result<Device> device_for(Context& context, const Told& told) {
  AFTERWORD_ASSIGN(const auto view, context.storage.read());
  AFTERWORD_ASSIGN(const auto devices, view->devices());
  const Device* best = nullptr;
  const auto rank = [&](const Device& device) {
    return std::make_pair(context.waiters.is_waiting(device.id),
                          device.seen_at.value_or(WallTime{}));
  };
  for (const Device& device : devices) {
    if (device.state != DeviceState::active) continue;
    const bool meant = told.device.empty()
                           ? device.store == told.store && device.touchpoint == told.touchpoint
                           : device.id == told.device;
    if (meant && (best == nullptr || rank(device) > rank(*best))) best = &device;
  }
  if (best != nullptr) return *best;
  return fail(Failure::not_found,
              told.device.empty()
                  ? fmt::format("no kiosk stands at {}, {}", told.store, told.touchpoint)
                  : fmt::format("there is no kiosk \"{}\"", told.device),
              "", "afterword devices list shows those there are");
}

constexpr std::string_view kReceiptsSetting = "receipts";

}  // namespace

Reply post_event(Context& context, const AdminRequest& request) {
  auto told = read_told(request);
  if (!told) return admin_error(context, told.error());
  const WallTime now = context.clock.wall();
  if (!told->happening.at) told->happening.at = now;
  if (now - *told->happening.at >= kAskHolds)
    return admin_error(context, Error{Failure::invalid, "it happened more than ten minutes ago",
                                      "/at_ms", "tell it when it happens"});
  const auto device = device_for(context, *told);
  if (!device) return admin_error(context, device.error());
  context.events.push(device->id, std::move(told->happening), now);
  const bool waited = context.waiters.wake_one(context, device->id);
  return json_reply(json::object({{"device", device->id}, {"told", waited}}));
}

Result<std::optional<ReceiptScheme>> receipts_of(const Reads& reads) {
  AFTERWORD_ASSIGN(const auto text, reads.setting(kReceiptsSetting));
  if (!text || text->empty()) return std::optional<ReceiptScheme>();
  AFTERWORD_ASSIGN(const json::Value value, json::parse(*text));
  AFTERWORD_ASSIGN(ReceiptScheme scheme, read_receipt_scheme(value, "receipts"));
  return std::optional<ReceiptScheme>(std::move(scheme));
}

Reply get_receipts(Context& context, const AdminRequest&) {
  const auto scheme = [&]() -> Result<std::optional<ReceiptScheme>> {
    AFTERWORD_ASSIGN(const auto view, context.storage.read());
    return receipts_of(*view);
  }();
  if (!scheme) return admin_error(context, scheme.error());
  return json_reply(json::object({{"receipts", *scheme ? to_json(**scheme) : json::Value()}}));
}

Reply put_receipts(Context& context, const AdminRequest& request) {
  const auto body = json::parse(request.http.body);
  if (!body) return admin_error(context, body.error());
  const json::Value* const given = body->find("receipts");
  if (given == nullptr || body->as_object().size() != 1)
    return malformed("the body names no receipts", R"(send {"receipts": {...}}, or null for none)");
  std::string text;
  if (!given->is_null()) {
    const auto scheme = read_receipt_scheme(*given, "/receipts");
    if (!scheme) return admin_error(context, scheme.error());
    text = json::dump(to_json(*scheme));
  }
  const auto written = write_as(context, request.actor, [&](Writes& writes) -> Result<> {
    AFTERWORD_TRY(writes.put_setting(kReceiptsSetting, text));
    AFTERWORD_TRY(writes.raise_revision());
    return append_audit(writes, context.clock.wall(), request.actor.name, "receipts_set",
                        text.empty() ? "none" : text);
  });
  if (!written) return admin_error(context, written.error());
  context.waiters.wake(context);
  return get_receipts(context, request);
}

}  // namespace afterword::collector
