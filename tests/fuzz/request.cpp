// Bytes as a client may send them: however they are cut, the requests read out of them, and what
// is refused, are the same. Two readers that differ are what request smuggling lives on.
#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sync/base/core/bytes.h"
#include "sync/base/core/utf8.h"
#include "sync/collector/http/parser.h"

namespace {

using afterword::collector::Request;
using afterword::collector::RequestParser;

constexpr std::size_t kHeaderBytesMax = 1024;
constexpr std::size_t kBodyBytesMax = 4096;
constexpr std::size_t kInputBytesMax = 16 * 1024;

std::string described(const Request& request) {
  if (!afterword::is_utf8(request.path) || !request.path.starts_with('/')) std::abort();
  if (request.body.size() > kBodyBytesMax) std::abort();
  std::string out =
      fmt::format("{} {} {} [{}]", request.method, request.target, request.path, request.body);
  for (const auto& [name, value] : request.headers) out += fmt::format("|{}:{}", name, value);
  for (const auto& [name, value] : request.query) out += fmt::format("?{}={}", name, value);
  return out;
}

std::string read_in_pieces(std::string_view bytes, std::size_t piece) {
  std::string said, in;
  auto parser = std::make_unique<RequestParser>(kHeaderBytesMax,
                                                [](std::string_view) { return kBodyBytesMax; });
  while (!bytes.empty()) {
    in += bytes.substr(0, piece);
    bytes.remove_prefix(std::min(piece, bytes.size()));
    while (!in.empty()) {
      const std::size_t before = in.size();
      const RequestParser::State state = parser->read(in);
      if (state == RequestParser::State::refused) return said + std::to_string(parser->status());
      if (state == RequestParser::State::done) {
        said += described(parser->take()) + "\n";
        parser = std::make_unique<RequestParser>(kHeaderBytesMax,
                                                 [](std::string_view) { return kBodyBytesMax; });
      } else if (in.size() == before) {
        break;
      }
    }
  }
  return said;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kInputBytesMax) return 0;
  const std::string_view bytes = afterword::as_text({data, size});
  const std::string whole = read_in_pieces(bytes, kInputBytesMax);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}})
    if (read_in_pieces(bytes, piece) != whole) std::abort();
  return 0;
}
