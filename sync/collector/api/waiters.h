// Devices that wait for news: one long poll each, answered at once when something they should hear
// of has changed.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "sync/collector/api/device_auth.h"

namespace afterword::collector {

// Any thread.
class Waiters {
 public:
  // Keeps `pending` until wake() or its own time-out, unless events wait for the device already. A
  // device's earlier poll is answered "same".
  void add(const Context& context, const Asker& asker, std::shared_ptr<Pending> pending);

  // Answers everybody who waits with what they are offered now; one that was revoked meanwhile hears that,
  // and nothing else. After the commit that changed it.
  // Errors stay with the waiting one: it asks again by itself.
  void wake(const Context& context);

  // The same for one device, with the events that wait for it. False: it does not wait now and
  // hears of them when it asks again, or there are none.
  bool wake_one(const Context& context, const std::string& device);
  bool is_waiting(const std::string& device) const;

  std::size_t size() const;

 private:
  struct Waiter {
    Asker asker;
    std::shared_ptr<Pending> pending;
  };
  // Whether it has carried events.
  static bool answer(const Context& context, const Result<Storage::View>& view, const Waiter& waiter);

  mutable std::mutex mutex_;
  std::map<std::string, Waiter> waiting_;  // by device
};

// "Nothing has changed": 204, signed.
Reply same_reply(const Keyring& keys, std::string_view device, std::int64_t counter);

}  // namespace afterword::collector
