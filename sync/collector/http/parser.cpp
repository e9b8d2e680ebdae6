#include "sync/collector/http/parser.h"

#include <algorithm>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <charconv>
#include <limits>
#include <optional>

#include "sync/collector/http/chunks.h"
#include "sync/collector/http/url.h"

namespace afterword::collector {
namespace {

namespace beast_http = boost::beast::http;

// Whether every line ends in CR LF and none continues the one before.
bool has_clean_lines(std::string_view header) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    const char c = header[i];
    if (c == '\0') return false;
    if (c == '\n' && (i == 0 || header[i - 1] != '\r')) return false;
    if (c == '\r' && (i + 1 == header.size() || header[i + 1] != '\n')) return false;
    if (c == '\n' && i + 1 < header.size() && (header[i + 1] == ' ' || header[i + 1] == '\t'))
      return false;
  }
  return true;
}

std::size_t count(const Pairs& headers, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(headers.begin(), headers.end(),
                                                [&](const auto& h) { return h.first == name; }));
}

}  // namespace

struct RequestParser::Impl {
  std::size_t header_bytes_max;
  BodyLimit body_limit;

  State state = State::header;
  std::size_t searched = 0;  // bytes of the header without its end in them
  Request request;
  std::optional<ChunkReader> chunks;  // a chunked body
  std::uint64_t left = 0;             // of a body whose length was given
  std::size_t body_bytes_max = 0;
  bool wants_continue = false;
  bool keep_alive = false;
  int status = 0;
  std::string why;

  State refuse(int with_status, std::string because) {
    status = with_status;
    why = std::move(because);
    return state = State::refused;
  }

  State read_header(std::string& in) {
    // An empty line before a request is an old habit of clients and means nothing.
    std::size_t empty_lines = 0;
    while (in.compare(empty_lines, 2, "\r\n") == 0) empty_lines += 2;
    if (empty_lines > 0) searched = 0;
    in.erase(0, empty_lines);
    const std::size_t end = in.find("\r\n\r\n", searched < 3 ? 0 : searched - 3);
    const std::size_t length = end == std::string::npos ? in.size() : end + 4;
    if (length > header_bytes_max) return refuse(431, "The request's header is too long.");
    if (end == std::string::npos) {
      searched = in.size();
      return state;
    }
    const std::string header = in.substr(0, length);
    in.erase(0, length);
    if (!has_clean_lines(header))
      return refuse(400, "A header line must end in CR LF and must not be folded.");
    return parse_header(header);
  }

  // Beast knows the grammar of a header; the body is read here.
  State parse_header(const std::string& header) {
    beast_http::request_parser<beast_http::empty_body> beast;
    beast.eager(false);
    beast.header_limit(std::numeric_limits<std::uint32_t>::max());
    beast.body_limit(boost::none);
    boost::system::error_code ec;
    beast.put(boost::asio::buffer(header), ec);
    if (ec == beast_http::error::bad_version)
      return refuse(505, "Only HTTP/1.1 and HTTP/1.0 are spoken here.");
    if (ec || !beast.is_header_done()) return refuse(400, "The request's header is malformed.");
    for (const auto& field : beast.get().base())
      request.headers.emplace_back(lower({field.name_string().data(), field.name_string().size()}),
                                   std::string(field.value().data(), field.value().size()));
    request.method = std::string(beast.get().method_string());
    request.target = std::string(beast.get().target());
    const bool is_1_1 = beast.get().version() == 11;
    keep_alive = is_1_1 && beast.get().keep_alive();
    return check_header(is_1_1);
  }

  State check_header(bool is_1_1) {
    if (count(request.headers, "host") != 1 && (is_1_1 || count(request.headers, "host") > 1))
      return refuse(400, "The request needs exactly one Host.");
    if (read_target() == State::refused || check_framing(is_1_1) == State::refused) return state;
    if (const auto expect = request.header("expect"); expect && is_1_1) {
      if (lower(*expect) != "100-continue")
        return refuse(417, "Only 100-continue can be expected.");
      wants_continue = true;
    }
    body_bytes_max = body_limit(request.path);
    if (left > body_bytes_max) return refuse(413, "The request's body is too large.");
    return state = chunks || left > 0 ? State::body : State::done;
  }

  State read_target() {
    const std::string_view target = request.target;
    const std::size_t question = target.find('?');
    auto path = decode_path(target.substr(0, question));
    if (!path) return refuse(400, "The request's path is malformed.");
    request.path = std::move(*path);
    if (question == std::string_view::npos) return state;
    auto query = decode_form(target.substr(question + 1));
    if (!query) return refuse(400, "The request's query is malformed.");
    request.query = std::move(*query);
    return state;
  }

  // Where the body ends must mean the same to everybody.
  State check_framing(bool is_1_1) {
    const std::size_t lengths = count(request.headers, "content-length");
    const std::size_t codings = count(request.headers, "transfer-encoding");
    if (lengths + codings > 1 || (codings == 1 && !is_1_1))
      return refuse(400, "The request's length is given twice or in two ways.");
    if (lengths == 1) {
      const std::string_view value = *request.header("content-length");
      const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), left);
      if (error != std::errc() || end != value.data() + value.size())
        return refuse(400, "Content-Length must be one number.");
    }
    if (codings == 1) {
      if (lower(*request.header("transfer-encoding")) != "chunked")
        return refuse(501, "The only transfer coding understood is chunked.");
      chunks.emplace();
    }
    return state;
  }

  State read_body(std::string& in) {
    if (chunks) return read_chunks(in);
    const std::size_t taken = std::min<std::uint64_t>(left, in.size());
    request.body.append(in, 0, taken);
    in.erase(0, taken);
    left -= taken;
    return left == 0 ? state = State::done : state;
  }

  State read_chunks(std::string& in) {
    // Erased once, not for each chunk: a body of tiny ones would cost far more than it sends.
    std::string_view rest = in;
    const ChunkReader::State result = chunks->read(rest, request.body, body_bytes_max);
    in.erase(0, in.size() - rest.size());
    switch (result) {
      case ChunkReader::State::done:
        return state = State::done;
      case ChunkReader::State::too_large:
        return refuse(413, "The request's body is too large.");
      case ChunkReader::State::malformed:
        return refuse(400, "The request's body is malformed.");
      case ChunkReader::State::more:
        break;
    }
    return state;
  }
};

RequestParser::RequestParser(std::size_t header_bytes_max, BodyLimit body_limit)
    : impl_(std::make_unique<Impl>()) {
  impl_->header_bytes_max = header_bytes_max;
  impl_->body_limit = std::move(body_limit);
}
RequestParser::~RequestParser() = default;

RequestParser::State RequestParser::read(std::string& in) {
  if (impl_->state == State::header) impl_->read_header(in);
  if (impl_->state == State::body) impl_->read_body(in);
  return impl_->state;
}

std::size_t RequestParser::body_bytes_max() const { return impl_->body_bytes_max; }

std::size_t RequestParser::body_bytes() const { return impl_->request.body.size(); }

bool RequestParser::take_continue() { return std::exchange(impl_->wants_continue, false); }

Request RequestParser::take() { return std::move(impl_->request); }

bool RequestParser::keep_alive() const { return impl_->keep_alive; }
int RequestParser::status() const { return impl_->status; }
std::string_view RequestParser::why() const { return impl_->why; }

}  // namespace afterword::collector
