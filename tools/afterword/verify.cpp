// afterword verify, backup: the proof, and safety.
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

std::vector<std::string> row_of(const json::Value& log, const std::string& name,
                                const std::string& number) {
  return {name,
          number,
          grouped(integer_of(log, "recorded")),
          grouped(integer_of(log, "stored")),
          grouped(integer_of(log, "quarantined")),
          grouped(integer_of(log, "withdrawn")),
          grouped(integer_of(log, "expired")),
          grouped(integer_of(log, "lost")),
          grouped(integer_of(log, "waiting")),
          is_true(log, "equal") ? "equal" : "DIFFERENT"};
}

void print(const json::Value& proof, Streams io) {
  std::vector<std::vector<std::string>> rows = {{"device", "log", "recorded", "stored",
                                                 "quarantined", "withdrawn", "expired", "lost",
                                                 "waiting", ""}};
  for (const json::Value& log : list_of(proof, "logs"))
    rows.push_back(row_of(log, text_of(log, "device"), std::to_string(integer_of(log, "log"))));
  if (const json::Value* total = proof.find("total"); total != nullptr && rows.size() > 2)
    rows.push_back(row_of(*total, "all", ""));
  print_table(rows, io.out);
  for (const json::Value& difference : list_of(proof, "differences")) {
    std::string place = text_of(difference, "device");
    if (!place.empty()) place += fmt::format(", log {}", integer_of(difference, "log"));
    if (const std::string numbers = text_of(difference, "sequences"); !numbers.empty())
      place += ", numbers " + numbers;
    io.out << (place.empty() ? "" : place + ": ") << text_of(difference, "what") << "\n";
  }
  for (const json::Value& note : list_of(proof, "notes"))
    io.out << "note: " << (note.is_string() ? note.as_string() : json::dump(note)) << "\n";
}

}  // namespace

int verify(const Access& access, const VerifyOptions& options, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto proof =
      collector->get(options.recount ? "/v1/admin/verify?recount=1" : "/v1/admin/verify");
  if (!proof) {
    io.err << "afterword: " << proof.error().text() << "\n";
    return kCouldNotRun;
  }
  const bool equal = is_true(*proof, "equal");
  if (options.json) {
    io.out << json::dump_pretty(*proof) << "\n";
  } else {
    print(*proof, io);
    io.out << (equal ? options.recount ? "all equal; every figure was rebuilt and is the same\n"
                                       : "all equal\n"
                     : "there are differences\n");
  }
  return equal ? kDone : kNo;
}

int backup(const Access& access, bool json, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/backup", "{}");
  if (!reply) {
    io.err << "afterword: " << reply.error().text() << "\n";
    return kCouldNotRun;
  }
  if (json) {
    io.out << json::dump_pretty(*reply) << "\n";
  } else {
    io.out << fmt::format("{} ({} bytes, sha256 {}), on the collector's machine\n",
                          text_of(*reply, "file"), grouped(integer_of(*reply, "bytes")),
                          text_of(*reply, "sha256"));
    io.err << fmt::format(
        "copy it with {}.sha256 and DIR/journal, the newest each time, to another machine: without the journal "
        "a restore undoes what was withdrawn, revoked and retired since. DIR/keys, closed up, go to another "
        "place than these: without them nothing can be restored (KEYS.md)\n",
        text_of(*reply, "file"));
  }
  return kDone;
}

}  // namespace afterword::tools
