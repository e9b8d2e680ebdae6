// A chunked body, read as it comes: sizes and data, extensions ignored, trailers dropped. Strict
// and of our own, since Beast's reader takes some bodies or refuses them depending on how the
// bytes happen to be cut.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace afterword::collector {

class ChunkReader {
 public:
  enum class State { more, done, too_large, malformed };

  // Takes what it can use off the front of `in` and appends data to `body`, which stays within
  // `body_bytes_max`. Not to be called again after anything but more.
  State read(std::string_view& in, std::string& body, std::size_t body_bytes_max);

 private:
  enum class Want { size, data, end_of_data, trailer };
  State read_size(std::string_view& in, std::size_t room);
  State read_data(std::string_view& in, std::string& body);
  State read_end_of_data(std::string_view& in);
  State read_trailer(std::string_view& in);

  Want want_ = Want::size;
  std::uint64_t left_ = 0;         // of the chunk being read
  std::size_t trailer_bytes_ = 0;  // read and dropped
};

}  // namespace afterword::collector
