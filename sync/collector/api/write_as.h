// Writing in somebody's name. Every route of the administration writes by this: the token that let its request in may
// be removed while what was asked for waits in the writer's queue, and a new token asked for with it would stay.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "sync/collector/api/context.h"

namespace afterword::collector {

struct Actor {
  std::string name;  // as the audit log names it
  Bytes token = {};  // hash of the token that lets it in; empty: a shopper, or the collector itself, which need none
};

// Why nothing was written: Failure::denied, in these words.
inline constexpr std::string_view kTokenUnknown = "the request bears no token that is known here";

// As context.writes.run(); within the transaction, before `change`, the actor's token must still be there. Errors
// also: denied (kTokenUnknown), and nothing of `change` was done.
Result<> write_as(Context& context, const Actor& actor, std::function<Result<>(Writes&)> change);

}  // namespace afterword::collector
