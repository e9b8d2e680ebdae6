// afterword simulate: virtual kiosks through the real session, outbox and sync.
#include <stdlib.h>

#include <filesystem>
#include <set>

#include "sync/base/core/clock.h"
#include "sync/base/crypto/system_random.h"
#include "sync/base/crypto/types.h"
#include "sync/base/log/log.h"
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"
#include "tools/robots/robots.h"

namespace afterword::tools {
namespace {

constexpr const char* kDemoStore = "demo";

// A folder of our own for the robots' stores, gone at the end.
class Scratch {
 public:
  Scratch() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "afterword-simulate-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Where there is something to ask: the touchpoints of the live surveys for kiosks (or of the one named).
Result<std::vector<std::string>> touchpoints(AdminClient& collector, const std::string& survey) {
  AFTERWORD_ASSIGN(const json::Value list, collector.get("/v1/admin/surveys"));
  std::set<std::string> found;
  bool known = survey.empty();
  for (const json::Value& one : list_of(list, "surveys")) {
    if (!survey.empty() && text_of(one, "id") != survey) continue;
    known = true;
    if (text_of(one, "state") == "live" && text_of(one, "use") == "kiosk")
      found.insert(text_of(one, "touchpoint"));
  }
  if (!known)
    return fail(Failure::not_found, fmt::format("there is no survey \"{}\"", survey), "",
                "afterword surveys lists those there are");
  if (found.empty())
    return fail(Failure::invalid, "no live survey for kiosks is there to be answered", "",
                "publish one: afterword publish survey-defs/store-exit.json");
  return std::vector<std::string>(found.begin(), found.end());
}

Result<std::vector<std::string>> stores(AdminClient& collector) {
  AFTERWORD_ASSIGN(const json::Value list, collector.get("/v1/admin/stores"));
  std::vector<std::string> ids;
  for (const json::Value& store : list_of(list, "stores")) ids.push_back(text_of(store, "id"));
  if (!ids.empty()) return ids;
  const auto body = json::object({{"name", "Demo"}, {"zone", "UTC"}});
  AFTERWORD_TRY(collector.put(std::string("/v1/admin/stores/") + kDemoStore, json::dump(body)));
  return std::vector<std::string>{kDemoStore};
}

// Kiosk n stands in store n mod stores, at touchpoint (n / stores) mod touchpoints.
Result<std::string> code_for(AdminClient& collector, std::size_t n,
                             const std::vector<std::string>& at,
                             const std::vector<std::string>& where) {
  const auto body = json::object(
      {{"store", at[n % at.size()]}, {"touchpoint", where[n / at.size() % where.size()]}});
  AFTERWORD_ASSIGN(const json::Value reply,
                   collector.post("/v1/admin/enrol-codes", json::dump(body)));
  return text_of(reply, "code");
}

void print(const robots::Sent& sent, Streams io) {
  io.out << fmt::format(
      "{} kiosks ({}) sent {} responses in {:.1f} s; {} people left without an answer\n",
      sent.kiosks, sent.real_stores ? "each with a store on disk" : "with stores in memory",
      grouped(sent.responses), sent.seconds, grouped(sent.empty));
  std::vector<std::vector<std::string>> rows = {
      {"survey", "question", "answered", "N/A", "skipped", "not shown"}};
  for (const auto& [id, survey] : sent.surveys)
    for (const auto& [question, entry] : survey.entries)
      rows.push_back({id, question, grouped(entry.answered), grouped(entry.not_applicable),
                      grouped(entry.skipped), grouped(entry.not_shown)});
  print_table(rows, io.out);
}

}  // namespace

int simulate(const Access& access, const SimulateOptions& options, Streams io) {
  if (const auto ready = crypto::crypto_init(); !ready) {
    io.err << "afterword: " << ready.error().text() << "\n";
    return kCouldNotRun;
  }
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto where = touchpoints(*collector, options.survey);
  if (!where) return report(where.error(), io);
  const auto at = stores(*collector);
  if (!at) return report(at.error(), io);

  const Scratch scratch;
  const SystemClock clock;
  crypto::SystemRandom random;
  const auto log = make_stderr_log(LogLevel::warn);
  robots::RobotOptions robot;
  robot.responses = options.responses;
  robot.seed = options.seed;
  robot.misuse_percent = options.misuse_percent;
  if (!options.survey.empty()) robot.survey = options.survey;
  robot.scratch = scratch.path();
  // A code is good for ten minutes, so each is asked for when its kiosk is about to enrol.
  const auto sent =
      robots::run_robots(static_cast<std::size_t>(options.kiosks),
                         [&](std::size_t n) { return code_for(*collector, n, *at, *where); }, robot,
                         {clock, random, *log, {}});
  if (!sent) return report(sent.error(), io);
  if (options.json) {
    io.out << json::dump_pretty(to_json(*sent)) << "\n";
  } else {
    print(*sent, io);
  }
  return kDone;
}

}  // namespace afterword::tools
