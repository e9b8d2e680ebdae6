#include "kiosk/sound/sound_thread.h"

#include <string.h>

#include <algorithm>
#include <utility>

#include "kiosk/sound/tones.h"

namespace afterword::kiosk {
namespace {

constexpr const char* kName = "sound";
constexpr std::size_t kChunk = kSampleRate / 50;  // 20 ms: how soon a stop or a volume is heard
constexpr Ms kLooks{10};

void wipe(std::string& text) {
  ::explicit_bzero(text.data(), text.size());
  text.clear();
}

void cut(std::string& text) {
  if (text.size() <= kUtteranceBytesMax) return;
  std::size_t end = kUtteranceBytesMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  ::explicit_bzero(text.data() + end, text.size() - end);
  text.resize(end);
}

}  // namespace

SoundThread::SoundThread(std::unique_ptr<Engine> engine, std::unique_ptr<Sink> sink, Log& log)
    : engine_(std::move(engine)),
      sink_(std::move(sink)),
      log_(log),
      chime_(chime_samples()),
      tick_(tick_samples()) {
  const std::int16_t silence[kChunk] = {};
  const Result<> heard = sink_->write(silence);
  sink_->close();
  if (heard) voices_ = engine_->voices();
  if (!heard)
    log_.warn(kName, "no sound: " + heard.error().text());
  else if (voices_.empty())
    log_.info(kName, "no voice: nothing is read aloud; install espeak-ng");
  thread_ = std::thread([this] { loop(); });
}

SoundThread::~SoundThread() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    ++turn_;
  }
  changed_.notify_all();
  thread_.join();
  drop_jobs();
}

void SoundThread::say(Utterance utterance, const Language& language) {
  if (utterance.text.empty() || !has_voice(voices_, language)) {
    wipe(utterance.text);
    return;
  }
  cut(utterance.text);
  post({Kind::words, std::move(utterance), language});
}

void SoundThread::chime() { post({Kind::chime}); }
void SoundThread::tick() { post({Kind::tick}); }

void SoundThread::post(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= kUtterancesMax) {
      wipe(job.utterance.text);
      return;
    }
    jobs_.push_back(std::move(job));
  }
  changed_.notify_all();
}

void SoundThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    ++turn_;
    drop_jobs();
  }
  changed_.notify_all();
}

void SoundThread::drop_jobs() {
  for (Job& job : jobs_) wipe(job.utterance.text);
  jobs_.clear();
}

void SoundThread::set_volume(int step) { volume_ = std::clamp(step, kVolumeLeast, kVolumeMost); }

bool SoundThread::speaking() const {
  const std::lock_guard lock(mutex_);
  return busy_ || !jobs_.empty();
}

void SoundThread::wait_until_quiet() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return !busy_ && jobs_.empty(); });
}

void SoundThread::loop() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    if (jobs_.empty()) {
      changed_.wait(lock);
      continue;
    }
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    busy_ = true;
    const std::uint64_t turn = turn_;
    lock.unlock();
    perform(job, turn);
    wipe(job.utterance.text);
    lock.lock();
    if (jobs_.empty()) {
      lock.unlock();
      let_it_ring(turn);
      lock.lock();
    }
    busy_ = false;
    changed_.notify_all();
  }
  lock.unlock();
  sink_->drop();
  sink_->close();
}

void SoundThread::perform(const Job& job, std::uint64_t turn) {
  if (job.kind != Kind::words) {
    play(job.kind == Kind::chime ? chime_ : tick_, turn);
    return;
  }
  const auto take = [&](Samples samples) { return play(samples, turn); };
  tell(engine_->speak(job.utterance, job.language, take, [&] { return is_wanted(turn); }));
  if (!is_wanted(turn)) sink_->drop();
}

// In small chunks, each at the volume of that moment. False: not wanted any more, or not heard.
bool SoundThread::play(Samples samples, std::uint64_t turn) {
  std::int16_t chunk[kChunk];
  while (!samples.empty()) {
    if (!is_wanted(turn)) {
      sink_->drop();
      return false;
    }
    const std::size_t count = std::min(kChunk, samples.size());
    const float gain = gain_of(volume_);
    std::transform(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count), chunk,
                   [gain](std::int16_t sample) {
                     return static_cast<std::int16_t>(static_cast<float>(sample) * gain);
                   });
    const Result<> heard = sink_->write(Samples(chunk, count));
    tell(heard);
    if (!heard) return false;
    samples = samples.subspan(count);
  }
  return true;
}

// What was written last is still on its way to the ear. The device is given back after it, unless
// more comes.
void SoundThread::let_it_ring(std::uint64_t turn) {
  std::unique_lock lock(mutex_);
  while (is_wanted(turn) && jobs_.empty() && !ending_) {
    lock.unlock();
    const Ms left = sink_->left();
    lock.lock();
    if (left.count() <= 0) break;
    changed_.wait_for(lock, std::min(left, kLooks));
  }
  const bool more = !jobs_.empty() && is_wanted(turn);
  lock.unlock();
  if (more) return;
  if (!is_wanted(turn)) sink_->drop();
  sink_->close();
}

void SoundThread::tell(const Result<>& result) {
  if (result && std::exchange(failing_, false)) log_.info(kName, "sound works again");
  if (!result && !std::exchange(failing_, true)) log_.warn(kName, result.error().text());
}

}  // namespace afterword::kiosk
