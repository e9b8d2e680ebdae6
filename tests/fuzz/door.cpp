// A line at the local door for events: it is heard exactly where the answer says so, and what was heard
// reads again from its own writing.
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "kiosk/event_door.h"
#include "sync/base/core/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::optional<afterword::Happening> heard;
  const std::string answer =
      afterword::kiosk::answer_event(afterword::as_text({data, size}),
                                     [&heard](const afterword::Happening& told) { heard = told; });
  if (answer.find('\n') != answer.npos) std::abort();
  const auto said = afterword::json::parse(answer);
  const afterword::json::Value* const ok = said ? said->find("ok") : nullptr;
  if (ok == nullptr || ok->as_bool() != heard.has_value()) std::abort();
  if (heard && afterword::read_happening(to_json(*heard), true) != *heard) std::abort();
  return 0;
}
