// espeak-ng as a separate program: words in, a WAV file out, both through pipes.
#include <algorithm>
#include <cstring>

#include "kiosk/sound/child.h"
#include "kiosk/sound/engine.h"
#include "kiosk/sound/voices.h"

namespace afterword::kiosk {
namespace {

constexpr Ms kStillWanted{50};  // how often it is asked whether the voice is still wanted
constexpr Ms kListingMost{5000};
constexpr std::size_t kListingBytesMax = 256 * 1024;
constexpr std::size_t kHeaderBytes = 44;

// Words a minute: a little under its own 175, since a shop is loud; slow for what is written down.
constexpr const char* kSpeed = "160";
constexpr const char* kSlowSpeed = "100";

std::string list_of_voices(const std::string& program) {
  auto child = Child::start({program, "--voices"});
  if (!child || !child->feed({})) return {};
  std::string listing;
  char room[4096];
  for (Ms waited{0}; waited < kListingMost && listing.size() < kListingBytesMax;) {
    const std::ptrdiff_t got = child->read(room, kStillWanted);
    if (got == 0) return child->wait() == 0 ? listing : std::string();
    if (got > 0)
      listing.append(room, static_cast<std::size_t>(got));
    else
      waited += kStillWanted;
  }
  return {};
}

// A header as it writes it: RIFF, WAVE, fmt with one channel of 16 bits, data.
bool is_our_sound(std::string_view header) {
  const auto number = [&](std::size_t at, std::size_t bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = bytes; i > 0; --i)
      value = value << 8U | static_cast<unsigned char>(header[at + i - 1]);
    return value;
  };
  return header.size() == kHeaderBytes && header.starts_with("RIFF") &&
         header.substr(8, 8) == "WAVEfmt " && header.substr(36, 4) == "data" &&
         number(20, 2) == 1 && number(22, 2) == 1 && number(24, 4) == kSampleRate &&
         number(34, 2) == 16;
}

class Espeak final : public Engine {
 public:
  explicit Espeak(std::string program)
      : program_(std::move(program)), voices_(voices_in(list_of_voices(program_))) {}

  std::vector<Language> voices() const override { return voices_; }

  Result<> speak(const Utterance& utterance, const Language& language, const TakeSamples& take,
                 const StillWanted& wanted) override {
    const std::string voice(voice_for(language));
    if (voice.empty()) return fail(Failure::unavailable, "no voice for " + language, program_);
    AFTERWORD_ASSIGN(Child child, Child::start({program_, "-v", voice, "-s",
                                                utterance.slow ? kSlowSpeed : kSpeed, "-b", "1",
                                                "--stdin", "--stdout"}));
    AFTERWORD_TRY(child.feed(utterance.text));
    return listen(child, take, wanted);
  }

 private:
  Result<> listen(Child& child, const TakeSamples& take, const StillWanted& wanted) const {
    std::string header;
    char room[4096];
    std::size_t kept = 0;  // half a sample that is not whole yet
    std::int16_t samples[sizeof room / 2];
    while (wanted()) {
      const std::ptrdiff_t got = child.read(std::span(room).subspan(kept), kStillWanted);
      if (got < 0) continue;
      if (got == 0) {
        const int code = child.wait();
        if (code != 0 || header.size() < kHeaderBytes)
          return fail(Failure::unavailable, fmt::format("it ended with {}", code), program_);
        return {};
      }
      std::string_view bytes(room, kept + static_cast<std::size_t>(got));
      if (header.size() < kHeaderBytes) {
        const std::size_t more = std::min(kHeaderBytes - header.size(), bytes.size());
        header += bytes.substr(0, more);
        bytes.remove_prefix(more);
        if (header.size() == kHeaderBytes && !is_our_sound(header))
          return fail(Failure::invalid, "its sound is not 16 bits, one channel, 22,050 a second",
                      program_);
      }
      // Little-endian as the machines we run on.
      const std::size_t count = bytes.size() / 2;
      std::memcpy(samples, bytes.data(), count * 2);
      kept = bytes.size() % 2;
      if (kept != 0) room[0] = bytes.back();
      if (count > 0 && !take(Samples(samples, count))) return {};
    }
    return {};
  }

  const std::string program_;
  const std::vector<Language> voices_;
};

}  // namespace

std::unique_ptr<Engine> espeak_engine(std::string program) {
  return std::make_unique<Espeak>(std::move(program));
}

}  // namespace afterword::kiosk
