// Redaction of any bytes: nothing breaks, valid text stays valid, a second look finds nothing.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sync/base/core/bytes.h"
#include "sync/base/core/utf8.h"
#include "sync/redact/redact.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = afterword::as_text({data, size});
  const afterword::Redacted once = afterword::redact(text);
  if (afterword::is_utf8(text) && !afterword::is_utf8(once.text)) std::abort();
  if (!once.changed() && once.text != text) std::abort();
  if (afterword::redact(once.text).text != once.text) std::abort();
  return 0;
}
