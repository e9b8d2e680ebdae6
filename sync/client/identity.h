// Who this device is to its collector, from enrolment on.
#pragma once
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "sync/base/http/http_client.h"
#include "sync/protocol/messages.h"

namespace afterword {

// What enrolment gives. The caller stores it, readable by the device's own user only: it holds the
// secret signing key.
struct Enrolment {
  std::string url;     // "https://host:port"
  std::string device;  // "dev-7"
  std::int64_t log = 1;
  Settings settings;  // store, touchpoint, zone; renewed by each heartbeat
  crypto::SigningKey key;
  RootHash root{};
  std::string trust_envelope;  // as served; open_trust() proves it again at each start
  TrustDocument trust;
};
// One JSON document with the secret in it, for a file of mode 600 or a row of the store.
std::string dump(const Enrolment& enrolment);
// Errors: invalid; denied when the stored trust document does not prove itself.
Result<Enrolment> read_enrolment(std::string_view text);

// What is kept durable when it changes while running.
class EnrolmentStore {
 public:
  virtual ~EnrolmentStore() = default;
  // Each returns once the change is durable. Called from the poll's thread.
  virtual Result<> save_trust(std::string_view trust_envelope, const TrustDocument& trust) = 0;
  virtual Result<> save_settings(const Settings& settings) = 0;
  // The collector's clock, as it was just told in a receipted reply.
  virtual void heard_time(WallTime /*collectors*/) {}
};

// The trust document in force, shared by the two loops and the sealer. Any thread.
class TrustHolder {
 public:
  explicit TrustHolder(TrustDocument trust) : trust_(std::move(trust)) {}
  TrustDocument get() const;
  void set(TrustDocument trust);
  std::vector<KeyPin> pins() const;

 private:
  mutable std::mutex mutex_;
  TrustDocument trust_;
};

}  // namespace afterword
