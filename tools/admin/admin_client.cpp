#include "tools/admin/admin_client.h"

#include <fmt/format.h>

#include "sync/base/core/day.h"
#include "sync/protocol/enrolment.h"
#include "sync/protocol/problems.h"

namespace afterword {
namespace {

constexpr std::size_t kReplyBytesMax = 256u << 20;  // a page of an export, with long comments
constexpr std::chrono::minutes kLongest{30};        // a recount of millions of responses

Failure failure_of(int status) {
  switch (status) {
    case 401:
    case 403:
      return Failure::denied;
    case 404:
      return Failure::not_found;
    case 409:
      return Failure::conflict;
    case 429:
    case 503:
      return Failure::busy;
    case 507:
      return Failure::disk_full;
    default:
      return status >= 500 ? Failure::unavailable : Failure::invalid;
  }
}

Error problem_of(const HttpReply& reply, const std::string& url) {
  const auto body = json::parse(reply.body);
  const auto text = [&](std::string_view name) -> std::string {
    const json::Value* value = body ? body->find(name) : nullptr;
    return value != nullptr && value->is_string() ? value->as_string() : "";
  };
  if (text("problem").empty())
    return {Failure::unavailable,
            fmt::format("answered {} without the words of a collector", reply.status), url,
            "check the address; is something else listening there?"};
  std::string what = text("detail").empty() ? text("problem") : text("detail");
  if (const json::Value* findings = body->find("findings"); findings && findings->is_array())
    for (const json::Value& finding : findings->as_array()) {
      const json::Value* where = finding.find("where");
      const json::Value* message = finding.find("message");
      if (where && message && where->is_string() && message->is_string())
        what += fmt::format("\n  {}: {}", where->as_string(), message->as_string());
    }
  return {failure_of(reply.status), std::move(what), "", text("hint")};
}

// What the root once signed is not good for ever: with the TLS key of then, and its document, a thief would
// be given the token of today.
Result<> is_of_today(const TrustDocument& trust, const AdminToken& token, WallTime now) {
  if (trust.version < token.trust_version)
    return fail(
        Failure::denied,
        fmt::format("shows trust document {}, but {} was seen before", trust.version,
                    token.trust_version),
        token.collector,
        "the token was not sent: perhaps somebody with stolen keys stands in between. If old "
        "keys were put back at the collector, renew its trust document there "
        "(afterword-collector --renew-trust) until its version is no lower");
  const WallTime expires{trust.expires_at_ms};
  if (now >= expires)
    return fail(Failure::denied,
                fmt::format("its trust document ran out on {}, and this machine's clock says {}",
                            Day::of_utc(expires).text(), Day::of_utc(now).text()),
                token.collector,
                "the token was not sent. Renew the document at the collector with the root key: "
                "afterword-collector --data DIR --renew-trust ROOT.json; or set this clock right");
  return {};
}

}  // namespace

Result<AdminClient> AdminClient::connect(AdminToken token, HttpClient& http, WallTime now) {
  AFTERWORD_ASSIGN(token.collector, read_collector_url(token.collector));
  AdminClient client(std::move(token), http);
  HttpOptions unproven;
  unproven.unverified = true;
  const std::string url = client.token_.collector + "/v1/trust";
  AFTERWORD_ASSIGN(const HttpReply reply,
                   http.send({.method = "GET", .url = url, .headers = {}, .body = {}}, unproven));
  if (reply.status != 200) return tl::unexpected<Error>(problem_of(reply, url));
  auto trust = open_trust(reply.body, client.token_.root);
  if (!trust) {
    Error error = trust.error();
    error.where = client.token_.collector;
    error.hint =
        "this is not the collector that the token file belongs to, or somebody stands in between";
    return tl::unexpected<Error>(std::move(error));
  }
  AFTERWORD_TRY(is_of_today(*trust, client.token_, now));
  // Where it cannot be written (a folder that is read only) the command goes on with what it knew.
  static_cast<void>(keep_trust(client.token_, *trust));
  client.trust_until_ = WallTime{trust->expires_at_ms};
  client.options_.pins.assign(trust->tls_keys.begin(), trust->tls_keys.end());
  client.options_.total_max = kLongest;
  client.options_.slowest_bytes_per_second = 0;  // a recount says nothing until it is done
  client.options_.body_bytes_max = kReplyBytesMax;
  return client;
}

Result<json::Value> AdminClient::get(std::string path) {
  return send({.method = "GET", .url = std::move(path), .headers = {}, .body = {}});
}
Result<json::Value> AdminClient::post(std::string path, std::string body) {
  return send({.method = "POST", .url = std::move(path), .headers = {}, .body = std::move(body)});
}
Result<json::Value> AdminClient::put(std::string path, std::string body) {
  return send({.method = "PUT", .url = std::move(path), .headers = {}, .body = std::move(body)});
}

Result<json::Value> AdminClient::send(HttpRequest request) {
  request.url = token_.collector + request.url;
  request.headers.emplace_back("Authorization", "Bearer " + token_.token);
  if (!request.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
  const std::string url = request.url;
  AFTERWORD_ASSIGN(const HttpReply reply, http_->send(request, options_));
  if (reply.status < 200 || reply.status > 299)
    return tl::unexpected<Error>(problem_of(reply, url));
  if (reply.body.empty()) return json::Value();
  return json::parse(reply.body);
}

std::string url_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return out;
}

}  // namespace afterword
