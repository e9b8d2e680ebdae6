// A real program, started by a test and ended with it.
//
// Output goes to files in the scratch folder, so nothing blocks on a full pipe. Waiting has a
// generous guard against hanging; nothing here is a timed assertion.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

namespace afterword::test {

struct Finished {
  int exit_code = -1;  // 128 + signal if it was killed
  std::string out, err;
};

class Process {
 public:
  // Starts `argv` with the test's environment plus `environment`. `name` names its output files in
  // `folder`.
  Process(std::vector<std::string> argv, const std::string& folder, const std::string& name,
          const std::map<std::string, std::string>& environment = {});
  ~Process();  // SIGKILL if it still runs
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Waits until a line of its standard output begins with `prefix` and gives that line; "" if it
  // ended or the guard ran out.
  std::string wait_for_line(const std::string& prefix,
                            std::chrono::seconds guard = std::chrono::seconds(60));
  void signal(int number);
  Finished wait(std::chrono::seconds guard = std::chrono::seconds(120));
  bool running();
  std::string out() const;
  std::string err() const;
  pid_t pid() const { return pid_; }

 private:
  std::string out_file_, err_file_;
  pid_t pid_ = -1;
  int exit_code_ = -1;
  bool ended_ = false;
};

// Runs to the end.
Finished run(std::vector<std::string> argv, const std::string& folder,
             const std::map<std::string, std::string>& environment = {});

}  // namespace afterword::test
