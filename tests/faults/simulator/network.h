// The way between kiosks and the collector: slow, cut, forgetful, repeating itself, and now and then
// not the collector's at all.
//
// Threads: one.
#pragma once
#include <functional>
#include <set>

#include "sync/base/core/random.h"
#include "sync/client/sync_machine.h"
#include "sync/collector/http/http.h"
#include "tests/faults/simulator/schedule.h"
#include "tests/faults/simulator/trace.h"

namespace afterword::simulator {

// The collector's end. `reply` is called at most once; false: nobody listens.
using Server =
    std::function<bool(const collector::Request&, std::function<void(collector::Reply)> reply)>;

// What goes wrong, each as a share of the requests; drawn anew for each world.
struct Weather {
  double request_lost = 0, reply_lost = 0, doubled = 0, delayed = 0, portal = 0, cut_reply = 0;
};
Weather draw_weather(Random& random);

// As the collector's server hands it on.
collector::Request as_received(const HttpRequest& request, const std::string& peer);
HttpReply as_received(const collector::Reply& reply);

class Network {
 public:
  Network(Schedule& schedule, Trace& trace, std::uint64_t seed, Server server)
      : schedule_(schedule), trace_(trace), random_(seed), server_(std::move(server)) {}

  // `done` hears one thing: what came back, or after the request's time-out that nothing did.
  void send(int kiosk, const Outgoing& outgoing, std::function<void(Result<HttpReply>)> done);

  void set_weather(const Weather& weather) { weather_ = weather; }
  void part(int kiosk) { parted_.insert(kiosk); }
  void join(int kiosk) { parted_.erase(kiosk); }
  bool parted(int kiosk) const { return parted_.contains(kiosk); }
  void heal();

 private:
  struct Flight {
    int kiosk = 0;
    collector::Request request;
    std::function<void(Result<HttpReply>)> done;  // empty: it has heard something
  };
  using Shared = std::shared_ptr<Flight>;

  bool happens(double share, std::string_view kind, int kiosk);
  Ms way();
  void deliver(const Shared& flight);
  void come_back(const Shared& flight, HttpReply reply);
  static void tell(const Shared& flight, Result<HttpReply> result);

  Schedule& schedule_;
  Trace& trace_;
  SeededRandom random_;
  Server server_;
  Weather weather_;
  std::set<int> parted_;
};

}  // namespace afterword::simulator
