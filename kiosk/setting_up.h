// Does what set-up asks for: checks a code at the collector without keeping the screen waiting, and
// keeps what was measured.
//
// Threads: main only; the collector is asked on a thread of its own, one code at a time. It must go
// before the store does.
#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "kiosk/main_queue.h"
#include "kiosk/session/setup.h"
#include "kiosk/storage/store.h"
#include "sync/base/http/http_client.h"
#include "sync/base/log/log.h"

namespace afterword::kiosk {

// What set-up brings about elsewhere.
struct SettingUpEvents {
  std::function<void(float px_per_mm)> measured;  // after it was written
  std::function<void(const Enrolment&)> enrolled;
  std::function<void()> begin_asking;
};

class SettingUp {
 public:
  // `settings_file`: where the size of the screen is kept.
  SettingUp(Setup& setup, Store& store, std::string settings_file, Log& log, MainQueue& queue,
            SettingUpEvents events);
  ~SettingUp();  // breaks off a check that is under way
  SettingUp(const SettingUp&) = delete;
  SettingUp& operator=(const SettingUp&) = delete;

  Setup& setup() { return setup_; }
  void perform(SetupEffects effects);

 private:
  void keep_size(float px_per_mm);
  void check(std::string text);
  void answered(CodeState state, const std::string& words);
  void settled(const Enrolment& enrolment);

  Setup& setup_;
  Store& store_;
  std::string settings_file_;
  Log& log_;
  MainQueue& queue_;
  SettingUpEvents events_;
  CurlHttpClient http_;
  std::thread asking_;
};

}  // namespace afterword::kiosk
