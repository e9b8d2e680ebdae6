// libFuzzer target: the reader of definitions, lint, and random runs through what they accept.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "sync/base/core/files.h"
#include "tests/survey-defs/invariants/invariants.h"

namespace {

const afterword::json::Value& schema() {
  static const afterword::json::Value value = [] {
    const auto text = afterword::read_file(
        std::string(AFTERWORD_SOURCE_DIR) + "/survey-defs/survey.schema.json", 1 << 20);
    const auto parsed = afterword::json::parse(text ? *text : std::string());
    if (!parsed) {
      std::fprintf(stderr, "survey-defs/survey.schema.json cannot be read\n");
      std::abort();
    }
    return *parsed;
  }();
  return value;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  if (const auto broken = afterword::test::broken_promise(bytes, schema())) {
    std::fprintf(stderr, "%s\n", broken->c_str());
    std::abort();
  }
  return 0;
}
