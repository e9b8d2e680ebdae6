#include "tests/bench/program.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace afterword::bench {
namespace {

// /proc/PID/stat behind the name, which may hold anything: field 3 on.
std::vector<std::string> stat_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  std::getline(file, line);
  const std::size_t end = line.rfind(')');
  std::vector<std::string> fields;
  if (end == std::string::npos) return fields;
  std::istringstream rest(line.substr(end + 1));
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

}  // namespace

double now_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::vector<pid_t> family(pid_t pid) {
  std::vector<std::pair<pid_t, pid_t>> all;  // process, parent
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto fields = stat_of(static_cast<pid_t>(std::stoi(name)));
    if (fields.size() > 1) all.emplace_back(std::stoi(name), std::stoi(fields[1]));
  }
  std::vector<pid_t> found{pid};
  for (std::size_t i = 0; i < found.size(); ++i)
    for (const auto& [child, parent] : all)
      if (parent == found[i]) found.push_back(child);
  return found;
}

double pss_mb(const std::vector<pid_t>& family) {
  double kilobytes = 0;
  for (const pid_t pid : family) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/smaps_rollup");
    for (std::string line; std::getline(file, line);)
      if (line.starts_with("Pss:")) kilobytes += std::stod(line.substr(4));
  }
  return kilobytes / 1024;
}

double cpu_s(const std::vector<pid_t>& family) {
  double ticks = 0;
  for (const pid_t pid : family) {
    const auto fields = stat_of(pid);
    if (fields.size() > 12) ticks += std::stod(fields[11]) + std::stod(fields[12]);
  }
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

ReadySocket::ReadySocket(std::string path)
    : path_(std::move(path)), file_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path_.data(), std::min(path_.size(), sizeof(address.sun_path) - 1));
  ::unlink(path_.c_str());
  if (::bind(file_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    std::perror("bench: the notify socket");
  const timeval guard{30, 0};
  ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &guard, sizeof(guard));
}

ReadySocket::~ReadySocket() {
  ::close(file_);
  ::unlink(path_.c_str());
}

bool ReadySocket::wait() {
  char buffer[256];
  for (;;) {
    const ssize_t size = ::recv(file_, buffer, sizeof(buffer), 0);
    if (size < 0) return false;
    if (std::string(buffer, static_cast<std::size_t>(size)) == "READY=1") return true;
  }
}

}  // namespace afterword::bench
