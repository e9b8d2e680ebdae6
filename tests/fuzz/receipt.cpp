// A scheme of receipts and a number somebody typed, up to and after the first zero byte. A scheme reads again
// from its own writing; a number that fits one fits without its blanks and in small letters too; and where a
// check digit stands, one digit typed wrongly is found out.
#include <cstdint>
#include <cstdlib>

#include "survey-defs/model/timing_receipt.h"
#include "sync/base/core/bytes.h"

namespace {

using namespace afterword;

// `number` as it stands under the pattern.
void finds_slips(const ReceiptScheme& scheme, std::string number) {
  for (std::size_t at = 0; at < number.size(); ++at) {
    if (scheme.pattern[at] != '#' && scheme.pattern[at] != '=') continue;
    const char right = number[at];
    number[at] = right == '9' ? '0' : static_cast<char>(right + 1);
    if (read_receipt(scheme, number)) std::abort();
    number[at] = right;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text({data, size});
  const std::size_t end = text.find('\0');
  const auto value = json::parse(text.substr(0, end));
  if (!value) return 0;
  const auto scheme = read_receipt_scheme(*value, "receipts");
  if (!scheme) return 0;
  if (read_receipt_scheme(to_json(*scheme), "receipts") != *scheme) std::abort();
  if (end == text.npos) return 0;
  std::string typed(text.substr(end + 1));
  const auto tags = read_receipt(*scheme, typed);
  if (!tags) return 0;
  std::erase(typed, ' ');
  for (char& letter : typed)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  if (read_receipt(*scheme, typed) != tags) std::abort();
  if (scheme->check == ReceiptScheme::Check::luhn && typed.size() == scheme->pattern.size())
    finds_slips(*scheme, typed);
  return 0;
}
