#include "sync/collector/http/chunks.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace afterword::collector {
namespace {

constexpr std::size_t kSizeLineBytesMax = 256;
constexpr std::size_t kTrailerBytesMax = 8 * 1024;

// The size before an extension. Nothing unless it is hexadecimal digits and no more.
std::optional<std::uint64_t> size_of(std::string_view line) {
  for (const char c : line)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) return std::nullopt;
  const std::string_view digits = line.substr(0, line.find(';'));
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return size;
}

}  // namespace

ChunkReader::State ChunkReader::read(std::string_view& in, std::string& body,
                                     std::size_t body_bytes_max) {
  // Each step takes something and wants something else, or ends the reading for now.
  for (;;) {
    const Want before = want_;
    const std::size_t bytes_before = in.size();
    State state = State::more;
    switch (want_) {
      case Want::size:
        state = read_size(in, body_bytes_max - body.size());
        break;
      case Want::data:
        state = read_data(in, body);
        break;
      case Want::end_of_data:
        state = read_end_of_data(in);
        break;
      case Want::trailer:
        state = read_trailer(in);
        break;
    }
    if (state != State::more) return state;
    if (want_ == before && in.size() == bytes_before) return State::more;
  }
}

ChunkReader::State ChunkReader::read_size(std::string_view& in, std::size_t room) {
  const std::size_t end = in.find("\r\n");
  if (end == std::string::npos || end > kSizeLineBytesMax)
    return in.size() > kSizeLineBytesMax + 1 ? State::malformed : State::more;
  const auto size = size_of(in.substr(0, end));
  if (!size) return State::malformed;
  if (*size > room) return State::too_large;
  in.remove_prefix(end + 2);
  left_ = *size;
  want_ = left_ == 0 ? Want::trailer : Want::data;
  return State::more;
}

ChunkReader::State ChunkReader::read_data(std::string_view& in, std::string& body) {
  const std::size_t count = std::min<std::uint64_t>(left_, in.size());
  body.append(in.substr(0, count));
  in.remove_prefix(count);
  left_ -= count;
  if (left_ == 0) want_ = Want::end_of_data;
  return State::more;
}

ChunkReader::State ChunkReader::read_end_of_data(std::string_view& in) {
  if (!in.empty() && in[0] != '\r') return State::malformed;
  if (in.size() < 2) return State::more;
  if (in[1] != '\n') return State::malformed;
  in.remove_prefix(2);
  want_ = Want::size;
  return State::more;
}

ChunkReader::State ChunkReader::read_trailer(std::string_view& in) {
  const std::size_t end = in.find("\r\n");
  const std::size_t length = end == std::string::npos ? in.size() : end + 2;
  if (trailer_bytes_ + length > kTrailerBytesMax) return State::malformed;
  if (end == std::string::npos) return State::more;
  const std::string_view line = in.substr(0, end);
  if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos)
    return State::malformed;
  in.remove_prefix(length);
  trailer_bytes_ += length;
  return end == 0 ? State::done : State::more;
}

}  // namespace afterword::collector
