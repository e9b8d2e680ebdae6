// Servers that are not the collector, or not as it should be: none of them gets a byte of what a
// kiosk has to say, none makes it believe that an answer was taken, and staff are told what is wrong.
#include <netinet/in.h>
#include <poll.h>

#include <array>
#include <atomic>
#include <functional>
#include <fstream>
#include <mutex>
#include <thread>

#include "sync/collector/http/channel.h"
#include "sync/collector/http/tls.h"
#include "tests/faults/wire/sizes.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"
#include "tests/sync/client/sync_world.h"

using namespace afterword;

namespace {
namespace bad_servers {

enum class Manner { once, endless, slow };  // the reply again and again; a byte each half second

// A server of our own that answers whatever comes with `reply`, over TLS if it has an identity, and
// keeps what came. Over TLS it answers also where nothing is asked.
class Own {
 public:
  explicit Own(std::string reply, Manner manner = Manner::once,
               const collector::TlsIdentity* identity = nullptr)
      : reply_(std::move(reply)), manner_(manner) {
    if (identity != nullptr) tls_ = *collector::TlsContext::make(*identity);
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
  ~Own() { stop(); }
  // Serves the connection it has to its end, and no more.
  void stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
    if (listener_ >= 0) ::close(std::exchange(listener_, -1));
  }
  std::string heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }
  int connections() const { return connections_; }
  // The most that one connection was sent before its other side had enough.
  std::size_t most_sent() const { return most_sent_; }
  std::string url;

 private:
  using Channel = collector::TlsChannel;
  bool readable(int socket, int ms) {
    pollfd one{socket, POLLIN, 0};
    return ::poll(&one, 1, ms) > 0;
  }
  void run() {
    while (!stopping_) {
      if (!readable(listener_, 50)) continue;
      const int client = ::accept(listener_, nullptr, nullptr);
      ++connections_;
      // What the kernel takes for a client that reads nothing is no more than this.
      const int bytes = 16 * 1024;
      ::setsockopt(client, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
      const timeval guard{2, 0};
      ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &guard, sizeof guard);
      ::setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &guard, sizeof guard);
      const auto channel = tls_ ? Channel::make(*tls_, client) : nullptr;
      if (!tls_ || channel->handshake() == Channel::Io::done) serve(client, channel.get());
      ::close(client);
    }
  }
  // False: the other side has gone.
  bool hear(int client, Channel* channel) {
    std::array<char, 16384> bytes;
    std::size_t got = 0;
    if (channel != nullptr) {
      const Channel::Io io = channel->read(bytes, got);
      if (io == Channel::Io::ended || io == Channel::Io::broken) return false;
    } else {
      const ssize_t came = ::recv(client, bytes.data(), bytes.size(), 0);
      if (came <= 0) return false;
      got = static_cast<std::size_t>(came);
    }
    const std::lock_guard lock(mutex_);
    heard_.append(bytes.data(), got);
    return true;
  }
  bool say(int client, Channel* channel, std::string_view piece) {
    std::size_t count = 0;
    if (channel == nullptr)
      return ::send(client, piece.data(), piece.size(), MSG_NOSIGNAL) > 0;
    return channel->write(piece, count) == Channel::Io::done;
  }
  void serve(int client, Channel* channel) {
    const bool asked = readable(client, 1000) && hear(client, channel);
    if (!asked && channel == nullptr) return;
    std::size_t sent = 0;
    do {
      const std::size_t piece = manner_ == Manner::slow ? 1 : std::min<std::size_t>(reply_.size(), 16384);
      for (std::size_t at = 0; at < reply_.size() && !stopping_; at += piece) {
        const std::string_view part = std::string_view(reply_).substr(at, piece);
        if (!say(client, channel, part)) break;
        sent += part.size();
        most_sent_ = std::max<std::size_t>(most_sent_, sent);
        if (manner_ == Manner::slow) std::this_thread::sleep_for(std::chrono::milliseconds(500));
        if (manner_ == Manner::slow && gone(client)) return;
      }
    } while (manner_ == Manner::endless && !stopping_ && !gone(client));
    while (readable(client, 200) && hear(client, channel)) continue;
  }
  bool gone(int client) {
    pollfd one{client, POLLRDHUP, 0};
    ::poll(&one, 1, 0);
    return (one.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
  }

  const std::string reply_;
  const Manner manner_;
  std::unique_ptr<collector::TlsContext> tls_;
  int listener_ = -1;
  std::atomic<bool> stopping_{false};
  std::atomic<int> connections_{0};
  std::atomic<std::size_t> most_sent_{0};
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
  std::string status;  // of the upload
  std::string last;    // of the last that was asked
  std::string heard;
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
  MonoTime later = clock.mono();
  for (SyncMachine* const machine : {static_cast<SyncMachine*>(&uploads),
                                     static_cast<SyncMachine*>(&polls),
                                     static_cast<SyncMachine*>(&polls)}) {
    if (machine != &uploads && !polls_too) continue;
    CurlHttpClient http;
    later = later + Ms{3'600'000};  // whatever pause the failure before asked for is over
    const SyncStep step = machine->step(later);
    if (!step.send) continue;
    machine->reply(later, http.send(step.send->request, step.send->options));
    if (const auto& trouble = machine->trouble())
      (machine == &uploads ? out.status : out.last) = trouble->words;
  }
  out.acknowledged = kiosk.outbox.state()->waiting != 1;
  out.heard = server.heard();
  out.payload = has_payload(out.heard);
  return out;
}

// The kiosk counts what it takes, and stops at its limits: of this the rest is in kernels, its own
// foremost, which takes up to 6 MiB for it ahead.
constexpr std::size_t kKernelsBytesMax = 8 * 1024 * 1024;
constexpr const char* kTooLarge = "the reply is too large";

// What a server says that is no collector's, whoever it is.
struct BadReply {
  std::string name, bytes;
  Manner manner = Manner::once;
  bool endless() const { return manner == Manner::endless; }
};

std::vector<BadReply> bad_replies(const std::string& elsewhere) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const auto redirect = [](const std::string& where) {
    return "HTTP/1.1 302 Found\r\nLocation: " + where + "\r\nContent-Length: 0\r\n\r\n";
  };
  // As of a collector that has taken the answer; signed, but by another key than its own.
  const std::string taken = dump(BatchReply{1, {}, {}, {}, 1, 1});
  const std::string rest = fmt::format("Content-Length: {}\r\n\r\n{}", taken.size(), taken);
  const std::string receipt = sign_reply("o1", test::Keys().device, {"dev-7", 1, 200, taken});
  return {
      {"taken", ok + rest},
      {"taken, signed", fmt::format("{}{}: {}\r\n{}", ok, kReceiptHeader, receipt, rest)},
      {"success", ok + "Content-Length: 2\r\n\r\n{}"},
      {"redirect", redirect(elsewhere + "/v1/responses")},
      {"redirect to a file", redirect("file:///etc/passwd")},
      {"garbage", std::string(2000, '\x07')},
      {"half a reply", ok + "Content-Length: 1000\r\n\r\n{\"durable_to\":1"},
      {"endless header", ok + "X: " + std::string(60'000, 'x') + "\r\n", Manner::endless},
      {"endless body", ok + "\r\n" + std::string(60'000, 'x'), Manner::endless},
      {"slow", ok + "Content-Length: 2\r\n\r\n{}", Manner::slow},
  };
}

int times(const std::string& words, const std::string& in) {
  int count = 0;
  for (std::size_t at = 0; (at = in.find(words, at)) != std::string::npos; ++at) ++count;
  return count;
}

// Each in a thread of its own: most of what they do is wait.
void at_once(const std::vector<BadReply>& replies, const std::function<void(const BadReply&)>& each) {
  std::vector<std::thread> threads;
  for (const BadReply& reply : replies) threads.emplace_back([&each, &reply] { each(reply); });
  for (std::thread& thread : threads) thread.join();
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
  const auto plain = [&](const std::string& name, const std::string& reply,
                         Manner manner = Manner::once) {
    visits[name] = [&pin, reply, manner] {
      Own server(reply, manner);
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
  plain("endless header", "HTTP/1.1 200 OK\r\nX: " + std::string(60'000, 'x'), Manner::endless);
  plain("slow", std::string("\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03", 11) +
                    std::string(200, '\x01'),
        Manner::slow);
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
    const std::string who = name;
    CAPTURE(who);
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

TEST_CASE("Over TLS with another key no reply of a server helps it: asked is only what is public") {
  const auto real = collector::make_self_signed({"localhost"}, SystemClock().wall());
  const auto other = collector::make_self_signed({"localhost"}, SystemClock().wall());
  REQUIRE((real && other));
  Own elsewhere("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", Manner::once, &*other);
  std::vector<BadReply> replies = bad_replies(elsewhere.url);
  replies.push_back({"captive portal", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
                                       "Content-Length: 25\r\n\r\n<html>Accept terms</html>"});
  std::mutex mutex;
  int payloads = 0, acknowledged = 0, read = 0;
  std::size_t most_sent = 0;
  at_once(replies, [&](const BadReply& reply) {
    Own server(reply.bytes, reply.manner, &*other);
    const Reception came = visit(server, pin_of(*real));
    server.stop();
    const std::lock_guard lock(mutex);
    INFO(reply.name);
    CHECK_FALSE(came.payload);
    CHECK_FALSE(came.acknowledged);
    CHECK(came.status.find("not the pinned one") != std::string::npos);
    // The third request is for the trust document, of anybody: this reply was really read.
    CHECK(times("GET ", came.heard) == 1);
    CHECK(came.heard.find("GET /v1/trust") != std::string::npos);
    CHECK_FALSE(came.last.empty());
    CHECK((came.last.find(kTooLarge) != std::string::npos) == reply.endless());
    CHECK(server.most_sent() <= kBodyBytesMax + kKernelsBytesMax);
    MESSAGE(reply.name << ": " << came.last);
    payloads += came.payload;
    acknowledged += came.acknowledged;
    read += came.heard.find("GET /v1/trust") != std::string::npos;
    most_sent = std::max(most_sent, server.most_sent());
  });
  CHECK(elsewhere.connections() == 0);
  test::say(fmt::format("{} replies over TLS with another key: payload to {}, acknowledged by {}, {} "
                        "read, at most {} bytes taken",
                        replies.size(), payloads, acknowledged, read, most_sent));
}

TEST_CASE("With the collector's own key a reply that is none gets one request, and no more") {
  const auto real = collector::make_self_signed({"localhost"}, SystemClock().wall());
  const auto other = collector::make_self_signed({"localhost"}, SystemClock().wall());
  REQUIRE((real && other));
  Own elsewhere("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", Manner::once, &*other);
  const std::vector<BadReply> replies = bad_replies(elsewhere.url);
  std::mutex mutex;
  int acknowledged = 0, silent = 0;
  std::size_t most_sent = 0;
  at_once(replies, [&](const BadReply& reply) {
    Own server(reply.bytes, reply.manner, &*real);
    const Reception came = visit(server, pin_of(*real), false);
    server.stop();
    const std::lock_guard lock(mutex);
    INFO(reply.name);
    CHECK_FALSE(came.acknowledged);
    CHECK_FALSE(came.status.empty());
    CHECK(times("POST /v1/responses", server.heard()) == 1);
    CHECK(server.connections() == 1);
    CHECK((came.status.find(kTooLarge) != std::string::npos) == reply.endless());
    CHECK(server.most_sent() <= kBodyBytesMax + kKernelsBytesMax);
    acknowledged += came.acknowledged;
    silent += came.status.empty();
    most_sent = std::max(most_sent, server.most_sent());
    MESSAGE(reply.name << ": " << came.status);
  });
  CHECK(elsewhere.connections() == 0);
  test::say(fmt::format("{} bad replies with the right key: acknowledged by {}, without a status {}, at "
                        "most {} bytes taken",
                        replies.size(), acknowledged, silent, most_sent));
}

TEST_CASE("The same kiosk talks to the server whose key it knows: the sixteen would have been heard") {
  const auto real = collector::make_self_signed({"localhost"}, SystemClock().wall());
  REQUIRE(real);
  Tls server(*real, "");
  server.answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
  const Reception came = visit(server, pin_of(*real), false);
  // It prints what it hears a little later.
  for (int tries = 0; tries < 100 && !has_payload(server.heard()); ++tries)
    std::this_thread::sleep_for(Ms{20});
  CHECK(has_payload(server.heard()));
  CHECK_FALSE(came.acknowledged);  // it has the TLS key, and no receipt
  CHECK_FALSE(came.status.empty());
}
