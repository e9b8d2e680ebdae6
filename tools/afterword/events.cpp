// afterword event, receipts, funnel.
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "sync/base/core/day.h"
#include "sync/base/core/files.h"
#include "tools/afterword/commands.h"
#include "tools/afterword/online.h"

namespace afterword::tools {
namespace {

constexpr std::size_t kAnswerBytesMax = 4096;

// Says one line at a kiosk's door and gives its answer.
Result<json::Value> say_at(const std::string& path, const std::string& line) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    return fail(Failure::invalid, "the path of a socket has at most 107 bytes", path);
  std::copy(path.begin(), path.end(), address.sun_path);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience{10, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  std::string answer;
  bool failed =
      ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::send(fd, line.data(), line.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(line.size());
  while (!failed && answer.find('\n') == std::string::npos && answer.size() < kAnswerBytesMax) {
    char bytes[512];
    const ssize_t count = ::recv(fd, bytes, sizeof bytes, 0);
    if (count < 0) failed = true;
    if (count <= 0) break;
    answer.append(bytes, static_cast<std::size_t>(count));
  }
  const int why = errno;
  ::close(fd);
  if (failed)
    return fail(Failure::unavailable, std::strerror(why), path,
                "is the kiosk running, and may this user open its socket?");
  return json::parse(answer);
}

int say_locally(const EventOptions& options, const json::Value& event, Streams io) {
  const auto answer = say_at(options.socket, json::dump(event) + "\n");
  if (!answer) return report(answer.error(), io);
  if (is_true(*answer, "ok")) {
    io.out << "taken\n";
    return kDone;
  }
  io.err << text_of(*answer, "problem") << ": " << text_of(*answer, "detail") << "\n";
  return kNo;
}

}  // namespace

int tell_event(const Access& access, const EventOptions& options, Streams io) {
  json::Value event = json::object({{"event", options.event}});
  if (!options.receipt.empty()) event.set("receipt", options.receipt);
  if (!options.at.empty()) {
    const auto at = parse_rfc3339(options.at);
    if (!at) {
      io.err << "--at: write it like 2026-03-03T14:00:00Z\n";
      return kCouldNotRun;
    }
    event.set("at_ms", static_cast<long long>(at->ms));
  }
  if (!options.socket.empty()) return say_locally(options, event, io);
  if (options.device.empty()) {
    event.set("store", options.store);
    event.set("touchpoint", options.touchpoint);
  } else {
    event.set("device", options.device);
  }
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  const auto reply = collector->post("/v1/admin/events", json::dump(event));
  if (!reply) return report(reply.error(), io);
  io.out << text_of(*reply, "device")
         << (is_true(*reply, "told") ? ": told\n" : ": hears of it when it asks next\n");
  return kDone;
}

int receipts(const Access& access, const std::string& file, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  Result<json::Value> reply = json::Value();
  if (file.empty()) {
    reply = collector->get("/v1/admin/receipts");
  } else {
    json::Value scheme;
    if (file != "none") {
      const auto text = read_file(file, 64 * 1024);
      if (!text) return report(text.error(), io);
      auto parsed = json::parse(*text);
      if (!parsed) return report(parsed.error(), io);
      scheme = std::move(*parsed);
    }
    reply = collector->put("/v1/admin/receipts",
                           json::dump(json::object({{"receipts", std::move(scheme)}})));
  }
  if (!reply) return report(reply.error(), io);
  const json::Value* const set = reply->find("receipts");
  io.out << (set == nullptr || set->is_null() ? "none" : json::dump_pretty(*set)) << "\n";
  return kDone;
}

int funnel(const Access& access, const FunnelOptions& options, Streams io) {
  Online collector(access, io);
  if (!collector) return kCouldNotRun;
  std::string path = "/v1/admin/funnel?survey=" + url_escape(options.survey);
  if (!options.from.empty()) path += "&from=" + url_escape(options.from);
  if (!options.to.empty()) path += "&to=" + url_escape(options.to);
  const auto reply = collector->get(path);
  if (!reply) return report(reply.error(), io);
  if (options.json) {
    io.out << json::dump_pretty(*reply) << "\n";
    return kDone;
  }
  std::vector<std::vector<std::string>> rows = {{"", "visits"}};
  for (const char* const name : {"started", "finished", "left", "timed_out", "lost"})
    rows.push_back({name, grouped(integer_of(*reply, name))});
  if (const json::Value* counts = reply->find("counts"))
    for (const json::Member& count : counts->as_object())
      if (reply->find(count.first) == nullptr)
        rows.push_back({count.first, grouped(count.second.as_integer())});
  if (const json::Value* refused = reply->find("refused"))
    for (const json::Member& reason : refused->as_object())
      rows.push_back({"not asked: " + reason.first, grouped(reason.second.as_integer())});
  if (const json::Value* misdated = reply->find("misdated"))
    for (const json::Member& count : misdated->as_object())
      rows.push_back({"under a wrong day: " + count.first, grouped(count.second.as_integer())});
  print_table(rows, io.out);
  io.out << "started = finished + left + timed_out + lost (under way, or a power cut)\n";
  return kDone;
}

}  // namespace afterword::tools
