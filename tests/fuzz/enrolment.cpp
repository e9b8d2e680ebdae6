// A kiosk's device.key: read or refused, and what was read is written as it was read.
#include <cstdint>
#include <cstdlib>

#include "sync/base/core/bytes.h"
#include "sync/client/identity.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace afterword;
  const auto enrolment = read_enrolment(as_text({data, size}));
  if (!enrolment) return 0;
  const std::string written = dump(*enrolment);
  const auto again = read_enrolment(written);
  if (!again || dump(*again) != written) std::abort();
  return 0;
}
