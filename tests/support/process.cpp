#include "tests/support/process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

namespace afterword::test {
namespace {

using namespace std::chrono_literals;

std::string contents(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

Process::Process(std::vector<std::string> argv, const std::string& folder, const std::string& name,
                 const std::map<std::string, std::string>& environment)
    : out_file_(folder + "/" + name + ".out"), err_file_(folder + "/" + name + ".err") {
  // Everything is made ready before fork: between fork and exec only async-signal-safe calls are
  // allowed.
  std::vector<std::string> variables;
  for (char** v = environ; *v != nullptr; ++v) {
    const std::string variable = *v;
    if (!environment.contains(variable.substr(0, variable.find('='))))
      variables.push_back(variable);
  }
  for (const auto& [key, value] : environment) variables.push_back(key + "=" + value);
  std::vector<char*> arguments, settings;
  for (std::string& argument : argv) arguments.push_back(argument.data());
  for (std::string& variable : variables) settings.push_back(variable.data());
  arguments.push_back(nullptr);
  settings.push_back(nullptr);
  const int out = ::open(out_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err = ::open(err_file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int in = ::open("/dev/null", O_RDONLY);
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(in, 0);
    ::dup2(out, 1);
    ::dup2(err, 2);
    ::execvpe(arguments[0], arguments.data(), settings.data());
    ::_exit(127);
  }
  ::close(in);
  ::close(out);
  ::close(err);
}

Process::~Process() {
  if (!running()) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

bool Process::running() {
  if (ended_ || pid_ < 0) return false;
  int status = 0;
  if (::waitpid(pid_, &status, WNOHANG) == 0) return true;
  ended_ = true;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

std::string Process::wait_for_line(const std::string& prefix, std::chrono::seconds guard) {
  const auto until = std::chrono::steady_clock::now() + guard;
  for (;;) {
    const bool alive = running();
    std::istringstream lines(out());
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with(prefix)) return line;
    if (!alive || std::chrono::steady_clock::now() > until) return "";
    std::this_thread::sleep_for(20ms);
  }
}

void Process::signal(int number) {
  if (running()) ::kill(pid_, number);
}

Finished Process::wait(std::chrono::seconds guard) {
  const auto until = std::chrono::steady_clock::now() + guard;
  while (running() && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(10ms);
  if (running()) {
    ::kill(pid_, SIGKILL);
    while (running()) std::this_thread::sleep_for(10ms);
  }
  return {exit_code_, out(), err()};
}

std::string Process::out() const { return contents(out_file_); }
std::string Process::err() const { return contents(err_file_); }

Finished run(std::vector<std::string> argv, const std::string& folder,
             const std::map<std::string, std::string>& environment) {
  Process process(std::move(argv), folder, "run", environment);
  return process.wait();
}

}  // namespace afterword::test
