// libFuzzer target: everything that is read off the wire. The first byte chooses the reader.
//
// Nothing may crash or take long; and what a reader accepts, it must read again from its own
// writing to the same writing.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "sync/base/pack/pack.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/problems.h"

namespace {

using namespace afterword;

template <class Message>
void reads_its_own_writing(Result<Message> (*read)(std::string_view), std::string_view input) {
  const auto first = read(input);
  if (!first) return;
  const std::string written = dump(*first);
  const auto second = read(written);
  if (second && dump(*second) == written) return;
  std::fprintf(stderr, "accepted, but not its own writing: %s\n", written.c_str());
  std::abort();
}

// Nobody has signed what a fuzzer makes up.
void proves_nothing(std::string_view input) {
  const crypto::Key32 key = crypto::SigningKey::from_seed({}).public_key;
  if (open_trust(input, root_hash(key)) ||
      open_envelope(input, kDefinitionType, {&key, 1}, kEnvelopeBytesMax)) {
    std::fprintf(stderr, "accepted without a signature\n");
    std::abort();
  }
}

void unpacks_within_limits(std::string_view input) {
  const auto out = pack::decompress(as_bytes(input), 10'000);
  if (out && out->size() > 10'000) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 9) {
    case 0:
      reads_its_own_writing(read_batch, input);
      break;
    case 1:
      reads_its_own_writing(read_batch_reply, input);
      break;
    case 2:
      reads_its_own_writing(read_wait_request, input);
      break;
    case 3:
      reads_its_own_writing(read_wait_reply, input);
      break;
    case 4:
      reads_its_own_writing(read_enrol_request, input);
      break;
    case 5:
      reads_its_own_writing(read_enrol_reply, input);
      break;
    case 6:
      reads_its_own_writing(read_enrolment_code, input);
      break;
    case 7:
      proves_nothing(input);
      break;
    default:
      unpacks_within_limits(input);
      break;
  }
  if (const auto problem = read_problem(input)) {
    (void)dump(*problem);
    if (to_error(*problem).what.empty()) std::abort();
  }
  return 0;
}
