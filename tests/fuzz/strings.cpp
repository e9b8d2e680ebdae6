// The words of the interface, as a file in assets/strings may hold them: the first byte says in which language, one of
// each way to form the plural.
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>

#include "kiosk/ui/strings.h"
#include "sync/base/core/bytes.h"
#include "sync/base/core/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace afterword;
  if (size == 0) return 0;
  constexpr const char* kLanguages[] = {"ru", "pl", "ar", "he", "fr", "ja", "de"};
  const std::string language = kLanguages[data[0] % std::size(kLanguages)];
  const std::string text(as_text({data + 1, size - 1}));
  const auto all = kiosk::AllStrings::read({{"en", R"({"skip": "Skip"})"}, {language, text}});
  if (!all) return 0;
  const kiosk::Strings words = all->in(language);
  if (words.right_to_left() != (language == "ar" || language == "he")) std::abort();
  for (const std::string& key : all->keys(language)) {
    if (!is_utf8(words.get(key, {{"shop", "{n}"}, {"n", "{shop}"}}))) std::abort();
    for (const std::int64_t n : {INT64_MIN, std::int64_t{0}, std::int64_t{2}, INT64_MAX})
      if (!is_utf8(words.count(key, n))) std::abort();
  }
  return 0;
}
