// The speaker that is really heard: an engine that makes samples, a sink that plays them, and a
// thread of its own between them.
//
//   say() ──> jobs ──> thread: engine ──> samples x gain ──> sink
//
// Nothing of this ever waits on main: say() and stop() take a lock that the thread never holds
// while it makes or plays sound. stop() is heard within a twentieth of a second, and makes what the
// engine still has to say worthless. What was said is overwritten, spoken or not.
//
// Threads: main calls it; voices() never changes. Errors: a sound that fails is silent; it is said
// in the log once, and once more when sound works again.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "kiosk/sound/engine.h"
#include "kiosk/sound/sink.h"
#include "kiosk/speech/speaker.h"
#include "sync/base/log/log.h"

namespace afterword::kiosk {

class SoundThread final : public Speaker {
 public:
  // `log` must outlive it. A machine without a sound card, found out by opening the sink once, has
  // no voices.
  SoundThread(std::unique_ptr<Engine> engine, std::unique_ptr<Sink> sink, Log& log);
  ~SoundThread() override;
  SoundThread(const SoundThread&) = delete;
  SoundThread& operator=(const SoundThread&) = delete;

  std::vector<Language> voices() const override { return voices_; }
  void say(Utterance utterance, const Language& language) override;
  void stop() override;
  void chime() override;
  void tick() override;
  void set_volume(int step) override;
  int volume() const override { return volume_; }
  bool speaking() const override;

  // Waits until nothing is said any more and nothing waits to be. For tests, and for the end.
  void wait_until_quiet();

 private:
  enum class Kind { words, chime, tick };
  struct Job {
    Kind kind = Kind::words;
    Utterance utterance = {};
    Language language = {};
  };

  void post(Job job);
  void loop();
  void perform(const Job& job, std::uint64_t turn);
  bool play(Samples samples, std::uint64_t turn);
  bool is_wanted(std::uint64_t turn) const { return turn == turn_; }
  void let_it_ring(std::uint64_t turn);
  void tell(const Result<>& result);
  void drop_jobs();

  const std::unique_ptr<Engine> engine_;
  const std::unique_ptr<Sink> sink_;
  Log& log_;
  std::vector<Language> voices_;
  const std::vector<std::int16_t> chime_, tick_;
  std::atomic<int> volume_{kVolumeAtFirst};
  std::atomic<std::uint64_t> turn_{0};  // what was posted in an earlier one is not wanted any more

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  bool busy_ = false, ending_ = false;
  bool failing_ = false;  // the thread's own
  std::thread thread_;
};

}  // namespace afterword::kiosk
