// The tablet's side: an enrolled store that counts. Apart, since both sides have surveys of their own.
#pragma once
#include <memory>

#include "kiosk/session/session.h"
#include "survey-defs/model/desk_records.h"
#include "sync/base/log/log.h"
#include "sync/metrics/scoreboard.h"

namespace afterword::test {

class Tablet {
 public:
  Tablet(const Clock& clock, Random& random, Log& log);
  ~Tablet();

  // Each on disk when it returns.
  void keep(const Interaction& interaction);
  void keep(kiosk::Recording recording);
  DeskCounts counts();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace afterword::test
