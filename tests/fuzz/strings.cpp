// The words of the interface, as a file in assets/strings may hold them: in Russian, which has most plural forms.
#include <cstdint>
#include <cstdlib>

#include "kiosk/ui/strings.h"
#include "sync/base/core/bytes.h"
#include "sync/base/core/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace afterword;
  const std::string text(as_text({data, size}));
  const auto all = kiosk::AllStrings::read({{"en", R"({"skip": "Skip"})"}, {"ru", text}});
  if (!all) return 0;
  const kiosk::Strings words = all->in("ru");
  for (const std::string& key : all->keys("ru")) {
    if (!is_utf8(words.get(key, {{"shop", "{n}"}, {"n", "{shop}"}}))) std::abort();
    for (const std::int64_t n : {INT64_MIN, std::int64_t{0}, std::int64_t{2}, INT64_MAX})
      if (!is_utf8(words.count(key, n))) std::abort();
  }
  return 0;
}
