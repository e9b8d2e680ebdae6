// What systemd wants to hear of a service: that it is ready, alive, and about to end.
//
// One datagram each to the socket that NOTIFY_SOCKET names. Without one (started by hand) nothing
// is sent and nothing fails. A program behind another one (cage) is heard with NotifyAccess=all.
//
// Threads: any.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"

namespace afterword {

class ServiceManager {
 public:
  // Of this process's environment: NOTIFY_SOCKET and WATCHDOG_USEC.
  static ServiceManager of_environment();
  // `socket`: a path, or "@name" in the abstract namespace; empty: nobody listens.
  ServiceManager(std::string socket, std::optional<Ms> watchdog)
      : socket_(std::move(socket)), watchdog_(watchdog) {}

  bool listens() const { return !socket_.empty(); }
  // Within which time alive() must be said again; nothing: the watchdog is off.
  std::optional<Ms> watchdog() const { return watchdog_; }

  void ready() const { say("READY=1"); }
  void alive() const { say("WATCHDOG=1"); }
  void stopping() const { say("STOPPING=1"); }
  void status(std::string_view words) const;  // one line for `systemctl status`

 private:
  void say(const std::string& message) const;

  std::string socket_;
  std::optional<Ms> watchdog_;
};

// Whether what is written to `fd` is kept by the journal, for everybody in group adm to read.
// `journal_stream` is the environment's JOURNAL_STREAM, empty where there is none.
bool goes_to_journal(int fd, std::string_view journal_stream);

}  // namespace afterword
