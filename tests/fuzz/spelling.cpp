// Short things that people and other programs write: days, times, bytes, numbers, codes. Each is spelled one way
// only, or says the same again when it is written as we write it.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "sync/base/core/bytes.h"
#include "sync/base/core/day.h"
#include "sync/base/crypto/codes.h"
#include "sync/protocol/names.h"

namespace {

using namespace afterword;

void check(bool holds) {
  if (!holds) std::abort();
}

std::string small(std::string_view text) {
  std::string out(text);
  for (char& letter : out)
    if (letter >= 'A' && letter <= 'F') letter = static_cast<char>(letter - 'A' + 'a');
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  if (const auto day = Day::parse(text)) {
    check(day->text() == text && text.starts_with(day->month()));
    check(day->week().size() == 8);
  }
  if (const auto time = parse_rfc3339(text)) check(parse_rfc3339(rfc3339(*time)) == *time);
  if (const auto bytes = from_base64url(text)) check(base64url(*bytes) == text);
  if (const auto bytes = from_base64(text)) check(base64(*bytes) == text);
  if (const auto bytes = from_hex(text)) check(hex(*bytes) == small(text));
  if (const auto number = parse_number(text)) check(std::to_string(*number) == text);
  if (is_device(text) || is_key_id(text))
    check(!text.empty() && text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ /\n") == text.npos);
  for (const std::size_t characters : {4, 8, 10})
    if (const auto code = crypto::read_code(text, characters)) {
      check(code->size() == characters);
      check(code->find_first_not_of(crypto::kCrockford) == code->npos);
      check(crypto::read_code(crypto::show_code(*code, 4), characters) == code);
    }
  return 0;
}
