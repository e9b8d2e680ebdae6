// How the time of redaction grows: each of the worst texts sixteen times as long, against sixteen times
// the time of the short one. 1.00 is linear; a square would be 16. Prints figures and never fails by them.
#include <chrono>
#include <cstdio>

#include "sync/redact/redact.h"
#include "tests/bench/figures.h"
#include "tests/sync/redact/worst_kinds.h"

namespace {

using namespace afterword;

constexpr std::size_t kTimesAsLong = 16, kShort = kMegabyte / kTimesAsLong;
constexpr int kRounds = 5;

double best_ms(const std::string& text) {
  double best = 0;
  for (int i = 0; i < kRounds; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    const std::size_t left = redact(text).text.size();
    const double ms =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begun).count();
    if (left == 0) std::printf("nothing left\n");
    if (i == 0 || ms < best) best = ms;
  }
  return best;
}

}  // namespace

int main() {
  std::vector<double> growth;
  for (const std::string_view piece : kWorstRedactions) {
    const double short_ms = best_ms(repeated(piece, kShort)) * kTimesAsLong;
    const double long_ms = best_ms(repeated(piece, kMegabyte));
    growth.push_back(long_ms / short_ms);
    std::string name = "a megabyte of \"";
    for (const char c : piece) name += static_cast<unsigned char>(c) < 0x80 ? c : '?';
    name += '"';
    bench::print_ratio(name.c_str(), long_ms, "ms", short_ms, "16 of a sixteenth");
  }
  std::printf("  median %.2f, most %.2f (1 is linear, 16 would be square)\n", bench::median(growth),
              bench::percentile(growth, 1));
  return 0;
}
