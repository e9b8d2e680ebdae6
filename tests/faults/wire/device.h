// A device that speaks the protocol by hand, so that a test can say what no kiosk of ours would.
#pragma once
#include <string>
#include <vector>

#include "survey-defs/model/survey.h"
#include "sync/base/crypto/system_random.h"
#include "sync/client/identity.h"
#include "sync/client/sealer.h"
#include "sync/protocol/messages.h"
#include "sync/protocol/problems.h"

namespace afterword::test {

// The JSON of a response as people give them, now; another for each seed.
std::string some_response(const Survey& survey, std::uint64_t seed);

class WireDevice {
 public:
  // Enrols with the code.
  explicit WireDevice(const std::string& code);

  const std::string& id() const { return enrolment.device; }
  // Signed, with the next counter, or with `as`.
  HttpRequest request(const std::string& method, const std::string& target, std::string body,
                      std::int64_t as = 0);
  Result<HttpReply> send(HttpClient& http, const HttpRequest& request) const;
  // 2xx with a good receipt for that request.
  bool proved(const HttpRequest& request, const HttpReply& reply) const;

  SealedResponse seal(std::int64_t sequence, const Survey& survey, const std::string& json);
  // Consecutive ones, behind a log that ends in `chain_before`.
  Batch batch(std::vector<SealedResponse> records, const Chain& chain_before);
  Chain start() const { return chain_start(id(), log); }

  Enrolment enrolment;
  std::string url;  // where requests go; the collector's at first
  std::int64_t log = 1;
  std::int64_t counter = 0;
  std::string boot = "boot-by-hand";

 private:
  crypto::SystemRandom random_;
  SystemClock clock_;
  std::optional<Sealer> sealer_;
  std::int64_t sealer_log_ = 0;
  std::vector<SealedEpoch> epochs_;
};

// The problem's word, or what else it was: "200", "no reply".
std::string verdict(const Result<HttpReply>& reply);

}  // namespace afterword::test
