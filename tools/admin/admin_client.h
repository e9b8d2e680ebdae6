// A collector's administration, as a program asks it.
//
// The token file (admin.token, mode 600) holds {"collector","token","root"}: where the collector
// is, what lets us in, and the hash of its root key. The first request reads the public trust
// document over a connection nobody has vouched for yet, checks that the root signed it, and only
// then sends the token, over a connection pinned to the keys it lists.
//
// Threads: one. Errors: unavailable (no collector there), denied (another root key, or a token that
// is not good), others as the collector says them, with its hint.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "sync/base/core/result.h"
#include "sync/base/http/http_client.h"
#include "sync/base/json/value.h"
#include "sync/protocol/trust.h"

namespace afterword {

struct AdminToken {
  std::string collector;
  std::string token;
  RootHash root{};
};
// Errors: not_found, denied, invalid; each says what to do.
Result<AdminToken> read_admin_token(const std::string& path);
// Puts another token in the place of the one in that file, durably. Errors: as above, io, disk_full.
Result<> replace_admin_token(const std::string& path, const std::string& token);

class AdminClient {
 public:
  // Reaches the collector and checks who it is. `http` outlives the client.
  static Result<AdminClient> connect(AdminToken token, HttpClient& http);

  // `path` begins with "/v1/admin/". The body of a 2xx reply, parsed; anything else is an Error
  // made of the collector's problem.
  Result<json::Value> get(std::string path);
  Result<json::Value> post(std::string path, std::string body);
  Result<json::Value> put(std::string path, std::string body);

  const std::string& collector() const { return token_.collector; }

 private:
  AdminClient(AdminToken token, HttpClient& http) : token_(std::move(token)), http_(&http) {}
  Result<json::Value> send(HttpRequest request);

  AdminToken token_;
  HttpClient* http_;
  HttpOptions options_;
};

// For a path segment or a query value.
std::string url_escape(std::string_view text);

}  // namespace afterword
