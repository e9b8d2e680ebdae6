// Which route a request goes to. Everything under /v1/; pages lie elsewhere.
#pragma once
#include "sync/collector/api/context.h"
#include "sync/collector/http/http.h"

namespace afterword::collector {

// Any worker thread. `context` outlives the reply, also one that comes later.
Outcome handle_api(Context& context, const Request& request);

// The most bytes of a body sent to `path`: small before anybody has shown who they are.
std::size_t body_limit(std::string_view path);

}  // namespace afterword::collector
