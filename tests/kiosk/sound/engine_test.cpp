// The real voice and the real way to the loudspeaker, as far as a machine without one has it.
#include "kiosk/sound/engine.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "kiosk/sound/sound_thread.h"
#include "kiosk/sound/voices.h"
#include "sync/base/core/files.h"
#include "tests/kiosk/sound/fakes.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk::engine_test {

namespace fs = std::filesystem;

constexpr std::size_t kBytesMax = 64U << 20U;

// Programs that this one has started and that still run, with their command lines.
std::vector<std::string> children() {
  std::vector<std::string> lines;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator("/proc", ignored)) {
    const auto stat = read_file(entry.path().string() + "/stat", 4096);
    if (!stat) continue;
    const std::size_t name_end = stat->rfind(')');
    if (name_end == std::string::npos) continue;
    std::istringstream rest(stat->substr(name_end + 1));
    std::string state;
    long parent = 0;
    rest >> state >> parent;
    if (parent != ::getpid() || state == "Z") continue;
    const auto line = read_file(entry.path().string() + "/cmdline", 4096);
    if (line) lines.push_back(*line);
  }
  return lines;
}

struct Spoken {
  Result<> result;
  std::size_t samples = 0;
  int loudest = 0;
};

Spoken speak(Engine& engine, const Utterance& utterance, const Language& language) {
  Spoken spoken;
  spoken.result = engine.speak(
      utterance, language,
      [&](Samples samples) {
        spoken.samples += samples.size();
        for (const std::int16_t sample : samples)
          spoken.loudest = std::max(spoken.loudest, std::abs(static_cast<int>(sample)));
        return true;
      },
      [] { return true; });
  return spoken;
}

TEST_CASE("espeak-ng speaks the languages it speaks well, and is not asked for the others") {
  const auto engine = espeak_engine();
  const std::vector<Language> voices = engine->voices();
  for (const char* const language : {"en", "es", "ar", "zh", "de", "hi", "ru", "vi"})
    CHECK_MESSAGE(has_voice(voices, language), language);
  CHECK_FALSE(has_voice(voices, "he"));
  CHECK_FALSE(has_voice(voices, "th"));
  const std::pair<const char*, const char*> words[] = {
      {"en", "Good, 4 of 5"}, {"es", "¿Cómo fue hoy?"},  {"ar", "كيف كان يومك؟"},
      {"zh", "今天怎么样？"}, {"de", "Gut, 4 von 5"},    {"hi", "आज कैसा रहा?"},
      {"ru", "Как прошло?"},  {"vi", "Hôm nay thế nào?"}};
  for (const auto& each : words) {
    const char* const language = each.first;
    const Spoken spoken = speak(*engine, {.text = each.second}, language);
    REQUIRE_MESSAGE(spoken.result, language);
    CHECK_MESSAGE(spoken.samples > kSampleRate / 2, language);
    CHECK_MESSAGE(spoken.loudest > 2000, language);
  }
  CHECK(children().empty());
}

TEST_CASE("What is spelled takes its time") {
  const auto engine = espeak_engine();
  const std::string code = "7, F, 3, K, 9, 2, Q, M";
  CHECK(speak(*engine, {.text = code, .slow = true}, "en").samples >
        speak(*engine, {.text = code}, "en").samples * 5 / 4);
}

TEST_CASE("What is said stands on no command line, and signs in it are no commands") {
  const auto engine = espeak_engine();
  const std::string text =
      "--help 'my number' \"$(id)\" <break/> is a secret. " + std::string(3000, 'a');
  std::vector<std::string> seen;
  const auto result = engine->speak(
      {.text = text}, "en",
      [&](Samples) {
        if (seen.empty()) seen = children();
        return true;
      },
      [] { return true; });
  REQUIRE(result);
  REQUIRE_FALSE(seen.empty());
  for (const std::string& line : seen) {
    CHECK(line.find("espeak-ng") != std::string::npos);
    CHECK(line.find("secret") == std::string::npos);
    CHECK(line.find("number") == std::string::npos);
  }
}

TEST_CASE("A voice that is not wanted any more is gone at once") {
  const auto engine = espeak_engine();
  int times = 0;
  CHECK(engine->speak(
      {.text = std::string(4000, 'a')}, "en", [&](Samples) { return ++times < 3; },
      [] { return true; }));
  CHECK(times == 3);
  CHECK(children().empty());
  CHECK(engine->speak(
      {.text = "Nobody waits for this."}, "en", [](Samples) { return true; },
      [] { return false; }));
  CHECK(children().empty());
}

void write_program(const std::string& path, const std::string& body) {
  REQUIRE(write_file(path, "#!/bin/sh\n" + body));
  REQUIRE(::chmod(path.c_str(), 0700) == 0);
}

TEST_CASE("A program that is not there has no voices, and one that talks nonsense is an error") {
  test::Scratch scratch;
  CHECK(espeak_engine(scratch.file("nothing"))->voices().empty());

  const std::string listing =
      "if [ \"$1\" = --voices ]; then echo ' 5  en-gb  --/M  E  gmw/en'; exit; fi\n";
  write_program(scratch.file("rubbish"), listing + "cat > /dev/null; head -c 5000 /dev/zero\n");
  const auto rubbish = espeak_engine(scratch.file("rubbish"));
  CHECK(rubbish->voices() == std::vector<Language>{"en"});
  CHECK(speak(*rubbish, {.text = "Hello"}, "en").result.error().failure == Failure::invalid);

  write_program(scratch.file("failing"), listing + "exit 3\n");
  const auto failing = espeak_engine(scratch.file("failing"));
  CHECK_FALSE(speak(*failing, {.text = "Hello"}, "en").result);

  write_program(scratch.file("hanging"), listing + "exec sleep 1000\n");
  const auto hanging = espeak_engine(scratch.file("hanging"));
  int asked = 0;
  CHECK(hanging->speak(
      {.text = "Hello"}, "en", [](Samples) { return true; }, [&] { return ++asked < 3; }));
  CHECK(children().empty());
}

TEST_CASE("Which voice a language has") {
  CHECK(voice_for("en-GB") == "en");
  CHECK(voice_for("zh-Hant") == "cmn-latn-pinyin");
  CHECK(voice_for("he").empty());
  CHECK(voice_for("tlh").empty());
  CHECK(voices_in(" 5  ru  --/M  Russian  zle/ru\n").size() == 1);
  CHECK(voices_in("Pty Language       Age/Gender VoiceName\n").empty());
  CHECK(voices_in("").empty());
}

// A sound card that is a file: what would be heard can be looked at.
struct RecordingCard {
  test::Scratch scratch;
  RecordingCard() {
    REQUIRE(
        write_file(scratch.file("asound.conf"), "pcm.!default { type file slave.pcm null file \"" +
                                                    scratch.file("heard.wav") +
                                                    "\" format wav }\npcm.null { type null }\n"));
    ::setenv("ALSA_CONFIG_PATH", scratch.file("asound.conf").c_str(), 1);
  }
  ~RecordingCard() { ::unsetenv("ALSA_CONFIG_PATH"); }
  std::string heard() const { return read_file(scratch.file("heard.wav"), kBytesMax).value_or(""); }
};

TEST_CASE("A sentence and a chime go all the way to the sound card") {
  RecordingCard card;
  test::ListLog log;
  {
    SoundThread sound(espeak_engine(), alsa_sink(), log);
    REQUIRE(has_voice(sound.voices(), "en"));
    sound.set_volume(kVolumeMost);
    sound.say({.text = "How were the fitting rooms today?"}, "en");
    sound.chime();
    sound.wait_until_quiet();
  }
  for (const std::string& line : log.lines()) MESSAGE(line);
  CHECK(log.lines().empty());
  const std::string wav = card.heard();
  REQUIRE(wav.size() > 2 * kSampleRate);
  CHECK(wav.starts_with("RIFF"));
}

TEST_CASE("A machine without a sound card offers no voice") {
  test::ListLog log;
  SoundThread sound(espeak_engine(), alsa_sink("no-such-device"), log);
  CHECK(sound.voices().empty());
  CHECK(log.lines().size() == 1);
}

}  // namespace afterword::kiosk::engine_test
