#include "tools/admin/admin_client.h"

#include "sync/base/core/files.h"
#include "sync/base/json/fields.h"
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

}  // namespace

Result<AdminToken> read_admin_token(const std::string& path) {
  if (path.empty())
    return fail(Failure::invalid, "no token file was named", "",
                "give --token-file FILE or set AFTERWORD_TOKEN_FILE; the collector wrote it as "
                "admin.token in its "
                "data folder");
  AFTERWORD_ASSIGN(const std::string text, read_file(path, 64 * 1024));
  const auto value = json::parse(text);
  if (!value)
    return fail(Failure::invalid, value.error().what, path,
                "copy admin.token from the collector again");
  json::Problems problems;
  json::Fields fields(*value, "", problems);
  AdminToken token;
  token.collector = fields.text("collector", {.required = true}).value_or("");
  token.token = fields.text("token", {.required = true}).value_or("");
  const auto root =
      crypto::key_from_base64url(fields.text("root", {.required = true}).value_or(""));
  if (problems.empty() && !root) fields.problem("root", "is no key hash", "copy admin.token again");
  if (!problems.empty()) return tl::unexpected<Error>(json::to_error(problems, path));
  token.root = *root;
  return token;
}

Result<> replace_admin_token(const std::string& path, const std::string& token) {
  AFTERWORD_TRY(read_admin_token(path));
  AFTERWORD_ASSIGN(const std::string text, read_file(path, 64 * 1024));
  AFTERWORD_ASSIGN(json::Value content, json::parse(text));
  content.set("token", token);
  return write_file(path, json::dump_pretty(content) + "\n", 0600);
}

Result<AdminClient> AdminClient::connect(AdminToken token, HttpClient& http) {
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
