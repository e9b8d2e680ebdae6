#include "sync/client/enrol.h"

#include "survey-defs/model/response.h"
#include "sync/client/exchange.h"
#include "sync/protocol/limits.h"
#include "sync/protocol/names.h"
#include "sync/protocol/problems.h"
#include "sync/protocol/signing.h"

namespace afterword {
namespace {

// The collector's problem as an error.
Error heard(const Problem& problem, std::optional<ProblemCode>* said) {
  if (said != nullptr) *said = problem.code;
  return to_error(problem);
}

// Any TLS key will do: the document proves itself against the hash in the code.
Result<std::string> fetch_trust(const EnrolmentCode& code, HttpClient& http,
                                std::optional<ProblemCode>* said) {
  HttpRequest request;
  request.url = code.url + std::string(kTrustPath);
  HttpOptions options;
  options.unverified = true;
  give_time_to_come(options, kTrustBytesMax);
  options.body_bytes_max = kTrustBytesMax;
  AFTERWORD_ASSIGN(auto reply, http.send(request, options));
  if (reply.status == 200) return std::move(reply.body);
  if (const auto problem = read_problem(reply.body)) return tl::unexpected(heard(*problem, said));
  return fail(Failure::unavailable, fmt::format("answers with status {}", reply.status), code.url,
              "check that this is a collector's address");
}

Result<HttpReply> post(const EnrolmentCode& code, const TrustDocument& trust,
                       const crypto::SigningKey& key, std::string body, HttpClient& http) {
  const RequestToSign to_sign{"POST", kEnrolPath, "", 0, body};
  HttpRequest request;
  request.method = "POST";
  request.url = code.url + std::string(kEnrolPath);
  request.headers = {{std::string(kSignatureHeader), sign_request(key, to_sign)}};
  request.body = std::move(body);
  HttpOptions options;
  options.pins = trust.tls_keys;
  for (int tries = 1;; ++tries) {
    auto reply = http.send(request, options);
    const bool again = !reply && (reply.error().failure == Failure::unreachable ||
                                  reply.error().failure == Failure::unavailable);
    if (!again || tries == kEnrolTries) return reply;
  }
}

Result<EnrolReply> read(const HttpReply& reply, const TrustDocument& trust,
                        const crypto::Key32& ours, const std::string& url,
                        std::optional<ProblemCode>* said) {
  if (reply.status != 200) {
    if (const auto problem = read_problem(reply.body)) return tl::unexpected(heard(*problem, said));
    return fail(Failure::unavailable, fmt::format("answers with status {}", reply.status), url);
  }
  const auto receipt = reply.header(kReceiptHeader);
  if (!receipt ||
      !receipt_is_good(trust.online_keys(), {"", 0, reply.status, reply.body}, *receipt))
    return fail(Failure::denied, "the reply has no receipt by the collector", url,
                "something between this device and the collector answers; check the network");
  AFTERWORD_ASSIGN(auto message, read_enrol_reply(reply.body));
  if (message.public_key != ours)
    return fail(Failure::denied, "the reply is for another device", url, "try again");
  return message;
}

}  // namespace

Result<Enrolment> enrol(const EnrolmentCode& code, const crypto::SigningKey& key,
                        std::string_view app_version, HttpClient& http,
                        std::optional<ProblemCode>* said) {
  Enrolment out;
  out.url = code.url;
  out.root = code.root;
  AFTERWORD_ASSIGN(out.trust_envelope, fetch_trust(code, http, said));
  AFTERWORD_ASSIGN(out.trust, open_trust(out.trust_envelope, code.root));
  out.key = key;
  EnrolRequest request;
  request.code = code.code;
  request.public_key = out.key.public_key;
  request.app_version = std::string(app_version);
  request.definition_formats = {kDefinitionFormat};
  request.response_formats = {kResponseFormat};
  AFTERWORD_ASSIGN(const auto reply, post(code, out.trust, out.key, dump(request), http));
  AFTERWORD_ASSIGN(auto message, read(reply, out.trust, out.key.public_key, code.url, said));
  out.device = std::move(message.device);
  out.log = message.log;
  out.settings = {std::move(message.store), "", std::move(message.touchpoint),
                  std::move(message.zone)};
  return out;
}

}  // namespace afterword
