#include "tests/bench/web.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace afterword::bench {
namespace {

std::string survey_page() {
  std::ifstream file(AFTERWORD_SOURCE_DIR "/tests/bench/survey.html");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void reply(int client, const std::string& type, const std::string& body) {
  const std::string head =
      "HTTP/1.1 200 OK\r\nContent-Type: " + type +
      "\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  ::send(client, head.data(), head.size(), MSG_NOSIGNAL);
}

}  // namespace

std::string find_chromium() {
  for (const char* path : {"/usr/bin/chromium", "/usr/bin/chromium-browser",
                           "/usr/bin/google-chrome", "/opt/google/chrome/chrome"})
    if (std::filesystem::exists(path)) return path;
  return "";
}

Command chromium_command(const std::string& program, const std::string& folder,
                         const std::string& url) {
  std::vector<std::string> argv{program,
                                "--kiosk",
                                "--no-first-run",
                                "--disable-sync",
                                "--window-position=0,0",
                                "--window-size=1280,800",
                                "--user-data-dir=" + folder,
                                url};
  // Chromium's own sandbox does not run for root, as in a container.
  if (::geteuid() == 0) argv.insert(argv.begin() + 1, "--no-sandbox");
  return {std::move(argv), {}};
}

Page::Page() : file_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  if (::bind(file_, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
      ::listen(file_, 16) != 0 ||
      ::getsockname(file_, reinterpret_cast<sockaddr*>(&address), &size) != 0)
    std::perror("bench: the page's socket");
  port_ = ntohs(address.sin_port);
  const timeval guard{60, 0};
  ::setsockopt(file_, SOL_SOCKET, SO_RCVTIMEO, &guard, sizeof(guard));
}

Page::~Page() { ::close(file_); }

std::string Page::url() const { return fmt::format("http://127.0.0.1:{}/", port_); }

bool Page::wait_painted() {
  for (;;) {
    const int client = ::accept4(file_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return false;
    char buffer[4096];
    const ssize_t size = ::recv(client, buffer, sizeof(buffer), 0);
    const std::string request(buffer, size > 0 ? static_cast<std::size_t>(size) : 0);
    const bool painted = request.starts_with("GET /painted");
    if (painted || request.starts_with("GET /favicon"))
      reply(client, "text/plain", "");
    else if (!request.empty())
      reply(client, "text/html; charset=utf-8", survey_page());
    ::close(client);
    if (painted) return true;
  }
}

}  // namespace afterword::bench
