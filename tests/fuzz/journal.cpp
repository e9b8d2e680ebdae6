// The collector's journal: of whatever stands in it, what is read stays when the file is written anew.
#include <cstdint>
#include <cstdlib>

#include "sync/base/core/bytes.h"
#include "sync/collector/api/journal_lines.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace afterword::collector;
  const std::string written = text_of(read_entries(afterword::as_text({data, size})));
  const JournalEntries again = read_entries(written);
  if (!again.unreadable.empty() || text_of(again) != written) std::abort();
  return 0;
}
