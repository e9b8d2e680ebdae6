// afterword deletions, clock: what goes by its age, and the clock that says how old it is.
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {

int list_deletions(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/deletions");
  if (!reply) return report(reply.error(), io);
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  const json::Array& deletions = list_of(*reply, "deletions");
  if (deletions.empty()) {
    io.out << "the rule on comments has deleted nothing yet\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"number", "on", "days before", "comments",
                                                 "responses", "quarantined", "unreadable", ""}};
  for (const json::Value& row : deletions)
    rows.push_back({std::to_string(integer_of(row, "number")), text_of(row, "day"),
                    text_of(row, "before"), grouped(integer_of(row, "comments")),
                    grouped(integer_of(row, "responses")), grouped(integer_of(row, "quarantined")),
                    grouped(integer_of(row, "unreadable")),
                    is_true(row, "signed") ? "signed" : "NOT SIGNED"});
  print_table(rows, io.out);
  return kDone;
}

int show_clock(const Access& access, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->get("/v1/admin/clock");
  if (!reply) return report(reply.error(), io);
  const bool doubtful = is_true(*reply, "doubtful");
  io.out << text_of(*reply, "now") << ": "
         << (doubtful ? text_of(*reply, "warning") : "the collector believes its clock") << "\n";
  return doubtful ? kNo : kDone;
}

int accept_clock(const Access& access, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/clock/accept", "{}");
  if (!reply) return report(reply.error(), io);
  io.out << text_of(*reply, "now") << " is believed; what is old goes from now on\n";
  return kDone;
}

}  // namespace afterword::tools
