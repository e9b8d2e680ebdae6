#include "tests/faults/wire/device.h"

#include <algorithm>
#include <stdexcept>

#include "kiosk/storage/recorder.h"
#include "survey-defs/model/response.h"
#include "sync/client/enrol.h"
#include "sync/protocol/names.h"
#include "tests/support/must.h"
#include "tools/robots/person.h"

namespace afterword::test {
namespace {

std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const auto& [key, value] : request.headers)
    if (key == name) return value;
  return "";
}

}  // namespace

std::string some_response(const Survey& survey, std::uint64_t seed) {
  const SystemClock clock;
  SeededRandom dice(seed);
  const Ms ago{std::min<std::int64_t>(3'600'000, clock.mono().ms - 1)};
  for (;;) {
    robots::Run run = robots::answer(
        survey,
        {survey.touchpoint, "boot-by-hand", {clock.mono() + -ago, clock.wall() + -ago}}, dice,
        [](const kiosk::Recording&) {});
    if (!run.has_anything) continue;
    kiosk::redact(run.recording);
    return json::dump(to_json(run.recording.response));
  }
}

WireDevice::WireDevice(const std::string& code) {
  must(crypto::crypto_init());
  CurlHttpClient http;
  const auto key = crypto::SigningKey::make(random_);
  enrolment = must(enrol(must(read_enrolment_code(code)), key, "by-hand", http));
  url = enrolment.url;
}

HttpRequest WireDevice::request(const std::string& method, const std::string& target,
                                std::string body, std::int64_t as) {
  const std::int64_t mine = as != 0 ? as : ++counter;
  HttpRequest out{method, url + target, {}, std::move(body)};
  out.headers = {{std::string(kDeviceHeader), id()},
                 {std::string(kCounterHeader), std::to_string(mine)},
                 {std::string(kSignatureHeader),
                  sign_request(enrolment.key, {method, target, id(), mine, out.body})}};
  return out;
}

Result<HttpReply> WireDevice::send(HttpClient& http, const HttpRequest& request) const {
  HttpOptions options;
  options.pins = enrolment.trust.tls_keys;
  return http.send(request, options);
}

bool WireDevice::proved(const HttpRequest& request, const HttpReply& reply) const {
  const auto receipt = reply.header(kReceiptHeader);
  return reply.status >= 200 && reply.status < 300 && receipt &&
         receipt_is_good(enrolment.trust.online_keys(),
                         {id(), *parse_number(header_of(request, kCounterHeader)), reply.status,
                          reply.body},
                         *receipt);
}

SealedResponse WireDevice::seal(std::int64_t sequence, const Survey& survey,
                                const std::string& json) {
  if (sealer_log_ != log) {
    sealer_.emplace(id(), log, enrolment.trust, static_cast<std::int64_t>(epochs_.size()) + 1,
                    random_);
    sealer_log_ = log;
  }
  Sealed sealed =
      must(sealer_->seal(sequence, survey.id, survey.version, kResponseFormat, json, clock_.mono()));
  if (std::find(epochs_.begin(), epochs_.end(), sealed.epoch) == epochs_.end())
    epochs_.push_back(sealed.epoch);
  return std::move(sealed.response);
}

Batch WireDevice::batch(std::vector<SealedResponse> records, const Chain& chain_before) {
  Batch out;
  out.log = log;
  out.first_sequence = records.front().sequence;
  out.chain_before = out.chain_after = chain_before;
  out.boot = boot;
  out.mono_ms = clock_.mono().ms;
  out.wall_ms = clock_.wall().ms;
  for (const SealedResponse& record : records) {
    out.chain_after = chain_next(out.chain_after, record.sequence, record.hash());
    const auto epoch = std::find_if(epochs_.begin(), epochs_.end(), [&](const SealedEpoch& each) {
      return each.epoch == record.epoch;
    });
    if (std::find(out.epochs.begin(), out.epochs.end(), *epoch) == out.epochs.end())
      out.epochs.push_back(*epoch);
  }
  out.responses = std::move(records);
  return out;
}

std::string verdict(const Result<HttpReply>& reply) {
  if (!reply) return "no reply";
  if (reply->status >= 200 && reply->status < 300) return std::to_string(reply->status);
  const auto problem = read_problem(reply->body);
  return problem ? std::string(name(problem->code)) : "status " + std::to_string(reply->status);
}

}  // namespace afterword::test
