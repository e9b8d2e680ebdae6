// JSON itself, which stands under every other reader: what is read is the same again from its own writing,
// in one line or in many.
#include <cstdint>
#include <cstdlib>

#include "sync/base/core/bytes.h"
#include "sync/base/json/value.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto value = afterword::json::parse(afterword::as_text({data, size}));
  if (!value) return 0;
  const std::string written = dump(*value);
  if (written.find('\n') != written.npos) std::abort();
  for (const std::string& text : {written, dump_pretty(*value)})
    if (afterword::json::parse(text) != *value) std::abort();
  return 0;
}
