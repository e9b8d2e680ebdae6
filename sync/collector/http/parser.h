// One HTTP request out of bytes as they come, with its limits. No socket: bytes in, Request out.
//
// Refused is what two readers could understand differently (request smuggling): a Content-Length
// beside a Transfer-Encoding, more than one of either, folded headers, bare line feeds, a missing
// Host, dot segments. Trailers of a chunked body are read and dropped.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "sync/collector/http/http.h"

namespace afterword::collector {

class RequestParser {
 public:
  enum class State { header, body, done, refused };
  using BodyLimit = std::function<std::size_t(std::string_view path)>;

  RequestParser(std::size_t header_bytes_max, BodyLimit body_limit);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  // Takes what it can use off the front of `in`; what is left belongs to the rest of this request
  // or to the next one. Not to be called again after done or refused.
  State read(std::string& in);

  // In state body or done: what the path allows.
  std::size_t body_bytes_max() const;
  // How much of the body has been read so far.
  std::size_t body_bytes() const;
  // True once, in state body: the other side waits for "100 Continue" before it sends the body.
  bool take_continue();

  // In state done: the request, without `peer`. Once.
  Request take();
  bool keep_alive() const;

  // In state refused.
  int status() const;
  std::string_view why() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace afterword::collector
