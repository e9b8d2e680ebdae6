// A collector's administration, as a program asks it.
//
// The first request reads the public trust document over a connection nobody has vouched for yet. Only when
// the root signed it, it has not run out, and it is no older than one that was seen (token_file.h), the token
// is sent, over a connection pinned to the keys it lists.
//
// Threads: one. Errors: unavailable (no collector there), denied (another root key, a trust document of
// before, or a token that is not good), others as the collector says them, with its hint.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "sync/base/core/clock.h"
#include "sync/base/core/result.h"
#include "sync/base/http/http_client.h"
#include "sync/base/json/value.h"
#include "tools/admin/token_file.h"

namespace afterword {

class AdminClient {
 public:
  // Reaches the collector and checks who it is, and keeps in the token's file which trust document it
  // showed; that it cannot be written is no error. `now`: of this machine. `http` outlives the client.
  static Result<AdminClient> connect(AdminToken token, HttpClient& http, WallTime now);

  // `path` begins with "/v1/admin/". The body of a 2xx reply, parsed; anything else is an Error
  // made of the collector's problem.
  Result<json::Value> get(std::string path);
  Result<json::Value> post(std::string path, std::string body);
  Result<json::Value> put(std::string path, std::string body);

  const std::string& collector() const { return token_.collector; }
  // When its trust document runs out. From then on connect() refuses it.
  WallTime trust_until() const { return trust_until_; }

 private:
  AdminClient(AdminToken token, HttpClient& http) : token_(std::move(token)), http_(&http) {}
  Result<json::Value> send(HttpRequest request);

  AdminToken token_;
  HttpClient* http_;
  HttpOptions options_;
  WallTime trust_until_;
};

// For a path segment or a query value.
std::string url_escape(std::string_view text);

}  // namespace afterword
