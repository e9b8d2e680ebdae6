// Servers that are not the collector, or not as it should be: none of them gets a byte of what a
// kiosk has to say, none makes it believe that an answer was taken, and staff are told what is wrong.
#include <netinet/in.h>
#include <poll.h>

#include <atomic>
#include <functional>
#include <fstream>
#include <mutex>
#include <thread>

#include "sync/collector/http/tls.h"
#include "tests/faults/wire/sizes.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"
#include "tests/sync/client/sync_world.h"

using namespace afterword;

namespace {
namespace bad_servers {

// A TCP server of our own that answers whatever comes with `reply`, and keeps what came.
class Plain {
 public:
  // `endless`: the reply again and again. `slow`: a byte each half second.
  explicit Plain(std::string reply, bool endless = false, bool slow = false)
      : reply_(std::move(reply)), endless_(endless), slow_(slow) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    url = fmt::format("https://127.0.0.1:{}", ntohs(address.sin_port));
    thread_ = std::thread([this] { run(); });
  }
  ~Plain() {
    stopping_ = true;
    thread_.join();
    ::close(listener_);
  }
  std::string heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  std::string url;

 private:
  bool readable(int socket, int ms) {
    pollfd one{socket, POLLIN, 0};
    return ::poll(&one, 1, ms) > 0;
  }
  void run() {
    while (!stopping_) {
      if (!readable(listener_, 50)) continue;
      const int client = ::accept(listener_, nullptr, nullptr);
      serve(client);
      ::close(client);
    }
  }
  void serve(int client) {
    char bytes[16384];
    if (!readable(client, 2000)) return;
    const ssize_t got = ::recv(client, bytes, sizeof bytes, 0);
    if (got <= 0) return;
    {
      const std::lock_guard lock(mutex_);
      heard_.append(bytes, static_cast<std::size_t>(got));
    }
    do {
      const std::size_t piece = slow_ ? 1 : reply_.size();
      for (std::size_t at = 0; at < reply_.size() && !stopping_; at += piece) {
        if (::send(client, reply_.data() + at, std::min(piece, reply_.size() - at),
                   MSG_NOSIGNAL) <= 0)
          return;
        if (slow_) std::this_thread::sleep_for(std::chrono::milliseconds(500));
      }
    } while (endless_ && !stopping_);
    while (readable(client, 200)) {
      const ssize_t more = ::recv(client, bytes, sizeof bytes, 0);
      if (more <= 0) return;
      const std::lock_guard lock(mutex_);
      heard_.append(bytes, static_cast<std::size_t>(more));
    }
  }

  const std::string reply_;
  const bool endless_, slow_;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::mutex mutex_;
  std::string heard_;
  std::thread thread_;
};

// `openssl s_server`: what it decrypts goes to its standard output.
class Tls {
 public:
  Tls(const collector::TlsIdentity& identity, const std::string& options) {
    std::ofstream(scratch_.file("cert.pem")) << identity.certificate_pem;
    std::ofstream(scratch_.file("key.pem")) << identity.key_pem;
    start(options);
  }
  // With the files that `make` leaves in the folder: cert.pem and key.pem.
  explicit Tls(const char* make) {
    const test::Finished made =
        test::run({"sh", "-c", std::string("cd \"$1\" && ") + make, "sh", scratch_.path()},
                  scratch_.path());
    REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    start("");
  }
  std::string heard() { return process_->out(); }
  // Given to whoever connects first, whatever he asks.
  void answer(const std::string& reply) { std::ofstream(scratch_.file("in")) << reply; }
  std::string url;

 private:
  void start(const std::string& options) {
    process_ = std::make_unique<test::Process>(
        std::vector<std::string>{"sh", "-c",
                                 "cd \"$1\" && mkfifo in && exec openssl s_server -accept 127.0.0.1:0 "
                                 "-naccept 100 -cert cert.pem -key key.pem " +
                                     options + " <>in",  // at the end of its input it would end
                                 "sh", scratch_.path()},
        scratch_.path(), "s_server");
    const std::string line = process_->wait_for_line("ACCEPT");
    REQUIRE_MESSAGE(!line.empty(), process_->err());
    url = "https://127.0.0.1" + line.substr(line.rfind(':'));
  }
  test::Scratch scratch_;
  std::unique_ptr<test::Process> process_;
};

crypto::Hash256 pin_of(const collector::TlsIdentity& identity) {
  const auto pin = crypto::fixed<32>(*collector::pin_of_certificate(identity.certificate_pem));
  REQUIRE(pin);
  return *pin;
}

constexpr const char* kOfAnAuthority =
    "openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=CA && "
    "openssl req -newkey rsa:2048 -nodes -keyout key.pem -out req.pem -subj /CN=localhost && "
    "openssl x509 -req -in req.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out cert.pem";

// What a kiosk with one answer came to at that address.
struct Reception {
  bool payload = false;  // a byte of a signed request, or of the answer
  bool acknowledged = false;
  std::string status;
};

bool has_payload(const std::string& heard) {
  for (const char* const words : {"/v1/responses", "/v1/wait", "Afterword-", "POST ", "\"data\""})
    if (heard.find(words) != std::string::npos) return true;
  return false;
}

template <class Server>
Reception visit(Server& server, const crypto::Hash256& pin, bool polls_too = true) {
  test::SyncWorld kiosk;
  TrustDocument document = kiosk.keys.trust();
  document.tls_keys = {pin};
  kiosk.trust.set(document);
  const SystemClock clock;
  const SyncParts& p = kiosk.parts;
  const SyncParts parts{server.url, p.device,      p.key,       p.root, p.trust,  p.counters,
                        p.outbox,   p.definitions, p.enrolment, clock,  p.random, p.boot,
                        p.app_version};
  kiosk.record(1);
  Reception out;
  UploadMachine uploads(parts);
  PollMachine polls(parts);
  for (SyncMachine* const machine : {static_cast<SyncMachine*>(&uploads),
                                     static_cast<SyncMachine*>(&polls),
                                     static_cast<SyncMachine*>(&polls)}) {
    if (machine != &uploads && !polls_too) continue;
    CurlHttpClient http;
    const MonoTime later = clock.mono() + Ms{3'600'000};
    const SyncStep step = machine->step(later);
    if (!step.send) continue;
    machine->reply(later, http.send(step.send->request, step.send->options));
    if (const auto& trouble = machine->trouble(); trouble && machine == &uploads)
      out.status = trouble->words;
  }
  out.acknowledged = kiosk.outbox.state()->waiting != 1;
  out.payload = has_payload(server.heard());
  return out;
}

}  // namespace bad_servers
}  // namespace
using namespace bad_servers;

TEST_CASE("Sixteen servers that are not the collector hear nothing, and are told to staff as such") {
  const WallTime now = SystemClock().wall();
  const WallTime long_ago = now + -Ms{std::chrono::hours(24 * 365 * 11)};
  const auto real = collector::make_self_signed({"localhost"}, now);
  const auto other = collector::make_self_signed({"localhost"}, now);
  const auto expired = collector::make_self_signed({"localhost"}, long_ago);
  const auto wrong_name = collector::make_self_signed({"elsewhere.example"}, now);
  const auto dropped = collector::make_self_signed({"localhost"}, now);  // no longer listed
  REQUIRE((real && other && expired && wrong_name && dropped));
  const crypto::Hash256 pin = pin_of(*real);
  const std::string html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 27\r\n\r\n"
                           "<html>Accept terms</html>\r\n";
  std::map<std::string, std::function<Reception()>> visits;
  const auto tls = [&](const std::string& name, const collector::TlsIdentity& identity,
                       const std::string& options = "") {
    visits[name] = [&pin, identity, options] {
      Tls server(identity, options);
      return visit(server, pin);
    };
  };
  const auto plain = [&](const std::string& name, const std::string& reply, bool endless = false,
                         bool slow = false) {
    visits[name] = [&pin, reply, endless, slow] {
      Plain server(reply, endless, slow);
      return visit(server, pin);
    };
  };
  tls("self-signed", *other);
  tls("expired", *expired);
  tls("wrong name", *wrong_name);
  tls("a key no longer listed", *dropped);
  visits["an authority's"] = [&pin] {
    Tls server(kOfAnAuthority);
    return visit(server, pin);
  };
  // With the right key, but by a protocol that is too old.
  tls("TLS 1.0", *real, "-tls1 -cipher ALL:@SECLEVEL=0");
  tls("TLS 1.1", *real, "-tls1_1 -cipher ALL:@SECLEVEL=0");
  tls("TLS 1.2", *real, "-tls1_2");
  plain("plain http", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  plain("captive portal", html);
  plain("redirect", "HTTP/1.1 302 Found\r\nLocation: https://portal.example/\r\n\r\n");
  plain("redirect to a file", "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n");
  plain("garbage", std::string(2000, '\x07'));
  plain("half a TLS record", std::string("\x16\x03\x03\x40\x00\x02\x00", 7));
  plain("endless header", "HTTP/1.1 200 OK\r\nX: " + std::string(60'000, 'x'), true);
  plain("slow", std::string("\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03", 11) +
                    std::string(200, '\x01'),
        false, true);
  REQUIRE(visits.size() == 16);

  std::map<std::string, Reception> outcomes;
  std::mutex mutex;
  std::vector<std::thread> threads;
  for (const auto& [name, go] : visits)
    threads.emplace_back([&mutex, &outcomes, name = name, go = go] {
      const Reception outcome = go();
      const std::lock_guard lock(mutex);
      outcomes[name] = outcome;
    });
  for (std::thread& thread : threads) thread.join();
  int payloads = 0, acknowledged = 0, silent = 0;
  for (const auto& [name, outcome] : outcomes) {
    CAPTURE(name);
    CHECK_FALSE(outcome.payload);
    CHECK_FALSE(outcome.acknowledged);
    CHECK_FALSE(outcome.status.empty());
    payloads += outcome.payload;
    acknowledged += outcome.acknowledged;
    silent += outcome.status.empty();
    MESSAGE(name << ": " << outcome.status);
  }
  test::say(fmt::format("{} bad servers: payload to {}, acknowledged by {}, without a status {}",
                        outcomes.size(), payloads, acknowledged, silent));
}

TEST_CASE("The same kiosk talks to the server whose key it knows: the sixteen would have been heard") {
  const auto real = collector::make_self_signed({"localhost"}, SystemClock().wall());
  REQUIRE(real);
  Tls server(*real, "");
  server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  const Reception came = visit(server, pin_of(*real), false);
  CHECK(came.payload);
  CHECK_FALSE(came.acknowledged);  // it has the TLS key, and no receipt
  CHECK_FALSE(came.status.empty());
}
