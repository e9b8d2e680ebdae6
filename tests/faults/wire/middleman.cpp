#include "tests/faults/wire/middleman.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sync/base/core/files.h"
#include "sync/protocol/problems.h"
#include "sync/protocol/signing.h"

namespace afterword::test {
namespace {

constexpr std::size_t kPemBytesMax = 64 * 1024;
constexpr int kWorkers = 48;  // a long poll holds one for its whole time
constexpr const char* kPortal = "<html><body>Accept our terms to go online</body></html>";

std::string pem(const std::string& path) {
  auto text = read_file(path, kPemBytesMax);
  if (!text) throw std::runtime_error(text.error().text());
  return std::move(*text);
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

}  // namespace

Middleman::Middleman(const std::string& data, std::string collector, std::uint64_t seed)
    : collector_(std::move(collector)), random_(seed) {
  collector::ServerOptions options;
  options.identity = {pem(data + "/keys/tls-cert.pem"), pem(data + "/keys/tls-key.pem")};
  options.workers = kWorkers;
  const auto pin = collector::pin_of_certificate(options.identity.certificate_pem);
  if (!pin) throw std::runtime_error(pin.error().text());
  std::copy(pin->begin(), pin->end(), pin_.begin());
  auto opened = collector::Server::open(
      std::move(options), [this](const collector::Request& request) { return answer(request); },
      clock_, [](std::string_view) {});
  if (!opened) throw std::runtime_error(opened.error().text());
  server_ = std::move(*opened);
  thread_ = std::thread([this] { server_->run(); });
}

Middleman::~Middleman() {
  stopping_ = true;
  server_->stop();
  thread_.join();
}

std::string Middleman::url() const { return fmt::format("https://127.0.0.1:{}", port()); }

std::uint64_t Middleman::dice(std::uint64_t sides) {
  const std::lock_guard lock(mutex_);
  return random_.below(sides);
}

collector::Outcome Middleman::answer(const collector::Request& request) {
  thread_local CurlHttpClient http;
  HttpRequest onward{request.method, collector_ + request.target, {}, request.body};
  for (const auto& header : {kDeviceHeader, kCounterHeader, kSignatureHeader})
    if (const auto value = request.header(lower(header)))
      onward.headers.emplace_back(header, *value);
  HttpOptions options;
  options.pins = {pin_};
  options.total_max = std::chrono::seconds(60);
  options.slowest_bytes_per_second = 0;
  const auto pass_on = [&]() -> collector::Reply {
    if (stopping_) return {502, {}, "closing"};
    const auto reply = http.send(onward, options);
    if (!reply) return {502, {}, "<html>Bad Gateway</html>"};
    collector::Reply out{reply->status, {{"Content-Type", "application/json"}}, reply->body};
    if (const auto receipt = reply->header(kReceiptHeader))
      out.headers.emplace_back(kReceiptHeader, *receipt);
    return out;
  };
  const std::uint64_t mood = behaves_ ? 99 : dice(20);
  if (mood < 10) ++misdeeds_;
  switch (mood) {
    case 0:
      return collector::Reply{200, {{"Content-Type", "text/html"}}, kPortal};
    case 1:
      return collector::Reply{200, {{"Content-Type", "application/json"}}, "{\"durable_to\":1000000}"};
    case 2:
      return collector::Reply{500, {}, "<html>Internal Server Error</html>"};
    case 3:
      return collector::Reply{503, {}, dump(Problem{ProblemCode::busy, "", "", 10, {}, {}})};
    case 4:
      return collector::Reply{302, {{"Location", "https://portal.example/"}}, ""};
    case 5: {  // the request comes twice; the second reply is told
      pass_on();
      return pass_on();
    }
    case 6: {  // the request comes twice; the first reply is told
      collector::Reply first = pass_on();
      pass_on();
      return first;
    }
    case 7:  // done, and the reply lost
      pass_on();
      return collector::Reply{504, {}, "<html>Gateway Timeout</html>"};
    case 8: {  // half of it
      collector::Reply reply = pass_on();
      reply.body.resize(reply.body.size() / 2);
      return reply;
    }
    case 9: {  // somebody else's
      collector::Reply reply = pass_on();
      const std::lock_guard lock(mutex_);
      const auto earlier = earlier_.find(request.path);
      return earlier == earlier_.end() ? collector::Reply{502, {}, ""} : earlier->second;
    }
    default: {
      collector::Reply reply = pass_on();
      const std::lock_guard lock(mutex_);
      earlier_[request.path] = reply;
      return reply;
    }
  }
}

}  // namespace afterword::test
