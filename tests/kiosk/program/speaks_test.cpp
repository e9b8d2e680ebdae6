// The real kiosk with the real voice and a sound card that is a file.
#include <doctest/doctest.h>

#include <cmath>
#include <cstring>

#include "sync/base/core/files.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace afterword::kiosk_program_test {

constexpr std::size_t kBytesMax = 256U << 20U;
constexpr int kSampleRate = 22'050;

// Beginning read aloud, one answer by the keys, and away.
constexpr const char* kScript = R"(wait welcome
key read_aloud
pause 5000
key enter
wait not_applicable
pause 2000
key tab
pause 500
key louder
pause 500
key enter
pause 500
quit
)";

// All that is played, one opening of the device behind the other.
std::string config(const std::string& raw) {
  return "pcm.!default { type file slave.pcm null file \"|cat >> " + raw +
         "\" format raw }\npcm.null { type null }\n";
}

struct Heard {
  double seconds = 0;
  int loudest = 0;
};

Heard heard_in(const std::string& raw) {
  const std::string bytes = read_file(raw, kBytesMax).value_or("");
  Heard heard;
  heard.seconds = static_cast<double>(bytes.size()) / 2 / kSampleRate;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    std::int16_t sample = 0;
    std::memcpy(&sample, bytes.data() + at, sizeof sample);
    heard.loudest = std::max(heard.loudest, std::abs(static_cast<int>(sample)));
  }
  return heard;
}

test::Finished run_kiosk(const test::Scratch& scratch, const std::string& script) {
  REQUIRE(write_file(scratch.file("script"), script));
  REQUIRE(write_file(scratch.file("asound.conf"), config(scratch.file("heard.raw"))));
  return test::run(
      {"xvfb-run", "-a", "-s", "-screen 0 1280x800x24",
       std::string(AFTERWORD_BINARY_DIR) + "/afterword-kiosk", "--data", scratch.file("data"),
       "--windowed", "1280x800", "--script", scratch.file("script")},
      scratch.path(), {{"ALSA_CONFIG_PATH", scratch.file("asound.conf")}});
}

TEST_CASE("The real kiosk speaks when it is asked to") {
  test::Scratch scratch;
  const test::Finished finished = run_kiosk(scratch, kScript);
  REQUIRE_MESSAGE(finished.exit_code == 0, finished.err);
  const Heard heard = heard_in(scratch.file("heard.raw"));
  CHECK(heard.seconds > 4);  // how it is used alone takes longer
  CHECK(heard.loudest > 1000);
}

TEST_CASE("Nobody who does not ask is spoken to") {
  test::Scratch scratch;
  const test::Finished finished =
      run_kiosk(scratch, "wait welcome\nkey enter\nwait not_applicable\npause 500\nquit\n");
  REQUIRE_MESSAGE(finished.exit_code == 0, finished.err);
  CHECK(heard_in(scratch.file("heard.raw")).loudest == 0);
}

}  // namespace afterword::kiosk_program_test
