#include "sync/base/http/http_client.h"

#include <curl/curl.h>

#include <atomic>

#include "sync/base/core/bytes.h"

namespace afterword {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return low(x) == low(y); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() &&
         (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\n'))
    text.remove_suffix(1);
  return text;
}

// Whoever can put a line break into a header can write headers of their own.
bool is_one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

struct Receiving {
  const HttpOptions& options;
  HttpReply reply;
  std::size_t header_bytes = 0;
  std::string over_limit;  // which limit, once one is passed
};

std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
  Receiving& in = *static_cast<Receiving*>(user);
  in.header_bytes += size;
  if (in.header_bytes > in.options.header_bytes_max) {
    in.over_limit = fmt::format("more than {} bytes of headers", in.options.header_bytes_max);
    return 0;
  }
  const std::string_view line = trimmed({data, size});
  if (line.starts_with("HTTP/")) {  // a reply begins (again, after "100 Continue")
    in.reply.headers.clear();
    return size;
  }
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos)
    in.reply.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  return size;
}

std::size_t on_body(char* data, std::size_t, std::size_t size, void* user) {
  Receiving& in = *static_cast<Receiving*>(user);
  if (in.reply.body.size() + size > in.options.body_bytes_max) {
    in.over_limit = fmt::format("more than {} bytes of body", in.options.body_bytes_max);
    return 0;
  }
  in.reply.body.append(data, size);
  return size;
}

std::string pin_text(const std::vector<KeyPin>& pins) {
  std::string text;
  for (const KeyPin& pin : pins) {
    if (!text.empty()) text += ';';
    text += "sha256//" + base64(pin);
  }
  return text;
}

Result<> check(const HttpRequest& request, const HttpOptions& options) {
  const auto no = [&](std::string what, std::string hint = {}) {
    return fail(Failure::invalid, std::move(what), request.url, std::move(hint));
  };
  if (!request.url.starts_with("https://")) return no("is no https:// address");
  if (!is_one_line(request.url) || !is_one_line(request.method))
    return no("holds a line break or a zero byte");
  for (const auto& header : request.headers)
    if (header.first.empty() || !is_one_line(header.first) || !is_one_line(header.second))
      return no(fmt::format("the header {} is empty or holds a line break", header.first));
  if (options.pins.empty() && !options.unverified)
    return no("nothing says which key the server must have", "give the pin of its TLS key");
  return {};
}

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void append(HeaderList& list, const std::string& line) {
  list.reset(curl_slist_append(list.release(), line.c_str()));
}

HeaderList header_lines(const HttpRequest& request) {
  HeaderList list;
  append(list, "Expect:");  // no extra round trip before a body
  bool typed = false;
  for (const auto& header : request.headers) {
    typed = typed || same_name(header.first, "Content-Type");
    append(list, header.second.empty() ? header.first + ";"
                                       : fmt::format("{}: {}", header.first, header.second));
  }
  if (!typed)
    append(list, request.body.empty() ? "Content-Type:" : "Content-Type: application/json");
  return list;
}

Error to_error(CURL* easy, CURLcode code, const Receiving& in, const std::string& url,
               const char* detail) {
  if (!in.over_limit.empty())
    return {Failure::invalid, "the reply is too large: " + in.over_limit, url, {}};
  if (code == CURLE_SSL_PINNEDPUBKEYNOTMATCH)
    return {Failure::denied, "the server's TLS key is not the pinned one", url,
            "another server answers at this address, or its key was changed without a word"};
  const std::string words = *detail != '\0' ? detail : curl_easy_strerror(code);
  long sent = 0;
  curl_easy_getinfo(easy, CURLINFO_REQUEST_SIZE, &sent);
  return {sent > 0 ? Failure::unavailable : Failure::unreachable, words, url,
          "check the network and whether the collector runs"};
}

}  // namespace

std::optional<std::string_view> HttpReply::header(std::string_view name) const {
  for (const auto& header : headers)
    if (same_name(header.first, name)) return header.second;
  return std::nullopt;
}

struct CurlHttpClient::Impl {
  CURLM* multi = curl_multi_init();
  CURL* easy = curl_easy_init();
  std::atomic<bool> stopped{false};
  std::string last_pins;

  ~Impl() {
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }

  void set_up(const HttpRequest& request, const HttpOptions& options, const std::string& pins,
              curl_slist* headers);
  void set_method(const HttpRequest& request);
  CURLcode transfer();
};

void CurlHttpClient::Impl::set_method(const HttpRequest& request) {
  if (request.method == "GET") {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    return;
  }
  if (request.method != "DELETE" || !request.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
  }
  if (request.method != "POST")
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void CurlHttpClient::Impl::set_up(const HttpRequest& request, const HttpOptions& options,
                                  const std::string& pins, curl_slist* headers) {
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
  // The pin takes the place of authorities and host names (see the header).
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
  if (!pins.empty()) curl_easy_setopt(easy, CURLOPT_PINNEDPUBLICKEY, pins.c_str());
  // A connection was proved against the pins it was opened with, and against no others.
  if (pins != last_pins) curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_max.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_max.count()));
  if (options.slowest_bytes_per_second > 0) {
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
                     static_cast<long>(options.slowest_bytes_per_second));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.slow_max.count()));
  }
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  set_method(request);
}

CURLcode CurlHttpClient::Impl::transfer() {
  curl_multi_add_handle(multi, easy);
  CURLcode code = CURLE_ABORTED_BY_CALLBACK;
  for (int running = 1; running > 0 && !stopped.load();) {
    if (curl_multi_perform(multi, &running) != CURLM_OK) break;
    // stop() wakes this at once; the limit only bounds curl's own timers.
    if (running > 0 && !stopped.load()) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
  }
  int left = 0;
  while (CURLMsg* message = curl_multi_info_read(multi, &left))
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  curl_multi_remove_handle(multi, easy);
  return code;
}

CurlHttpClient::CurlHttpClient() : impl_(std::make_unique<Impl>()) {}
CurlHttpClient::~CurlHttpClient() = default;

Result<HttpReply> CurlHttpClient::send(const HttpRequest& request, const HttpOptions& options) {
  AFTERWORD_TRY(check(request, options));
  const std::string pins = pin_text(options.pins);
  const HeaderList headers = header_lines(request);
  Receiving in{options, {}, 0, {}};
  char detail[CURL_ERROR_SIZE] = {};
  impl_->set_up(request, options, pins, headers.get());
  impl_->last_pins = pins;
  curl_easy_setopt(impl_->easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(impl_->easy, CURLOPT_HEADERDATA, &in);
  curl_easy_setopt(impl_->easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(impl_->easy, CURLOPT_WRITEDATA, &in);
  curl_easy_setopt(impl_->easy, CURLOPT_ERRORBUFFER, detail);
  const CURLcode code = impl_->transfer();
  curl_easy_setopt(impl_->easy, CURLOPT_ERRORBUFFER, nullptr);
  if (code != CURLE_OK && impl_->stopped.load())
    return fail(Failure::unavailable, "stopped", request.url);
  if (code != CURLE_OK) return tl::unexpected(to_error(impl_->easy, code, in, request.url, detail));
  long status = 0;
  curl_easy_getinfo(impl_->easy, CURLINFO_RESPONSE_CODE, &status);
  in.reply.status = static_cast<int>(status);
  return std::move(in.reply);
}

void CurlHttpClient::stop() {
  impl_->stopped.store(true);
  curl_multi_wakeup(impl_->multi);
}

void CurlHttpClient::resume() { impl_->stopped.store(false); }

}  // namespace afterword
