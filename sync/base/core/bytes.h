// Bytes and their spellings: hex, base64url without padding, big-endian numbers.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace afterword {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

ByteView as_bytes(std::string_view text);
std::string_view as_text(ByteView bytes);
Bytes to_bytes(std::string_view text);

std::string base64url(ByteView bytes);
// Strict: no padding, no white space, no non-zero left-over bits. Nothing on anything else.
std::optional<Bytes> from_base64url(std::string_view text);
std::string base64(ByteView bytes);  // with padding, the ordinary alphabet
std::optional<Bytes> from_base64(std::string_view text);
std::string hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view text);

// The way bytes are laid out before hashing and as associated data: u64 big-endian,
// text as u16 length (big-endian) and UTF-8, raw bytes as they are.
class Layout {
 public:
  Layout& u64(std::uint64_t value);
  Layout& text(std::string_view value);  // at most 65,535 bytes
  Layout& raw(ByteView value);
  const Bytes& bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

}  // namespace afterword
