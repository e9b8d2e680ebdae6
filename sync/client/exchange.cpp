#include "sync/client/exchange.h"

#include "sync/protocol/limits.h"
#include "sync/protocol/signing.h"

namespace afterword {
namespace {

// Said by whatever stands between, with limits of its own. The second never says anything about what
// was sent: nobody has read it.
constexpr int kTooLarge = 413;
constexpr int kTooSlow = 408;

// A page of a captive portal, or half of a document, has words of its own; a few are enough.
std::string beginning_of(std::string_view body) {
  std::string out;
  for (const char c : body.substr(0, 60)) out += c >= ' ' && c <= '~' ? c : ' ';
  return out;
}

}  // namespace

Result<SignedRequest> sign_outgoing(const SyncParts& parts, std::string method, std::string target,
                                    std::string body) {
  SignedRequest out;
  AFTERWORD_ASSIGN(out.counter, parts.counters.next());
  const RequestToSign to_sign{method, target, parts.device, out.counter, body};
  const std::string signature = sign_request(parts.key, to_sign);
  HttpRequest& request = out.out.request;
  request.headers = {{std::string(kDeviceHeader), parts.device},
                     {std::string(kCounterHeader), std::to_string(out.counter)},
                     {std::string(kSignatureHeader), signature}};
  request.url = parts.url + target;
  request.method = std::move(method);
  request.body = std::move(body);
  HttpOptions& options = out.out.options;
  give_time(options, request.body.size());
  options.pins = parts.trust.pins();
  options.connect_max = kHandshakeMax;
  options.header_bytes_max = kHeaderBytesMax;
  options.body_bytes_max = kBodyBytesMax;
  return out;
}

void give_time(HttpOptions& options, std::size_t bytes) {
  const Ms more = at_the_slowest(std::min(bytes, kBodyBytesMax));
  options.total_max = kHandshakeMax + kBodyMax + more;
  // What the kernel has taken looks like silence until it is through.
  options.slow_max = HttpOptions().slow_max + std::chrono::ceil<std::chrono::seconds>(more);
}

void give_time_to_come(HttpOptions& options, std::size_t bytes) {
  give_time(options, bytes);
  options.slow_max = std::min(options.slow_max, kDownloadSilenceMax);
  options.slowest_bytes_per_second = static_cast<int>(kSlowestBytesPerSecond / 4);
}

Judgement judge(const SyncParts& parts, std::int64_t counter, const Result<HttpReply>& reply) {
  if (!reply) return Failed{reply.error().text(), reply.error().failure == Failure::unavailable};
  if (reply->status >= 200 && reply->status < 300) {
    const ReplyToSign to_sign{parts.device, counter, reply->status, reply->body};
    const auto receipt = reply->header(kReceiptHeader);
    if (receipt && receipt_is_good(parts.trust.get().online_keys(), to_sign, *receipt))
      return Proved{};
    return Failed{
        fmt::format("status {} without a receipt by the collector: something else answers (\"{}\")",
                    reply->status, beginning_of(reply->body))};
  }
  auto problem = read_problem(reply->body);
  const bool too_slow = reply->status == kTooSlow;
  if (problem && too_slow) problem->code = ProblemCode::busy;
  if (problem) return Refused{std::move(*problem), too_slow};
  return Failed{fmt::format("status {} and no problem of ours (\"{}\")", reply->status,
                            beginning_of(reply->body)),
                reply->status == kTooLarge || too_slow};
}

bool skip_counter(const SyncParts& parts, const Problem& problem) {
  // Nobody sends a thousand million requests: a greater step is nonsense, and would use up the
  // numbers there are.
  constexpr std::int64_t kStepMost = 1'000'000'000;
  if (!problem.next) return false;
  const auto ours = parts.counters.next();
  if (!ours || *problem.next < *ours || *problem.next - *ours > kStepMost) return false;
  return parts.counters.skip_to(*problem.next).has_value();
}

Result<std::int64_t> resend_wanted(Outbox& outbox, std::int64_t log, const SequenceRange& wanted) {
  if (wanted.first == 1) AFTERWORD_TRY(outbox.resend_logs_before(log));
  return outbox.resend(log, wanted.first, wanted.last);
}

Ms asked_to_wait(const Problem& problem) {
  return std::min(Ms{problem.retry_after_ms}, kSlowRetry);
}

bool needs_person(ProblemCode code) {
  switch (code) {
    case ProblemCode::signature_wrong:
    case ProblemCode::device_unknown:
    case ProblemCode::device_revoked:
    case ProblemCode::version_too_old:
    case ProblemCode::log_forked:
      return true;
    default:
      return false;
  }
}

}  // namespace afterword
