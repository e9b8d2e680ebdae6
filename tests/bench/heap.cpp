// What it costs that the kiosk overwrites memory before it gives it back (kiosk/heap): the same work in
// this program, which does, and in bench-heap-plain, which is the same without. Prints figures and never
// fails by them.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "sync/base/core/files.h"
#include "sync/base/json/value.h"

namespace {

using namespace afterword;
using Clock = std::chrono::steady_clock;

struct Work {
  const char* words;
  void (*once)();
};

// Blocks of one size: taken, written by one byte, given back.
template <std::size_t kBytes>
void blocks() {
  for (int i = 0; i < 64; ++i) {
    auto* const block = static_cast<volatile char*>(std::malloc(kBytes));
    block[0] = 1;
    std::free(const_cast<char*>(block));
  }
}

// What the kiosk does most: small strings and trees of them.
void definition() {
  static const std::string text =
      read_file(AFTERWORD_SOURCE_DIR "/survey-defs/store-exit.json", 1 << 20).value();
  const json::Value read = json::parse(text).value();
  if (json::dump(read).empty()) std::abort();
}

// A comment that grows by one letter at a time and is looked at each time.
void typing() {
  std::string comment;
  for (int i = 0; i < 500; ++i) {
    comment += static_cast<char>('a' + i % 26);
    const std::string seen = comment + "|";
    if (seen.size() != comment.size() + 1) std::abort();
  }
}

constexpr Work kAll[] = {{"64 blocks of 64 bytes", blocks<64>},
                         {"64 blocks of 4 KiB", blocks<4096>},
                         {"64 blocks of 64 KiB", blocks<65536>},
                         {"a definition read and written", definition},
                         {"a comment of 500 letters typed", typing}};

// Microseconds, the fastest of some rounds: what others do on the machine only adds.
double measure(const Work& work) {
  double best = 1e9;
  for (int round = 0; round < 40; ++round) {
    constexpr int kTimes = 10;
    const auto begun = Clock::now();
    for (int i = 0; i < kTimes; ++i) work.once();
    const std::chrono::duration<double, std::micro> took = Clock::now() - begun;
    best = std::min(best, took.count() / kTimes);
  }
  return best;
}

}  // namespace

int main(int, char** argv) {
#ifdef AFTERWORD_PLAIN_HEAP
  for (const Work& work : kAll) std::printf("%.3f\n", measure(work));
  return argv[0] == nullptr;
#else
  std::FILE* const plain = ::popen(("'" + std::string(argv[0]) + "-plain'").c_str(), "r");
  if (plain == nullptr) return 2;
  for (const Work& work : kAll) {
    double without = 0;
    if (std::fscanf(plain, "%lf", &without) != 1) return 2;
    const double with = measure(work);
    std::printf("%-32s %9.2f us plain %9.2f us overwritten, %.2f times\n", work.words, without,
                with, with / without);
  }
  return ::pclose(plain) == 0 ? 0 : 2;
#endif
}
