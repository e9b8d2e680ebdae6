// The local door for events: a Unix socket at which a till, a pick-up system or a help desk's program
// says what happened to a visitor, one JSON object a line, and hears whether it was taken.
//
// Who may open the socket's file may speak: mode 600 in the kiosk's own folder, 660 where it was
// named with --events. Nothing that comes in is kept or logged but for its kind.
//
// A line of kEventLineMax bytes at most, kEventClientsMax connections, kEventBurst lines at once
// and one a second on average over all of them; what is beyond that is answered and not taken. A
// connection that is silent for kEventSilence is closed.
//
// Threads: one of its own; `heard` is called on it and must only hand over.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "survey-defs/model/timing_visits.h"
#include "sync/base/core/result.h"

namespace afterword::kiosk {

inline constexpr std::size_t kEventLineMax = 1024;
inline constexpr std::size_t kEventClientsMax = 8;
inline constexpr int kEventBurst = 20;
inline constexpr Ms kEventSilence{600'000};

// The answer to one line, without its end: {"ok":true}, or {"ok":false,"problem":...,"detail":...}
// with the problem malformed, too_long or too_many. `heard` is called when it is taken.
std::string answer_event(std::string_view line, const std::function<void(const Happening&)>& heard);

class EventDoor {
 public:
  using Heard = std::function<void(const Happening&)>;

  // Replaces a socket that a former run left behind. Errors: conflict (another program listens
  // there, or the file is no socket), invalid (the path is too long), io.
  static Result<std::unique_ptr<EventDoor>> open(const std::string& path, unsigned mode,
                                                 const Clock& clock, Heard heard);
  // Closes all connections and removes the socket's file.
  ~EventDoor();
  EventDoor(const EventDoor&) = delete;
  EventDoor& operator=(const EventDoor&) = delete;

 private:
  struct Loop;
  explicit EventDoor(std::unique_ptr<Loop> loop);
  std::unique_ptr<Loop> loop_;
};

}  // namespace afterword::kiosk
