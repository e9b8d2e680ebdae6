// afterword desk, staff: what service desks are told; and what they recorded, in figures.
#include <cmath>

#include "sync/base/core/files.h"
#include "tools/afterword/commands.h"
#include "tools/afterword/first_line.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

constexpr std::size_t kDeskFileBytesMax = 256 * 1024;

std::string staff_path(const StaffOptions& options) {
  std::string path = fmt::format("/v1/admin/stores/{}/staff", url_escape(options.store));
  if (!options.id.empty()) path += "/" + url_escape(options.id);
  return path;
}

std::optional<double> number_in(const json::Value& row, std::string_view name) {
  const json::Value* const value = row.find(name);
  return value != nullptr && value->is_number() ? std::optional(value->as_number()) : std::nullopt;
}

std::string percent(const json::Value& row, std::string_view name) {
  const auto value = number_in(row, name);
  return value ? fmt::format("{:.1f} %", *value) : "-";
}

// 252.0 -> "4:12", 7384 -> "2:03:04".
std::string clock_time(const json::Value& row, std::string_view name) {
  const auto value = number_in(row, name);
  if (!value) return "-";
  const auto seconds = static_cast<std::int64_t>(std::llround(*value));
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::string range(const std::string& low, const std::string& high) {
  return low == "-" ? "-" : low + " to " + high;
}

std::string period_query(const MetricsOptions& options) {
  std::string query;
  const auto ask = [&query](const char* name, const std::string& value) {
    if (!value.empty())
      query += fmt::format("{}{}={}", query.empty() ? "?" : "&", name, url_escape(value));
  };
  ask("store", options.store);
  ask("from", options.from);
  ask("to", options.to);
  ask("by", options.by);
  return query;
}

}  // namespace

int set_desk(const Access& access, const std::string& file, Streams io) {
  const auto text = read_file(file, kDeskFileBytesMax);
  if (!text) return report(text.error(), io);
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->put("/v1/admin/desk", *text);
  if (!reply) return report(reply.error(), io);
  io.out << fmt::format("{} touchpoints are desks, with {} categories\n",
                        list_of(*reply, "touchpoints").size(),
                        list_of(*reply, "categories").size());
  return kDone;
}

int show_desk(const Access& access, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/desk");
  if (!reply) return report(reply.error(), io);
  io.out << json::dump_pretty(*reply) << "\n";
  return kDone;
}

int list_staff(const Access& access, const StaffOptions& options, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get(staff_path(options));
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"id", "first name", "role", "on stars", "PIN"}};
  for (const json::Value& member : list_of(*reply, "staff"))
    rows.push_back({text_of(member, "id"), text_of(member, "first_name"), text_of(member, "role"),
                    is_true(member, "on_stars") ? "yes" : "no",
                    is_true(member, "has_pin") ? "set" : "none"});
  print_table(rows, io.out);
  return kDone;
}

int set_staff(const Access& access, const StaffOptions& options, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const std::string body = json::dump(json::object({{"first_name", options.first_name},
                                                    {"role", options.role},
                                                    {"on_stars", options.on_stars}}));
  const auto reply = options.id.empty() ? collector->post(staff_path(options), body)
                                        : collector->put(staff_path(options), body);
  if (!reply) return report(reply.error(), io);
  io.out << text_of(*reply, "id") << "\n";
  return kDone;
}

int set_staff_pin(const Access& access, const StaffOptions& options, Streams io) {
  const auto pin = first_line_of(options.pin_file, "PIN");
  if (!pin) return report(pin.error(), io);
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply =
      collector->put(staff_path(options) + "/pin", json::dump(json::object({{"pin", *pin}})));
  if (!reply) return report(reply.error(), io);
  io.out << options.id << ": the PIN is set\n";
  return kDone;
}

int remove_staff(const Access& access, const StaffOptions& options, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post(staff_path(options) + "/remove", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << options.id << ": removed; stars they were given count for the team\n";
  return kDone;
}

int interaction_metrics(const Access& access, const MetricsOptions& options, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/interaction-figures" + period_query(options));
  if (!reply) return report(reply.error(), io);
  if (options.json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"category", "interactions", "solved first time",
                                                 "95 % interval", "mean", "median", "95 % interval",
                                                 "90 % within", "note"}};
  for (const json::Value& row : list_of(*reply, "figures")) {
    const std::string category = text_of(row, "category");
    rows.push_back({category.empty() ? "all" : category, grouped(integer_of(row, "interactions")),
                    percent(row, "fcr"), range(percent(row, "fcr_low"), percent(row, "fcr_high")),
                    clock_time(row, "mean_s"), clock_time(row, "median_s"),
                    range(clock_time(row, "median_low_s"), clock_time(row, "median_high_s")),
                    clock_time(row, "p90_s"), text_of(row, "note")});
  }
  if (rows.size() == 1) {
    io.out << "no figures: no interaction has been recorded yet\n";
    return kDone;
  }
  print_table(rows, io.out);
  return kDone;
}

int star_metrics(const Access& access, const MetricsOptions& options, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/star-figures" + period_query(options));
  if (!reply) return report(reply.error(), io);
  if (options.json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"period", "who", "stars"}};
  for (const json::Value& period : list_of(*reply, "periods")) {
    const std::string name = text_of(period, "period");
    const std::string shown = name.empty() ? "all" : name;
    rows.push_back({shown, "everybody", grouped(integer_of(period, "stars"))});
    for (const json::Value& member : list_of(period, "named"))
      rows.push_back({shown, text_of(member, "first_name") + ", " + text_of(member, "role"),
                      grouped(integer_of(member, "stars"))});
    rows.push_back(
        {shown, "the team, and who has under 10", grouped(integer_of(period, "team_and_others"))});
  }
  if (rows.size() == 1) {
    io.out << "no stars yet\n";
    return kDone;
  }
  print_table(rows, io.out);
  return kDone;
}

}  // namespace afterword::tools
