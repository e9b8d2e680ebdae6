#include "kiosk/event_door.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>
#include <vector>

#include "sync/base/core/utf8.h"

namespace afterword::kiosk {
namespace {

constexpr Ms kOneEvery{1'000};

std::string refusal(const char* problem, const std::string& detail) {
  return json::dump(json::object({{"ok", false}, {"problem", problem}, {"detail", detail}}));
}

Error system_error(const std::string& path) {
  return Error{Failure::io, std::strerror(errno), path, "check the folder of the event door"};
}

// A file descriptor that closes itself.
class Handle {
 public:
  explicit Handle(int fd = -1) : fd_(fd) {}
  ~Handle() {
    if (fd_ >= 0) ::close(fd_);
  }
  Handle(Handle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(path.begin(), path.end(), address.sun_path);
  return address;
}

int connect_to(int fd, const sockaddr_un& address) {
  return ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
}

Result<Handle> listen_at(const std::string& path, unsigned mode) {
  if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path))
    return fail(Failure::invalid, "the path of a socket has at most 107 bytes", path,
                "name a shorter one with --events");
  const sockaddr_un address = address_of(path);
  struct stat there {};
  if (::lstat(path.c_str(), &there) == 0) {
    const Handle probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!S_ISSOCK(there.st_mode))
      return fail(Failure::conflict, "there is a file that is no socket", path,
                  "name another path with --events");
    if (connect_to(probe.get(), address) == 0)
      return fail(Failure::conflict, "another program listens there", path,
                  "name another path with --events");
    ::unlink(path.c_str());
  }
  Handle fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  // The mode of the socket before bind() is that of the file it makes, so that there is no moment
  // in which others may open it.
  if (fd.get() < 0 || ::fchmod(fd.get(), mode) != 0 ||
      ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::chmod(path.c_str(), mode) != 0 ||
      ::listen(fd.get(), static_cast<int>(kEventClientsMax)) != 0)
    return tl::unexpected<Error>(system_error(path));
  return fd;
}

}  // namespace

std::string answer_event(std::string_view line,
                         const std::function<void(const Happening&)>& heard) {
  if (!is_utf8(line)) return refusal("malformed", "the line is not UTF-8");
  const auto value = json::parse(line);
  if (!value) return refusal("malformed", value.error().text());
  const auto happening = read_happening(*value, true);
  if (!happening) return refusal("malformed", happening.error().text());
  heard(*happening);
  return R"({"ok":true})";
}

struct EventDoor::Loop {
  struct Client {
    Handle fd;
    std::string line;
    bool too_long = false;  // the rest of this line is skipped
    MonoTime heard_at;
  };

  Loop(std::string at, Handle listening, const Clock& with, Heard told)
      : path(std::move(at)),
        listener(std::move(listening)),
        stop(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
        clock(with),
        heard(std::move(told)),
        thread([this] { run(); }) {}
  ~Loop() {
    const std::uint64_t one = 1;
    while (::write(stop.get(), &one, sizeof one) < 0 && errno == EINTR) {
    }
    thread.join();
    ::unlink(path.c_str());
  }

  // Waits, hears what there is, answers, and lets the silent go.
  void run() {
    for (;;) {
      std::vector<pollfd> fds{{stop.get(), POLLIN, 0}};
      const bool room = clients.size() < kEventClientsMax && clock.mono() >= full_until;
      fds.push_back({room ? listener.get() : -1, POLLIN, 0});
      for (const Client& client : clients) fds.push_back({client.fd.get(), POLLIN, 0});
      const int wait = clock.mono() < full_until ? static_cast<int>(kOneEvery.count())
                       : clients.empty()         ? -1
                                                 : static_cast<int>(kEventSilence.count() / 10);
      if (::poll(fds.data(), fds.size(), wait) < 0 && errno != EINTR) return;
      if (fds[0].revents != 0) return;
      const MonoTime now = clock.mono();
      for (std::size_t i = clients.size(); i-- > 0;) {
        const bool silent = now - clients[i].heard_at >= kEventSilence;
        if (silent || (fds[i + 2].revents != 0 && !hear(clients[i], now)))
          clients.erase(clients.begin() + static_cast<std::ptrdiff_t>(i));
      }
      if (fds[1].revents != 0) let_in(now);
    }
  }

  void let_in(MonoTime now) {
    Handle fd(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (fd.get() >= 0)
      clients.push_back({std::move(fd), "", false, now});
    else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
      full_until = now + kOneEvery;  // whoever knocks goes on knocking, and poll() would not wait
  }

  // False: it has gone.
  bool hear(Client& client, MonoTime now) {
    char bytes[kEventLineMax];
    const ssize_t count = ::recv(client.fd.get(), bytes, sizeof bytes, 0);
    if (count < 0) return errno == EAGAIN || errno == EINTR;
    client.heard_at = now;
    for (ssize_t i = 0; i < count; ++i)
      if (!take(client, bytes[i], now)) return false;
    if (count > 0) return true;
    // The last line need not end.
    if (!client.line.empty()) take(client, '\n', now);
    return false;
  }

  bool take(Client& client, char byte, MonoTime now) {
    if (byte != '\n') {
      if (client.line.size() < kEventLineMax)
        client.line.push_back(byte);
      else
        client.too_long = true;
      return true;
    }
    const std::string answer = answer_to(client, now);
    client.line.clear();
    client.too_long = false;
    return answer.empty() || say(client, answer + "\n");
  }

  std::string answer_to(const Client& client, MonoTime now) {
    if (client.too_long)
      return refusal("too_long", "a line has at most " + std::to_string(kEventLineMax) + " bytes");
    if (trim(client.line).empty()) return {};
    allowed_at = std::max(allowed_at, now + -Ms{kOneEvery.count() * kEventBurst});
    if (allowed_at >= now)
      return refusal("too_many", "one event a second, and " + std::to_string(kEventBurst) +
                                     " at once; say it again later");
    allowed_at = allowed_at + kOneEvery;
    return answer_event(client.line, heard);
  }

  // Whoever does not read its answers loses the connection; nobody waits for it.
  static bool say(Client& client, const std::string& answer) {
    return ::send(client.fd.get(), answer.data(), answer.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(answer.size());
  }

  std::string path;
  Handle listener, stop;
  const Clock& clock;
  Heard heard;
  MonoTime full_until;  // no file is left to let anybody in
  MonoTime allowed_at{INT64_MIN /
                      2};  // a bucket: how far it lies behind now is how many may come at once
  std::vector<Client> clients;
  std::thread thread;
};

EventDoor::EventDoor(std::unique_ptr<Loop> loop) : loop_(std::move(loop)) {}
EventDoor::~EventDoor() = default;

Result<std::unique_ptr<EventDoor>> EventDoor::open(const std::string& path, unsigned mode,
                                                   const Clock& clock, Heard heard) {
  AFTERWORD_ASSIGN(Handle listener, listen_at(path, mode));
  return std::unique_ptr<EventDoor>(
      new EventDoor(std::make_unique<Loop>(path, std::move(listener), clock, std::move(heard))));
}

}  // namespace afterword::kiosk
