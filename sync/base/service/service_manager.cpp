#include "sync/base/service/service_manager.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace afterword {
namespace {

std::string environment(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace

ServiceManager ServiceManager::of_environment() {
  const std::string micros = environment("WATCHDOG_USEC");
  std::int64_t us = 0;
  std::from_chars(micros.data(), micros.data() + micros.size(), us);
  return {environment("NOTIFY_SOCKET"),
          us >= 1000 ? std::optional<Ms>(Ms{us / 1000}) : std::nullopt};
}

bool goes_to_journal(int fd, std::string_view journal_stream) {
  // A terminal that was started by a service has the variable too, and another file.
  struct stat about {};
  return ::fstat(fd, &about) == 0 &&
         journal_stream == fmt::format("{}:{}", about.st_dev, about.st_ino);
}

void ServiceManager::status(std::string_view words) const {
  std::string line = "STATUS=";
  for (const char letter : words) line += letter == '\n' ? ' ' : letter;
  say(line);
}

void ServiceManager::say(const std::string& message) const {
  sockaddr_un address{};
  if (socket_.empty() || socket_.size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_[0] == '@') address.sun_path[0] = '\0';
  // An abstract name ends with the address; a path with a NUL.
  const std::size_t length =
      offsetof(sockaddr_un, sun_path) + socket_.size() + (socket_[0] == '@' ? 0 : 1);
  const int file = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (file < 0) return;
  ::sendto(file, message.data(), message.size(), MSG_NOSIGNAL,
           reinterpret_cast<const sockaddr*>(&address), static_cast<socklen_t>(length));
  ::close(file);
}

}  // namespace afterword
