#include "tests/faults/simulator/network.h"

#include <fmt/format.h>

namespace afterword::simulator {
namespace {

constexpr std::int64_t kUsualMs = 80, kSlowMs = 20'000, kLateMs = 3 * 3'600'000;
constexpr Ms kRefusedAfter{5};

std::string small(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

}  // namespace

Weather draw_weather(Random& random) {
  const auto share = [&random](double most) { return random.below(2) == 0 ? 0 : most * random.unit(); };
  return {.request_lost = share(0.2),
          .reply_lost = share(0.3),
          .doubled = share(0.3),
          .delayed = share(0.2),
          .portal = share(0.1),
          .cut_reply = share(0.1)};
}

collector::Request as_received(const HttpRequest& request, const std::string& peer) {
  collector::Request out;
  out.method = request.method;
  const std::size_t host = request.url.find("//") + 2;
  out.target = request.url.substr(request.url.find('/', host));
  const std::size_t mark = out.target.find('?');
  out.path = out.target.substr(0, mark);
  if (mark != std::string::npos)
    out.query = collector::decode_form(out.target.substr(mark + 1)).value_or(collector::Pairs{});
  for (const auto& [name, value] : request.headers) out.headers.emplace_back(small(name), value);
  out.body = request.body;
  out.peer = peer;
  return out;
}

HttpReply as_received(const collector::Reply& reply) {
  return {reply.status, reply.headers, reply.body};
}

bool Network::happens(double share, std::string_view kind, int kiosk) {
  if (share <= 0 || random_.unit() >= share) return false;
  trace_.event(schedule_.now(), kind, fmt::format("kiosk {}", kiosk));
  return true;
}

Ms Network::way() {
  if (random_.below(20) == 0) return Ms{static_cast<std::int64_t>(random_.below(kSlowMs))};
  return Ms{1 + static_cast<std::int64_t>(random_.below(kUsualMs))};
}

void Network::send(int kiosk, const Outgoing& outgoing,
                   std::function<void(Result<HttpReply>)> done) {
  auto flight = std::make_shared<Flight>(Flight{
      kiosk, as_received(outgoing.request, fmt::format("198.51.100.{}", kiosk)), std::move(done)});
  schedule_.in(Ms{outgoing.options.total_max}, [flight] {
    tell(flight, fail(Failure::unavailable, "nothing came back in time"));
  });
  if (parted(kiosk)) return;
  if (happens(weather_.portal, "portal", kiosk)) {
    schedule_.in(way(), [flight] {
      tell(flight, HttpReply{200, {{"content-type", "text/html"}}, "<html>Welcome! Log in</html>"});
    });
    return;
  }
  if (happens(weather_.request_lost, "request lost", kiosk)) return;
  schedule_.in(way(), [this, flight] { deliver(flight); });
  if (happens(weather_.doubled, "request doubled", kiosk)) {
    const auto late = static_cast<std::int64_t>(
        random_.below(random_.below(3) == 0 ? kLateMs : kSlowMs));
    schedule_.in(Ms{late}, [this, flight] { deliver(flight); });
  }
}

void Network::deliver(const Shared& flight) {
  if (parted(flight->kiosk)) return;
  const bool heard = server_(flight->request, [this, flight](collector::Reply reply) {
    come_back(flight, as_received(reply));
  });
  if (heard) return;
  schedule_.in(kRefusedAfter,
               [flight] { tell(flight, fail(Failure::unreachable, "connection refused")); });
}

void Network::come_back(const Shared& flight, HttpReply reply) {
  if (!flight->done || parted(flight->kiosk)) return;
  if (happens(weather_.reply_lost, "reply lost", flight->kiosk)) return;
  if (happens(weather_.cut_reply, "reply cut", flight->kiosk))
    reply.body.resize(static_cast<std::size_t>(random_.below(reply.body.size() + 1)));
  const Ms late = happens(weather_.delayed, "reply delayed", flight->kiosk)
                      ? Ms{static_cast<std::int64_t>(random_.below(kSlowMs * 3))}
                      : way();
  schedule_.in(late, [this, flight, reply = std::move(reply)] {
    if (!parted(flight->kiosk)) tell(flight, reply);
  });
}

void Network::tell(const Shared& flight, Result<HttpReply> result) {
  if (!flight->done) return;
  std::exchange(flight->done, nullptr)(std::move(result));
}

void Network::heal() {
  parted_.clear();
  weather_ = {};
}

}  // namespace afterword::simulator
