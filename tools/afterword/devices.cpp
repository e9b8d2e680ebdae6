// afterword enrol-code, devices, quarantine.
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {

int enrol_code(const Access& access, const std::string& store, const std::string& touchpoint,
               Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto body = json::object({{"store", store}, {"touchpoint", touchpoint}});
  const auto reply = collector->post("/v1/admin/enrol-codes", json::dump(body));
  if (!reply) return report(reply.error(), io);
  io.out << text_of(*reply, "code") << "\n";
  const json::Value* const seconds = reply->find("good_for_s");  // whatever the collector's clock says
  if (seconds != nullptr && seconds->is_integer())
    io.err << fmt::format("good once, for {} minutes\n", seconds->as_integer() / 60);
  return kDone;
}

int list_devices(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/devices");
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {
      {"device", "store", "touchpoint", "state", "recorded", "received", "waiting", "missing", "last seen"}};
  for (const json::Value& device : list_of(*reply, "devices")) {
    const std::string seen = text_of(device, "last_seen_at");
    std::string state = text_of(device, "state");
    for (const json::Value& alarm : list_of(device, "alarms"))
      if (alarm.is_string()) state += ", " + alarm.as_string();
    rows.push_back({text_of(device, "id"), text_of(device, "store"), text_of(device, "touchpoint"),
                    state, grouped(integer_of(device, "recorded")),
                    grouped(integer_of(device, "received")), grouped(integer_of(device, "waiting")),
                    grouped(integer_of(device, "missing")),
                    seen.empty() ? "not yet" : seen});
  }
  print_table(rows, io.out);
  return kDone;
}

int revoke_device(const Access& access, const std::string& device, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/devices/" + url_escape(device) + "/revoke", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << device << ": revoked; it is let in no more, what it sent stays\n";
  return kDone;
}

int declare_device_gone(const Access& access, const std::string& device, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/devices/" + url_escape(device) + "/gone", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << fmt::format(
      "{}: gone; {} answers that it recorded never came and are counted as lost\n", device,
      integer_of(*reply, "lost"));
  return kDone;
}

int clear_device_alarms(const Access& access, const std::string& device, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/devices/" + url_escape(device) + "/clear", "{}");
  if (!reply) return report(reply.error(), io);
  std::string cleared;
  for (const json::Value& alarm : list_of(*reply, "cleared"))
    if (alarm.is_string()) cleared += (cleared.empty() ? "" : ", ") + alarm.as_string();
  io.out << device << ": " << (cleared.empty() ? "there is nothing to clear" : "cleared " + cleared) << "\n";
  return kDone;
}

int list_audit(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/audit");
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"number", "at", "who", "what", "detail"}};
  for (const json::Value& row : list_of(*reply, "entries"))
    rows.push_back({std::to_string(integer_of(row, "number")), text_of(row, "at"),
                    text_of(row, "actor"), text_of(row, "action"), text_of(row, "detail")});
  print_table(rows, io.out);
  return kDone;
}

int list_quarantine(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/quarantine");
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  const json::Array& listed = list_of(*reply, "quarantined");
  if (listed.empty()) {
    io.out << "nothing is quarantined\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {
      {"device", "log", "number", "survey", "version", "reason", "detail"}};
  for (const json::Value& row : listed)
    rows.push_back({text_of(row, "device"), std::to_string(integer_of(row, "log")),
                    std::to_string(integer_of(row, "sequence")), text_of(row, "survey"),
                    std::to_string(integer_of(row, "version")), text_of(row, "reason"),
                    text_of(row, "detail")});
  print_table(rows, io.out);
  return kDone;
}

int retry_quarantine(const Access& access, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/quarantine/retry", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << fmt::format("{} tried, {} now stored, {} left\n", integer_of(*reply, "tried"),
                        integer_of(*reply, "stored"), integer_of(*reply, "left"));
  return kDone;
}

}  // namespace afterword::tools
