// afterword-kiosk: asks shoppers where the experience happened. README.md says what is in which
// folder.
#include <malloc.h>
#include <sys/resource.h>

#include <cstdio>

#include "kiosk/kiosk.h"
#include "sync/base/core/files.h"
#include "sync/base/core/no_memory.h"
#include "sync/base/crypto/hash.h"
#include "sync/base/crypto/system_random.h"

namespace {

using namespace afterword;

constexpr int kCouldNotRun = 2;

int complain(const Error& error) {
  std::fprintf(stderr, "afterword-kiosk: %s\n", error.text().c_str());
  return kCouldNotRun;
}

// The machine's name for this start of it, hashed: times of one boot can be compared, and nothing
// else is learned. Without one, a random name: times are then compared within this run only.
std::string boot_name(Random& random) {
  const auto id = read_file("/proc/sys/kernel/random/boot_id", 256);
  const auto hash = id ? crypto::hash256(*id) : crypto::hash256(std::to_string(random.u64()));
  return base64url(ByteView(hash).first(12));
}

// What a shopper is typing stands in memory: a crash leaves no copy of it on the disk. One byte and
// not none: the kernel hands a dump to a program that collects them whatever the limit, but for this
// one.
void leave_no_core_dump() {
  const rlimit none{1, 1};
  setrlimit(RLIMIT_CORE, &none);
}

// Drawing by the processor takes some megabytes for each frame. Given back and fetched again each time
// they cost more than the drawing.
void keep_what_frames_take() { mallopt(M_TRIM_THRESHOLD, 16 << 20); }

}  // namespace

int main(int argc, char** argv) {
  leave_no_core_dump();
  end_when_memory_is_short();
  keep_what_frames_take();
  const auto read = kiosk::read_options(argc, argv);
  if (const int* answered = std::get_if<int>(&read)) return *answered;
  if (const auto ready = crypto::crypto_init(); !ready) return complain(ready.error());
  const SystemClock clock;
  crypto::SystemRandom random;
  const auto log = make_stderr_log();
  const auto code =
      kiosk::run_kiosk(std::get<kiosk::Options>(read), {clock, random, *log, boot_name(random)});
  return code ? *code : complain(code.error());
}
