// Scrolls and types in a comment of 50 and of 50,000 characters, and prints what a frame costs.
#define DOCTEST_CONFIG_IMPLEMENT
#include "tests/kiosk/ui/typing/desk.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace {

using namespace afterword;
using namespace afterword::kiosk;
using typing_desk::Desk;

constexpr int kFrames = 300;

std::string text_of(std::size_t characters, std::string_view sentence) {
  std::string out;
  std::size_t count = 0;
  while (count < characters) {
    for (std::size_t at = 0; at < sentence.size() && count < characters; ++count) {
      std::size_t next = at + 1;
      while (next < sentence.size() &&
             (static_cast<unsigned char>(sentence[next]) & 0xC0U) == 0x80U)
        ++next;
      out.append(sentence.substr(at, next - at));
      at = next;
    }
  }
  return out;
}

struct Cost {
  double median_ms = 0, worst_ms = 0;
};

template <class Step>
Cost cost_of(Step&& step) {
  std::vector<double> times;
  for (int i = 0; i < kFrames; ++i) {
    const auto start = std::chrono::steady_clock::now();
    step(i);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times.back()};
}

Cost scrolling(const std::string& language, const std::string& text) {
  Desk desk({language});
  desk.box.begin(text);
  for (int i = 0; i < 5; ++i) desk.wait(Ms{16});
  desk.down({500, 200});
  float y = 200;
  const Cost cost = cost_of([&](int frame) {
    // Down and up again, as a thumb does: 24 px a frame.
    y += frame % 40 < 20 ? 24.0F : -24.0F;
    desk.now = desk.now + Ms{16};
    desk.move({500, y});
  });
  desk.up({500, y});
  return cost;
}

Cost typing(const std::string& language, const std::string& text) {
  Desk desk({language});
  desk.box.begin(text);
  for (int i = 0; i < 5; ++i) desk.wait(Ms{16});
  return cost_of([&](int) {
    desk.now = desk.now + Ms{16};
    desk.frame(TextEvent{"a", desk.now});
  });
}

void print(const char* what, const std::string& language, Cost small, Cost large) {
  std::printf(
      "%-9s %-3s 50: %6.2f ms (worst %6.2f)   50,000: %6.2f ms (worst %6.2f)   ratio %.2f\n", what,
      language.c_str(), small.median_ms, small.worst_ms, large.median_ms, large.worst_ms,
      large.median_ms / small.median_ms);
}

}  // namespace

int main() {
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();
  const std::pair<std::string, std::string_view> texts[] = {
      {"en", "Only two of the five rooms were open, and the queue went back past the coats. "},
      {"zh", "五间里只开了两间，队伍一直排到大衣区。"},
      {"ar", "كانت غرفتان فقط مفتوحتين وكان الطابور طويلًا. "},
      {"th", "เปิดแค่สองห้องจากห้าห้องและคิวยาวไปถึงเสื้อโค้ต "},
      {"hi", "पाँच में से केवल दो कमरे खुले थे और कतार बहुत लंबी थी। "},
  };
  for (const auto& [language, sentence] : texts) {
    // 64 KiB hold 50,000 characters of Latin letters, fewer of others.
    std::string many = text_of(50'000, sentence);
    many.resize(std::min(many.size(), kTypedBytesMax - 1024));
    while (!many.empty() && (static_cast<unsigned char>(many.back()) & 0xC0U) == 0x80U)
      many.pop_back();
    if (!many.empty() && static_cast<unsigned char>(many.back()) >= 0xC0U) many.pop_back();
    const std::string few = text_of(50, sentence);
    print("scrolling", language, scrolling(language, few), scrolling(language, many));
    print("typing", language, typing(language, few), typing(language, many));
  }
  return 0;
}
