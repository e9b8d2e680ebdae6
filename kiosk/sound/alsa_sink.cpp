// The door to ALSA.
#include <alsa/asoundlib.h>

#include "kiosk/sound/sink.h"

namespace afterword::kiosk {
namespace {

constexpr unsigned kBufferMicroseconds = 100'000;
constexpr int kWaitsMost = 20;

// Its complaints go where nobody looks; ours go to the log.
void say_nothing(const char*, int, const char*, int, const char*, ...) {}

class AlsaSink final : public Sink {
 public:
  explicit AlsaSink(std::string device) : device_(std::move(device)) {
    snd_lib_error_set_handler(say_nothing);
  }
  ~AlsaSink() override { close(); }

  Result<> write(Samples samples) override {
    AFTERWORD_TRY(open());
    int waits = 0;  // in a row, for a card that takes nothing
    while (!samples.empty()) {
      const snd_pcm_sframes_t taken = snd_pcm_writei(pcm_, samples.data(), samples.size());
      if (taken == -EAGAIN) {
        if (++waits > kWaitsMost) return lost(-ETIMEDOUT);
        snd_pcm_wait(pcm_, static_cast<int>(kBufferMicroseconds / 1000));
        continue;
      }
      if (taken < 0) {
        // An underrun is mended by beginning again; a card that is gone is not.
        if (snd_pcm_recover(pcm_, static_cast<int>(taken), 1) >= 0) continue;
        return lost(static_cast<int>(taken));
      }
      waits = 0;
      samples = samples.subspan(static_cast<std::size_t>(taken));
    }
    // Less than a buffer would never begin by itself.
    if (snd_pcm_state(pcm_) == SND_PCM_STATE_PREPARED) snd_pcm_start(pcm_);
    return {};
  }

  Ms left() override {
    if (pcm_ == nullptr || snd_pcm_state(pcm_) != SND_PCM_STATE_RUNNING) return Ms{0};
    snd_pcm_sframes_t frames = 0;
    if (snd_pcm_delay(pcm_, &frames) < 0 || frames <= 0) return Ms{0};
    return Ms{frames * 1000 / kSampleRate};
  }

  void drop() override {
    if (pcm_ == nullptr) return;
    snd_pcm_drop(pcm_);
    snd_pcm_prepare(pcm_);
  }

  void close() override {
    if (pcm_ != nullptr) snd_pcm_close(pcm_);
    pcm_ = nullptr;
  }

 private:
  Result<> open() {
    if (pcm_ != nullptr) return {};
    // Without waiting for another program that has the card; once open, writing may wait.
    int code = snd_pcm_open(&pcm_, device_.c_str(), SND_PCM_STREAM_PLAYBACK, SND_PCM_NONBLOCK);
    if (code >= 0)
      code = snd_pcm_set_params(pcm_, SND_PCM_FORMAT_S16, SND_PCM_ACCESS_RW_INTERLEAVED, 1,
                                kSampleRate, 1, kBufferMicroseconds);
    return code < 0 ? lost(code) : Result<>{};
  }

  Result<> lost(int code) {
    close();
    return fail(Failure::unavailable, snd_strerror(code), "sound device " + device_,
                "check the sound card and asound.conf");
  }

  const std::string device_;
  snd_pcm_t* pcm_ = nullptr;
};

}  // namespace

std::unique_ptr<Sink> alsa_sink(std::string device) {
  return std::make_unique<AlsaSink>(std::move(device));
}

}  // namespace afterword::kiosk
