#include "kiosk/sound/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace afterword::kiosk {
namespace {

struct Actions {
  Actions() { posix_spawn_file_actions_init(&actions); }
  ~Actions() { posix_spawn_file_actions_destroy(&actions); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  posix_spawn_file_actions_t actions;
};

struct Attributes {
  Attributes() { posix_spawnattr_init(&attributes); }
  ~Attributes() { posix_spawnattr_destroy(&attributes); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  posix_spawnattr_t attributes;
};

void close_pair(int (&pair)[2]) {
  for (const int end : pair)
    if (end >= 0) ::close(end);
}

// Signals that we block or ignore are not blocked or ignored there.
void with_plain_signals(Attributes& to) {
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&to.attributes, &none);
  posix_spawnattr_setsigdefault(&to.attributes, &all);
  posix_spawnattr_setflags(&to.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

}  // namespace

Result<Child> Child::start(const std::vector<std::string>& arguments) {
  // A pair of sockets, since writing to one whose reader is gone can be told not to raise SIGPIPE.
  int input[2] = {-1, -1}, output[2] = {-1, -1};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input) != 0 ||
      pipe2(output, O_CLOEXEC) != 0) {
    const int code = errno;
    close_pair(input);
    return fail(Failure::unavailable, strerror(code), arguments.front());
  }
  Actions to;
  posix_spawn_file_actions_adddup2(&to.actions, input[1], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&to.actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&to.actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&to.actions, STDERR_FILENO + 1);
  Attributes how;
  with_plain_signals(how);
  std::vector<char*> words;
  for (const std::string& argument : arguments)
    words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", locale[] = "LC_ALL=C.UTF-8";
  char* environment[] = {path, locale, nullptr};
  pid_t pid = -1;
  const int code =
      posix_spawnp(&pid, words[0], &to.actions, &how.attributes, words.data(), environment);
  ::close(input[1]);
  ::close(output[1]);
  if (code != 0) {
    ::close(input[0]);
    ::close(output[0]);
    return fail(Failure::unavailable, strerror(code), arguments.front());
  }
  return Child(pid, input[0], output[0]);
}

Child::Child(Child&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      input_(std::exchange(other.input_, -1)),
      output_(std::exchange(other.output_, -1)) {}

Child::~Child() {
  close_all();
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  wait();
}

void Child::close_all() {
  for (int* const end : {&input_, &output_}) {
    if (*end >= 0) ::close(*end);
    *end = -1;
  }
}

Result<> Child::feed(std::string_view input) {
  while (!input.empty()) {
    const ssize_t sent = ::send(input_, input.data(), input.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return fail(Failure::unavailable, strerror(errno), "its standard input");
    input.remove_prefix(static_cast<std::size_t>(sent));
  }
  ::close(std::exchange(input_, -1));
  return {};
}

std::ptrdiff_t Child::read(std::span<char> room, Ms patience) {
  pollfd waits{output_, POLLIN, 0};
  if (::poll(&waits, 1, static_cast<int>(patience.count())) <= 0) return -1;
  for (;;) {
    const ssize_t got = ::read(output_, room.data(), room.size());
    if (got >= 0) return got;
    if (errno != EINTR) return 0;
  }
}

int Child::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0)
    if (errno != EINTR) break;
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace afterword::kiosk
