// A program under measurement: started, watched from outside, and ended with all its children.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/process.h"

namespace afterword::bench {

struct Command {
  std::vector<std::string> argv;
  std::map<std::string, std::string> environment;
};

// Milliseconds of the machine's monotonic clock.
double now_ms();

// The process and all it started.
std::vector<pid_t> family(pid_t pid);
// Proportional set size of all of them, in MB.
double pss_mb(const std::vector<pid_t>& family);
// Processor time all of them used so far, in seconds.
double cpu_s(const std::vector<pid_t>& family);

// Hears READY=1, which programs say when their first page is on the screen.
class ReadySocket {
 public:
  explicit ReadySocket(std::string path);
  ~ReadySocket();
  ReadySocket(const ReadySocket&) = delete;
  ReadySocket& operator=(const ReadySocket&) = delete;

  const std::string& path() const { return path_; }
  // Whether it was said within the guard.
  bool wait();

 private:
  std::string path_;
  int file_;
};

}  // namespace afterword::bench
