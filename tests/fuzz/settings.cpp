// The settings file of a kiosk: what is accepted says the same however it is written, and wins over anything
// that lies under it.
#include <cstdint>
#include <cstdlib>

#include "kiosk/appliance/kiosk_settings.h"
#include "sync/base/core/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace afterword;
  const std::string_view text = as_text({data, size});
  const auto settings = kiosk::read_settings(text, "kiosk.json");
  if (!settings) return 0;
  if (kiosk::read_settings(dump_pretty(*json::parse(text)), "kiosk.json") != *settings)
    std::abort();
  if (laid_over({}, *settings) != *settings || laid_over(*settings, {}) != *settings) std::abort();
  if (laid_over(*settings, *settings) != *settings) std::abort();
  if (settings->px_per_mm && settings->screen_diagonal_inches) std::abort();
  const float density = kiosk::density(*settings, 1280, 800, 5);
  if (!(density > 0)) std::abort();
  if (settings->opening_hours)
    for (const auto& day : settings->opening_hours->days)
      if (day && !(day->from >= 0 && day->from < day->to && day->to <= 2880)) std::abort();
  return 0;
}
