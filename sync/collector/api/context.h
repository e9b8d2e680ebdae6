// What every route is given: the parts of a running collector. Made once by the program (or a
// test), outlives every request.
#pragma once
#include <string>

#include "sync/base/core/clock.h"
#include "sync/base/core/random.h"
#include "sync/base/log/log.h"
#include "sync/collector/ingest/ingest.h"
#include "sync/collector/ingest/keyring.h"
#include "sync/collector/storage/storage.h"
#include "sync/collector/storage/write_queue.h"

namespace afterword::collector {

class Events;
class Waiters;
class Limiter;
class Journal;
class Backups;
class ClockWatch;

struct Context {
  Storage& storage;
  WriteQueue& writes;
  const Keyring& keys;
  Definitions& definitions;
  Ingest& ingest;
  Waiters& waiters;
  Events& events;
  Limiter& guesses;                           // of codes, passwords and links, by address
  Limiter &withdrawals, &withdrawals_in_all;  // asked for, by address and together
  const Clock& clock;
  Random& random;  // any thread
  Log& log;
  std::string url;   // where kiosks reach this collector: "https://host:port"
  Backups& backups;
  Journal& journal;  // what a restore must not undo
  ClockWatch& watch;  // whether `clock` is believed: asked before anything is deleted by its age
};

}  // namespace afterword::collector
